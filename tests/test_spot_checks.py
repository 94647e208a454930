"""Spot checks: what is drawn, what an answer does, and what the report says."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.jobs import Round, house_jobs
from app.settings import Settings
from app.wiring import Desk
from domain.calendar import Calendar
from domain.case import AuthorClass, CaseKey
from domain.event import EventKind
from domain.judging import Judging
from domain.post import Post, PostKey, State
from domain.spot_check import Answer, SpotCheck
from sentiment import engine
from services import act, demo, spot_checks
from services.apply import apply
from services.queue import queue
from services.sense import Acted
from services.spot_draw import draw, draw_all, local_day, pick
from store import Store, brands, judgements
from store import spot_checks as stored
from store.brands import StoredBrand
from tests.desk import keep, open_acme
from tests.made import ACME_FILE, DAY, a_judgement, a_post, at, ours
from tests.terminal import earshot

MORNING = at("09:00", day=1)
TODAY = date(2026, 3, 25)


def calm(number: int, when: str | datetime = "10:00", **told: object) -> Post:
    """Make a mention of which the engine says that it needs no reply."""
    given: dict[str, object] = {
        "author": f"author{number}",
        "text": "acme opens at ten",
        "needs_reply": None,
    }
    return a_post(str(number), when, **{**given, **told})  # type: ignore[arg-type]


def brand_of(store: Store) -> StoredBrand:
    with store.reading() as session:
        return brands.load(session, "Acme")[0]


def drawn(store: Store, *, day: date = TODAY) -> list[SpotCheck]:
    with store.reading() as session:
        return spot_checks.checks(session, brand_of(store), since=day, until=day)


def waiting(store: Store) -> list[str]:
    with store.reading() as session:
        found = queue(session, brand_of(store), now=MORNING)
    return [str(each.key) for each in found.rows]


def judged(store: Store, key: PostKey) -> list[object]:
    with store.reading() as session:
        found = spot_checks.checks(session, brand_of(store), since=TODAY, until=TODAY)
    return [(each.answer, each.by) for each in found if each.key == key]


def test_from_the_draw_to_the_estimate(store: Store) -> None:
    watch = open_acme(store)
    keep(store, [calm(number) for number in range(8)])
    assert draw_all(store, now=MORNING) == 5
    assert draw_all(store, now=at("20:00", day=1)) == 0
    first, second, third, *_ = drawn(store)
    assert (first.day, first.among, first.engine) == (TODAY, 8, "vader")
    assert first.drawn_at == MORNING
    say = spot_checks.answer
    assert say(
        store, watch, first.key, Answer.COMPLAINT, at=MORNING, by="eva@acme.example"
    )
    again = say(store, watch, first.key, Answer.NO_REPLY, at=MORNING)
    assert again is Acted.ALREADY
    assert say(store, watch, second.key, Answer.NO_REPLY, at=MORNING)
    assert spot_checks.skip(store, watch, third.key, at=MORNING)
    assert judged(store, first.key) == [(Answer.COMPLAINT, "eva@acme.example")]
    (case,) = waiting(store)
    assert case.startswith(f"Acme/x/{first.key.id}/")
    with store.reading() as session:
        found = spot_checks.estimate(session, brand_of(store), now=MORNING)
        left = spot_checks.to_look_at(session, brand_of(store), now=MORNING)
    assert (found.drawn, found.checked, found.missed, found.skipped) == (5, 2, 1, 1)
    assert found.among == 8
    assert sum(each.askable for each in left) == 2
    with store.begin() as session:
        brands.remove(session, watch.id)
    with store.reading() as session:
        assert not stored.is_drawn(session, watch.id, TODAY)


def test_an_answer_can_be_taken_back(sqlite_store: Store) -> None:
    watch = open_acme(sqlite_store)
    keep(sqlite_store, [calm(1)])
    draw_all(sqlite_store, now=MORNING)
    key = PostKey("x", "1")
    for answer in (Answer.COMPLAINT, Answer.QUESTION, Answer.NO_REPLY):
        # All at one instant: the clock of a computer may stand still.
        assert spot_checks.answer(sqlite_store, watch, key, answer, at=MORNING)
        assert bool(waiting(sqlite_store)) is (answer is not Answer.NO_REPLY)
        assert spot_checks.take_back(sqlite_store, watch, key, at=MORNING)
        assert waiting(sqlite_store) == []
        assert judged(sqlite_store, key) == [(None, None)]
    spot_checks.skip(sqlite_store, watch, key, at=MORNING)
    assert not drawn(sqlite_store)[0].open
    spot_checks.take_back(sqlite_store, watch, key, at=MORNING)
    assert drawn(sqlite_store)[0].open
    nowhere = PostKey("x", "nowhere")
    gone = spot_checks.answer(sqlite_store, watch, nowhere, Answer.NO_REPLY, at=MORNING)
    assert gone is Acted.NO_CASE
    assert spot_checks.skip(sqlite_store, watch, nowhere, at=MORNING) is Acted.NO_CASE


NEVER = {
    "waits for an answer": calm(1, text="acme, your service is awful, I hate it"),
    "a person judged it": calm(1, complaint=False),
    "a person said no reply": calm(1, needs_reply=False),
    "history": calm(1, backfilled=True),
    "the brand's own": a_post("1", "10:00", "9001", text="acme", needs_reply=None),
    "nobody wrote it": replace(calm(1), author=None),
    "gone": calm(1, state=State.DELETED, deleted="11:00"),
    "no words": calm(1, text="", addressed=("acme",)),
    "another day": calm(1, at("23:59:59", day=-1)),
    "today": calm(1, at("00:00", day=1)),
    "not about the brand": calm(1, text="it opens at ten"),
}


@pytest.mark.parametrize("post", NEVER.values(), ids=NEVER)
def test_what_is_never_drawn(sqlite_store: Store, post: Post) -> None:
    open_acme(sqlite_store)
    keep(sqlite_store, [post, calm(2), calm(3, "00:00"), calm(4, "23:59:59")])
    draw_all(sqlite_store, now=MORNING)
    assert [each.key.id for each in drawn(sqlite_store)] == ["2", "3", "4"]


def test_nothing_of_which_a_person_spoke_is_drawn(sqlite_store: Store) -> None:
    watch = open_acme(sqlite_store)
    thread = {"reply_to": "7", "thread": "7"}
    keep(
        sqlite_store,
        [
            *(calm(number) for number in range(1, 6)),
            calm(6, "11:00", author="author2", reply_to="2", thread="2"),
            a_post("7", "09:00", "gus"),  # he waits, and all that he says is read
            a_post("8", "10:00", "gus", text="acme hm", needs_reply=None, **thread),  # type: ignore[arg-type]
            a_post("9", "10:00", "gus", text="acme opens at ten", needs_reply=None),
            a_post("a", "10:00", "hal", text="acme is awful", needs_reply=None),
            ours("b", "10:30", reply_to="a"),
        ],
    )
    cases = [CaseKey("Acme", "x", str(n), f"author{n}") for n in range(1, 5)]
    one, two, three, four = cases
    no = {"complaint": False}
    assert act.act(sqlite_store, watch, one, EventKind.JUDGED, at=MORNING, detail=no)
    assert act.not_about_us(sqlite_store, watch, two, at=MORNING)
    assert act.mute(sqlite_store, watch, three, at=MORNING)
    author = AuthorClass.COMPETITOR.value
    assert act.classify(sqlite_store, watch, four, author=author, at=MORNING)
    draw_all(sqlite_store, now=MORNING)
    assert [each.key.id for each in drawn(sqlite_store)] == ["5", "9"]


def test_where_the_engine_does_not_know_nothing_is_drawn(sqlite_store: Store) -> None:
    open_acme(sqlite_store)
    keep(sqlite_store, [calm(1), calm(2), calm(3)])
    with sqlite_store.begin() as session:
        known = judgements.load(session, [PostKey("x", each) for each in "123"])
        sure, half = (
            a_judgement(complaint=0.1, needs_reply=each) for each in (0.3, 0.45)
        )
        one, two, three = sorted(known.values(), key=lambda each: each.key)
        judgements.save(
            session,
            [one._replace(judgement=sure), two._replace(judgement=half), three],
        )
    draw_all(sqlite_store, now=MORNING)
    assert [(each.key.id, each.among) for each in drawn(sqlite_store)] == [
        ("1", 2),
        ("3", 2),
    ]


@pytest.mark.parametrize(("number", "found"), [(0, 0), (1, 1), (3, 3), (9, 4)])
def test_the_brand_says_how_many(sqlite_store: Store, number: int, found: int) -> None:
    brand = replace(ACME_FILE, judging=Judging(spot_checks=number))
    apply(sqlite_store, [brand], now=DAY)
    keep(sqlite_store, [calm(each) for each in range(4)])
    assert draw_all(sqlite_store, now=MORNING) == found


def test_a_day_is_the_brands_own_and_has_an_hour_to_settle(
    sqlite_store: Store,
) -> None:
    calendar = replace(Calendar.ALWAYS, zone="America/New_York")
    apply(sqlite_store, [replace(ACME_FILE, calendar=calendar)], now=DAY)
    # On Tuesday it is four hours behind: its day begins at 04:00 UTC.
    keep(sqlite_store, [calm(1, at("03:59")), calm(2, at("04:00"))])
    keep(sqlite_store, [calm(3, at("03:59", day=1)), calm(4, at("04:00", day=1))])
    brand = brand_of(sqlite_store)
    assert local_day(brand.record, at("03:59", day=1)) == date(2026, 3, 24)
    assert draw(sqlite_store, brand, now=at("04:59", day=1)) == 0
    assert draw(sqlite_store, brand, now=at("05:00", day=1)) == 2
    assert [each.key.id for each in drawn(sqlite_store)] == ["2", "3"]


def test_a_day_on_which_the_clocks_change_is_drawn_from_whole(
    sqlite_store: Store,
) -> None:
    zone = ZoneInfo("Europe/Warsaw")
    calendar = replace(Calendar.ALWAYS, zone=zone.key)
    apply(sqlite_store, [replace(ACME_FILE, calendar=calendar)], now=DAY)
    first = datetime(2026, 3, 29, tzinfo=zone)
    last = datetime(2026, 3, 29, 23, 59, 59, tzinfo=zone)
    keep(sqlite_store, [calm(1, first), calm(2, last)])
    keep(sqlite_store, [calm(3, first - timedelta(seconds=1))])
    assert draw_all(sqlite_store, now=datetime(2026, 3, 30, 1, tzinfo=zone)) == 2


KEYS = [PostKey("x", str(number)) for number in range(12)]


def test_every_post_is_drawn_as_often_as_any_other() -> None:
    counts = Counter(
        key for day in range(1_000) for key in pick(KEYS, 3, seed=f"Acme\n{day}")
    )
    # 250 each; the chi-square of 12 equal chances is below 31.3 in 999 of 1,000.
    assert sum((counts[key] - 250) ** 2 / 250 for key in KEYS) < 31.3


@given(st.permutations(KEYS), st.integers(0, 12), st.text(max_size=5))
def test_who_draws_draws_the_same(keys: list[PostKey], number: int, seed: str) -> None:
    found = pick(keys, number, seed=seed)
    assert found == pick(KEYS, number, seed=seed)
    assert len(set(found)) == number
    # One post more takes the place of one at most.
    more = pick([*keys, PostKey("reddit", "new")], number, seed=seed)
    assert len(set(more) - set(found)) <= 1


def test_the_engine_draws_by_the_clock_of_the_desk(sqlite_store: Store) -> None:
    open_acme(sqlite_store)
    keep(sqlite_store, [calm(1), calm(2, at("10:00", day=1))])

    def one_round(now: datetime, *, stop: bool) -> None:
        jobs = house_jobs(Desk(Settings(), sqlite_store, lambda: now))
        job = next(each for each in jobs if each.name == "spot-checks")
        given = Round(store=sqlite_store, stop=lambda: stop, beat=lambda: None)
        assert job.deed(given) == ()

    one_round(MORNING, stop=False)
    assert [each.key.id for each in drawn(sqlite_store)] == ["1"]
    one_round(MORNING + timedelta(days=1), stop=True)
    assert drawn(sqlite_store, day=TODAY + timedelta(days=1)) == []


def test_what_a_person_says_elsewhere_answers_a_check(sqlite_store: Store) -> None:
    watch = open_acme(sqlite_store)
    keep(sqlite_store, [calm(1)])
    draw_all(sqlite_store, now=MORNING)
    key = CaseKey("Acme", "x", "1", "author1")
    yes = {"complaint": True}
    act.act(
        sqlite_store, watch, key, EventKind.JUDGED, at=MORNING, by="eva", detail=yes
    )
    assert judged(sqlite_store, PostKey("x", "1")) == [(Answer.COMPLAINT, "eva")]


def test_the_example_takes_its_checks_along(sqlite_store: Store) -> None:
    apply(sqlite_store, [replace(ACME_FILE, queries=("heron",))], now=DAY)
    demo.load(sqlite_store, engine=engine("vader"), now=MORNING)
    mine = brand_of(sqlite_store)
    assert draw(sqlite_store, mine, now=MORNING) > 0
    demo.remove(sqlite_store)
    with sqlite_store.reading() as session:
        assert not stored.is_drawn(session, mine.id, TODAY)


def test_the_report_says_the_estimate_and_its_rows(sqlite_store: Store) -> None:
    watch = open_acme(sqlite_store)
    keep(sqlite_store, [calm(1), calm(2, text="=acme opens at ten")])
    draw_all(sqlite_store, now=MORNING)
    one, two = PostKey("x", "1"), PostKey("x", "2")
    spot_checks.answer(sqlite_store, watch, one, Answer.COMPLAINT, at=MORNING)
    spot_checks.skip(sqlite_store, watch, two, at=MORNING)
    words = ("--store", f"sqlite:///{sqlite_store.path}", "report", "spot-checks")
    window = ("--to", "2026-03-26T00:00:00Z")
    said = earshot(*words, *window)
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "Acme, 2026-02-24 to 2026-03-25: Too few checks yet: 1 of at least 20",
        "1 post checked: 1 complaint, 0 questions.",
        "day         network  answer     text",
        "2026-03-25  x        complaint  acme opens at ten",
        "2026-03-25  x        skipped    =acme opens at ten",
    ]
    told = json.loads(earshot(*words, *window, "--format", "json").out)
    assert (told["drawn"], told["missed"], told["rate"]) == (2, 1, None)
    assert [each["answer"] for each in told["rows"]] == ["complaint", None]
    lines = earshot(*words, *window, "--format", "csv").out.splitlines()
    assert lines[0].startswith("brand,day,network,post,posted_at,answer,by,at,skipped")
    assert lines[2].endswith(",'=acme opens at ten")
    none = earshot(*words, "--from", "2026-03-26T00:00:00Z", *window)
    assert none.code == 0

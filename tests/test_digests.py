"""What stands in a digest: the figures of the reports, of the time since the last."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from alerts.digest import Digest, Mate, TopicChange
from channels.letters import render_digest
from domain.account import Account, AccountKind
from domain.alert import Alert, Step
from domain.calendar import Calendar
from domain.case import CaseKey
from domain.clock import iso
from domain.person import Person
from domain.post import Post
from services.digest_parts import changed
from services.digests import digest_for, digest_on, raise_due
from services.signed import Addresses
from services.topics import TopicRow
from store import Store, outbox
from store.brands import StoredBrand
from tests.alerted import open_staffed
from tests.desk import acme, keep
from tests.made import ACME_FILE, a_post, at, ours
from tests.terminal import earshot

OPEN = ["00:00-24:00"]
WEEK = Calendar.from_table(
    {"zone": "UTC"} | dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OPEN),
    key="calendar",
)
MARTA = Person(email="marta@example.com", digest=8 * 60, language="pl")
EVA = Account(network="x", id="eva", handle="eva", kind=AccountKind.AGENT)
SHOP = replace(
    ACME_FILE, accounts=(*ACME_FILE.accounts, EVA), calendar=WEEK, people=(MARTA,)
)
LINKS = Addresses("https://listen.example.com", b"key")
NICE = "acme, thank you so much, you are wonderful, I love it!"
TUESDAY, WEDNESDAY = at("08:00"), at("08:00", day=1)


def waits(post_id: str, when: str | datetime, author: str, **told: object) -> Post:
    """Make a complaint."""
    return a_post(post_id, when, author, complaint=True, **told)  # type: ignore[arg-type]


def kind(post_id: str, when: str | datetime, author: str, followers: int = 0) -> Post:
    """Make a post of somebody who is happy."""
    return a_post(
        post_id, when, author, text=NICE, needs_reply=False, followers=followers
    )


STORY = [
    waits("0", "06:00", "old"),
    ours("0a", "10:00", reply_to="0"),
    waits("1", "09:00", "ania"),
    a_post("2", "09:30", "eva", reply_to="1", text="Sorted.", needs_reply=None),
    waits("3", "20:00", "bea"),
    waits("4", at("07:45", day=1), "cem"),
    kind("5", "12:00", "dora", 40),
    kind("6", "13:00", "fay", 90),
    ours("7", "13:05", reply_to="6", text="You are welcome!"),
]
"""A Tuesday, and Wednesday's first minutes."""


def shop(store: Store) -> StoredBrand:
    watch = acme(store)
    return StoredBrand(watch.id, watch.record)


def raised(store: Store, now: datetime) -> Alert:
    """Raise what is due, and return the digest that waits."""
    raise_due(store, now=now)
    with store.reading() as session:
        (found,) = outbox.ready(session, now=now, stale=now)
    return found


def made(store: Store, now: datetime, person: Person = MARTA) -> Digest:
    """Return the digest that is due now, as it would be sent."""
    alert = raised(store, now)
    with store.reading() as session:
        return digest_for(session, shop(store), alert, person, now=now, addresses=LINKS)


def send(store: Store, now: datetime) -> None:
    """Send what is due; the server takes a while."""
    alert = raised(store, now)
    with store.begin() as session:
        assert outbox.take(session, [alert], message="<1@house>", now=now)
        outbox.sent(session, [alert], now=now + timedelta(seconds=20))


def looked_at(store: Store, day: date, now: datetime) -> Digest:
    with store.reading() as session:
        return digest_on(session, shop(store), MARTA, day, now=now, addresses=LINKS)


@pytest.fixture
def small(sqlite_store: Store) -> Store:
    """A shop of which a few people speak."""
    open_staffed(sqlite_store, SHOP)
    keep(sqlite_store, STORY)
    return sqlite_store


def test_a_digest_tells_of_the_time_since_the_one_before(store: Store) -> None:
    open_staffed(store, SHOP)
    keep(store, STORY)
    told = made(store, WEDNESDAY)
    assert (told.kind, told.day) == (Step.DAILY, WEDNESDAY.date())
    assert (told.since, told.until) == (TUESDAY, WEDNESDAY)
    assert (told.waiting.now, told.waiting.before) == (2, 1)
    assert (told.overdue.now, told.overdue.before) == (1, 1)
    assert told.oldest == timedelta(hours=12)
    assert (told.mentions, told.complaints) == (5, 3)
    assert (told.median_s.now, told.answered) == (30 * 60, 1)
    assert told.in_target.now == 0.5
    assert (told.median_s.before, told.in_target.before) == (4 * 3600, 0.0)
    assert told.target_s == 3600
    assert [(each.case, each.due_at) for each in told.first] == [
        ("Acme/x/3/bea", at("21:00")),
        ("Acme/x/4/cem", at("08:45", day=1)),
    ]
    assert all(each.links.open and each.links.take for each in told.first)
    assert [(each.handle, each.first) for each in told.thanks] == [("dora", True)]
    assert told.reader.language == "pl"
    assert told.covers == 0
    assert (told.blind, told.missed) == (None, None)


def test_whom_to_thank_is_who_was_kind_and_has_no_answer_new_ones_first(
    small: Store,
) -> None:
    keep(
        small,
        [
            kind("8", at("10:00", day=1), "dora", 40),
            kind("9", at("11:00", day=1), "gil"),
            kind("9b", at("11:05", day=1), "gil"),
        ],
    )
    first = looked_at(small, WEDNESDAY.date(), WEDNESDAY)
    assert [(each.handle, each.first) for each in first.thanks] == [("dora", True)]
    then = looked_at(small, date(2026, 3, 26), at("08:00", day=2))
    assert [(each.handle, each.first) for each in then.thanks] == [
        ("gil", True),
        ("dora", False),
    ]
    assert then.thanks[1].links.open == LINKS.case(CaseKey("Acme", "x", "8", "dora"))


def test_the_chart_has_fourteen_days_and_today_so_far(small: Store) -> None:
    days = made(small, WEDNESDAY).days
    assert [each.day for each in days[-2:]] == [TUESDAY.date(), WEDNESDAY.date()]
    assert len(days) == 14
    assert days[-2].positive == 2
    assert sum(each.negative + each.neutral + each.positive for each in days) == 6


def test_the_team_is_who_answered_with_their_median(small: Store) -> None:
    assert made(small, WEDNESDAY).team == [
        Mate(person="eva", answered=1, median_s=30 * 60)
    ]


def test_on_an_empty_day_there_is_a_digest_that_says_so(sqlite_store: Store) -> None:
    open_staffed(sqlite_store, SHOP)
    told = made(sqlite_store, WEDNESDAY)
    assert (told.waiting.now, told.overdue.now, told.mentions) == (0, 0, 0)
    assert (told.median_s.now, told.in_target.now, told.oldest) == (None,) * 3
    assert [*told.first, *told.topics, *told.thanks, *told.days, *told.team] == []


def test_where_all_are_answered_nobody_waits(small: Store) -> None:
    keep(
        small,
        [
            ours("8", "23:00", reply_to="3"),
            ours("9", at("07:50", day=1), reply_to="4"),
        ],
    )
    told = made(small, WEDNESDAY)
    assert (told.waiting.now, told.waiting.before) == (0, 1)
    assert (told.oldest, told.first) == (None, [])
    assert told.in_target.now == pytest.approx(2 / 3)


def test_mondays_digest_covers_the_weekend(sqlite_store: Store) -> None:
    open_staffed(sqlite_store, SHOP)
    send(sqlite_store, at("08:00", day=3))
    keep(sqlite_store, [waits("1", at("09:00", day=4), "ania")])
    told = made(sqlite_store, at("08:00", day=6))
    assert told.day == date(2026, 3, 30)
    assert (told.since, told.until) == (at("08:00", day=3), at("08:00", day=6))
    assert (told.mentions, told.waiting.now, told.covers) == (1, 1, 0)


def test_after_a_standstill_one_digest_covers_all_of_it(sqlite_store: Store) -> None:
    open_staffed(sqlite_store, SHOP)
    send(sqlite_store, TUESDAY)
    keep(sqlite_store, STORY)
    told = made(sqlite_store, at("11:00", day=3))
    assert told.day == date(2026, 3, 27)
    # From when the last one was made, not from when the server had it.
    assert (told.since, told.until) == (TUESDAY, at("11:00", day=3))
    assert (told.mentions, told.covers) == (5, 2)


def test_one_that_failed_leaves_its_time_to_the_next(sqlite_store: Store) -> None:
    open_staffed(sqlite_store, SHOP)
    send(sqlite_store, TUESDAY)
    raised(sqlite_store, WEDNESDAY)
    told = made(sqlite_store, at("08:00", day=2))
    assert (told.since, told.covers) == (TUESDAY, 1)


def test_an_answer_that_is_found_late_changes_the_numbers(small: Store) -> None:
    wednesday = WEDNESDAY.date()
    friday = at("12:00", day=3)
    before = looked_at(small, wednesday, friday)
    assert (before.waiting.now, before.median_s.now) == (2, 30 * 60)
    assert before.until == WEDNESDAY
    keep(small, [ours("8", "20:10", reply_to="3", seen="22:00")])
    after = looked_at(small, wednesday, friday)
    assert (after.waiting.now, after.overdue.now) == (1, 0)
    assert after.in_target.now == 1.0
    # What was answered since is not known to the digest of then.
    keep(small, [ours("9", at("09:00", day=1), reply_to="4")])
    assert looked_at(small, wednesday, friday) == after


def test_a_weekly_digest_tells_of_seven_days(sqlite_store: Store) -> None:
    weekly = replace(MARTA, weekly=True)
    open_staffed(sqlite_store, replace(SHOP, people=(weekly,)))
    keep(sqlite_store, STORY)
    told = made(sqlite_store, at("08:00", day=6), weekly)
    assert told.kind is Step.WEEKLY
    assert told.since == at("08:00", day=-1)
    assert told.mentions == 6


def test_no_median_is_not_said_to_be_no_answer(sqlite_store: Store) -> None:
    open_staffed(sqlite_store, replace(SHOP, people=(replace(MARTA, language="en"),)))
    keep(sqlite_store, [*STORY, waits("8", "20:30", "hal"), waits("9", "21:00", "ida")])
    told = made(sqlite_store, WEDNESDAY)
    assert (told.median_s.now, told.answered) == (None, 1)
    few = replace(told.reader, language="en")
    text = render_digest(replace(told, reader=few)).text
    assert "fewer than half are answered yet" in text


def test_links_lead_nowhere_without_an_address(small: Store) -> None:
    with small.reading() as session:
        told = digest_on(
            session,
            shop(small),
            MARTA,
            None,
            now=WEDNESDAY,
            addresses=Addresses(None),
        )
    assert told.inbox is told.unsubscribe is told.settings is None
    assert told.overdue_link is told.first[0].links.take is None


def test_the_figures_are_those_of_the_reports(small: Store) -> None:
    told = made(small, WEDNESDAY)
    url = small.url.render_as_string(hide_password=False)

    def report(about: str, *words: str) -> object:
        said = earshot(
            "--store", url, "report", about, "--brand", "Acme", *words,
            "--to", iso(told.until), "--as-of", iso(told.until), "--format", "json",
        )  # fmt: skip
        assert said.code == 0
        return json.loads(said.out)

    since = ("--from", iso(told.since))
    times = report("reply-times", *since)
    assert isinstance(times, dict)
    assert times["first_reply"]["median_s"] == told.median_s.now
    assert times["sla"]["attainment"] == told.in_target.now
    waiting = report("queue")
    assert isinstance(waiting, dict)
    assert waiting["waiting"] == told.waiting.now
    assert waiting["overdue"] == told.overdue.now
    assert [each["case"] for each in waiting["rows"]] == [
        each.case for each in told.first
    ]
    spoken = report("volume", *since)
    assert isinstance(spoken, dict)
    assert sum(each["posts"] for each in spoken["rows"]) == told.mentions
    assert sum(each["complaints"] for each in spoken["rows"]) == told.complaints


def a_row(topic: str | None, posts: int, before: int | None) -> TopicRow:
    return TopicRow(topic=topic, posts=posts, complaints=0, before=before, networks=2)


@pytest.mark.parametrize(
    ("row", "is_news"),
    [
        pytest.param(a_row("delivery", 18, 9), True, id="twice as many"),
        pytest.param(a_row("delivery", 15, 10), False, id="half as many more"),
        pytest.param(a_row("delivery", 16, 10), True, id="more than that"),
        pytest.param(a_row("delivery", 4, 9), True, id="fewer by more than half"),
        pytest.param(a_row("delivery", 5, 10), False, id="half of them"),
        pytest.param(a_row("delivery", 4, 1), False, id="too few to tell"),
        pytest.param(a_row("delivery", 5, 0), True, id="new"),
        pytest.param(a_row("delivery", 0, 5), True, id="gone"),
        pytest.param(a_row(None, 50, 1), False, id="no topic"),
        pytest.param(a_row("delivery", 50, None), False, id="nothing to compare with"),
    ],
)
def test_a_topic_is_news_once_it_changed_by_more_than_half(
    row: TopicRow, is_news: bool
) -> None:
    news = [TopicChange(topic="delivery", posts=row.posts, before=row.before or 0,
                        networks=2)]  # fmt: skip
    assert changed([row]) == (news if is_news else [])


def test_of_many_changes_the_largest_stand_in_a_digest() -> None:
    rows = [a_row(f"t{number}", 10 + 10 * number, 5) for number in range(9)]
    assert [each.topic for each in changed(rows)] == ["t8", "t7", "t6", "t5", "t4"]

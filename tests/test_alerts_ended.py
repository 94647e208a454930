"""What ends the ladder of a wait, what does not, and what begins it anew."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.brand import Brand
from domain.event import EventKind
from domain.post import State
from services import act
from services.apply import apply
from services.escalate import raise_due
from services.history import history
from services.watch import Watch
from store import Store
from store.brands import StoredBrand
from tests.alerted import LENA, MARTA, NIGHT, OTTO, STAFFED, alerts, open_staffed
from tests.boxed import Box, outgoing, run, said
from tests.desk import case_told, keep
from tests.made import DAY, a_post, at, ours
from tests.test_escalate import ANIA

FIVE = timedelta(minutes=5)


@pytest.fixture
def box() -> Box:
    return Box()


def go(store: Store, box: Box, since: str, until: str) -> list[str]:
    """Tick for a while; return what went out, as ``recipient: step about``."""
    before = len(box.got)
    run(store, outgoing(box), at(since), at(until), FIVE)
    return [
        f"{each.recipient.partition('@')[0]}: {', '.join(lines)}"
        for each, lines in list(zip(box.got, said(box), strict=True))[before:]
    ]


def waits(store: Store, brand: Brand = STAFFED) -> Watch:
    """Let a customer wait since 10:00, as the engine judged."""
    watch = open_staffed(store, brand)
    keep(store, [a_post("1", "10:00", needs_reply=None, text="acme, you are awful")])
    return watch


def mute(store: Store, watch: Watch) -> None:
    act.mute(store, watch, ANIA, at=at("10:50"), by="kasia")


def class_as(who: str) -> Callable[[Store, Watch], None]:
    def done(store: Store, watch: Watch) -> None:
        act.classify(store, watch, ANIA, author=who, at=at("10:50"), by="kasia")

    return done


def judge(store: Store, watch: Watch) -> None:
    detail = {"complaint": False, "needs_reply": False}
    act.act(store, watch, ANIA, EventKind.JUDGED, at=at("10:50"), detail=detail)


def waive(store: Store, watch: Watch) -> None:
    act.waive(store, watch, ANIA, reason="spam", at=at("10:50"), by="kasia")


def delete(store: Store, _watch: Watch) -> None:
    keep(store, [a_post("1", "10:00", state=State.DELETED, deleted="10:50")])


def snooze(store: Store, watch: Watch) -> None:
    act.snooze(store, watch, ANIA, until=at("20:00"), at=at("10:50"), by="kasia")


def resolve(store: Store, watch: Watch) -> None:
    act.act(store, watch, ANIA, EventKind.RESOLVED, at=at("10:50"), by="kasia")


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(mute, id="muted"),
        pytest.param(class_as("press"), id="press"),
        pytest.param(class_as("competitor"), id="competitor"),
        pytest.param(judge, id="no-complaint"),
        pytest.param(waive, id="waived"),
        pytest.param(delete, id="deleted"),
    ],
)
def test_who_needs_no_answer_any_more_alerts_nobody(
    sqlite_store: Store, box: Box, deed: Callable[[Store, Watch], None]
) -> None:
    watch = waits(sqlite_store)
    assert go(sqlite_store, box, "10:45", "10:50") == ["lena: nudge x/1"]
    raise_due(sqlite_store, now=at("11:00"))
    deed(sqlite_store, watch)
    assert go(sqlite_store, box, "11:05", "12:30") == ["lena: ended x/1"]


@pytest.mark.parametrize("deed", [snooze, resolve])
def test_what_is_put_off_or_settled_unanswered_climbs_on(
    sqlite_store: Store, box: Box, deed: Callable[[Store, Watch], None]
) -> None:
    watch = waits(sqlite_store)
    go(sqlite_store, box, "10:45", "10:50")
    deed(sqlite_store, watch)
    assert go(sqlite_store, box, "10:55", "12:30") == [
        "lena: overdue x/1",
        "marta: escalated x/1",
    ]


def test_an_answer_that_is_withdrawn_after_its_news_begins_the_ladder_anew(
    sqlite_store: Store, box: Box
) -> None:
    watch = waits(sqlite_store)
    go(sqlite_store, box, "10:45", "11:45")
    keep(sqlite_store, [ours("2", "11:50", reply_to="1")])
    over = go(sqlite_store, box, "11:50", "11:55")
    assert over == ["lena: ended x/1", "marta: ended x/1"]
    gone = ours("2", "11:50", reply_to="1", state=State.DELETED, deleted="12:00")
    keep(sqlite_store, [gone])
    assert go(sqlite_store, box, "12:00", "13:00") == [
        "marta: escalated x/1",
        "lena: nudge x/1, overdue x/1",
    ]
    keep(sqlite_store, [ours("3", "13:01", reply_to="1")])
    assert go(sqlite_store, box, "13:05", "14:00") == over
    found = case_told(sqlite_store, watch, ANIA, as_of=at("14:00"))
    with sqlite_store.reading() as session:
        brand = StoredBrand(watch.id, watch.record)
        log = history(session, found, brand, now=at("14:00"))
    assert sum("was told" in each.words for each in log if each.words) == 10


def test_an_answer_that_is_withdrawn_before_its_news_was_never_there(
    sqlite_store: Store, box: Box
) -> None:
    asleep = replace(LENA, quiet=NIGHT)
    waits(sqlite_store, replace(STAFFED, people=(asleep,)))
    go(sqlite_store, box, "10:45", "11:45")
    keep(sqlite_store, [ours("2", "21:00", reply_to="1")])
    assert go(sqlite_store, box, "21:00", "21:10") == []
    gone = ours("2", "21:00", reply_to="1", state=State.DELETED, deleted="21:20")
    keep(sqlite_store, [gone])
    assert go(sqlite_store, box, "21:20", "31:10") == []
    keep(sqlite_store, [ours("3", "31:11", reply_to="1")])
    assert go(sqlite_store, box, "31:15", "31:20") == ["lena: ended x/1"]


def test_what_a_short_lived_answer_cancelled_is_told_after_it(
    store: Store, box: Box
) -> None:
    waits(store)
    raise_due(store, now=at("10:45"))
    keep(store, [ours("2", "10:45", reply_to="1")])
    assert go(store, box, "10:46", "10:51") == []
    gone = ours("2", "10:45", reply_to="1", state=State.DELETED, deleted="10:52")
    keep(store, [gone])
    assert go(store, box, "10:52", "10:57") == ["lena: nudge x/1"]


def test_what_waits_for_somebody_who_leaves_goes_to_the_next(
    sqlite_store: Store, box: Box
) -> None:
    waits(sqlite_store)
    raise_due(sqlite_store, now=at("11:00"))
    left = replace(STAFFED, people=(MARTA, OTTO))
    apply(sqlite_store, [left], now=at("11:00"))
    told = go(sqlite_store, box, "11:01", "11:16")
    assert told == ["marta: nudge x/1, overdue x/1"]


def test_what_they_write_after_an_answer_has_a_ladder_of_its_own(
    sqlite_store: Store, box: Box
) -> None:
    waits(sqlite_store)
    go(sqlite_store, box, "10:45", "11:05")
    more = a_post("3", "11:07", reply_to="2", thread="1", complaint=True)
    keep(sqlite_store, [ours("2", "11:06", reply_to="1"), more])
    assert go(sqlite_store, box, "11:08", "13:00") == [
        "lena: ended x/1",
        "lena: nudge x/3",
        "lena: overdue x/3",
        "marta: escalated x/3",
    ]


def test_nobody_is_told_of_the_example(sqlite_store: Store) -> None:
    apply(sqlite_store, [STAFFED], now=DAY, demo=True)
    keep(sqlite_store, [a_post("1", "10:00", complaint=True, followers=20_000)])
    assert raise_due(sqlite_store, now=at("18:00")) == 0
    assert alerts(sqlite_store) == []

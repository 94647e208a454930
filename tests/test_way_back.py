"""What takes a deed back: afterwards the case is what it was before."""

from typing import Any

import pytest

from domain.case import Case, CaseKey
from domain.event import EventKind
from response.case_words import put_off
from services import act as deeds
from services.act import act
from services.conversation import Conversation, conversation
from services.sense import Acted
from services.watch import Watch
from services.way_back import go_back, way_back
from store import Store
from store.brands import StoredBrand
from tests.desk import ania_waits, case_told, keep
from tests.made import at, ours

KEY = CaseKey("Acme", "x", "1", "ania")

Deed = tuple[EventKind, dict[str, Any]]

SNOOZE: Deed = (EventKind.SNOOZED, {"until": "2026-03-24T18:00:00Z"})
LATER: Deed = (EventKind.SNOOZED, {"until": "2026-03-24T20:00:00Z"})
WAIVE: Deed = (EventKind.WAIVED, {"reason": "a joke"})
OLA: Deed = (EventKind.ASSIGNED, {"to": "ola"})
EWA: Deed = (EventKind.ASSIGNED, {"to": "ewa"})
PRESS: Deed = (EventKind.CLASSED, {"as": "press"})
STAFF: Deed = (EventKind.CLASSED, {"as": "staff"})


@pytest.fixture
def watch(sqlite_store: Store) -> Watch:
    """Acme, for which one customer waits since 10:00."""
    return ania_waits(sqlite_store)


def told(store: Store, watch: Watch, when: str) -> Conversation:
    return case_told(store, watch, KEY, as_of=at(when))


def done_in_turn(store: Store, watch: Watch, every: list[Deed]) -> Conversation:
    """Do the deeds from 11:00 on; return the case as it was before the last."""
    before = []
    for minute, (kind, detail) in enumerate(every):
        before.append(told(store, watch, "11:30"))
        moment = at(f"11:{minute:02}")
        assert act(store, watch, KEY, kind, at=moment, detail=detail)
    return before[-1]


def stands(case: Case, when: str) -> tuple[object, ...]:
    """Return what a person sees of a case."""
    return (
        case.status, case.ours, case.assignee, case.author, put_off(case, now=at(when)),
        [(turn.open, turn.waived, turn.reply is None) for turn in case.turns],
        case.resolved_at is None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "deed"),
    [
        pytest.param([], (EventKind.ANSWERED, {"where": "dm"}), id="an answer"),
        pytest.param([], (EventKind.JUDGED, {"ours": False}), id="not about us"),
        pytest.param([], OLA, id="given"),
        pytest.param([OLA], EWA, id="given on"),
        pytest.param([OLA], (EventKind.ASSIGNED, {"to": None}), id="given up"),
        pytest.param([], SNOOZE, id="put off"),
        pytest.param([SNOOZE], LATER, id="put off for longer"),
        pytest.param([], (EventKind.MUTED, {}), id="muted"),
        pytest.param([], PRESS, id="press"),
        pytest.param([PRESS], STAFF, id="staff, not press"),
        pytest.param([], (EventKind.RESOLVED, {}), id="settled"),
        pytest.param([WAIVE], (EventKind.RESOLVED, {}), id="settled, needs no answer"),
        pytest.param([WAIVE], (EventKind.REOPENED, {}), id="opened, needs no answer"),
        pytest.param([(EventKind.RESOLVED, {})], (EventKind.REOPENED, {}), id="opened"),
    ],
)
def test_the_way_back_leads_where_the_case_was(
    sqlite_store: Store, watch: Watch, before: list[Deed], deed: Deed
) -> None:
    was = done_in_turn(sqlite_store, watch, [*before, deed])
    steps = way_back(was, deed[0], at=at("11:30"))
    done = told(sqlite_store, watch, "11:45").case
    assert stands(done, "11:45") != stands(was.case, "11:45")
    assert go_back(sqlite_store, watch, KEY, steps, at=at("12:00"), by="ola")
    again = told(sqlite_store, watch, "12:00")
    assert stands(again.case, "12:00") == stands(was.case, "12:00")
    assert {each.by for each in again.events[-len(steps) :]} == {"ola"}


def test_a_snooze_that_is_over_is_not_brought_back(
    sqlite_store: Store, watch: Watch
) -> None:
    was = done_in_turn(sqlite_store, watch, [SNOOZE, LATER])
    steps = way_back(was, EventKind.SNOOZED, at=at("11:30"))
    assert go_back(sqlite_store, watch, KEY, steps, at=at("19:00"))
    assert put_off(told(sqlite_store, watch, "19:01").case, now=at("19:01")) is None


@pytest.mark.parametrize(
    "deed", [EventKind.NOTED, EventKind.UNANSWERED], ids=lambda each: each.value
)
def test_some_deeds_have_no_way_back(
    sqlite_store: Store, watch: Watch, deed: EventKind
) -> None:
    steps = way_back(told(sqlite_store, watch, "11:00"), deed, at=at("11:00"))
    assert steps == ()
    gone = go_back(sqlite_store, watch, KEY, steps, at=at("12:00"))
    assert gone is Acted.NOTHING_TO_UNDO


def test_what_silence_closed_cannot_be_closed_by_hand(
    sqlite_store: Store, watch: Watch
) -> None:
    keep(sqlite_store, [ours("2", "10:30", reply_to="1")])
    late = at("12:00", day=8)
    brand = StoredBrand(watch.id, watch.record)
    with sqlite_store.reading() as session:
        lapsed = conversation(session, brand, KEY, as_of=late)
    assert lapsed is not None
    assert way_back(lapsed, EventKind.REOPENED, at=late) == ()


def test_the_way_back_ends_where_it_means_nothing(
    sqlite_store: Store, watch: Watch
) -> None:
    was = told(sqlite_store, watch, "11:00")
    assert deeds.mute(sqlite_store, watch, KEY, at=at("11:00"))
    steps = way_back(was, EventKind.MUTED, at=at("11:00"))
    undone = [
        go_back(sqlite_store, watch, KEY, steps, at=at(when))
        for when in ("12:00", "13:00")
    ]
    assert undone == [Acted.DONE, Acted.ALREADY]

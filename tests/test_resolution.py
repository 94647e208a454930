"""The clock of a whole case: it pauses for the customer, and nothing else stops it."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.brand import Policy
from domain.calendar import WEEKDAYS, Calendar
from domain.case import Case, CaseKey, Turn, TurnState
from domain.sla import Sla
from response.resolution import (
    begins,
    resolution_due_at,
    resolution_state,
    resolution_time,
)
from tests.made import a_turn

DESK = Calendar.from_table(
    {"zone": "UTC", **{day: ["09:00-17:00"] for day in WEEKDAYS[:5]}}
)
POLICY = Policy(
    calendar=DESK,
    sla=Sla.from_table(
        {"complaint": {"resolution": "1d"}, "critical": {"resolution": "4h"}}
    ),
)
Span = tuple[datetime, datetime | None]


def at(text: str) -> datetime:
    """Read a time of November 2025, which began on a Saturday: ``10 12:00``."""
    return datetime.fromisoformat(f"2025-11-{text}").replace(tzinfo=UTC)


def pause(begins: str, ends: str | None) -> Span:
    return at(begins), at(ends) if ends else None


def turn(start: str = "10 10:00", **changed: object) -> Turn:
    return a_turn(at(start), **changed)


def case(
    *pauses: Span, resolved: str | None = None, turns: tuple[Turn, ...] = ()
) -> Case:
    return Case(
        key=CaseKey("Acme", "x", "1", "a"),
        posts=("1",),
        turns=turns or (turn(),),
        resolved_at=at(resolved) if resolved else None,
        pauses=pauses,
    )


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        pytest.param([], "11 10:00", id="a working day"),
        pytest.param([pause("10 11:00", "10 13:00")], "11 12:00", id="a pause"),
        pytest.param(
            [pause("10 11:00", "10 12:00"), pause("10 13:00", "10 14:00")],
            "11 12:00",
            id="two pauses",
        ),
        pytest.param([pause("10 16:00", "11 12:00")], "11 14:00", id="over night"),
        pytest.param([pause("10 20:00", "11 08:00")], "11 10:00", id="while closed"),
        pytest.param([pause("11 10:00", "12 10:00")], "11 10:00", id="once it is due"),
        pytest.param([pause("10 11:00", None)], None, id="a pause that goes on"),
        pytest.param([pause("11 10:00", None)], "11 10:00", id="from when it is due"),
        pytest.param(
            [pause("10 11:00", "10 13:00"), pause("11 11:00", None)],
            None,
            id="one that ended and one that goes on",
        ),
    ],
)
def test_a_case_is_due_when_the_promise_has_run_without_pauses(
    pauses: list[Span], due: str | None
) -> None:
    expected = at(due) if due else None
    assert resolution_due_at(case(*pauses), policy=POLICY) == expected


@pytest.mark.parametrize(
    ("asked", "as_of", "expected"),
    [
        pytest.param(case(), "10 15:59", TurnState.RUNNING, id="runs"),
        pytest.param(case(), "10 16:00", TurnState.DUE_SOON, id="a quarter is left"),
        pytest.param(case(), "11 09:59", TurnState.DUE_SOON, id="a minute is left"),
        pytest.param(case(), "11 10:00", TurnState.OVERDUE, id="due"),
        pytest.param(case(resolved="11 10:00"), "20 10:00", TurnState.MET, id="met"),
        pytest.param(
            case(resolved="11 10:01"), "20 10:00", TurnState.MET_LATE, id="late"
        ),
        pytest.param(
            case(pause("10 11:00", None)), "20 10:00", TurnState.RUNNING, id="paused"
        ),
        pytest.param(
            case(pause("10 11:00", None), resolved="18 10:00"),
            "20 10:00",
            TurnState.MET,
            id="resolved in a pause",
        ),
        pytest.param(
            case(pause("10 16:30", None)),
            "20 10:00",
            TurnState.DUE_SOON,
            id="paused near its end",
        ),
        pytest.param(
            case(pause("11 11:00", None)),
            "20 10:00",
            TurnState.OVERDUE,
            id="a pause after the end",
        ),
        pytest.param(
            case(turns=(turn(void=True),)), "20 10:00", TurnState.VOID, id="void"
        ),
        pytest.param(
            case(turns=(turn(waived="spam"),)),
            "20 10:00",
            TurnState.WAIVED,
            id="waived",
        ),
        pytest.param(
            case(turns=(turn(void=True), turn(number=2, waived="spam"))),
            "20 10:00",
            TurnState.WAIVED,
            id="void and waived",
        ),
        pytest.param(
            case(turns=(turn(critical=True),)),
            "10 14:00",
            TurnState.OVERDUE,
            id="grave",
        ),
    ],
)
def test_a_case_says_where_it_stands(
    asked: Case, as_of: str, expected: TurnState
) -> None:
    assert stands(asked, as_of) is expected


def stands(asked: Case, as_of: str, policy: Policy = POLICY) -> TurnState:
    due = resolution_due_at(asked, policy=policy)
    return resolution_state(asked, due, policy=policy, as_of=at(as_of))


def test_the_cap_does_not_touch_a_resolution() -> None:
    sla = Sla.from_table({"complaint": {"resolution": "9d", "cap": "1h"}})
    policy = Policy(calendar=DESK, sla=sla)
    assert resolution_due_at(case(), policy=policy) == at("21 10:00")


def test_a_desk_that_closed_for_good_promises_no_resolution() -> None:
    gone = Calendar.from_table(
        {"zone": "UTC", "special": {"2020-01-01": ["09:00-17:00"]}}
    )
    policy = Policy(calendar=gone)
    asked, done = case(), case(resolved="12 10:00")
    assert stands(asked, "20 10:00", policy) is TurnState.OPEN
    assert stands(done, "20 10:00", policy) is TurnState.ANSWERED


def test_the_clock_begins_with_the_first_turn_that_counts() -> None:
    second = turn("10 12:00", number=2)
    gone = case(turns=(turn(void=True), second))
    assert begins(gone) == second
    assert resolution_due_at(gone, policy=POLICY) == at("11 12:00")
    nobody = case(turns=(turn(void=True),))
    assert begins(nobody) is None
    assert resolution_due_at(nobody, policy=POLICY) is None
    assert resolution_time(nobody, policy=POLICY, as_of=at("11 12:00")) == timedelta()


@pytest.mark.parametrize(
    ("asked", "hours"),
    [
        pytest.param(case(resolved="10 15:00"), 5, id="no pause"),
        pytest.param(
            case(pause("10 11:00", "10 13:00"), resolved="10 15:00"), 3, id="a pause"
        ),
        pytest.param(case(pause("10 11:00", None)), 1, id="a pause that goes on"),
        pytest.param(
            case(pause("10 11:00", None), resolved="10 10:30"), 0.5, id="a pause after"
        ),
        pytest.param(case(), 9, id="not resolved"),
    ],
)
def test_the_time_of_a_case_is_open_time_without_pauses(
    asked: Case, hours: float
) -> None:
    spent = resolution_time(asked, policy=POLICY, as_of=at("11 11:00"))
    assert spent == timedelta(hours=hours)

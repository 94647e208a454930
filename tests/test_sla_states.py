"""When a reply is due, and where a turn then stands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.brand import Policy
from domain.calendar import Calendar
from domain.case import Turn, TurnKind, TurnState
from domain.sla import Sla, Target
from response.sla import due_at, substantive_due_at, substantive_state
from tests.nine_to_five import NINE_TO_FIVE, POLICY, at, reply, stands, turn


@pytest.mark.parametrize(
    ("start", "changed", "due"),
    [
        pytest.param("2025-11-07 10:00", {}, "2025-11-07 11:00", id="a complaint"),
        pytest.param(
            "2025-11-07 10:00",
            {"kind": TurnKind.QUESTION},
            "2025-11-07 14:00",
            id="a question",
        ),
        pytest.param(
            "2025-11-07 10:00",
            {"kind": TurnKind.REVIEW},
            "2025-11-12 10:00",
            id="a review, in open hours",
        ),
        pytest.param(
            "2025-11-06 16:30", {}, "2025-11-07 09:30", id="over night, before the cap"
        ),
        pytest.param(
            "2025-11-07 16:30", {}, "2025-11-08 16:30", id="the cap, over a weekend"
        ),
        pytest.param(
            "2025-11-07 10:00", {"number": 2}, "2025-11-07 13:00", id="a later turn"
        ),
    ],
)
def test_a_reply_is_due_by_open_hours_or_by_the_cap(
    start: str, changed: dict[str, object], due: str
) -> None:
    sla = Sla.from_table({"complaint": {"next_reply": "3h"}})
    policy = Policy(calendar=NINE_TO_FIVE, sla=sla)
    assert due_at(turn(start, **changed), policy=policy, network="x") == at(due)


def test_a_day_in_an_sla_is_a_working_day() -> None:
    sla = Sla.from_table({"complaint": {"first_reply": "2d", "cap": "30d"}})
    policy = Policy(calendar=NINE_TO_FIVE, sla=sla)
    due = due_at(turn("2025-11-07 10:00"), policy=policy, network="x")
    assert due == at("2025-11-11 10:00")


def test_the_cap_does_not_touch_the_reply_that_settles() -> None:
    late = turn("2025-11-07 16:30")
    assert substantive_due_at(late, policy=POLICY, network="x") == at(
        "2025-11-10 12:30"
    )
    question = turn("2025-11-07 16:30", kind=TurnKind.QUESTION)
    assert substantive_due_at(question, policy=POLICY, network="x") is None


def test_a_desk_that_closed_for_good_promises_the_cap_alone() -> None:
    gone = Calendar.from_table(
        {"zone": "UTC", "special": {"2020-01-01": ["09:00-17:00"]}}
    )
    policy = Policy(calendar=gone)
    late = turn("2025-11-07 16:30")
    assert due_at(late, policy=policy, network="x") == at("2025-11-08 16:30")
    question = turn("2025-11-07 16:30", kind=TurnKind.QUESTION)
    assert due_at(question, policy=policy, network="x") is None


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        pytest.param("2025-11-06 10:00", TurnState.RUNNING, id="just asked"),
        pytest.param(
            "2025-11-06 12:59:59", TurnState.RUNNING, id="before the last hour"
        ),
        pytest.param("2025-11-06 13:00", TurnState.DUE_SOON, id="a quarter is left"),
        pytest.param("2025-11-06 13:59:59", TurnState.DUE_SOON, id="a second is left"),
        pytest.param("2025-11-06 14:00", TurnState.OVERDUE, id="due now"),
        pytest.param("2025-11-09 14:00", TurnState.OVERDUE, id="long due"),
    ],
)
def test_a_waiting_turn_comes_near_and_goes_over(
    as_of: str, expected: TurnState
) -> None:
    question = turn("2025-11-06 10:00", kind=TurnKind.QUESTION)
    assert stands(question, as_of) is expected


def test_a_short_target_is_near_a_quarter_of_an_hour_before() -> None:
    sla = Sla.from_table({"complaint": {"first_reply": "40m"}})
    policy = Policy(calendar=NINE_TO_FIVE, sla=sla)
    asked = turn("2025-11-06 10:00")
    assert stands(asked, "2025-11-06 10:24:59", policy) is TurnState.RUNNING
    assert stands(asked, "2025-11-06 10:25", policy) is TurnState.DUE_SOON


def test_what_is_left_is_open_time() -> None:
    asked = turn("2025-11-07 16:30", kind=TurnKind.QUESTION)
    assert stands(asked, "2025-11-07 23:00") is TurnState.RUNNING
    assert stands(asked, "2025-11-10 11:29") is TurnState.RUNNING
    assert stands(asked, "2025-11-10 11:30") is TurnState.DUE_SOON


def test_the_cap_is_near_two_hours_before() -> None:
    asked = turn("2025-11-07 16:30")
    assert stands(asked, "2025-11-08 14:29") is TurnState.RUNNING
    assert stands(asked, "2025-11-08 14:30") is TurnState.DUE_SOON
    assert stands(asked, "2025-11-08 16:30") is TurnState.OVERDUE


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({"reply": reply("2025-11-06 10:59")}, TurnState.MET, id="in time"),
        pytest.param({"reply": reply("2025-11-06 11:00")}, TurnState.MET, id="just so"),
        pytest.param(
            {"reply": reply("2025-11-06 11:00:01")}, TurnState.MET_LATE, id="late"
        ),
        pytest.param({"reply": reply("2025-11-06 09:59")}, TurnState.MET, id="skewed"),
        pytest.param({"waived": "spam"}, TurnState.WAIVED, id="waived"),
        pytest.param({"waived": ""}, TurnState.WAIVED, id="waived without a reason"),
        pytest.param(
            {"void": True, "waived": "spam", "reply": reply("2025-11-06 10:30")},
            TurnState.VOID,
            id="void whatever else",
        ),
        pytest.param(
            {"withdrawn_at": at("2025-11-06 10:50")}, TurnState.OVERDUE, id="withdrawn"
        ),
    ],
)
def test_a_turn_that_ended_says_how(
    changed: dict[str, object], expected: TurnState
) -> None:
    assert stands(turn("2025-11-06 10:00", **changed), "2025-11-06 12:00") is expected


@pytest.mark.parametrize(
    ("changed", "as_of", "expected"),
    [
        pytest.param({}, "2025-11-06 12:59", TurnState.RUNNING, id="waits"),
        pytest.param({}, "2025-11-06 13:00", TurnState.DUE_SOON, id="a quarter left"),
        pytest.param({}, "2025-11-06 14:00", TurnState.OVERDUE, id="due"),
        pytest.param(
            {"reply": reply("2025-11-06 10:05")},
            "2025-11-06 14:00",
            TurnState.OVERDUE,
            id="a holding reply ends no such wait",
        ),
        pytest.param(
            {"substantive_at": at("2025-11-06 14:00")},
            "2025-11-07 12:00",
            TurnState.MET,
            id="just so",
        ),
        pytest.param(
            {"substantive_at": at("2025-11-06 14:00:01")},
            "2025-11-07 12:00",
            TurnState.MET_LATE,
            id="late",
        ),
        pytest.param(
            {"waived": "spam"}, "2025-11-07 12:00", TurnState.WAIVED, id="waived"
        ),
        pytest.param({"void": True}, "2025-11-07 12:00", TurnState.VOID, id="void"),
    ],
)
def test_the_reply_that_settles_has_a_state_of_its_own(
    changed: dict[str, object], as_of: str, expected: TurnState
) -> None:
    asked = turn("2025-11-06 10:00", **changed)
    assert settles(asked, as_of) is expected


def settles(asked: Turn, as_of: str) -> TurnState:
    due = substantive_due_at(asked, policy=POLICY, network="x")
    return substantive_state(asked, due, policy=POLICY, network="x", as_of=at(as_of))


def test_where_no_settling_is_promised_a_turn_is_open_or_answered() -> None:
    question = turn("2025-11-06 10:00", kind=TurnKind.QUESTION)
    assert settles(question, "2025-12-06 10:00") is TurnState.OPEN
    settled = replace(question, substantive_at=at("2025-11-06 11:00"))
    assert settles(settled, "2025-12-06 10:00") is TurnState.ANSWERED


def test_what_many_policies_promise_is_not_mixed_up() -> None:
    asked = turn("2025-11-06 10:00")
    for minute in range(1, 200):
        figures = {"complaint": {"first_reply": f"{minute}m", "cap": "9d"}}
        policy = Policy(calendar=NINE_TO_FIVE, sla=Sla.from_table(figures))
        due = due_at(asked, policy=policy, network="x")
        assert due == asked.started_at + timedelta(minutes=minute)


def test_where_nothing_is_promised_a_turn_is_open_or_answered() -> None:
    nothing = Sla(kinds=((TurnKind.COMPLAINT, Target()),))
    policy = Policy(calendar=NINE_TO_FIVE, sla=nothing)
    asked = turn("2025-11-06 10:00")
    answered = turn("2025-11-06 10:00", reply=reply("2025-11-06 10:30"))
    assert due_at(asked, policy=policy, network="x") is None
    assert stands(asked, "2025-12-06 10:00", policy) is TurnState.OPEN
    assert stands(answered, "2025-12-06 10:00", policy) is TurnState.ANSWERED


def test_a_cap_alone_is_a_promise() -> None:
    cap = (
        Sla.from_table({"complaint": {"cap": "3h"}}).target(TurnKind.COMPLAINT, "x").cap
    )
    sla = Sla(kinds=((TurnKind.COMPLAINT, Target(cap=cap)),))
    policy = Policy(calendar=NINE_TO_FIVE, sla=sla)
    asked = turn("2025-11-08 10:00")
    due = due_at(asked, policy=policy, network="x")
    assert due == asked.started_at + timedelta(hours=3)
    assert stands(asked, "2025-11-08 10:59", policy) is TurnState.RUNNING
    assert stands(asked, "2025-11-08 11:00", policy) is TurnState.DUE_SOON

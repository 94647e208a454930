"""The ladder: when a step falls due, who hears of it, and when not to disturb."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.duty import told
from alerts.ladder import Wait, due, held_until, rungs
from alerts.quiet import HOLD, awake, ready_at
from domain.alert import Step
from domain.brand import Policy
from domain.calendar import Calendar
from domain.case import CaseKey, TurnKind
from domain.person import Person, Quiet
from domain.sla import Sla
from response.hours import hours_of
from tests.alerted import KASIA, LENA, MARTA, NIGHT, OFFICE, OTTO, PEOPLE
from tests.made import ACME, DAY, a_turn, at

KEY = CaseKey("Acme", "x", "1", "ania")
ALL_DAY = hours_of(Policy().calendar)
CLOSED = Calendar.from_table(
    {"zone": "UTC", "special": {"2026-03-20": ["09:00-10:00"]}}, key="calendar"
)
"""Of a desk whose only hours are over."""


def waits(started: datetime, **changed: object) -> Wait:
    return Wait(key=KEY, turn=a_turn(started, **changed))


def test_the_steps_fall_due_at_shares_of_the_target() -> None:
    assert rungs(waits(at("10:00")), ACME) == [
        (Step.NUDGE, at("10:45")),
        (Step.OVERDUE, at("11:00")),
        (Step.ESCALATED, at("11:30")),
    ]


def test_what_is_critical_falls_due_at_once() -> None:
    found = due(waits(at("10:00"), critical=True), ACME, as_of=at("10:00"))
    assert found == [(Step.CRITICAL, at("10:00"))]


def test_nothing_falls_due_before_the_post_was_seen() -> None:
    late = waits(at("10:00"), seen_at=at("13:00"))
    assert {each.at for each in rungs(late, ACME)} == {at("13:00")}


def test_history_has_no_ladder() -> None:
    assert rungs(waits(at("10:00"), backfilled=True, critical=True), ACME) == []


def test_shares_are_counted_in_open_hours() -> None:
    shop = replace(ACME, policies=(Policy(calendar=OFFICE),))
    found = dict(rungs(waits(at("16:30")), shop))
    assert found[Step.NUDGE] == at("09:15", day=1)
    assert found[Step.ESCALATED] == at("10:00", day=1)


def test_the_shares_are_the_brands_own() -> None:
    shop = replace(ACME, alerts=replace(ACME.alerts, nudge=50, escalated=200))
    found = dict(rungs(waits(at("10:00")), shop))
    assert found[Step.NUDGE] == at("10:30")
    assert found[Step.ESCALATED] == at("12:00")


def test_a_wait_keeps_the_promise_that_held_when_it_began() -> None:
    slow = Sla.from_table({"complaint": {"first_reply": "2h"}})
    shop = replace(ACME, policies=(Policy(), Policy(sla=slow, since=at("10:30"))))
    assert dict(rungs(waits(at("10:00")), shop))[Step.OVERDUE] == at("11:00")
    assert dict(rungs(waits(at("10:30")), shop))[Step.OVERDUE] == at("12:30")


def test_who_knows_of_it_holds_the_ladder_for_thirty_open_minutes() -> None:
    shop = replace(ACME, policies=(Policy(calendar=OFFICE),))
    wait = waits(at("10:00"))
    assert held_until([at("16:50")], wait, shop) == at("09:20", day=1)
    assert held_until([at("09:00")], wait, shop) is None  # of an earlier turn
    assert held_until([], wait, shop) is None


def test_a_desk_that_closed_for_good_has_the_critical_step_and_that_of_its_cap() -> (
    None
):
    gone = replace(ACME, policies=(Policy(calendar=CLOSED),))
    asked = waits(at("10:00"), kind=TurnKind.QUESTION, critical=True)
    assert rungs(asked, gone) == [(Step.CRITICAL, at("10:00"))]
    steps = dict(rungs(waits(at("10:00")), gone))
    assert steps[Step.OVERDUE] == at("10:00", day=1)
    assert held_until([at("11:00")], asked, gone) == at("11:30")


@pytest.mark.parametrize(
    ("step", "people", "assignee", "heard"),
    [
        (Step.NUDGE, PEOPLE, "kasia@example.com", [KASIA]),
        (Step.NUDGE, PEOPLE, "Kasia", [KASIA]),
        (Step.NUDGE, PEOPLE, None, [LENA]),
        (Step.NUDGE, PEOPLE, "somebody who left", [LENA]),
        (Step.OVERDUE, PEOPLE, "kasia@example.com", [LENA]),
        (Step.OVERDUE, (MARTA, OTTO), None, [MARTA]),
        (Step.ESCALATED, PEOPLE, None, [MARTA]),
        (Step.ESCALATED, (LENA, OTTO), None, [OTTO]),
        (Step.CRITICAL, PEOPLE, None, [OTTO]),
        (Step.CRITICAL, (LENA, MARTA), None, [MARTA]),
        (Step.CRITICAL, (LENA,), None, [LENA]),
        (Step.CRITICAL, (KASIA,), "kasia", [KASIA]),
        (Step.BLIND, PEOPLE, None, [OTTO]),
        (Step.BLIND, (LENA,), None, [LENA]),
        (Step.SPIKE, PEOPLE, None, [LENA]),
        (Step.OVERDUE, (), None, []),
    ],
)
def test_a_step_with_nobody_to_tell_falls_to_the_next(
    step: Step, people: tuple[Person, ...], assignee: str | None, heard: list[Person]
) -> None:
    assert told(step, people, assignee=assignee) == heard


SLEEPER = replace(LENA, quiet=NIGHT, zone="Europe/Warsaw")


@pytest.mark.parametrize(
    ("moment", "wakes"),
    [
        ("2026-03-24T18:59Z", "2026-03-24T18:59Z"),
        ("2026-03-24T19:00Z", "2026-03-25T06:00Z"),
        ("2026-03-24T03:00Z", "2026-03-24T06:00Z"),
        ("2026-03-28T23:30Z", "2026-03-29T05:00Z"),  # an hour is missing that night
        ("2026-10-24T23:30Z", "2026-10-25T06:00Z"),  # an hour comes twice
    ],
)
def test_quiet_hours_end_by_the_persons_clock(moment: str, wakes: str) -> None:
    found = awake(SLEEPER, datetime.fromisoformat(moment), zone="UTC")
    assert found == datetime.fromisoformat(wakes)


@given(
    moment=st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)),
    start=st.integers(0, 1439),
    length=st.integers(1, 1439),
)
def test_nobody_is_woken_and_nobody_sleeps_for_more_than_a_day(
    moment: datetime, start: int, length: int
) -> None:
    quiet = Quiet(start, (start + length) % 1440)
    person = replace(SLEEPER, quiet=quiet)
    asked = moment.replace(tzinfo=DAY.tzinfo)
    found = awake(person, asked, zone="UTC")
    assert timedelta() <= found - asked <= timedelta(hours=25)
    assert awake(person, found, zone="UTC") == found or found == asked


@pytest.mark.parametrize(
    ("step", "raised", "ready"),
    [
        (Step.CRITICAL, at("02:00"), at("02:00") + HOLD),
        (Step.OVERDUE, at("02:00"), at("09:00")),
        (Step.OVERDUE, at("10:00"), at("10:00") + HOLD),
        (Step.OVERDUE, at("18:00", day=2), at("09:00", day=6)),
        (Step.SPIKE, at("18:00"), at("18:00") + HOLD),
        (Step.SPIKE, at("20:00"), at("07:00", day=1)),
    ],
)
def test_only_the_critical_disturbs_in_closed_and_quiet_hours(
    step: Step, raised: datetime, ready: datetime
) -> None:
    person = replace(LENA, quiet=NIGHT)
    found = ready_at(step, person, at=raised, hours=hours_of(OFFICE), zone="UTC")
    assert found == ready


def test_quiet_hours_win_over_open_ones_that_never_suit() -> None:
    sleeps = replace(LENA, quiet=Quiet(8 * 60, 18 * 60))
    found = ready_at(
        Step.OVERDUE, sleeps, at=at("10:00"), hours=hours_of(OFFICE), zone="UTC"
    )
    assert found > at("10:00")
    assert not sleeps.quiet or not sleeps.quiet.covers(found.hour * 60 + found.minute)


def test_without_a_calendar_only_the_person_sleeps() -> None:
    found = ready_at(Step.NUDGE, LENA, at=at("03:00"), hours=ALL_DAY, zone="UTC")
    assert found == at("03:00") + HOLD

"""The ladder of the last weeks, played again with other thresholds."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.ladder import Wait
from domain.brand import Alerts, BrandRecord, Policy
from domain.case import CaseKey
from domain.event import EventKind
from screens.alerts_backtest import backtest_said, beside_said, person_lines
from services.act import act
from services.backtest import BackTest, Past, Tally, backtest
from services.backtest_past import past
from services.escalate import raise_due
from services.thresholds import may_change, set_alerts
from store import Store, brands, outbox
from tests.alerted import LENA, MARTA, NIGHT, OFFICE, OTTO, PEOPLE, open_staffed
from tests.desk import keep
from tests.made import ACME, DAY, a_post, a_turn, at, ours

STAFFED = replace(ACME, people=PEOPLE)
LATER = at("12:00", day=5)


def a_past(
    when: str | datetime,
    answered: str | None = None,
    *,
    customer: str = "ania",
    **told: object,
) -> Past:
    """Make a complaint that began then, and was answered or not."""
    begun = at(when) if isinstance(when, str) else when
    key = CaseKey("Acme", "x", customer, customer)
    ended = at(answered) if answered else None
    turn = a_turn(begun, critical=bool(told.get("pressing")))
    return Past(
        wait=Wait(key=key, turn=turn),
        ended_at=ended,
        **told,  # type: ignore[arg-type]
    )


def played(
    *found: Past,
    brand: BrandRecord = STAFFED,
    alerts: Alerts | None = None,
    now: datetime = LATER,
) -> BackTest:
    return backtest(found, brand, alerts or brand.alerts, now=now)


def messages(told: BackTest) -> dict[str, int]:
    """Return how many messages each step gave, without those that gave none."""
    return {str(step): each.messages for step, each in told.by_step.items()}


@pytest.mark.parametrize(
    ("answered", "sent"),
    [
        pytest.param("10:44", {}, id="before all of it"),
        pytest.param("10:50", {"nudge": 1}, id="in time"),
        pytest.param("11:10", {"nudge": 1, "overdue": 1}, id="late"),
        pytest.param(None, {"nudge": 1, "overdue": 1, "escalated": 1}, id="never"),
        pytest.param("10:45:20", {}, id="within the half minute it is held"),
    ],
)
def test_a_step_counts_that_fell_due_and_went_out_before_the_answer(
    answered: str | None, sent: dict[str, int]
) -> None:
    assert messages(played(a_past("10:00", answered))) == sent


def test_what_was_answered_before_it_went_out_is_spared() -> None:
    told = played(a_past("10:00", "10:45:20"))
    assert (told.total, told.spared, told.waits) == (Tally(), 1, 1)


def test_other_thresholds_send_more_or_fewer() -> None:
    found = [a_past("10:00", "10:50")]
    assert played(*found, alerts=Alerts(nudge=90)).total.messages == 0
    assert played(*found, alerts=Alerts(nudge=50, overdue=60)).total.messages == 2


def test_what_is_ready_together_is_one_message_for_a_person() -> None:
    crowd = [a_past("10:00", customer=str(each)) for each in range(20)]
    assert messages(played(*crowd)) == {"nudge": 1, "overdue": 1, "escalated": 1}


def test_nobody_gets_more_than_six_messages_in_any_hour() -> None:
    drip = [
        a_past(at("10:00") + timedelta(minutes=6 * each), customer=str(each))
        for each in range(30)
    ]
    alone = Alerts(nudge=100, overdue=101, escalated=1000)
    for until, sent in (("11:59", 6), ("13:59", 18)):
        told = played(*drip, alerts=alone, now=at(until))
        assert told.by_person[LENA.email].messages == sent


def test_the_first_critical_one_breaks_the_five_minutes_the_second_does_not() -> None:
    alone = replace(STAFFED, people=(OTTO,))
    calm = a_past("10:00", "10:50")  # a nudge at 10:45
    first = a_past("10:46", "10:48", customer="ben", pressing=True)
    second = a_past("10:47", "10:49", customer="cas", pressing=True)
    assert messages(played(calm, first, brand=alone)) == {"nudge": 1, "critical": 1}
    told = played(calm, first, second, brand=alone)
    assert (messages(told), told.spared) == ({"nudge": 1, "critical": 1}, 1)


def test_at_night_is_told_by_the_persons_own_clock() -> None:
    east = replace(LENA, zone="Asia/Tokyo")
    there = played(a_past("14:00", "15:10"), brand=replace(STAFFED, people=(east,)))
    assert (there.total.messages, there.total.night) == (2, 2)
    here = played(a_past("14:00", "15:10"))
    assert here.total == Tally(messages=2, night=0, late=0)


def test_late_is_what_quiet_hours_or_a_closed_desk_held_back() -> None:
    tired = replace(STAFFED, people=(replace(LENA, quiet=NIGHT),))
    told = played(a_past("19:30"), brand=tired)
    assert told.total == Tally(messages=1, night=0, late=1)
    office = replace(STAFFED, policies=(Policy(calendar=OFFICE),))
    shut = played(a_past("16:40"), brand=office, alerts=Alerts(escalated=1000))
    assert shut.total.late == 0  # the clock of the promise stood still as well


def test_what_is_critical_goes_out_at_once_whatever_the_hour() -> None:
    tired = replace(STAFFED, people=(replace(OTTO, quiet=NIGHT),))
    told = played(a_past("23:00", "23:30", pressing=True), brand=tired)
    assert (messages(told), told.total) == ({"critical": 1}, Tally(1, 1, 0))


@pytest.mark.parametrize(
    ("audience", "critical"),
    [
        pytest.param(500, 1, id="smaller than theirs"),
        pytest.param(501, 0, id="as large"),
    ],
)
def test_the_audience_decides_anew_who_is_critical(
    audience: int, critical: int
) -> None:
    told = played(
        a_past("10:00", "10:30", followers=501), alerts=Alerts(audience=audience)
    )
    assert messages(told).get("critical", 0) == critical


def test_somebody_who_knows_holds_the_ladder() -> None:
    known = a_past("10:00", "11:24", acknowledged=[at("10:55")])
    assert messages(played(known)) == {"nudge": 1}


def test_the_waits_are_read_with_their_ends(sqlite_store: Store) -> None:
    watch = open_staffed(sqlite_store)
    keep(
        sqlite_store,
        [
            a_post("1", "10:00", complaint=True, followers=20_000),
            a_post("2", "10:00", "ben", complaint=True),
            ours("3", "10:50", reply_to="2"),
            a_post("4", "10:00", "cas", complaint=True),
            a_post("5", "10:00", "old", complaint=True, backfilled=True),
        ],
    )
    cas = CaseKey("Acme", "x", "4", "cas")
    reason = {"reason": "sorted in the shop"}
    act(sqlite_store, watch, cas, EventKind.WAIVED, at=at("11:20"), detail=reason)
    with sqlite_store.reading() as session:
        (brand,) = brands.load(session)
        found = {
            each.wait.key.customer: each
            for each in past(session, brand, now=at("12:00"))
        }
    ended = {name: each.ended_at for name, each in found.items()}
    assert ended == {"ania": None, "ben": at("10:50"), "cas": at("11:20")}
    ania = found["ania"]
    assert (ania.wait.turn.critical, ania.pressing, ania.followers) == (
        True,
        False,
        20_000,
    )


def test_it_is_what_was_raised_at_the_time(sqlite_store: Store) -> None:
    open_staffed(sqlite_store)
    begun = [at("10:00") + timedelta(minutes=25 * each) for each in range(5)]
    keep(
        sqlite_store,
        [
            a_post(str(number), when, f"a{number}", complaint=True)
            for number, when in enumerate(begun)
        ],
    )
    for each in range(0, 300, 5):
        raise_due(sqlite_store, now=at("10:00") + timedelta(minutes=each))
    end = at("15:00")
    with sqlite_store.reading() as session:
        (brand,) = brands.load(session)
        raised = outbox.since(session, brand.id, moment=DAY)
        found = past(session, brand, now=end)
    told = backtest(found, brand.record, brand.record.alerts, now=end)
    steps = Counter(str(each.key.step) for each in raised)
    assert steps == {"nudge": 5, "overdue": 5, "escalated": 5}
    assert messages(told) == steps


@given(
    minutes=st.lists(st.integers(0, 3 * 1440), max_size=12),
    nudge=st.integers(1, 1000),
    quiet=st.booleans(),
)
def test_the_parts_add_up(minutes: list[int], nudge: int, *, quiet: bool) -> None:
    people = tuple(replace(each, quiet=NIGHT if quiet else None) for each in PEOPLE)
    found = [
        a_past(DAY + timedelta(minutes=each), customer=str(number))
        for number, each in enumerate(minutes)
    ]
    told = played(
        *found, brand=replace(STAFFED, people=people), alerts=Alerts(nudge=nudge)
    )
    assert sum(told.by_step.values(), Tally()) == told.total
    assert max(told.total.night, told.total.late) <= told.total.messages
    assert told.total.messages <= 3 * len(minutes)


def test_new_thresholds_are_a_version_and_work_out_who_is_critical(
    store: Store,
) -> None:
    open_staffed(store)
    keep(store, [a_post("1", "10:00", complaint=True, followers=5_000)])

    def held() -> tuple[Alerts, bool]:
        with store.reading() as session:
            (brand,) = brands.load(session)
            (one,) = past(session, brand, now=at("11:00"))
        return brand.record.alerts, one.wait.turn.critical

    wanted = Alerts(nudge=60, audience=4_000)
    assert held() == (Alerts(), False)
    assert set_alerts(store, "Acme", wanted, now=at("10:30"))
    assert held() == (wanted, True)
    assert not set_alerts(store, "Acme", wanted, now=at("10:40"))


@pytest.mark.parametrize(
    ("email", "may"),
    [
        pytest.param(None, True, id="no login"),
        pytest.param("MARTA@example.com", True, id="a manager"),
        pytest.param(OTTO.email, True, id="an admin"),
        pytest.param(LENA.email, False, id="an agent"),
        pytest.param("eve@example.com", False, id="a stranger"),
    ],
)
def test_who_may_change_thresholds(email: str | None, *, may: bool) -> None:
    assert may_change(PEOPLE, email) is may


def test_it_is_said_in_one_sentence() -> None:
    then = BackTest(waits=9, spared=1, by_person={MARTA.email: Tally(14, 3, 2)})
    now = BackTest(waits=9, by_person={LENA.email: Tally(1)})
    assert backtest_said(then) == (
        "With these thresholds the last 30 days would have sent **14 alerts**, "
        "3 at night, 2 of them late."
    )
    assert beside_said(now, then, edited=True) == (
        "Those in force: 1 alert, 0 at night, 0 late. "
        "1 more was answered before anything went out."
    )
    assert [each["name"] for each in person_lines(now, then)] == [
        MARTA.email,
        LENA.email,
    ]
    assert backtest_said(BackTest()).startswith("Nobody wrote")

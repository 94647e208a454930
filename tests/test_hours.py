"""The business clock: vectors that a shopkeeper could check, then the laws."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.calendars import ZONES, Trial, amid_change, counted, trial
from domain.calendar import WEEKDAYS, Calendar
from domain.errors import ConfigError
from response.hours import business_time, deadline

WORKDAYS = WEEKDAYS[:5]


def calendar(zone: str = "Europe/Warsaw", /, **table: object) -> Calendar:
    return Calendar.from_table({"zone": zone, **table})


def on(days: Iterable[str], *spans: str) -> dict[str, object]:
    return {day: list(spans) for day in days}


WARSAW = calendar(**on(WORKDAYS, "09:00-17:00"))
HOLIDAYS = calendar(**on(WORKDAYS, "09:00-17:00"), holidays="PL")
SHIFTS = calendar(**on(WORKDAYS, "08:00-12:00", "13:30-18:00"))
ROUND_THE_CLOCK = calendar(**on(WEEKDAYS, "00:00-24:00"))
NIGHTS = calendar(**on(WEEKDAYS, "00:00-06:00", "22:00-24:00"))
SKIPPED = calendar(**on(WEEKDAYS, "02:00-02:45", "03:00-04:00"))
REPEATED = calendar(**on(WEEKDAYS, "02:00-02:30"))


def at(text: str, zone: str = "Europe/Warsaw") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("desk", "start", "end", "count"),
    [
        pytest.param(WARSAW, "2025-11-07 16:30", "2025-11-10 09:30", 60, id="weekend"),
        pytest.param(
            HOLIDAYS, "2025-11-10 16:00", "2025-11-12 10:00", 120, id="holiday"
        ),
        pytest.param(WARSAW, "2025-11-08 12:00", "2025-11-08 12:20", 0, id="Saturday"),
        pytest.param(SHIFTS, "2025-11-04 11:45", "2025-11-04 14:00", 45, id="lunch"),
        pytest.param(
            ROUND_THE_CLOCK, "2025-03-30 01:30", "2025-03-30 04:30", 120, id="spring"
        ),
        pytest.param(
            ROUND_THE_CLOCK, "2025-10-26 01:30", "2025-10-26 04:30", 240, id="autumn"
        ),
        pytest.param(
            WARSAW, "2025-11-07 16:00:40", "2025-11-07 16:00", 0, id="backwards"
        ),
        pytest.param(WARSAW, "2025-11-07 16:00", "2025-11-07 16:00", 0, id="no time"),
        pytest.param(
            WARSAW, "2025-11-07 09:00", "2025-11-07 09:00:30", 0.5, id="seconds"
        ),
        pytest.param(NIGHTS, "2025-11-07 12:00", "2025-11-08 12:00", 480, id="a night"),
        pytest.param(
            NIGHTS, "2025-03-29 12:00", "2025-03-30 12:00", 420, id="short night"
        ),
        pytest.param(
            NIGHTS, "2025-10-25 12:00", "2025-10-26 12:00", 540, id="long night"
        ),
        pytest.param(
            WARSAW, "2024-02-28 16:30", "2024-03-01 09:30", 540, id="leap day"
        ),
        pytest.param(
            ROUND_THE_CLOCK, "2025-12-31 23:30", "2026-01-01 00:30", 60, id="year end"
        ),
        # 02:00-02:45 does not exist: it is 03:00-03:45, when the desk is open anyway.
        pytest.param(
            SKIPPED,
            "2025-03-30 00:00",
            "2025-03-30 12:00",
            60,
            id="skipped counts once",
        ),
        # 02:00 is the first one, 02:30 is the first one.
        pytest.param(
            REPEATED, "2025-10-26 00:00", "2025-10-26 12:00", 30, id="repeated is first"
        ),
    ],
)
def test_business_time_counts_open_time_only(
    desk: Calendar, start: str, end: str, count: float
) -> None:
    assert business_time(desk, at(start), at(end)) == minutes(count)


@pytest.mark.parametrize(
    ("pauses", "count"),
    [
        pytest.param([("11:00", "13:00")], 180, id="one"),
        pytest.param([("11:00", "13:00"), ("12:00", "14:00")], 120, id="overlapping"),
        pytest.param(
            [("11:00", "13:00"), ("11:00", "13:00")], 180, id="twice the same"
        ),
        pytest.param([("09:00", "11:00"), ("14:00", "20:00")], 180, id="over the ends"),
        pytest.param([("13:00", "11:00")], 300, id="backwards"),
        pytest.param([("06:00", "08:00")], 300, id="before it all"),
        pytest.param([("00:00", "23:00")], 0, id="all the time"),
    ],
)
def test_pauses_are_left_out_once(pauses: list[tuple[str, str]], count: int) -> None:
    day = "2025-11-10 "
    held = [(at(day + one), at(day + two)) for one, two in pauses]
    spent = business_time(WARSAW, at(day + "10:00"), at(day + "15:00"), held)
    assert spent == minutes(count)


@pytest.mark.parametrize(
    ("desk", "start", "budget", "due"),
    [
        pytest.param(WARSAW, "2025-11-07 16:30", 240, "2025-11-10 12:30", id="weekend"),
        pytest.param(
            HOLIDAYS, "2025-11-10 16:00", 240, "2025-11-12 12:00", id="holiday"
        ),
        pytest.param(WARSAW, "2025-11-08 12:00", 60, "2025-11-10 10:00", id="Saturday"),
        pytest.param(
            ROUND_THE_CLOCK, "2025-03-29 23:00", 240, "2025-03-30 04:00", id="spring"
        ),
        pytest.param(
            WARSAW, "2025-11-07 13:00", 240, "2025-11-07 17:00", id="at closing"
        ),
        pytest.param(WARSAW, "2025-11-08 12:00", 0, "2025-11-08 12:00", id="no budget"),
        pytest.param(WARSAW, "2025-12-31 16:30", 60, "2026-01-01 09:30", id="year end"),
    ],
)
def test_a_deadline_is_the_earliest_instant(
    desk: Calendar, start: str, budget: int, due: str
) -> None:
    assert deadline(desk, at(start), minutes(budget)) == at(due)


def test_a_date_that_a_zone_skipped_is_read_with_the_offset_before() -> None:
    # Samoa went from Thursday 29 to Saturday 31 December 2011: its Friday hours are
    # those of the Saturday after it, and count once.
    both = calendar("Pacific/Apia", fri=["09:00-17:00"], sat=["09:00-17:00"])
    only = calendar("Pacific/Apia", fri=["09:00-17:00"])
    start, end = (
        at(f"{day} 00:00", "Pacific/Apia") for day in ("2011-12-29", "2012-01-02")
    )
    assert business_time(both, start, end) == timedelta(hours=8)
    assert business_time(only, start, end) == timedelta(hours=8)


def test_a_desk_that_closed_for_good_has_no_deadline() -> None:
    stall = calendar(special={"2026-12-31": ["09:00-13:00"]})
    before = at("2026-12-01 12:00")
    assert deadline(stall, before, minutes(240)) == at("2026-12-31 13:00")
    with pytest.raises(
        ConfigError, match="calendar: found it closed for good after 2026"
    ):
        deadline(stall, before, minutes(241))


def test_a_desk_may_stay_closed_for_a_year() -> None:
    closed = [str(date(2026, 1, 1) + timedelta(days=n)) for n in range(500)]
    desk = calendar(mon=["09:00-17:00"], closed=closed)
    assert deadline(desk, at("2026-01-01 00:00"), minutes(60)) == at("2027-05-17 10:00")


def test_a_negative_budget_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        deadline(WARSAW, at("2026-01-01 00:00"), minutes(-1))


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        business_time(WARSAW, datetime(2026, 1, 1), at("2026-01-02 00:00"))


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_time_are_no_accident(year: int) -> None:
    start = datetime(year, 2, 1, tzinfo=UTC)
    assert business_time(WARSAW, start, start + timedelta(days=7)) == timedelta(
        hours=40
    )


def test_a_desk_that_is_always_open_is_open_for_all_of_time() -> None:
    start, end = (each.replace(tzinfo=UTC) for each in (datetime.min, datetime.max))  # noqa: DTZ901
    assert business_time(Calendar.ALWAYS, start, end) == end - start


instants = st.datetimes(
    datetime(2005, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)
)
near = st.timedeltas(timedelta(), timedelta(days=20))
budgets = st.timedeltas(timedelta(microseconds=1), timedelta(days=3))
zones = st.sampled_from(ZONES)


def spans(step: int) -> st.SearchStrategy[list[str]]:
    """Hours of one day, on whole ``step`` minutes."""
    ends = st.integers(min_value=0, max_value=1440 // step)
    return st.lists(ends, unique=True, min_size=2, max_size=6).map(
        lambda picked: _written([each * step for each in sorted(picked)])
    )


def _written(ends: list[int]) -> list[str]:
    times = [f"{each // 60:02}:{each % 60:02}" for each in ends]
    pairs = zip(times[::2], times[1::2], strict=False)
    return [f"{one}-{two}" for one, two in pairs]


# Shops open on the half hour, but any minute is right.
hours = st.sampled_from([1, 5, 30]).flatmap(spans)
weeks = st.dictionaries(st.sampled_from(WEEKDAYS), hours, min_size=1)
countries = st.sampled_from([None, "PL", "DE-BY"])
dates = st.dates(date(2005, 1, 1), date(2030, 1, 1))
desks = st.builds(
    lambda zone, week, holidays, closed, special: Calendar.from_table(
        {
            "zone": zone,
            **week,
            "holidays": holidays,
            "closed": sorted(closed),
            "special": {str(day): each for day, each in special.items()},
        }
    ),
    zones,
    weeks,
    countries,
    st.sets(dates, max_size=2),
    st.dictionaries(dates, hours | st.just([]), max_size=2),
)


@given(desk=desks, moments=st.lists(instants, min_size=3, max_size=3).map(sorted))
def test_business_time_adds_up(desk: Calendar, moments: list[datetime]) -> None:
    a, b, c = moments
    parts = business_time(desk, a, b) + business_time(desk, b, c)
    assert parts == business_time(desk, a, c)


@given(desk=desks, start=instants, budget=budgets)
def test_exactly_the_budget_lies_before_the_deadline(
    desk: Calendar, start: datetime, budget: timedelta
) -> None:
    due = deadline(desk, start, budget)
    tick = timedelta(microseconds=1)
    assert business_time(desk, start, due) == budget
    assert business_time(desk, start, due - tick) == budget - tick


@given(desk=desks, start=instants, length=near, more=near)
def test_more_time_is_never_less_business_time_nor_more_than_it_is(
    desk: Calendar, start: datetime, length: timedelta, more: timedelta
) -> None:
    spent = business_time(desk, start, start + length)
    grown = business_time(desk, start, start + length + more)
    assert timedelta() <= spent <= length
    assert timedelta() <= grown - spent <= more


@given(desk=desks, start=instants, later=near, budget=budgets)
def test_a_later_start_is_never_due_earlier(
    desk: Calendar, start: datetime, later: timedelta, budget: timedelta
) -> None:
    assert deadline(desk, start, budget) <= deadline(desk, start + later, budget)


@given(desk=desks, start=instants, budget=budgets, more=budgets)
def test_a_larger_budget_is_due_later(
    desk: Calendar, start: datetime, budget: timedelta, more: timedelta
) -> None:
    assert deadline(desk, start, budget) < deadline(desk, start, budget + more)


@given(zone=zones, start=instants, length=near)
def test_a_desk_that_never_closes_counts_wall_time_in_every_zone(
    zone: str, start: datetime, length: timedelta
) -> None:
    # The noon between the spans keeps them from being taken for one whole day.
    week = on(WEEKDAYS, "00:00-12:00", "12:00-24:00")
    desk = calendar(zone, **week)
    assert business_time(desk, start, start + length) == length
    assert deadline(desk, start, length) == start + length


@given(desk=desks, start=instants, pauses=st.lists(st.tuples(near, near), max_size=4))
def test_pauses_and_the_rest_make_up_the_whole(
    desk: Calendar, start: datetime, pauses: list[tuple[timedelta, timedelta]]
) -> None:
    end = start + timedelta(days=20)
    held = [(start + one, start + two) for one, two in pauses]
    spent = business_time(desk, start, end, held)
    # Cut at every change, each piece is either paused or not.
    cuts = sorted({start, end, *(each for pair in held for each in pair)})
    pieces = [
        business_time(desk, one, two)
        for one, two in pairwise(cuts)
        if not any(a <= one and two <= b for a, b in held)
    ]
    assert spent == sum(pieces, timedelta())


@given(
    desk=desks,
    start=instants,
    budget=budgets,
    pauses=st.lists(st.tuples(near, near), max_size=3),
)
def test_a_pause_moves_the_deadline_by_the_open_time_in_it(
    desk: Calendar,
    start: datetime,
    budget: timedelta,
    pauses: list[tuple[timedelta, timedelta]],
) -> None:
    held = [(start + one, start + two) for one, two in pauses]
    due = deadline(desk, start, budget, held)
    tick = timedelta(microseconds=1)
    assert business_time(desk, start, due, held) == budget
    assert business_time(desk, start, due - tick, held) == budget - tick


# From a seed, for drawing every minute takes longer than the test; a trial says itself
# what it is.
trials = st.integers(min_value=0).map(lambda seed: trial(Random(seed)))


def spent(asked: Trial) -> timedelta:
    return business_time(Calendar.from_table(asked.table), asked.start, asked.end)


@settings(max_examples=500)
@given(asked=trials)
def test_business_time_is_what_counting_minutes_gives(asked: Trial) -> None:
    assert spent(asked) == counted(asked)


CHANGES = {
    "Europe/Warsaw": "2025-03-29 2025-10-25",
    "America/Havana": "2025-03-08 2025-11-01",  # the hour before midnight, or after
    "Africa/Cairo": "2025-04-24 2025-10-30",
    "Australia/Lord_Howe": "2025-04-05 2025-10-04",  # half an hour
    "Pacific/Apia": "2011-12-29 2011-09-23",  # a whole day, and an hour
}


@pytest.mark.parametrize(
    ("zone", "day"),
    [(zone, day) for zone, days in CHANGES.items() for day in days.split()],
)
@settings(max_examples=20)
@given(made=trials)
def test_counting_minutes_gives_the_same_when_the_clocks_change(
    zone: str, day: str, made: Trial
) -> None:
    start = at(f"{day} 12:00", zone).astimezone(UTC)
    night = replace(made, zone=zone, start=start, minutes=2880)
    assert spent(night) == counted(night)


def test_hours_that_end_amid_a_change_are_counted_by_the_rule() -> None:
    made = Trial(
        zone="Europe/Warsaw",
        week=dict.fromkeys(WEEKDAYS, ("02:00-02:45",)),
        special={},
        closed=[],
        country=None,
        start=at("2025-03-29 12:00").astimezone(UTC),
        minutes=1440,
    )
    assert amid_change(made)
    assert spent(made) == counted(made) == minutes(45)
    before = replace(made, start=made.start - timedelta(days=7))
    assert not amid_change(before)

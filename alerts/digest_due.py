"""When whose digest is due: a date, an instant, and what it covers. Pure.

A date is the reader's own, a working day the brand's. A time that the clocks skip is
read with the offset before the change, and one that comes twice is its first.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.alert import Step
from domain.calendar import Calendar
from domain.person import Person
from response.hours import hours_on

LOOK_BACK = 31
"""Days after which a digest is not made up for: nobody wants last month's."""

LONGEST = timedelta(days=LOOK_BACK)
"""The longest time that one digest tells of."""

DAY = timedelta(days=1)
WEEK = timedelta(days=7)

Working = Callable[[date], bool]
"""Tells whether digests go on a date."""


class Sent(NamedTuple):
    """The last digest that a person got: its date, and until when it told."""

    day: date
    until: datetime


class Span(NamedTuple):
    """What a digest tells of: [since, until).

    ``missed`` counts the digests that were due in between and did not go out.
    """

    since: datetime
    until: datetime
    missed: int = 0


def kind_of(person: Person) -> Step:
    """Tell which digest a person gets."""
    return Step.WEEKLY if person.weekly else Step.DAILY


def zone_of(person: Person, calendar: Calendar) -> str:
    """Return the zone by which a person reads the clock: their own, or the brand's."""
    return person.zone or calendar.zone


def due(
    person: Person,
    calendar: Calendar,
    *,
    now: datetime,
    since: datetime,
    last: date | None = None,
) -> date | None:
    """Return the latest date whose digest should have gone by ``now``; None for none.

    Nothing is due for an instant before ``since``, when the brand came, and nothing up
    to ``last``, the newest date for which a person has a digest: who moves to another
    zone gets no second one. Whether it has gone already the outbox knows.
    """
    if person.digest is None:
        return None
    zone = zone_of(person, calendar)
    day = latest(
        person.digest, zone, now=now, on=goes_on(calendar, kind=kind_of(person))
    )
    if day is None or (last is not None and day <= last):
        return None
    return day if instant(day, person.digest, zone) >= since else None


def latest(minute: int, zone: str, *, now: datetime, on: Working) -> date | None:
    """Return the latest date that digests go on whose instant is not after ``now``.

    None when there is none in the last ``LOOK_BACK`` days.
    """
    # Where the clocks go back over midnight, tomorrow has already been seen once.
    first = now.astimezone(_zone(zone)).date() + DAY
    for back in range(LOOK_BACK + 2):
        day = first - back * DAY
        if on(day) and instant(day, minute, zone) <= now:
            return day
    return None


def instant(day: date, minute: int, zone: str) -> datetime:
    """Return when, in UTC, a minute of a local day is read on that zone's clock."""
    local = datetime.combine(day, time(minute // 60, minute % 60), _zone(zone))
    return local.astimezone(UTC)


def goes_on(calendar: Calendar, *, kind: Step) -> Working:
    """Return which dates have a digest: working days, or the first of each ISO week."""
    return _first_of_week(calendar) if kind is Step.WEEKLY else _working(calendar)


def covered(
    person: Person,
    calendar: Calendar,
    day: date,
    *,
    until: datetime,
    sent: Sent | None = None,
) -> Span:
    """Return what the digest of a date tells of when it goes out at ``until``.

    It begins where the last one ended that was ``sent``, else at the instant of the
    working day before; so Monday's has the weekend, and the first one after a
    standstill all of that. A weekly one has at least seven days.
    """
    kind = kind_of(person)
    if person.digest is None:
        raise ValueError("a person without a digest has none that tells of anything")
    on, zone = goes_on(calendar, kind=kind), zone_of(person, calendar)
    before = list(_before(day, on))
    if sent is not None and sent.until < until:
        missed = sum(sent.day < each for each in before)
        since = sent.until
    else:
        missed = 0
        since = instant(before[0] if before else day - DAY, person.digest, zone)
    if kind is Step.WEEKLY:
        since = min(since, until - WEEK)
    return Span(max(since, until - LONGEST), until, missed)


def _before(day: date, on: Working) -> Iterator[date]:
    """Yield the dates before ``day`` that digests go on, the latest first."""
    for back in range(1, LOOK_BACK + 1):
        if on(each := day - back * DAY):
            yield each


@lru_cache(maxsize=64)
def _working(calendar: Calendar) -> Working:
    return lru_cache(maxsize=256)(lambda day: bool(hours_on(calendar, day)))


@lru_cache(maxsize=64)
def _first_of_week(calendar: Calendar) -> Working:
    working = _working(calendar)

    def first(day: date) -> bool:
        if not working(day):
            return False
        earlier = range(1, day.weekday() + 1)
        return not any(working(day - back * DAY) for back in earlier)

    return lru_cache(maxsize=256)(first)


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)

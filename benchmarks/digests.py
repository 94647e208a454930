"""The row ``digests``: sixteen years of every zone's clock, one digest for each date.

An engine is let tick a second before each instant at which a digest is due, at the
instant, around every change of the clocks, and now and then at random. What is due when
is worked out beside it from a table of the zone's offsets, without ``zoneinfo``'s own
rule for times that are skipped or come twice. Zones whose clocks always show the same
are looked at once.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from heapq import merge
from itertools import islice, pairwise, product
from pathlib import Path
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from alerts.digest_due import goes_on, latest
from benchmarks.harness import BenchError, Line, Measurement, Spread, Tell, timed
from domain.alert import Step
from domain.calendar import Calendar

ROWS = 5_000
"""Clocks with an hour each; there are fewer, and all are looked at."""

HOURS = (0, 30, 90, 150, 480, 1439)
"""Minutes of the day: 0:00, 0:30, 1:30, 2:30, 8:00, 23:59."""

FIRST, LAST = date(2020, 1, 1), date(2035, 12, 31)
DATES = (LAST - FIRST).days + 1
RANDOM_TICKS = 500
_DAY, _SECOND, _HOUR = timedelta(days=1), timedelta(seconds=1), timedelta(hours=1)
_BEGIN = datetime(2019, 12, 28, tzinfo=UTC)
_END = datetime(2036, 1, 5, tzinfo=UTC)
_STEP = timedelta(days=1)
"""No clock is changed twice in so short a time."""


class Clock(NamedTuple):
    """When a zone's clock is changed, and its offsets: before all, and after each."""

    changes: tuple[datetime, ...]
    offsets: tuple[timedelta, ...]

    def offset(self, moment: datetime) -> timedelta:
        """Return how far the clock is ahead of UTC."""
        return self.offsets[bisect_right(self.changes, moment)]

    def when(self, local: datetime) -> datetime:
        """Return when the clock first shows a time, ``local`` without its zone.

        A time that it never shows is read as if it had not been changed yet.
        """
        plain = local.replace(tzinfo=UTC)
        near = bisect_right(self.changes, plain - _DAY)
        until = bisect_right(self.changes, plain + _DAY)
        possible = [plain - each for each in self.offsets[near : until + 1]]
        shown = [each for each in possible if each + self.offset(each) == plain]
        if shown:
            return min(shown)
        # The change that skips it is the first whose new time is later.
        for place in range(near, until):
            if self.changes[place] + self.offsets[place + 1] > plain:
                return plain - self.offsets[place]
        raise BenchError(f"digests: found no instant for {local}, wanted one")


class Tally(NamedTuple):
    """What became of the dates of a clock and an hour."""

    right: int = 0
    missed: int = 0
    early: int = 0
    others: int = 0
    """Dates that have a digest and should have none."""

    def __add__(self, other: "Tally") -> "Tally":  # type: ignore[override]
        """Add two clocks."""
        return Tally(*map(sum, zip(self, other, strict=True)))


def measure(rows: int, *, folder: Path, tell: Tell) -> list[Line]:  # noqa: ARG001
    """Let each clock tick, at each hour; raise BenchError for what went wrong."""
    zones = sorted(available_timezones() - {"localtime", "posixrules", "Factory"})
    zones = zones[: max(rows // len(HOURS), 1)]
    clocks: dict[Clock, list[str]] = {}
    for name in zones:
        clocks.setdefault(clock_of(name), []).append(name)
    tell(f"digests: {len(zones)} zones, {len(clocks)} clocks that differ")
    pairs = list(islice(product(clocks, HOURS), rows))
    found: list[Tally] = []

    def run() -> None:
        for number, (clock, minute) in enumerate(pairs, 1):
            found.append(ticked(clock, clocks[clock][0], minute))
            if number % 120 == 0:
                tell(f"digests: {number} of {len(pairs)}")

    took = timed(run)
    told = sum(found, Tally())
    if wrong := told.missed + told.early + told.others:
        raise BenchError(f"digests: found {wrong} dates wrong ({told}), wanted none")
    names = sum(len(clocks[clock]) for clock, _ in pairs)
    note = (
        f"{names} pairs of a zone and an hour, {len(pairs)} of them apart,"
        f" {DATES} dates each: {names * DATES} digests, 0 missed, 0 double"
    )
    return [
        Line(
            name="digests",
            n=len(pairs),
            ours=Measurement(name="due", wall=(took.wall,), cpu=(took.cpu,)),
            ratio=Spread.of([told.right / (len(pairs) * DATES)]),
            wanted=1.0,
            notes=(note,),
        )
    ]


def clock_of(name: str) -> Clock:
    """Find out when a zone's clock is changed, by asking it every few hours."""
    zone = ZoneInfo(name)

    def offset(moment: datetime) -> timedelta:
        return moment.astimezone(zone).utcoffset() or timedelta()

    asked = [_BEGIN + number * _STEP for number in range((_END - _BEGIN) // _STEP + 1)]
    told = [offset(each) for each in asked]
    changes: list[datetime] = []
    offsets = [told[0]]
    for (begin, end), (before, after) in zip(
        pairwise(asked), pairwise(told), strict=True
    ):
        if before != after:
            low, high = begin, end
            while high - low > _SECOND:
                middle = low + (high - low) // 2
                middle -= timedelta(microseconds=middle.microsecond)
                low, high = (
                    (middle, high) if offset(middle) == before else (low, middle)
                )
            changes.append(high)
            offsets.append(after)
    return Clock(tuple(changes), tuple(offsets))


def ticked(
    clock: Clock,
    zone: str,
    minute: int,
    *,
    first: date = FIRST,
    last: date = LAST,
) -> Tally:
    """Let an engine tick through the dates, and look what it raised when."""
    on = goes_on(Calendar.ALWAYS, kind=Step.DAILY)
    count = (last - first).days + 1
    days = [first + number * _DAY for number in range(count)]
    midnights = (datetime(day.year, day.month, day.day) for day in days)  # noqa: DTZ001
    due = [clock.when(each + timedelta(minutes=minute)) for each in midnights]
    raised: dict[date, datetime] = {}
    newest = first - _DAY
    for tick in _ticks(clock, due, minute):
        day = latest(minute, zone, now=tick, on=on)
        # As the outbox: a date that is there is there, and no older one comes back.
        if day is not None and day > newest:
            raised[day] = tick
            newest = day
    wanted = dict(zip(days, due, strict=True))
    return Tally(
        right=sum(raised.get(day) == at for day, at in wanted.items()),
        missed=sum(raised.get(day, at + _SECOND) > at for day, at in wanted.items()),
        early=sum(raised.get(day, at) < at for day, at in wanted.items()),
        others=len(raised.keys() - wanted.keys()),
    )


def _ticks(clock: Clock, due: Sequence[datetime], minute: int) -> Iterator[datetime]:
    """Yield when the engine ticks, in order, until the last digest is due."""
    chance = Random(minute)  # noqa: S311 - the same ticks every time
    around = sorted(
        each + shift
        for each in clock.changes
        for shift in (-_HOUR, -_SECOND, timedelta(), _SECOND, _HOUR, 2 * _HOUR)
        if due[0] <= each + shift <= due[-1]
    )
    span = due[-1] - due[0]
    others = sorted(
        due[0] + timedelta(seconds=chance.randrange(int(span.total_seconds()) + 1))
        for _ in range(RANDOM_TICKS)
    )
    before = (each for day in due for each in (day - _SECOND, day))
    return merge(before, around, others)

"""The row ``calendars``: random opening hours against a count of every minute.

The count reads the table of a brand file and asks each minute what the local clock
shows; it shares nothing with ``response.hours``. Where hours begin or end in an hour
that is skipped or repeated a clock alone does not tell, and the rule of the definitions
is counted instead: such a time is read as ``zoneinfo`` does with fold 0.
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from benchmarks.harness import BenchError, Line, Measurement, Tell, compared, timed
from domain.calendar import WEEKDAYS, Calendar
from response.hours import business_time, deadline

ROWS = 10_000
PIECES = 10
"""The calendars are measured in so many rounds."""

ZONES = (
    "UTC",
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Caracas",
    "America/Havana",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Pyongyang",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/London",
    "Europe/Warsaw",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
)
"""By the half hour and the quarter, without a summer, with two, over the date line."""

COUNTRIES = (None, None, "PL", "DE-BY", "US-CA", "GB", "IN", "JP")
FIRST, LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2037, 1, 1, tzinfo=UTC)
LONGEST = 7 * 1440
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)

Spans = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Opening hours as a brand file writes them, and a span of whole minutes."""

    zone: str
    week: Mapping[str, Spans]
    special: Mapping[str, Spans]
    closed: Sequence[str]
    country: str | None
    start: datetime
    minutes: int

    @property
    def end(self) -> datetime:
        """The end of the span."""
        return self.start + self.minutes * _MINUTE

    @property
    def table(self) -> dict[str, object]:
        """The table of the brand file."""
        return {
            "zone": self.zone,
            **self.week,
            "special": self.special,
            "closed": self.closed,
            "holidays": self.country,
        }

    def hours(self, day: date) -> Spans:
        """Return the spans of a local day."""
        if day.isoformat() in self.special:
            return self.special[day.isoformat()]
        if day.isoformat() in self.closed or day in _free(self.country):
            return ()
        return self.week.get(WEEKDAYS[day.weekday()], ())


def measure(rows: int, *, folder: Path, tell: Tell) -> list[Line]:  # noqa: ARG001
    """Count ``rows`` calendars both ways; raise BenchError where they differ."""
    chance = Random("calendars")  # noqa: S311 - the same calendars each time
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    changed = minutes = 0
    for number in range(PIECES):
        trials = [trial(chance) for _ in range(rows // PIECES)]
        desks = [Calendar.from_table(each.table) for each in trials]
        got: list[timedelta] = []
        counts: list[timedelta] = []
        ours.append(timed(lambda: got.extend(_got(desks, trials))))  # noqa: B023
        theirs.append(timed(lambda: counts.extend(map(counted, trials))))  # noqa: B023
        _compare(trials, desks, got, counts)
        changed += sum(amid_change(each) for each in trials)
        minutes += sum(each.minutes for each in trials)
        tell(f"calendars: {(number + 1) * len(trials)} counted")
    count = rows // PIECES * PIECES
    note = (
        f"{count} calendars in {len(ZONES)} zones, {minutes} minutes counted, 0"
        f" differences; {changed} by the fold rule; each deadline is the inverse"
    )
    return [_line(ours, theirs, rows // PIECES, note)]


def _got(desks: Sequence[Calendar], trials: Sequence[Trial]) -> Iterator[timedelta]:
    for desk, each in zip(desks, trials, strict=True):
        yield business_time(desk, each.start, each.end)


def _compare(
    trials: Sequence[Trial],
    desks: Sequence[Calendar],
    got: Sequence[timedelta],
    counts: Sequence[timedelta],
) -> None:
    for each, desk, spent, count in zip(trials, desks, got, counts, strict=True):
        if spent != count:
            raise BenchError(f"calendars: found {spent}, wanted {count} for {each}")
        due = deadline(desk, each.start, spent)
        if business_time(desk, each.start, due) != spent or due > each.end:
            raise BenchError(f"calendars: found {due} due, wanted it earlier: {each}")


def _line(
    ours: Sequence[tuple[float, float]],
    theirs: Sequence[tuple[float, float]],
    count: int,
    note: str,
) -> Line:
    def named(name: str, took: Sequence[tuple[float, float]]) -> Measurement:
        wall, cpu = zip(*took, strict=True)
        return Measurement(name=name, wall=wall, cpu=cpu)

    pair = named("business_time", ours), named("minute by minute", theirs)
    return compared("calendars", *pair, n=count, notes=(note,))


def trial(chance: Random) -> Trial:
    """Make up hours and a span, half of them around a change of the clocks."""
    zone = chance.choice(ZONES)
    start = FIRST + chance.random() * (LAST - FIRST)
    changes = _changes(zone, start.year)
    if changes and chance.random() < 0.5:
        start = chance.choice(changes) - chance.random() * 3 * _DAY
    length = chance.randint(1, chance.choice([60, 1440, LONGEST]))
    near = [str((start + n * _DAY).date()) for n in range(-1, length // 1440 + 3)]
    return Trial(
        zone=zone,
        week={
            day: _spans(chance)
            for day in WEEKDAYS
            if day == "mon" or chance.random() < 0.8
        },
        special={
            day: _spans(chance) if chance.random() < 0.7 else ()
            for day in chance.sample(near, chance.randint(0, 2))
        },
        closed=chance.sample(near, chance.randint(0, 1)),
        country=chance.choice(COUNTRIES),
        start=start.replace(second=0, microsecond=0),
        minutes=length,
    )


def _spans(chance: Random) -> list[str]:
    """Return a day's hours: a shift, shifts that touch, a night, or any minutes."""
    step = chance.choice([1, 5, 15, 30, 60])
    ends = sorted(chance.sample(range(0, 1441, step), 2 * chance.randint(1, 3)))
    if chance.random() < 0.3:
        ends[0], ends[-1] = 0, 1440
    if len(ends) > 2 and chance.random() < 0.3:
        ends[2] = ends[1]
    times = [f"{each // 60:02}:{each % 60:02}" for each in ends]
    pairs = zip(times[::2], times[1::2], strict=True)
    return [f"{one}-{two}" for one, two in pairs if one != two]


@lru_cache
def _changes(zone: str, year: int) -> list[datetime]:
    """Return the days of a year at whose end the zone's clock shows another offset."""
    days = [datetime(year, 1, 1, tzinfo=UTC) + n * _DAY for n in range(366)]
    offsets = [day.astimezone(ZoneInfo(zone)).utcoffset() for day in days]
    pairs = zip(days, offsets, offsets[1:], strict=False)
    return [day for day, one, two in pairs if one != two]


@lru_cache
def _free(country: str | None) -> frozenset[date]:
    """Return the holidays of a country in all years of the trials."""
    from holidays import country_holidays

    if country is None:
        return frozenset()
    name, _, part = country.partition("-")
    years = range(FIRST.year - 1, LAST.year + 2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of years that the library knows little of
        return frozenset(country_holidays(name, subdiv=part or None, years=years))


def counted(asked: Trial) -> timedelta:
    """Count the open minutes of a trial, one by one."""
    return (_by_rule if amid_change(asked) else _by_clock)(asked) * _MINUTE


def amid_change(asked: Trial) -> bool:
    """Tell whether hours begin or end at a time that is skipped or comes twice."""
    zone = ZoneInfo(asked.zone)
    ends = (end for pair in _instants(asked) for end in pair)
    return any(
        end.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        != end.replace(tzinfo=None)
        or end.utcoffset() != end.replace(fold=1).utcoffset()
        for end in ends
    )


def _by_clock(asked: Trial) -> int:
    """Ask each minute what the local clock shows, and whether that is open."""
    zone, first = ZoneInfo(asked.zone), int(asked.start.timestamp())
    open_on = lru_cache(lambda day: frozenset(_minutes(asked.hours(day))))
    walls = (datetime.fromtimestamp(first + 60 * n, zone) for n in range(asked.minutes))
    return sum(wall.hour * 60 + wall.minute in open_on(wall.date()) for wall in walls)


def _by_rule(asked: Trial) -> int:
    """Mark the minutes between the ends of all hours, as instants."""
    marked: set[int] = set()
    for opens, closes in _instants(asked):
        marked.update(
            range(int(opens.timestamp()) // 60, int(closes.timestamp()) // 60)
        )
    first = int(asked.start.timestamp()) // 60
    return len(marked.intersection(range(first, first + asked.minutes)))


def _instants(asked: Trial) -> Iterator[tuple[datetime, datetime]]:
    """Yield the ends of all hours from two days before a trial to two after it."""
    zone = ZoneInfo(asked.zone)
    day = asked.start.astimezone(zone).date() - 2 * _DAY
    while day <= asked.end.astimezone(zone).date() + 2 * _DAY:
        midnight = datetime.combine(day, time.min)
        for span in asked.hours(day):
            opens, closes = (midnight + each * _MINUTE for each in _ends(span))
            yield opens.replace(tzinfo=zone), closes.replace(tzinfo=zone)
        day += _DAY


def _minutes(spans: Spans) -> Iterator[int]:
    for span in spans:
        yield from range(*_ends(span))


def _ends(span: str) -> tuple[int, int]:
    opens, _, closes = span.partition("-")
    return _minute(opens), _minute(closes)


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])

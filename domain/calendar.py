"""A calendar: when somebody sits at the desk, in the wall-clock time of its zone.

It says what was agreed, not what that comes to: hours are measured in
``response.hours``, where holidays are looked up and the clocks change.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import ClassVar, NamedTuple

from domain.errors import ConfigError
from domain.table import items, table, within
from domain.zone import parse_zone

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The keys of the week in a brand file, in the order of ``date.weekday()``."""

DAY = 1440
"""Minutes of a day on the wall clock."""

_KEYS = ("zone", *WEEKDAYS, "holidays", "closed", "special")
_SPAN = re.compile(r"([0-9]{2}):([0-5][0-9])-([0-9]{2}):([0-5][0-9])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOLIDAYS = re.compile(r"[A-Z]{2,3}(-[^\s-][^\r\n]{0,30})?")
_A_SPAN = "hours such as 09:00-17:00"
_A_DATE = "a date such as 2026-12-24"


class Span(NamedTuple):
    """Minutes of one day since its midnight: 0 <= start < end <= 1440 (24:00)."""

    start_minute: int
    end_minute: int

    def __str__(self) -> str:
        """Write it as a brand file does."""
        return f"{_clock(self.start_minute)}-{_clock(self.end_minute)}"


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Opening hours. ``week`` starts on Monday; a day without spans is closed.

    ``zone`` is an IANA name. ``holidays`` is a country of the holidays library, such
    as ``PL``, or a part of one, such as ``DE-BY``; those days are closed, as are the
    dates in ``closed``. ``special`` replaces all of that on its dates, in order.
    """

    zone: str
    week: tuple[Spans, ...]
    holidays: str | None = None
    closed: frozenset[date] = frozenset()
    special: tuple[tuple[date, Spans], ...] = ()

    ALWAYS: ClassVar["Calendar"]
    """Day and night, every day: the calendar of a brand that names none."""

    def __post_init__(self) -> None:
        """Refuse a desk that never opens, where no budget would ever run out."""
        if len(self.week) != 7 or not _ever_open(self.week, self.special):
            raise ValueError("a calendar has a week of 7 days and some hours in it")

    @classmethod
    def from_table(cls, value: object, *, key: str = "brand.calendar") -> "Calendar":
        """Read the table of a brand file; raise ConfigError naming the wrong key.

        A weekday that is not named is closed. Whether the country of ``holidays``
        exists is for ``response.holiday`` to say.
        """
        given = table(value, key=key, known=_KEYS)
        zone = parse_zone(given.get("zone"), key=within(key, "zone"))
        week = tuple(_spans(given.get(day), within(key, day)) for day in WEEKDAYS)
        special = _special(given.get("special"), within(key, "special"))
        if not _ever_open(week, special):
            wanted = 'at least one day with hours, such as mon = ["09:00-17:00"]'
            raise ConfigError(f"{key}: found no hours, wanted {wanted}")
        return cls(
            zone=zone,
            week=week,
            holidays=_holidays(given.get("holidays"), within(key, "holidays")),
            closed=frozenset(_dates(given.get("closed"), within(key, "closed"))),
            special=special,
        )

    def to_table(self) -> dict[str, object]:
        """Return the table that ``from_table`` reads, of plain JSON values."""
        week = zip(WEEKDAYS, self.week, strict=True)
        written: dict[str, object] = {"zone": self.zone}
        written |= {day: [str(span) for span in spans] for day, spans in week if spans}
        if self.holidays:
            written["holidays"] = self.holidays
        if self.closed:
            written["closed"] = sorted(day.isoformat() for day in self.closed)
        if self.special:
            written["special"] = {
                day.isoformat(): [str(span) for span in spans]
                for day, spans in self.special
            }
        return written


def _ever_open(
    week: tuple[Spans, ...], special: tuple[tuple[date, Spans], ...]
) -> bool:
    return any(week) or any(spans for _, spans in special)


Calendar.ALWAYS = Calendar(zone="UTC", week=((Span(0, DAY),),) * 7)


def parse_clock(value: object, *, key: str) -> int:
    """Read a time of day such as ``08:00`` in minutes since midnight, below 1440."""
    text = value if isinstance(value, str) else ""
    found = _SPAN.fullmatch(f"{text}-{text}")
    if found and (minute := _minute(found[1], found[2])) < DAY:
        return minute
    raise ConfigError.at(key, found=value, wanted="a time of day such as 08:00")


def _spans(value: object, key: str) -> Spans:
    wanted = 'a list of hours such as ["09:00-17:00"]'
    read = items(value, key=key, wanted=wanted)
    spans = sorted((_span(each, path), path) for path, each in read)
    for (earlier, _), (later, path) in pairwise(spans):
        if later.start_minute < earlier.end_minute:
            wanted = f"hours that do not overlap {earlier}"
            raise ConfigError.at(path, found=str(later), wanted=wanted)
    return tuple(span for span, _ in spans)


def _span(value: object, key: str) -> Span:
    found = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ConfigError.at(key, found=value, wanted=_A_SPAN)
    span = Span(_minute(found[1], found[2]), _minute(found[3], found[4]))
    if max(span) > DAY:
        raise ConfigError.at(key, found=value, wanted="times from 00:00 to 24:00")
    if span.end_minute <= span.start_minute:
        night = 'an end after the start; a night is "22:00-24:00" on one day'
        wanted = f'{night} and "00:00-06:00" on the next'
        raise ConfigError.at(key, found=value, wanted=wanted)
    return span


def _special(value: object, key: str) -> tuple[tuple[date, Spans], ...]:
    days = {} if value is None else table(value, key=key)
    read: dict[date, Spans] = {}
    for name, spans in days.items():
        path = within(key, name)
        read[_date(name, path)] = _spans(spans, path)
    return tuple(sorted(read.items()))


def _dates(value: object, key: str) -> list[date]:
    read = items(value, key=key, wanted='a list of dates such as ["2026-12-24"]')
    return [_date(each, path) for path, each in read]


def _date(value: object, key: str) -> date:
    # TOML has dates of its own, which are as good as ours in quotes.
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ConfigError.at(key, found=value, wanted=_A_DATE)


def _holidays(value: object, key: str) -> str | None:
    if value is None or (isinstance(value, str) and _HOLIDAYS.fullmatch(value)):
        return value
    wanted = "a country such as PL, or a part of one such as DE-BY"
    raise ConfigError.at(key, found=value, wanted=wanted)


def _minute(hours: str, minutes: str) -> int:
    return int(hours) * 60 + int(minutes)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"

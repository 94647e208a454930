"""Rows of the report on reply times in groups, each with its own figures.

Days, weeks and hours are the brand's own, and a turn is in the one it began in.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.brand import BrandRecord
from domain.calendar import WEEKDAYS
from services.figures import Figures, figures
from services.rows import Row


class By(StrEnum):
    """What the figures may be grouped by."""

    DAY = "day"
    WEEK = "week"
    NETWORK = "network"
    PERSON = "person"
    TOPIC = "topic"
    HOUR = "hour"
    """Of the week, such as ``Mon 09``."""


PERSON_UNKNOWN = "native, person unknown"
"""Whoever answered with the brand's own account."""

NOBODY = "nobody yet"
NO_TOPIC = "no topic"

DAYS = tuple(each.capitalize() for each in WEEKDAYS)


def grouped(
    rows: Iterable[Row], by: By, brand: BrandRecord, as_of: datetime
) -> dict[str, Figures]:
    """Return the figures of each group, in the order of ``split``."""
    return {
        name: figures(own, brand, as_of) for name, own in split(rows, by, brand).items()
    }


def split(rows: Iterable[Row], by: By, brand: BrandRecord) -> dict[str, Sequence[Row]]:
    """Sort rows into groups, these by name, the hours as they come in a week.

    Every row is in one group, void ones too.
    """
    name = namer(by, brand)
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(name(row), []).append(row)
    return {each: groups[each] for each in in_order(groups, by)}


def in_order(names: Iterable[str], by: By) -> list[str]:
    """Return the names of groups as they are listed."""
    return sorted(names, key=_in_week if by is By.HOUR else str)


def week_of(day: date) -> str:
    """Name the week of a day, such as ``2026-W13``."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def rows_of(rows: Iterable[Row], by: By, name: str, brand: BrandRecord) -> list[Row]:
    """Return the rows behind the figures of one group, in the order they were in."""
    named = namer(by, brand)
    return [row for row in rows if named(row) == name]


def namer(by: By, brand: BrandRecord) -> Callable[[Row], str]:
    """Return how to name the group of a row."""
    zone = ZoneInfo(brand.policies[-1].calendar.zone)

    def start(row: Row) -> datetime:
        return row.told.turn.started_at.astimezone(zone)

    def hour(row: Row) -> str:
        begun = start(row)
        return f"{DAYS[begun.weekday()]} {begun.hour:02}"

    names: Mapping[By, Callable[[Row], str]] = {
        By.DAY: lambda row: start(row).date().isoformat(),
        By.WEEK: lambda row: week_of(start(row)),
        By.NETWORK: lambda row: row.told.key.network,
        By.PERSON: _person,
        By.TOPIC: lambda row: row.topic or NO_TOPIC,
        By.HOUR: hour,
    }
    return names[by]


def _person(row: Row) -> str:
    reply = row.told.turn.reply
    if reply is None:
        return NOBODY
    return reply.person or PERSON_UNKNOWN


def _in_week(name: str) -> str:
    day, _, hour = name.partition(" ")
    return f"{DAYS.index(day)} {hour}"

"""Among what one chooses for a case: who takes it, until when it is put off. Pure.

Names come back as text that nothing reads as markup, since menus do.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from domain.clock import in_utc
from domain.text import bounded

NOBODY = "Nobody"
WAKE = "End the snooze"

NOON = 13
"""From this hour on an afternoon has begun."""

SUNDAY = 6

SHOWN = 60
"""Characters of a name in a menu."""

_MARKS = re.compile(r"([!-/:-@\[-`{-~])")


class Later(StrEnum):
    """When to look at a case again, by the clock of who looks at the screen."""

    HOUR = "For an hour"
    AFTERNOON = "Until this afternoon, 14:00"
    TOMORROW = "Until tomorrow, 09:00"
    MONDAY = "Until Monday, 09:00"


def hands(
    people: Iterable[str], *, mine: str | None, assignee: str | None
) -> Mapping[str, str | None]:
    """Return who may take the case, by the words of the menu: me first, nobody last.

    Whoever has it is left out; without a login there is no "me".
    """
    found: dict[str, str | None] = {}
    if mine and mine != assignee:
        found["Me"] = mine
    for each in people:
        if each not in {mine, assignee}:
            found[literal(bounded(each, SHOWN))] = each
    if assignee:
        found[NOBODY] = None
    return found


def literal(name: str) -> str:
    """Return a name so that a menu shows it letter by letter."""
    return _MARKS.sub(r"\\\1", name)


def offered(choice: Iterable[str]) -> list[str]:
    """Return what a menu of this room offers: our words, and names made literal."""
    return list(choice)


def laters(now: datetime, zone: tzinfo) -> list[Later]:
    """Return the ends of a snooze that make sense at this hour."""
    local = now.astimezone(zone)
    left_out = set[Later]()
    if local.hour >= NOON:
        left_out.add(Later.AFTERNOON)
    if local.weekday() == SUNDAY:
        left_out.add(Later.MONDAY)  # that is tomorrow
    return [each for each in Later if each not in left_out]


def ends_at(later: Later, now: datetime, zone: tzinfo) -> datetime:
    """Return the instant at which a snooze ends."""
    if later is Later.HOUR:
        return in_utc(now + timedelta(hours=1))
    local = now.astimezone(zone)
    days, hour = {
        Later.AFTERNOON: (0, 14),
        Later.TOMORROW: (1, 9),
        Later.MONDAY: (7 - local.weekday(), 9),
    }[later]
    day = local.date() + timedelta(days=days)
    return in_utc(datetime.combine(day, time(hour), zone))

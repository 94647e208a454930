"""The language of the truth: a thread as a table that a shopkeeper could check.

Clocks are the wall clock of the thread's zone. ``10:00`` is the Tuesday of its week,
``Fri.16:30`` another day of that week, ``+Mon.09:30`` one of the week after; an
instant with an offset stands for itself.

A fact is ``WHEN WHO ID [> PARENT] [word ...] : TEXT`` or ``WHEN WHO DEED POST``. After
``at WHEN`` stands all that is true then, one line a turn::

    CASE/TURN KIND START[~SEEN] REPLY WAIT[=LAG+TEAM] OPEN_TIME DUE STATE [word ...]

and, where it matters, ``case CASE STATUS [word ...]``, ``figures NAME=NUMBER`` and
``gone CASE``. A ``?`` stands where the definitions say nothing.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from domain.account import Account
from domain.brand import Brand
from domain.calendar import Calendar
from domain.event import EventKind

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
NETWORKS = ("x", "reddit", "reviews")
NOT_SAID = "?"
_SPAN = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


def desk(*spans: str, zone: str = "Europe/Warsaw", **more: object) -> Calendar:
    """Return a calendar with these hours on workdays."""
    week = {day: list(spans) for day in WORKDAYS}
    return Calendar.from_table({"zone": zone, **week, **more})


def round_the_clock() -> Calendar:
    """Return the calendar of a desk in Warsaw that never closes."""
    week = {day.lower(): ["00:00-24:00"] for day in DAYS}
    return Calendar.from_table({"zone": "Europe/Warsaw", **week})


def shop(name: str = "Lampex", **parts: object) -> Brand:
    """Return an invented shop, found by its name, with one account a network."""
    account = "shop" if name == "Lampex" else name.lower()
    given: dict[str, object] = {
        "name": name,
        "queries": (name.lower(),),
        "accounts": tuple(
            Account(network=each, id=account, handle=name.lower()) for each in NETWORKS
        ),
        "calendar": desk("09:00-17:00"),
    }
    return Brand(**{**given, **parts})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Told:
    """One story: facts, and what is true of them at some instants.

    ``brands`` are brand files by the time of their ``apply``; None is the beginning.
    """

    name: str
    text: str
    week: str = "2026-05-11"
    network: str = "x"
    zone: str = "Europe/Warsaw"
    brands: tuple[tuple[str | None, Brand], ...] = field(
        default_factory=lambda: ((None, shop()),)
    )

    @cached_property
    def lines(self) -> list[list[str]]:
        """The blocks of lines: the facts first, then one of each instant."""
        blocks: list[list[str]] = [[]]
        for line in (each.strip() for each in self.text.splitlines()):
            if line.startswith("at "):
                blocks.append([line])
            elif line:
                blocks[-1].append(line)
        return blocks

    @property
    def facts(self) -> list[str]:
        """The lines of the facts."""
        return self.lines[0]

    @property
    def instants(self) -> list[str]:
        """The instants at which something is said."""
        return [block[0].removeprefix("at ") for block in self.lines[1:]]

    def said_at(self, instant: str) -> list[str]:
        """Return the lines that are true at this instant."""
        (block,) = (each for each in self.lines[1:] if each[0] == f"at {instant}")
        return block[1:]

    def when(self, clock: str) -> datetime:
        """Return the instant that a clock of the story means."""
        if "T" in clock and "-" in clock:
            return datetime.fromisoformat(clock).astimezone(UTC)
        day, _, time = clock.rpartition(".")
        weeks, name = day.count("+"), day.replace("+", "") or "Tue"
        hour, minute, *second = (int(each) for each in time.split(":"))
        date = datetime.fromisoformat(self.week) + timedelta(
            weeks=weeks, days=DAYS.index(name)
        )
        wall = date.replace(hour=hour, minute=minute, second=sum(second))
        return wall.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)


def thread(name: str, text: str, **parts: object) -> Told:
    """Write one story down."""
    return Told(name, text, **parts)  # type: ignore[arg-type]


def span(text: str) -> int:
    """Return the seconds of a span such as ``3h30m``; ``0`` is none."""
    found = _SPAN.fullmatch("0s" if text == "0" else text)
    assert found, f"{text!r} is no span, such as 3h30m"
    assert any(found.groups()), f"{text!r} is no span, such as 3h30m"
    days, hours, minutes, seconds = (int(each or 0) for each in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def is_deed(line: str) -> bool:
    """Tell whether a fact is something that a person did about a case."""
    return line.split()[2] in set(EventKind)

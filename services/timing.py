"""Answers about business time, for questions put as tables of plain JSON values."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import BinaryIO
from zoneinfo import ZoneInfo

from domain.calendar import Calendar
from domain.clock import parse_instant, whole_seconds
from domain.errors import ConfigError, shown
from domain.table import Table, items, table, whole
from response.holiday import check_country
from response.hours import Pause, business_time, deadline

LINE_LIMIT = 1_000_000
"""Bytes of one question."""

_MEASURE = ("from", "to", "calendar", "pauses")
_DUE = ("due_from", "budget_s", "calendar")
_LONGEST = timedelta(days=36_525) // timedelta(seconds=1)
_EXAMPLE = '{"from": "2026-11-02T10:00:00Z", "to": "2026-11-02T12:00:00Z"}'
_A_PAIR = "a pair of times, [from, to]"

Answer = dict[str, object]


def measured(
    calendar: Calendar, start: datetime, end: datetime, pauses: list[Pause]
) -> Answer:
    """Return the open and the wall-clock time between two instants, in seconds.

    Pauses stop the first only.
    """
    business = business_time(calendar, start, end, pauses)
    wall = max(end - start, timedelta())
    return {"business_s": whole_seconds(business), "wall_s": whole_seconds(wall)}


def due(calendar: Calendar, start: datetime, budget: timedelta) -> Answer:
    """Return the earliest instant by which the budget has run, in the desk's zone."""
    moment = deadline(calendar, start, budget).astimezone(ZoneInfo(calendar.zone))
    return {"due": moment.isoformat().replace("+00:00", "Z")}


def answers(stream: BinaryIO, *, calendar: Calendar) -> Iterator[Answer]:
    """Answer JSON Lines one by one; a line that is no question gives its ``error``.

    ``calendar`` serves those that bring none. Empty lines are passed over.
    """
    number = 0
    while line := stream.readline(LINE_LIMIT + 1):
        number += 1
        piece = line
        while len(piece) > LINE_LIMIT and not piece.endswith(b"\n"):
            piece = stream.readline(LINE_LIMIT + 1)
        if not line.strip():
            continue
        try:
            yield answer(_question(line), calendar=calendar)
        except ConfigError as error:
            yield {"error": f"line {number}: {error}"}


def answer(question: object, *, calendar: Calendar) -> Answer:
    """Answer ``{"from","to"}`` or ``{"due_from","budget_s"}``; raise ConfigError."""
    if not isinstance(question, dict):
        message = f"found {shown(question)}, wanted an object such as {_EXAMPLE}"
        raise ConfigError(message)
    is_due = not question.keys().isdisjoint(_DUE[:2])
    asked = table(question, key="", known=_DUE if is_due else _MEASURE)
    desk = asked.get("calendar")
    if desk is not None:
        calendar = Calendar.from_table(desk, key="calendar")
        check_country(calendar.holidays, key="calendar.holidays")
    try:
        return _due(asked, calendar) if is_due else _measured(asked, calendar)
    except OverflowError:
        message = "found times too far away, wanted years from 2 to 9998"
        raise ConfigError(message) from None


def instant(value: object, *, key: str) -> datetime:
    """Read a time; raise ConfigError naming ``key``."""
    try:
        if isinstance(value, str):
            return parse_instant(value)
    except (ValueError, OverflowError):
        pass
    wanted = "a time with an offset, such as 2026-11-02T10:00:00Z"
    raise ConfigError.at(key, found=value, wanted=wanted)


def _question(line: bytes) -> object:
    if len(line) > LINE_LIMIT:
        raise ConfigError(f"found more than {LINE_LIMIT} bytes, wanted a shorter line")
    try:
        return json.loads(line.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        raise ConfigError(f"found byte 0x{byte:02x}, wanted text in UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise ConfigError("found no JSON, wanted an object on one line") from error


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Make an object of its pairs; the last of two would silently win."""
    made: dict[str, object] = {}
    for name, value in pairs:
        if name in made:
            raise ConfigError(f"found the key {shown(name)} twice, wanted each once")
        made[name] = value
    return made


def _measured(asked: Table, calendar: Calendar) -> Answer:
    start = instant(asked.get("from"), key="from")
    end = instant(asked.get("to"), key="to")
    wanted = "a list of pairs of times, [[from, to]]"
    read = items(asked.get("pauses"), key="pauses", wanted=wanted)
    return measured(calendar, start, end, [_pause(each, key) for key, each in read])


def _pause(value: object, key: str) -> Pause:
    if not isinstance(value, list) or len(value) != 2:
        raise ConfigError.at(key, found=value, wanted=_A_PAIR)
    return instant(value[0], key=f"{key}[0]"), instant(value[1], key=f"{key}[1]")


def _due(asked: Table, calendar: Calendar) -> Answer:
    start = instant(asked.get("due_from"), key="due_from")
    wanted = "whole seconds from 0 to a hundred years, such as 14400"
    seconds = whole(asked.get("budget_s"), key="budget_s", wanted=wanted)
    if seconds > _LONGEST:
        raise ConfigError.at("budget_s", found=seconds, wanted=wanted)
    return due(calendar, start, timedelta(seconds=seconds))

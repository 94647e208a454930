"""What may be said of a log record: words, facts and where an error was raised.

The message of an exception is told only when it is one of our own: others quote what
strangers wrote, or the parameters of a statement. Secrets are ``redaction``'s business.
"""

import logging
import os
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice
from math import isfinite
from pathlib import Path, PurePath
from traceback import walk_tb

from domain.clock import iso
from domain.errors import EarshotError, RecordError

Plain = str | int | float | bool | None

LARGEST = 10**18
ITEMS = 20
FRAMES = 12
ERRORS = 8


class _Hidden:
    """Stands in a message for what must not be told; any format takes it as text."""

    def __init__(self, value: object) -> None:
        self._name = f"<{type(value).__name__}>"

    def __repr__(self) -> str:
        return self._name


def words(record: logging.LogRecord, *, ours: bool) -> str:
    """Return the message of a record.

    Of a foreign one only the first line and, of what was filled in, only numbers: the
    rest may be a stranger's.
    """
    message = record.msg
    if not isinstance(message, str):
        return str(plain(message))
    if record.args:
        message = _filled(message, record.args, ours=ours)
    return message if ours else _first_line(message)


def _filled(template: str, args: object, *, ours: bool) -> str:
    """Fill a template in; a wrong one is told as it stands."""
    tell = plain if ours else _number
    try:
        if isinstance(args, Mapping) and "%(" in template:
            return template % {name: tell(each) for name, each in args.items()}
        return template % tuple(map(tell, args if isinstance(args, tuple) else [args]))
    except (TypeError, ValueError, KeyError):
        return template


def _number(value: object) -> object:
    if isinstance(value, BaseException):
        return _Hidden(value)
    told = plain(value)
    return told if isinstance(told, int | float | None) else _Hidden(value)


def _first_line(message: str) -> str:
    lines = message.strip().splitlines() or [""]
    if lines[0].startswith("Traceback "):  # uvicorn logs one as a text
        return lines[-1].partition(":")[0]
    return lines[0]


def plain(value: object) -> Plain:
    """Return what a value is in JSON; what we do not know by the name of its type."""
    if isinstance(value, int | float | None):
        return _figure(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, date | timedelta):
        return _time(value)
    if isinstance(value, BaseException):
        return told(value)
    return str(value) if isinstance(value, PurePath) else repr(_Hidden(value))


def _figure(value: float | None) -> Plain:
    """JSON has no infinity; of a number without end nobody can write all digits."""
    if isinstance(value, int):
        return value if abs(value) < LARGEST else "<large number>"
    return value if value is None or isfinite(value) else str(value)


def _time(value: date | timedelta) -> Plain:
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, datetime) and value.tzinfo:
        return iso(value)
    return value.isoformat()


def fact(value: object) -> Plain | list[Plain]:
    """Return what ``extra`` holds, a list as a list."""
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in islice(value, ITEMS)]
    return plain(value)


def told(error: BaseException) -> str:
    """Return an error in words that nobody but we and the system chose."""
    name = type(error).__name__
    if isinstance(error, RecordError):
        return f"{name} in {error.field}"
    if isinstance(error, EarshotError):
        return str(error)
    if isinstance(error, OSError) and isinstance(error.errno, int):
        return f"{name}: {os.strerror(error.errno)}"
    return name


def errors(error: BaseException) -> list[dict[str, object]]:
    """List an error and what led to it: kind, words, and file:line of its frames."""
    return [
        {"kind": type(each).__name__, "said": told(each), "at": _frames(each)}
        for each in islice(_chain(error), ERRORS)
    ]


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop(0)
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        silent = each.__suppress_context__
        waiting += [each.__cause__, None if silent else each.__context__]
        if isinstance(each, BaseExceptionGroup):
            waiting += each.exceptions


def _frames(error: BaseException) -> list[str]:
    frames = [
        f"{place(frame.f_code.co_filename, line)} {frame.f_code.co_name}"
        for frame, line in walk_tb(error.__traceback__)
    ]
    return frames[-FRAMES:]


def place(file: str, line: int) -> str:
    """Name a line of code, without the folders of this machine."""
    return f"{'/'.join(Path(file).parts[-2:])}:{line}"

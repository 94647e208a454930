"""What is logged during a test, set up as in a process of ours, and put back after."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from typing import Any

from app import logs
from app.redaction import Redactor


@contextmanager
def recording(level: str = "INFO", *, hide: Iterable[str] = ()) -> Iterator[StringIO]:
    """Set logging up; yield what it writes to stderr."""
    with put_back(), redirect_stderr(StringIO()) as said:
        logs.set_up(level, hide=hide)
        yield said


@contextmanager
def put_back() -> Iterator[None]:
    """Leave logging as it was, whatever is set up meanwhile."""
    root, before = logging.getLogger(), _loggers()
    states = [(each, each.level, each.handlers[:], each.propagate) for each in before]
    mine, mine_at, redact = root.handlers[:], root.level, logs._redact
    logs._redact = Redactor()
    try:
        yield
    finally:
        logs._redact = redact
        root.handlers[:] = mine
        root.setLevel(mine_at)
        logging.setLoggerClass(logging.Logger)
        for each in _loggers():
            each.__class__ = logging.Logger
            if each not in before:
                each.setLevel(logging.NOTSET)
                each.handlers.clear()
                each.propagate = True
        for each, at, handlers, propagate in states:
            each.setLevel(at)
            each.handlers[:] = handlers
            each.propagate = propagate


def _loggers() -> list[logging.Logger]:
    known = logging.Logger.manager.loggerDict.values()
    return [each for each in known if isinstance(each, logging.Logger)]


def logged(
    deed: Callable[[], object], *, level: str = "INFO", hide: Iterable[str] = ()
) -> list[dict[str, Any]]:
    """Return what a deed logs: one object a line, and nothing beside."""
    with recording(level, hide=hide) as said:
        deed()
    return lines(said.getvalue())


def lines(said: str) -> list[dict[str, Any]]:
    """Read a log: each line is an object in printable ASCII."""
    *whole, rest = said.split("\n")
    assert rest == ""
    assert all(line.isascii() and line.isprintable() for line in whole)
    return [json.loads(line) for line in whole]


def pieces(secret: str) -> Iterator[str]:
    """Yield what must not be seen of a secret: any eight characters of it."""
    yield from (secret[start : start + 8] for start in range(len(secret) - 7))

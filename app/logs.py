"""Logging: one JSON object a line, to stderr, with no secret and no stranger's word.

Our code logs with the standard library alone. The message is the event's name, its
facts go into ``extra``, under one of the names in FACTS; others are left out::

    log.warning("source failed", extra={"source": "x", "fault": "rate_limited"})

What libraries have to say takes the same way, from warnings on: at DEBUG they log
headers and whole answers, so they are not heard there, whoever asks for it.
"""

import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from app import telling
from app.redaction import Redactor

if TYPE_CHECKING:
    from structlog.typing import EventDict

log = logging.getLogger(__name__)

ROOMS = (
    "alerts",
    "app",
    "channels",
    "collectors",
    "domain",
    "response",
    "screens",
    "sentiment",
    "services",
    "store",
)

FACTS = (
    "alerts",
    "at",
    "attempt",
    "brand",
    "case",
    "channel",
    "epoch",
    "family",
    "fault",
    "job",
    "new",
    "pages",
    "post",
    "posts",
    "query",
    "requests",
    "retry_at",
    "said",
    "seconds",
    "since",
    "source",
    "status",
    "until",
    "usd",
)
"""What an event may carry beside its name; docs/logs.md says what each means."""

LONGEST = 1_000
"""Characters of an event's name of ours; of a library's and of a fact 200."""

_redact = Redactor()


def set_up(level: str = "INFO", *, hide: Iterable[str] = ()) -> None:
    """Send to stderr what our rooms log at ``level`` and above, without ``hide``.

    May be called again: what was to be hidden stays hidden, see ``secrets_of``.
    """
    # Loaded here: half the commands never log.
    import structlog

    _redact.hide(hide)
    handler = _Lines()
    handler.addFilter(_is_heard)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.stdlib.ExtraAdder(FACTS),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _bare,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for room in ROOMS:
        logging.getLogger(room).setLevel(level)
    _take_handlers()


def hide(secrets: Iterable[str]) -> None:
    """Leave out of all lines what was learnt to be a secret later."""
    _redact.hide(secrets)


def take_over() -> None:
    """Log also what nobody caught, in any thread, and Python's own warnings.

    For processes that run on. A command that ends with a plain line does not call it.
    """
    sys.excepthook = lambda _kind, error, _trace: _uncaught(error)
    threading.excepthook = lambda args: _uncaught(args.exc_value)
    sys.unraisablehook = lambda args: _uncaught(args.exc_value)
    warnings.showwarning = _warned  # type: ignore[assignment]  # by position only


def _uncaught(error: BaseException | None) -> None:
    if not isinstance(error, SystemExit):  # a thread may end itself by one
        log.critical("uncaught error", exc_info=error)


def _warned(
    _message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    *_source: object,
) -> None:
    """Log a warning by kind and place: its words may quote what was parsed."""
    at = telling.place(filename, lineno)
    log.warning("warning of Python", extra={"fault": category.__name__, "at": at})


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in ROOMS


def _is_heard(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or _is_ours(record.name)


class _Lines(logging.StreamHandler[TextIO]):
    """Writes records to stderr. It never raises, and never shows a raw record."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line of JSON."""
        bare = logging.makeLogRecord(record.__dict__)
        words = telling.words(record, ours=_is_ours(record.name))
        bare.msg, bare.args = words[: 4 * LONGEST], None
        return super().format(bare)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Say that a record is missing; the library's way would show it."""
        place = telling.place(record.pathname, record.lineno)
        line = {"event": "unreadable log record", "level": "error", "at": place}
        with suppress(OSError, ValueError):  # nobody reads stderr any more
            self.stream.write(f"{json.dumps(line)}\n")
            self.flush()


def _bare(_logger: object, _method: str, event: "EventDict") -> "EventDict":
    """Leave of an event what may be told, without secrets and not too long."""
    event.pop("stack_info", None)
    if info := event.pop("exc_info", None):
        event["error"] = telling.errors(info[1]) if info[1] else None
    ours = _is_ours(event["logger"])
    told: EventDict = {"event": _safe(event.pop("event"), LONGEST if ours else 200)}
    for name, value in event.items():
        if ours or name not in FACTS:  # what a library means by these, nobody knows
            told[name] = _safe(value if name == "error" else telling.fact(value), 200)
    return told


def _safe(value: object, longest: int) -> object:
    if isinstance(value, dict):
        return {name: _safe(each, LONGEST) for name, each in value.items()}
    if isinstance(value, list):
        return [_safe(each, longest) for each in value]
    if not isinstance(value, str):
        return value
    text = _redact(value[: 4 * LONGEST])
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


class _Heard(logging.Logger):
    """A logger with no way to people but ours: a handler of its own does not stick.

    Streamlit gives one to each of its loggers, uvicorn to its own, both after us.
    """

    def addHandler(self, hdlr: logging.Handler) -> None:  # noqa: N802
        """Do without it."""

    @property
    def propagate(self) -> bool:
        """Always hand records up, to the one handler there is."""
        return True

    @propagate.setter
    def propagate(self, _value: bool) -> None:
        vars(self)["propagate"] = True


def _take_handlers() -> None:
    """Take from every logger, made already or made later, its own way to people."""
    logging.setLoggerClass(_Heard)
    for logger in list(logging.Logger.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            logger.handlers.clear()
            logger.propagate = True
            if type(logger) is logging.Logger:
                logger.__class__ = _Heard

"""When each job of the engine last ended a round: a job that stops is seen to stop."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session

from store.sql import ask, run, spelling, upsert
from store.types import known_instant

COLUMNS = ("job", "at", "every_s")
_NAMES = tuple(f'"{name}"' for name in COLUMNS)  # "at" is a word of SQL


class Heartbeat(NamedTuple):
    """``job`` ended a round at ``at`` and should end the next within ``every``."""

    job: str
    at: datetime
    every: timedelta


def beat(session: Session, job: str, *, now: datetime, every: timedelta) -> None:
    """Note that a job ended a round; ``every`` is kept in whole seconds."""
    how = spelling(session)
    run(
        session,
        upsert("heartbeats", _NAMES, key=_NAMES[:1], how=how),
        job,
        how.instant(now),
        int(every.total_seconds()),
    )


def every(session: Session) -> list[Heartbeat]:
    """Return the last beat of each job, by job."""
    rows = ask(session, f"SELECT {', '.join(_NAMES)} FROM heartbeats ORDER BY job")
    return [
        Heartbeat(job, known_instant(at), timedelta(seconds=seconds))
        for job, at, seconds in rows
    ]

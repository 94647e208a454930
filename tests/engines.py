"""Engines that live fast, in processes of their own, with jobs that a test can follow.

Called as ``python -m tests.engines STORE KIND NAME``, on a store that is ready. An
engine says a line when it leads. What its jobs write stands in the tallies, under the
engine's name.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event

import typer

from app import logs
from app.engine import Pace, run
from app.exits import RUNNING
from app.jobs import Job, Round
from app.settings import Settings, for_child
from app.wiring import Desk
from domain.errors import LeaseLost
from domain.source import Fault
from store import Store, tallies

FAST = Pace(lease=0.8, renew=0.2, look=0.05)
"""Of a process of its own or of this one, which a job that hangs would end as well."""

OFTEN = timedelta(milliseconds=20)
HOUR = datetime(2026, 11, 2, 10, tzinfo=UTC)
LATE = 60.0


def write(store: Store, name: str) -> None:
    """Count one more under this name."""
    with store.begin() as session:
        tallies.add(
            session,
            (name, "rounds"),
            HOUR,
            requests=1,
            posts=0,
            new=0,
            skipped=0,
            usd=0.0,
        )


def written(store: Store, name: str) -> int:
    """Return how often was written under this name."""
    with store.reading() as session:
        found = tallies.hourly(
            session, name, None, since=HOUR, until=HOUR + timedelta(hours=1)
        )
    return sum(each.requests for each in found)


def a_job(name: str, *, every: timedelta = OFTEN) -> Job:
    """A job that writes each time."""

    def deed(given: Round) -> Sequence[Fault]:
        write(given.store, name)
        return ()

    return Job(name=name, every=every, deed=deed)


def a_stall(name: str) -> Job:
    """A job that waits for an answer and hears nothing else."""

    def deed(_round: Round) -> Sequence[Fault]:
        Event().wait(30)
        return ()

    return Job(name=name, every=OFTEN, deed=deed)


def a_listener(name: str) -> Job:
    """A job that goes on until it is told to stop."""

    def deed(given: Round) -> Sequence[Fault]:
        while not given.stop():
            Event().wait(0.01)
        return ()

    return Job(name=name, every=OFTEN, deed=deed)


def a_slow_one(name: str) -> Job:
    """A job that takes three seconds and says meanwhile that all is well."""

    def deed(given: Round) -> Sequence[Fault]:
        for _ in range(30):
            Event().wait(0.1)
            given.beat()
        return ()

    return Job(name=name, every=OFTEN, deed=deed)


@contextmanager
def engine(
    store_url: str, kind: str, name: str = "a", *, lifeline: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    """Start an engine; nothing of it is left at the end."""
    words = [store_url, kind, name, *(["--lifeline"] if lifeline else [])]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.engines", *words],
        env=for_child(Settings()),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _break_scheduler() -> None:
    from apscheduler.schedulers.background import BackgroundScheduler

    whole = BackgroundScheduler._process_jobs
    rounds: list[int] = []

    def broken(scheduler: object) -> object:
        rounds.append(1)
        if len(rounds) > 3:
            raise OSError("the store is locked")
        return whole(scheduler)

    BackgroundScheduler._process_jobs = broken


def main(store_url: str, kind: str, name: str, *options: str) -> None:
    """Be an engine of this kind."""
    logs.set_up()
    logs.take_over()
    desk = Desk(Settings(), Store(store_url))
    jobs, pace = [a_job(name)], FAST
    if kind == "stalled":
        jobs.append(a_stall("stalled"))
        pace = replace(FAST, grace=0.5)
    if kind == "listening":
        jobs.append(a_listener("listening"))
    if kind == "silent":
        jobs.append(a_stall("silent"))
        pace = Pace(look=0.05, patience=3.0)
    if kind == "once":
        jobs.append(a_slow_one("slow"))
        pace = Pace(look=0.05, patience=2.0)
    if kind == "broken":
        _break_scheduler()
    try:
        code = run(
            desk,
            jobs,
            once=kind == "once",
            lifeline="--lifeline" in options,
            leads=lambda: typer.echo("leads"),
            pace=pace,
        )
    except LeaseLost as error:
        typer.echo(f"earshot: {error}", err=True)
        code = RUNNING
    desk.store.close()
    sys.exit(code)


if __name__ == "__main__":
    main(*sys.argv[1:])

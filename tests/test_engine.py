"""One engine works on a store; it ends when it is asked to, or when it is not well."""

import json
import logging
import os
import select
import signal
import sqlite3
import subprocess
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from threading import Event, Timer
from time import monotonic

import psycopg
import pytest

from app import processes
from app.engine import Pace, run
from app.exits import PART, RUNNING, STORE, UNEXPECTED
from app.jobs import Job, Round
from app.lead import NAME
from app.settings import Settings
from app.wiring import Desk
from domain.errors import LeaseLost, StoreError
from domain.source import Fault
from store import Store, heartbeats, leases
from tests.engines import FAST, LATE, OFTEN, a_job, engine, write, written
from tests.served import ended
from tests.terminal import earshot
from tests.test_lead import ANOTHER

RARELY = timedelta(hours=1)


def desk_of(store: Store) -> Desk:
    return Desk(Settings(), store)


def line(process: subprocess.Popen[bytes]) -> str:
    """Wait for the next line that an engine says."""
    assert process.stdout
    ready, _, _ = select.select([process.stdout], [], [], LATE)
    return process.stdout.readline().decode().strip() if ready else "nothing"


def until(store: Store, name: str, *, more: int = 3) -> int:
    """Wait until an engine has written some more; return how often it has by then."""
    wanted = written(store, name) + more
    late = monotonic() + LATE
    while (found := written(store, name)) < wanted:
        assert monotonic() < late, f"{name} wrote {found} times, wanted {wanted}"
    return found


def asks() -> None:
    """Ask this very process to end, as Ctrl+C does."""
    os.kill(os.getpid(), signal.SIGINT)


def last(name: str, *, every: timedelta = OFTEN, rounds: int = 1) -> Job:
    """A job that asks for the end when it has had its rounds."""
    left = iter(range(rounds - 1))

    def deed(_round: Round) -> Sequence[Fault]:
        if next(left, None) is None:
            asks()
        return ()

    return Job(name=name, every=every, deed=deed)


def test_a_second_engine_on_the_store_ends_with_one_line(
    store: Store, store_url: str
) -> None:
    with engine(store_url, "writer") as first:
        assert line(first) == "leads"
        with pytest.raises(LeaseLost, match=ANOTHER):
            run(desk_of(store), [a_job("b")], pace=FAST)
        assert written(store, "b") == 0
        until(store, "a")


def stop_outside_of_transactions(process: subprocess.Popen[bytes], url: str) -> None:
    """Stop a process; amid a transaction it would hold up all others."""
    late = monotonic() + LATE
    while monotonic() < late:
        process.send_signal(signal.SIGSTOP)
        if _is_free(url):
            return
        process.send_signal(signal.SIGCONT)
    pytest.fail("the store was never free")


def _is_free(url: str) -> bool:
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=0)
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        finally:
            connection.close()
        return True
    plain = url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(plain) as asking:
        found = asking.execute("SELECT pg_try_advisory_xact_lock(20261122)").fetchone()
    return bool(found and found[0])


def test_a_leader_that_was_stopped_and_goes_on_does_no_harm(
    store: Store, store_url: str
) -> None:
    with engine(store_url, "writer", "a") as first:
        assert line(first) == "leads"
        until(store, "a")
        stop_outside_of_transactions(first, store_url)
        with engine(store_url, "writer", "b") as second:
            assert line(second) == "leads"
            before = written(store, "a")
            until(store, "b")
            first.send_signal(signal.SIGCONT)
            said, complained = first.communicate(timeout=LATE)
            assert (first.returncode, said) == (RUNNING, b"")
            assert complained.decode() == f"earshot: {ANOTHER}\n"
            until(store, "b")
            assert written(store, "a") == before


def test_after_a_killed_engine_the_next_one_leads_at_once(sqlite_store: Store) -> None:
    with engine(sqlite_store.name, "writer") as first:
        assert line(first) == "leads"
        first.kill()
        first.wait()
    begun = monotonic()
    assert run(desk_of(sqlite_store), [last("b")], pace=Pace()) == 0
    assert monotonic() - begun < Pace().lease / 3


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        pytest.param("SIGTERM", "listening", id="asked"),
        pytest.param("SIGTERM", "stalled", id="a job hears nothing for 30 s"),
        pytest.param("lifeline", "writer", id="its starter is gone"),
    ],
)
def test_an_engine_that_is_asked_to_ends_soon(
    sqlite_store: Store, kind: str, asked: str
) -> None:
    with engine(sqlite_store.name, kind, lifeline=True) as process:
        assert line(process) == "leads"
        until(sqlite_store, "a")
        if asked == "SIGTERM":
            process.send_signal(signal.SIGTERM)
        else:
            assert process.stdin
            process.stdin.close()
        assert ended(process, within=10)
        assert process.returncode == 0
        with sqlite_store.reading() as session:
            there = leases.current(session, NAME)
        assert (there is None) == (kind != "stalled")


def test_an_engine_ends_before_its_starter_loses_patience() -> None:
    assert Pace().grace < processes.GRACE < 10
    assert Pace().renew < Pace().lease / 2


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        pytest.param("broken", "the scheduler has stopped", id="scheduler"),
        pytest.param("silent", "a job gives no sign", id="job"),
    ],
)
def test_an_engine_that_only_seems_alive_is_ended(
    sqlite_store: Store, kind: str, says: str
) -> None:
    with engine(sqlite_store.name, kind) as process:
        _, complained = process.communicate(timeout=LATE)
    assert process.returncode == UNEXPECTED
    told = json.loads(complained.splitlines()[-1])
    assert (told["event"], told["level"]) == (f"engine ended: {says}", "critical")
    assert told.get("job") == (None if kind == "broken" else "silent")


def test_a_job_that_fails_stops_no_other(
    sqlite_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_round: Round) -> Sequence[Fault]:
        raise ValueError("words of a stranger")

    bad = Job(name="bad", every=RARELY, deed=fail)

    def end(_round: Round) -> Sequence[Fault]:
        if written(sqlite_store, "a") > 1:
            asks()
        return ()

    jobs = [bad, a_job("a"), Job(name="end", every=OFTEN, deed=end)]
    assert run(desk_of(sqlite_store), jobs, pace=FAST) == 0
    with sqlite_store.reading() as session:
        beats = {each.job: each.every for each in heartbeats.every(session)}
    second = timedelta(seconds=1)
    assert beats == {"engine": 60 * second, "a": 0 * second, "end": 0 * second}
    [record] = [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert (record.getMessage(), vars(record)["job"]) == ("job failed", "bad")


def test_a_store_that_fails_for_a_while_ends_nothing(
    sqlite_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    path = sqlite_store.path
    assert path
    failed, well = Event(), Event()

    def said() -> set[str]:
        return {each.getMessage() for each in caplog.records}

    def deed(given: Round) -> Sequence[Fault]:
        if not failed.is_set():
            holder = sqlite3.connect(path, check_same_thread=False)
            holder.execute("ALTER TABLE leases RENAME TO gone")
            while "lead not renewed" not in said() and not given.stop():
                pass
            holder.execute("ALTER TABLE gone RENAME TO leases")
            holder.close()
            failed.set()
        else:
            write(given.store, "a")
            well.set()
            asks()
        return ()

    jobs = [Job(name="a", every=OFTEN, deed=deed)]
    assert run(desk_of(sqlite_store), jobs, pace=FAST) == 0
    assert well.is_set()
    # The engine's own job works on the store as well, and may have met it just then.
    assert {"lead not renewed"} <= said() <= {"lead not renewed", "job failed"}


def test_an_engine_that_waits_for_the_lead_can_be_asked_to_end(
    sqlite_store: Store,
) -> None:
    with engine(sqlite_store.name, "writer") as first:
        assert line(first) == "leads"
        asking = Timer(0.3, asks)
        asking.start()
        assert run(desk_of(sqlite_store), [a_job("b")]) == 0
        asking.join()
    assert written(sqlite_store, "b") == 0


def once(store: Store, *deeds: Sequence[Fault] | Exception) -> int:
    """Do each of these once."""

    def job(at: int, end: Sequence[Fault] | Exception) -> Job:
        def deed(given: Round) -> Sequence[Fault]:
            write(given.store, str(at))
            if isinstance(end, Exception):
                raise end
            return end

        return Job(name=str(at), every=OFTEN, deed=deed)

    jobs = [job(at, end) for at, end in enumerate(deeds)]
    return run(desk_of(store), jobs, once=True, pace=FAST)


def test_once_is_once_and_gives_the_lead_back(store: Store) -> None:
    assert once(store, (), ()) == 0
    assert [written(store, "0"), written(store, "1")] == [1, 1]
    with store.reading() as session:
        assert leases.current(session, NAME) is None
        beats = {each.job for each in heartbeats.every(session)}
    assert beats == {"engine", "0", "1"}
    assert once(store) == 0  # nothing to collect is no mistake


def test_once_the_watchdog_leaves_alone_who_is_done(sqlite_store: Store) -> None:
    with engine(sqlite_store.name, "once") as process:
        _, complained = process.communicate(timeout=LATE)
    assert (process.returncode, complained) == (0, b"")
    assert written(sqlite_store, "a") == 1


@pytest.mark.parametrize(
    ("end", "code"),
    [
        pytest.param((Fault.UNAVAILABLE,), PART, id="a source failed"),
        pytest.param(StoreError("locked"), STORE, id="the store failed"),
    ],
)
def test_once_says_how_it_ended_and_does_the_rest(
    sqlite_store: Store, end: Sequence[Fault] | Exception, code: int
) -> None:
    assert once(sqlite_store, end, ()) == code
    assert written(sqlite_store, "1") == 1


def test_a_job_whose_lead_is_lost_writes_nothing(sqlite_store: Store) -> None:
    def deed(given: Round) -> Sequence[Fault]:
        with sqlite_store.begin() as session:
            there = leases.current(session, NAME)
            assert there
            leases.release(session, there)
        write(given.store, "a")
        return ()

    jobs = [Job(name="a", every=OFTEN, deed=deed)]
    with pytest.raises(LeaseLost, match=ANOTHER):
        run(desk_of(sqlite_store), jobs, pace=FAST)
    assert written(sqlite_store, "a") == 0


def test_a_moment_is_only_for_a_single_run(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'earshot.db'}"
    said = earshot("--store", url, "engine", "--as-of", "2026-11-02T10:00:00Z")
    found = "'2026-11-02T10:00:00Z', wanted --once before it"
    assert said == (2, "", f"earshot: --as-of: found {found}\n")

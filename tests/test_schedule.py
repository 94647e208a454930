"""Deeds are done in turns, and the watchdog hears which of them say nothing."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from apscheduler.jobstores.memory import MemoryJobStore

from app.exits import PART, STORE, UNEXPECTED
from app.once import Once
from app.schedule import Schedule
from app.watchdog import STEP, Watchdog
from domain.errors import StoreError
from domain.source import Fault

RARELY = timedelta(hours=1)
LATE = 30.0


def nobody(job: str, error: BaseException) -> None:
    pytest.fail(f"{job}: {error}")


@contextmanager
def schedule(
    failed: Callable[[str, BaseException], object] = nobody,
    **deeds: Callable[[], object],
) -> Iterator[Schedule]:
    running = Schedule(
        {name: (RARELY, deed) for name, deed in deeds.items()}, failed=failed
    )
    try:
        yield running
    finally:
        running.end()
    assert not running._scheduler.running


def test_every_job_stands_as_it_must_not_by_the_librarys_defaults() -> None:
    with schedule(one=lambda: None, two=lambda: None) as running:
        scheduler: Any = running._scheduler
        found = {
            job.id: (job.coalesce, job.max_instances, job.misfire_grace_time)
            for job in scheduler.get_jobs()
        }
        assert found == dict.fromkeys(("one", "two"), (True, 1, None))
        assert {job.trigger.interval for job in scheduler.get_jobs()} == {RARELY}
        assert str(scheduler.timezone) == "UTC"
        assert isinstance(scheduler._lookup_jobstore("default"), MemoryJobStore)
        assert scheduler._executors["default"]._pool._max_workers == 2


def test_the_first_tick_comes_at_once_and_one_deed_waits_for_no_other() -> None:
    meet = Barrier(3)
    with schedule(one=meet.wait, two=meet.wait):
        meet.wait(LATE)


def test_a_tick_is_made_up_for_when_the_clock_was_set_back() -> None:
    rounds = [Event(), Event()]
    waiting = iter(rounds)
    with schedule(one=lambda: next(waiting).set()) as running:
        assert rounds[0].wait(LATE)
        assert not rounds[1].is_set()
        running.tick()
        assert rounds[1].wait(LATE)


def test_a_deed_that_fails_is_told_once_and_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told: list[tuple[str, str]] = []
    heard, done = Event(), Event()

    def fail() -> None:
        raise ValueError("words of a stranger")

    def failed(job: str, error: BaseException) -> None:
        told.append((job, repr(error)))
        heard.set()

    with caplog.at_level(logging.DEBUG), schedule(failed, bad=fail, good=done.set):
        assert heard.wait(LATE)
        assert done.wait(LATE)
    assert told == [("bad", "ValueError('words of a stranger')")]
    assert "words of a stranger" not in caplog.text


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        pytest.param([()], 0, id="all well"),
        pytest.param([(), (Fault.UNAVAILABLE,)], PART, id="a source failed"),
        pytest.param([StoreError("locked"), (Fault.UNAVAILABLE,)], STORE, id="store"),
        pytest.param([StoreError("locked"), ValueError("x"), ()], UNEXPECTED, id="bug"),
    ],
)
def test_once_ends_with_the_worst_of_its_ends(ends: list[Any], code: int) -> None:
    codes: list[int] = []
    told: list[str] = []

    def deed(end: Any) -> Any:
        if isinstance(end, Exception):
            raise end
        return end

    once = Once(
        {str(at): lambda end=end: deed(end) for at, end in enumerate(ends)},  # type: ignore[misc]
        failed=lambda job, error: told.append(f"{job} {error}"),
        done=codes.append,
    )
    once.end()
    assert codes == [code]
    wrong = [f"{at} {end}" for at, end in enumerate(ends) if isinstance(end, Exception)]
    assert told == wrong


def test_once_does_all_side_by_side() -> None:
    meet = Barrier(3)

    def deed() -> tuple[Fault, ...]:
        meet.wait(LATE)
        return ()

    once = Once({"one": deed, "two": deed}, failed=nobody, done=lambda _code: None)
    meet.wait(LATE)
    once.end()


def test_a_job_that_gives_no_sign_is_heard_of() -> None:
    now = [100.0]
    dog = Watchdog({"quick": 5, "slow": 50}, clock=lambda: now[0])
    heard: list[list[str]] = []
    for _ in range(4):
        now[0] += 2
        heard.append(dog.silent())
    assert heard == [[], [], ["quick"], ["quick"]]
    dog.hear("quick")
    assert dog.silent() == []


def test_a_job_that_has_done_its_part_may_be_silent() -> None:
    now = [100.0]
    dog = Watchdog({"one": 1, "two": 1}, clock=lambda: now[0])
    dog.forget("one")
    now[0] += 2
    assert dog.silent() == ["two"]


def test_who_was_stopped_does_not_find_its_jobs_dead() -> None:
    now = [100.0]
    dog = Watchdog({"quick": STEP + 1}, clock=lambda: now[0])
    now[0] += 3600
    assert dog.silent() == []
    now[0] += 2
    assert dog.silent() == ["quick"]

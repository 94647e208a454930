"""The engine's process: it leads, lets the jobs work, watches them, and ends cleanly.

The main thread does nothing that can hang for long. Nobody puts an end to the process
from outside: whoever wants its end puts an exit code into one queue.
"""

import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, Protocol

import typer

from app import processes
from app.exits import PART, RUNNING, UNEXPECTED
from app.jobs import Job, Round
from app.lead import Lead, another
from app.once import Once
from app.schedule import Schedule
from app.watchdog import Watchdog
from domain.clock import utc_now
from domain.errors import LeaseLost, StoreError
from domain.source import Fault
from services.failing import forgiven
from store import Store, heartbeats

if TYPE_CHECKING:
    from app.wiring import Desk

log = logging.getLogger(__name__)

DAYS = 40
"""Days of figures laid out in one round: about a second of work for a busy shop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast an engine lives, in seconds; tests live faster.

    ``lease`` is for how long it leads without a sign, ``renew`` how often it gives
    one, ``look`` how often the jobs are looked at. A job may be silent for
    ``patience``, or three times its span. ``grace`` is what the jobs have to end, less
    than ``processes.GRACE``.
    """

    lease: float = 15.0
    renew: float = 5.0
    look: float = 1.0
    patience: float = 300.0
    grace: float = 7.0


class Wish(NamedTuple):
    """Somebody wants the end, with this exit code, since then (monotonic)."""

    code: int
    at: float


class Wishes:
    """Takes wishes to end, also from the handler of a signal."""

    def __init__(self) -> None:
        # Not an Event: its lock is not for handlers of signals.
        self._queue: SimpleQueue[Wish] = SimpleQueue()

    def put(self, code: int) -> None:
        """Wish for the end."""
        self._queue.put(Wish(code, monotonic()))

    def get(self, seconds: float) -> Wish | None:
        """Wait for a wish; None when there was none."""
        try:
            return self._queue.get(timeout=seconds)
        except Empty:
            return None

    def wait(self, seconds: float) -> bool:
        """Wait for a wish and leave it there; tell whether there is one."""
        wish = self.get(seconds)
        if wish:
            self._queue.put(wish)
        return wish is not None


class Work(Protocol):
    """The jobs at work."""

    def is_alive(self) -> bool:
        """Tell whether the work goes on by itself."""

    def tick(self) -> None:
        """Let every job run now."""

    def end(self) -> None:
        """Wait until all that is being done has ended."""


def run(
    desk: "Desk",
    jobs: Sequence[Job],
    *,
    once: bool = False,
    lifeline: bool = False,
    leads: Callable[[], object] = lambda: None,
    pace: Pace = Pace(),
) -> int:
    """Lead, and let the jobs work until somebody wants the end; return the exit code.

    ``once`` lets each job run once. ``lifeline`` says to end when standard input does.
    ``leads`` is called when the work begins. Raises LeaseLost when another engine is
    at work, StoreError when the store cannot be used. A process whose jobs do not
    listen is ended from within: with 1 by the watchdog, else when ``grace`` is over.
    """
    wishes = Wishes()
    asked = partial(wishes.put, PART if once else 0)
    with processes.asked_to_end(asked):
        if lifeline:
            processes.hold_on(asked)
        lead = Lead(store=desk.store, ttl=timedelta(seconds=pace.lease))
        if not lead.take(wait=wishes.wait):
            if wish := wishes.get(0):
                return wish.code
            raise another()
        leads()
        code = _work(lead, [_pulse(desk), *jobs], wishes, once=once, pace=pace)
    if code == RUNNING:
        raise another()
    return code


def _pulse(desk: "Desk") -> Job:
    """Return the job of the engine itself: to keep the days of the figures laid out.

    It also shows that there are rounds at all.
    """

    def keep(given: Round) -> Sequence[Fault]:
        from services.days import fill_all

        fill_all(given.store, now=utc_now(), most=DAYS, stop=given.stop)
        return ()

    return Job(name="engine", every=desk.settings.engine.every, deed=keep)


def _work(
    lead: Lead, jobs: Sequence[Job], wishes: Wishes, *, once: bool, pace: Pace
) -> int:
    """Let the jobs work until the end; return the exit code."""
    dog = Watchdog(
        {each.name: max(pace.patience, 3 * each.every.total_seconds()) for each in jobs}
    )
    done = dog.forget if once else dog.hear
    store = lead.store.guarded(lead.check)
    if not once:
        forgiven(store)
    rounds = _Rounds(store, Event(), dog, done, wishes)
    work = _begin(rounds, jobs, wishes, once=once)
    wish = _steer(lead, work, dog, wishes, pace)
    rounds.stop.set()
    _end(work, lead, wish.code, late=wish.at + pace.grace)
    return wish.code


def _begin(
    rounds: "_Rounds", jobs: Sequence[Job], wishes: Wishes, *, once: bool
) -> Work:
    deeds: Mapping[str, Callable[[], Sequence[Fault]]] = {
        each.name: partial(rounds.do, each) for each in jobs
    }
    if once:
        return Once(deeds, failed=_failed, done=wishes.put)
    ticks = {each.name: (each.every, deeds[each.name]) for each in jobs}
    return Schedule(ticks, failed=_failed)


def _failed(job: str, error: BaseException) -> None:
    """Log that a job failed, without words of strangers: the next round goes on."""
    log.error("job failed", extra={"job": job}, exc_info=error)


@dataclass(frozen=True, slots=True)
class _Rounds:
    """Lets a job run, with all that belongs to it."""

    store: Store
    stop: Event
    dog: Watchdog
    done: Callable[[str], object]
    wishes: Wishes

    def do(self, job: Job) -> Sequence[Fault]:
        """Do one round of a job; a lead that is lost is the end of the engine."""
        beat = partial(self.dog.hear, job.name)
        beat()
        try:
            faults = job.deed(Round(store=self.store, stop=self.stop.is_set, beat=beat))
            with self.store.begin() as session:
                heartbeats.beat(session, job.name, now=utc_now(), every=job.every)
        except LeaseLost:
            self.wishes.put(RUNNING)
            return ()
        finally:
            self.done(job.name)
        return faults


def _steer(lead: Lead, work: Work, dog: Watchdog, wishes: Wishes, pace: Pace) -> Wish:
    """Renew the lead and watch the jobs, until somebody wants the end."""
    renewal, before = monotonic() + pace.renew, utc_now()
    while not (wish := wishes.get(pace.look)):
        if not work.is_alive():
            _die("the scheduler has stopped")
        for job in dog.silent():
            _die("a job gives no sign", job=job)
        if monotonic() >= renewal:
            _renew(lead, wishes)
            renewal = monotonic() + pace.renew
        if (now := utc_now()) < before:
            work.tick()  # it would wait until the clock has caught up
        before = now
    return wish


def _renew(lead: Lead, wishes: Wishes) -> None:
    try:
        lead.renew()
    except LeaseLost:
        wishes.put(RUNNING)
    except StoreError as error:  # it may come back, and nobody can take our place
        log.warning("lead not renewed", exc_info=error)


def _die(why: str, **extra: str) -> None:
    """End a process that only seems to be alive."""
    log.critical("engine ended: %s", why, extra=extra)
    os._exit(UNEXPECTED)


def _end(work: Work, lead: Lead, code: int, *, late: float) -> None:
    """Let the jobs end and give the lead back; be gone when it is ``late``."""
    ending = Thread(target=_finish, args=(work, lead), daemon=True)
    ending.start()
    ending.join(max(0.0, late - monotonic()))
    if not ending.is_alive():
        return
    # Python would wait for the threads. What they were doing is taken up again.
    if code == RUNNING:
        typer.echo(f"earshot: {another()}", err=True)
    else:
        log.warning("engine ended: a job was cut off")
    sys.stdout.flush()
    os._exit(code)


def _finish(work: Work, lead: Lead) -> None:
    work.end()
    try:
        lead.release()
    except StoreError as error:
        log.warning("lead not given back", exc_info=error)

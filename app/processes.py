"""Children that live and die together: whoever ends first ends the others.

Each has a session of its own, so that one Ctrl+C is one signal, and a pipe as standard
input that breaks when this process is killed: no child outlives it.
"""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from time import monotonic

LIFELINE = "--lifeline"
"""Argument that tells a child to end when its standard input does."""

GRACE = 8.0
"""Seconds that the children have together to end when asked to."""

START = 60.0
"""Seconds until children that are not ready are given up."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How the end came by itself, in words; ``status`` is how a child ended."""

    said: str
    status: int | None = None


Ends = SimpleQueue[Ended | None]
"""How the end came; None when somebody asked us to end.

A SimpleQueue, because a signal's handler may put into it at any moment.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A program to run, with its whole environment."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)


def run(
    children: Sequence[Child],
    *,
    ready: Callable[[], bool],
    announce: Callable[[], object],
) -> Ended | None:
    """Run the children until one of them ends or somebody ends us; end them all.

    ``announce`` is called once, when ``ready`` first says so. Returns which child
    ended by itself, or None after SIGINT, SIGTERM or SIGHUP.
    """
    ends: Ends = SimpleQueue()
    running: list[_Running] = []
    with asked_to_end(lambda: ends.put(None)):
        try:
            for child in children:  # one by one: what is started must be ended
                running.append(_start(child, ends))  # noqa: PERF401
            return _watch(ends, ready, announce)
        finally:
            _end(running)


@contextmanager
def asked_to_end(told: Callable[[], object]) -> Iterator[None]:
    """Let a request to end be ``told`` instead of arriving in the middle of things.

    It is told amid whatever the main thread does: it must not wait for a lock.
    """
    asked = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {each: signal.signal(each, lambda *_: told()) for each in asked}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def hold_on(told: Callable[[], object]) -> None:
    """Let the end of standard input be ``told``: our starter is gone."""

    def wait() -> None:
        # Not sys.stdin: a daemon thread inside its lock aborts the interpreter at exit.
        while os.read(0, 1024):
            pass
        told()

    threading.Thread(target=wait, daemon=True).start()


@dataclass(frozen=True, slots=True)
class _Running:
    """A started child, and the thread that waits for its end."""

    process: subprocess.Popen[bytes]
    waiting: threading.Thread


def _start(child: Child, ends: Ends) -> _Running:
    process = subprocess.Popen(  # noqa: S603
        child.command,
        stdin=subprocess.PIPE,
        env=child.environment,
        start_new_session=True,
    )

    def wait() -> None:
        status = process.wait()
        ends.put(Ended(f"{child.name} ended with {status}", status))

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    return _Running(process, waiting)


def _watch(
    ends: Ends, ready: Callable[[], bool], announce: Callable[[], object]
) -> Ended | None:
    late = monotonic() + START
    while not ready():
        try:
            return ends.get(timeout=0.1)
        except Empty:
            if monotonic() > late:
                return Ended(f"nothing answered within {START:.0f} s")
    announce()
    return ends.get()


def _end(running: Sequence[_Running]) -> None:
    """Ask all to end, at once; kill who has not when the grace is over."""
    late = monotonic() + GRACE
    for child in running:
        child.process.terminate()
    for child in running:
        child.waiting.join(max(0.0, late - monotonic()))
        if child.waiting.is_alive():
            child.process.kill()
            child.waiting.join()
        if child.process.stdin:
            child.process.stdin.close()

"""Children that live and die together: whoever ends first ends the others.

Each has a session of its own, so that one Ctrl+C is one signal, and a pipe as standard
input that breaks when this process is killed: no child outlives it.
"""

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

Ends = SimpleQueue[str | None]
"""Who ended and how, in words; None when somebody asked us to end.

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
) -> str | None:
    """Run the children until one of them ends or somebody ends us; end them all.

    ``announce`` is called once, when ``ready`` first says so. Returns in words which
    child ended by itself, or None after SIGINT, SIGTERM or SIGHUP.
    """
    ends: Ends = SimpleQueue()
    running: list[_Running] = []
    with _signals(ends):
        try:
            for child in children:  # one by one: what is started must be ended
                running.append(_start(child, ends))  # noqa: PERF401
            return _watch(ends, ready, announce)
        finally:
            _end(running)


@contextmanager
def _signals(ends: Ends) -> Iterator[None]:
    """Let a request to end arrive in ``ends`` instead of in the middle of things."""
    asked = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {each: signal.signal(each, lambda *_: ends.put(None)) for each in asked}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


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
        ends.put(f"{child.name} ended with {process.wait()}")

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    return _Running(process, waiting)


def _watch(
    ends: Ends, ready: Callable[[], bool], announce: Callable[[], object]
) -> str | None:
    late = monotonic() + START
    while not ready():
        try:
            return ends.get(timeout=0.1)
        except Empty:
            if monotonic() > late:
                return f"nothing answered within {START:.0f} s"
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

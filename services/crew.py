"""Processes that judge: texts in, judgements out, and nothing else in between.

Each has one batch at a time, so that neither end of a pipe ever waits for the other to
read. A process whose pipe breaks ends: none outlives the one that started it.
"""

import signal
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING, Protocol, TypeVar

from domain.errors import EarshotError
from domain.judgement import Judgement
from sentiment import Model, Text, engine
from services.judging import judge

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    Line = Connection[Sequence[Text], list[Judgement]]
    OtherEnd = Connection[list[Judgement], Sequence[Text]]

GRACE = 5.0
"""Seconds that a process has to end by itself."""


class Batch(Protocol):
    """Anything whose texts are judged together."""

    @property
    def texts(self) -> Sequence[Text]:
        """The texts, in the order in which they are answered."""


Some = TypeVar("Some", bound=Batch)


@contextmanager
def crew(name: str, model: Model | None, *, jobs: int) -> "Iterator[list[Line]]":
    """Start processes that judge by this engine; return a line to each."""
    context = get_context("spawn")
    lines, workers = [], []
    with _deaf():
        for _ in range(jobs):
            ours, theirs = context.Pipe()
            worker = context.Process(
                target=_work, args=(theirs, name, model), daemon=True
            )
            worker.start()
            theirs.close()
            lines.append(ours)
            workers.append(worker)
    try:
        yield lines
    finally:
        for line in lines:
            line.close()
        for worker in workers:
            worker.join(GRACE)
            worker.kill()


def judged(
    batches: Iterator[Some], lines: "Sequence[Line]"
) -> Iterator[tuple[Some, list[Judgement]]]:
    """Yield each batch with its judgements, in the order of the batches.

    No more of them are taken than there are lines. Raises EarshotError when a process
    died.
    """
    busy: deque[tuple[Line, Some]] = deque()
    for line in lines:
        _hand_on(line, batches, busy)
    while busy:
        line, batch = busy.popleft()
        try:
            found = line.recv()
        except (EOFError, OSError) as error:
            raise _gone() from error
        _hand_on(line, batches, busy)
        yield batch, found


def _hand_on(
    line: "Line", batches: Iterator[Some], busy: "deque[tuple[Line, Some]]"
) -> None:
    batch = next(batches, None)
    if batch is None:
        return
    try:
        line.send(batch.texts)
    except OSError as error:
        raise _gone() from error
    busy.append((line, batch))


def _gone() -> EarshotError:
    return EarshotError(
        "rescore: found a process that judges gone, wanted more memory, or --jobs 1;"
        " what was judged before is kept"
    )


def _work(line: "OtherEnd", name: str, model: Model | None) -> None:
    """Judge what comes, until nothing comes any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the one who started us
    judging = engine(name, model)
    while True:
        try:
            texts = line.recv()
        except (EOFError, OSError):
            return
        try:
            line.send(judge(judging, texts))
        except OSError:
            return


@contextmanager
def _deaf() -> Iterator[None]:
    """Start processes that ignore Ctrl+C from their first moment on."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)

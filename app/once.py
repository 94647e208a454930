"""Every deed once, side by side: one that hangs holds up no other."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Thread

from app.exits import PART, STORE, UNEXPECTED
from app.schedule import Failed
from domain.errors import StoreError
from domain.source import Fault

WORST = (UNEXPECTED, STORE, PART, 0)
"""Of several ends the first of these is told."""


class Once:
    """Does deeds once, each in a thread of its own."""

    def __init__(
        self,
        deeds: Mapping[str, Callable[[], Sequence[Fault]]],
        *,
        failed: Failed,
        done: Callable[[int], object],
    ) -> None:
        """Begin; ``done`` is called with the exit code when all have ended."""
        self._threads = ThreadPoolExecutor(max_workers=len(deeds))
        begun = {name: self._threads.submit(deed) for name, deed in deeds.items()}

        def wait() -> None:
            codes = [_code(name, each, failed) for name, each in begun.items()]
            done(min(codes, key=WORST.index))

        self._waiting = Thread(target=wait)
        self._waiting.start()

    def is_alive(self) -> bool:
        """Nothing is planned, so nothing can stop ticking."""
        return True

    def tick(self) -> None:
        """Do nothing: what there is to do is being done."""

    def end(self) -> None:
        """Wait until what is being done has ended."""
        self._threads.shutdown(wait=True)
        self._waiting.join()


def _code(name: str, deed: Future[Sequence[Fault]], failed: Failed) -> int:
    """Wait for a deed; return the exit code that says how it ended."""
    error = deed.exception()
    if error is not None:
        failed(name, error)
        return STORE if isinstance(error, StoreError) else UNEXPECTED
    return PART if deed.result() else 0

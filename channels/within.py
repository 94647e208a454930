"""An end to a wait that a library sets none to: what takes too long is left behind."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

from domain.errors import FAILURES, ConfigError

T = TypeVar("T")


def within(seconds: float, deed: Callable[[], T], *, late: T) -> T:
    """Return what ``deed`` returns, or ``late`` when that takes longer.

    What is left behind ends by itself, and its result is dropped. Of what ``deed``
    raises, FAILURES, OSError and ConfigError are raised here.
    """
    said: SimpleQueue[tuple[T, None] | tuple[None, Exception]] = SimpleQueue()

    def do() -> None:
        try:
            said.put((deed(), None))
        except (*FAILURES, OSError, ConfigError) as error:
            said.put((None, error))

    Thread(target=do, daemon=True).start()
    try:
        result, error = said.get(timeout=seconds)
    except Empty:
        return late
    if error is not None:
        raise error
    return result  # type: ignore[return-value]  # it is there when no error is

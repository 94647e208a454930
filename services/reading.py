"""One network with all that reading it takes, and what a run of reading brought."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from collectors import Collector
from domain.clock import Clock
from domain.source import Fault
from sentiment import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One network with all that reading it takes.

    Each stream is read every ``every``; ``monthly_usd`` is what it may cost a month
    of UTC (None: it costs nothing). ``chance`` gives numbers from 0 to 1. ``stop``
    is asked between pages, ``beat`` told that all goes on.
    """

    collector: Collector
    engine: Engine
    clock: Clock
    every: timedelta
    monthly_usd: float | None = None
    chance: Callable[[], float]
    stop: Callable[[], bool] = lambda: False
    beat: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectRun:
    """What one run brought. ``faults`` are the failures met, in the order they came."""

    network: str
    pages: int = 0
    posts: int = 0
    new: int = 0
    faults: tuple[Fault, ...] = ()

    def __add__(self, other: "CollectRun") -> "CollectRun":
        """Add up two parts of a run."""
        return CollectRun(
            network=self.network,
            pages=self.pages + other.pages,
            posts=self.posts + other.posts,
            new=self.new + other.new,
            faults=(*self.faults, *other.faults),
        )

"""The watchdog's ear: which jobs have given no sign for too long.

Time counts only while the watchdog itself runs. A machine that slept, or a process
that was stopped, must not find all its jobs dead when it wakes.
"""

from collections.abc import Callable, Mapping
from math import inf
from time import monotonic

STEP = 3.0
"""Seconds that pass at most between two looks; the rest we were not there."""


class Watchdog:
    """Hears the signs of jobs, from any thread."""

    def __init__(
        self, patience: Mapping[str, float], *, clock: Callable[[], float] = monotonic
    ) -> None:
        """Take for each job the seconds that it may be silent."""
        self._patience = dict(patience)
        self._clock = clock
        self._lived = 0.0
        self._looked = clock()
        self._heard = dict.fromkeys(self._patience, 0.0)

    def hear(self, job: str) -> None:
        """Note that a job is alive."""
        self._heard[job] = self._lived

    def forget(self, job: str) -> None:
        """Note that a job has done all it is here for."""
        self._patience[job] = inf

    def silent(self) -> list[str]:
        """Name the jobs that have been silent for too long."""
        now = self._clock()
        self._lived += min(now - self._looked, STEP)
        self._looked = now
        return [
            job
            for job, patience in self._patience.items()
            if self._lived - self._heard[job] > patience
        ]

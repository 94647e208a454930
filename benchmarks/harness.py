"""How things are measured: side by side, in turns, and told as ratios.

On a shared machine no figure means much alone. So contenders take turns within one
run, the order reversed each round, and a ratio is the median of those of the rounds.
"""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any, NamedTuple

from domain.errors import EarshotError

Tell = Callable[[str], None]
"""Hears how far a measurement is."""


class BenchError(EarshotError):
    """What was to be measured does not do what its peer does; no figure is given."""


class Spread(NamedTuple):
    """The repetitions of one measurement, in seconds each, or ratios."""

    least: float
    median: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Sum up at least one value."""
        return cls(min(values), median(values), max(values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """One way to do the work: ``run`` is measured, ``ready`` makes what it is handed.

    ``ready`` is given the number of the round, from 0.
    """

    name: str
    run: Callable[[Any], object]
    ready: Callable[[int], object] = lambda number: number


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What one contender took in each round: seconds by the clock and of the CPU.

    CPU is that of this process with all its threads.
    """

    name: str
    wall: tuple[float, ...]
    cpu: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the report. ``n`` things were done in each of the rounds.

    ``ratio`` is how many times as fast as the peer we were, in CPU time, ``wall_ratio``
    by the clock; ``wanted`` is the least ratio that is good enough, ``aim`` the one we
    hope for. Without a peer the ratio is what the notes say. ``load`` is how busy the
    machine was in the minute before the row and in its last one.
    """

    name: str
    n: int
    ours: Measurement
    peer: Measurement | None = None
    ratio: Spread | None = None
    wall_ratio: Spread | None = None
    wanted: float | None = None
    aim: float | None = None
    notes: tuple[str, ...] = ()
    load: tuple[float, float] = (0.0, 0.0)

    @property
    def fine(self) -> bool | None:
        """Tell whether the ratio is good enough; None where nothing is wanted."""
        if self.wanted is None or self.ratio is None:
            return None
        return self.ratio.median >= self.wanted


def take_turns(
    contenders: Sequence[Contender], *, rounds: int, tell: Tell, title: str
) -> list[Measurement]:
    """Let each contender run once in each round; return their times in order."""
    wall: dict[str, list[float]] = {each.name: [] for each in contenders}
    cpu: dict[str, list[float]] = {each.name: [] for each in contenders}
    for number in range(rounds):
        for each in contenders[:: -1 if number % 2 else 1]:
            given = each.ready(number)
            took = timed(partial(each.run, given))
            wall[each.name].append(took.wall)
            cpu[each.name].append(took.cpu)
        if (number + 1) % max(rounds // 5, 1) == 0:
            tell(f"{title}: round {number + 1} of {rounds}")
    return [
        Measurement(name=name, wall=tuple(wall[name]), cpu=tuple(cpu[name]))
        for name in wall
    ]


class Took(NamedTuple):
    """Seconds by the clock and of the CPU."""

    wall: float
    cpu: float


def timed(run: Callable[[], object]) -> Took:
    """Run once, without the garbage of whoever ran before."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    return Took(time.perf_counter() - wall, time.process_time() - cpu)


def compared(
    name: str,
    ours: Measurement,
    peer: Measurement,
    *,
    n: int,
    wanted: float | None = None,
    aim: float | None = None,
    notes: Sequence[str] = (),
) -> Line:
    """Set one measurement against another, round by round."""
    return Line(
        name=name,
        n=n,
        ours=ours,
        peer=peer,
        ratio=Spread.of(_ratios(ours.cpu, peer.cpu)),
        wall_ratio=Spread.of(_ratios(ours.wall, peer.wall)),
        wanted=wanted,
        aim=aim,
        notes=tuple(notes),
    )


def _ratios(ours: Sequence[float], peer: Sequence[float]) -> list[float]:
    return [theirs / mine for mine, theirs in zip(ours, peer, strict=True)]

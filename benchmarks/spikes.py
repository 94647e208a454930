"""The row ``spikes``: the spike rule on made-up complaints, false alarms and finds.

Complaints arrive by chance or in bursts, evenly or by day. The rule is asked after each
of them, which is worse than any clock: a window that slides is at its fullest then.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import fmean

import numpy as np
import numpy.typing as npt

from alerts.spike import HOUR, LEAST, WINDOWS, Told, Usual, learn, past, spike
from benchmarks.harness import Line, Measurement, Spread, Tell, timed

ROWS = 200
"""Days of each history, after those in which the rule learns."""

LEARNING = 14
FIRST = datetime(2026, 1, 5, tzinfo=UTC)
RATES = (5, 20, 100)
KINDS = ("Poisson", "bursty")
PROFILES = ("even", "4 x by day")
SEEDS = 5
EXTRA = (10, 15, 30)
WITHIN = (1, 3, 6)
SPREAD = 6
"""Hours over which extra complaints come."""

TRIALS = {5: 120, 20: 40, 100: 30}
"""Spikes of each size that are put into each history of so many a day."""

BUDGET = 1.0
_SPANS = tuple(each / HOUR for each in WINDOWS)

Moments = Sequence[float]
"""Hours since ``FIRST``, ascending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One kind of history: complaints a day, how they come, when they come."""

    rate: int
    kind: str
    profile: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the rule did with one history.

    ``alarms`` are false ones in 30 days, ``early`` those while it learnt. ``shares``
    are the extra complaints found, by size and then by hours.
    """

    alarms: float
    early: int
    shares: tuple[tuple[float, ...], ...]


class History:
    """Complaints of one history, and what the rule learns of them day by day."""

    def __init__(self, moments: Moments) -> None:
        self.moments = moments
        self._known: dict[datetime, Usual] = {}
        self._counts: dict[datetime, int] = {}
        for each in moments:
            hour = FIRST + int(each) * HOUR
            self._counts[hour] = self._counts.get(hour, 0) + 1

    def usual(self, now: datetime) -> Usual:
        """Return what is usual at ``now``; it changes at midnight alone."""
        since, until = past(now)
        if until not in self._known:
            begun = max(since, FIRST)
            counts = {
                hour: count
                for hour, count in self._counts.items()
                if begun <= hour < until
            }
            self._known[until] = learn(counts, since=min(begun, until), until=until)
        return self._known[until]

    def alarms(self, moments: Moments, *, since: float = 0.0) -> Iterator[float]:
        """Yield when the rule cries, asked at each of ``moments`` from ``since`` on."""
        told: Told | None = None
        for number in range(bisect_left(moments, since), len(moments)):
            at = moments[number]
            counts = [number + 1 - bisect_left(moments, at - each) for each in _SPANS]
            if counts[-1] < LEAST:
                continue
            now = FIRST + timedelta(hours=at)
            if spike(self.usual(now), counts, now=now, told=told):
                told = Told(now, counts)
                yield at


def measure(rows: int, *, folder: Path, tell: Tell) -> list[Line]:  # noqa: ARG001
    """Try every kind of history over ``rows`` days; the ratio is budget to alarms."""
    lines = []
    for rate in RATES:
        for kind in KINDS:
            for profile in PROFILES:
                cell = Cell(rate=rate, kind=kind, profile=profile)
                lines.append(line(cell, rows))
                tell(f"spikes: {lines[-1].name}: {lines[-1].notes[0]}")
    return lines


def line(cell: Cell, days: int) -> Line:
    """Try one kind of history with every seed."""
    found: list[Found] = []
    took = [
        timed(partial(_try, found, cell, days=days, seed=seed)) for seed in range(SEEDS)
    ]
    wall, cpu = zip(*took, strict=True)
    alarms = [each.alarms for each in found]
    middle = fmean(alarms)
    note = (
        f"false alarms in 30 days {middle:.2f} ({min(alarms):.2f}-{max(alarms):.2f}),"
        f" while learning {sum(each.early for each in found)} in {SEEDS} x {LEARNING}"
        " days"
    )
    return Line(
        name=f"spikes, {cell.rate} a day, {cell.kind}, {cell.profile}",
        n=days,
        ours=Measurement(name="alerts.spike", wall=wall, cpu=cpu),
        ratio=Spread(*[BUDGET / max(each, 0.01) for each in _worst(alarms, middle)]),
        wanted=1.0,
        notes=(note, *(_shares(found, number) for number in range(len(EXTRA)))),
    )


def _try(into: list[Found], cell: Cell, *, days: int, seed: int) -> None:
    into.append(tried(cell, days=days, seed=seed))


def _worst(alarms: Sequence[float], middle: float) -> tuple[float, float, float]:
    """Order alarms as ratios are: the worst first. What is wanted is of their mean."""
    return max(alarms), middle, min(alarms)


def _shares(found: Sequence[Found], number: int) -> str:
    shares = zip(*(each.shares[number] for each in found), strict=True)
    told = ", ".join(
        f"{100 * fmean(each):.0f} % within {hours} h"
        for hours, each in zip(WITHIN, shares, strict=True)
    )
    return f"of {EXTRA[number]} extra in {SPREAD} h found {told}"


def tried(cell: Cell, *, days: int, seed: int) -> Found:
    """Make up a history and let the rule hear it, then spikes put into it."""
    chance = np.random.default_rng(
        [seed, cell.rate, KINDS.index(cell.kind), PROFILES.index(cell.profile)]
    )
    history = History(arrivals(cell, days=days + LEARNING, chance=chance))
    alarms = list(history.alarms(history.moments))
    late = [each for each in alarms if each >= LEARNING * 24]
    return Found(
        alarms=len(late) * 30 / days,
        early=len(alarms) - len(late),
        shares=tuple(_found(history, cell, each, days, chance) for each in EXTRA),
    )


def arrivals(cell: Cell, *, days: int, chance: np.random.Generator) -> Moments:
    """Make up when people complain; bursty: negative binomial, variance 2 x mean."""
    by_day = 4.0 if cell.profile == "4 x by day" else 1.0
    hours = np.array([by_day if 8 <= hour < 20 else 1.0 for hour in range(24)])
    means = np.tile(hours / hours.mean() * cell.rate / 24, days)
    if cell.kind == "bursty":
        means = chance.gamma(means, 1.0)
    counts = np.asarray(chance.poisson(means))
    at = np.repeat(np.arange(len(counts)), counts) + chance.random(int(counts.sum()))
    return _sorted(at)


def _sorted(at: npt.NDArray[np.float64]) -> Moments:
    return [float(each) for each in np.sort(at)]


def _found(
    history: History, cell: Cell, extra: int, days: int, chance: np.random.Generator
) -> tuple[float, ...]:
    """Return the shares of spikes of one size that are found within the hours."""
    last = (LEARNING + days - 1) * 24
    trials = max(TRIALS[cell.rate] * days // ROWS, 2)
    delays = [
        _delay(history, chance.uniform(min(70 * 24, last / 2), last), extra, chance)
        for _ in range(trials)
    ]
    return tuple(sum(each <= hours for each in delays) / trials for hours in WITHIN)


def _delay(
    history: History, start: float, extra: int, chance: np.random.Generator
) -> float:
    """Return after how many hours a spike is found; infinite when it is not."""
    usual = history.moments
    around = usual[bisect_left(usual, start - SPREAD) : bisect_right(usual, start + 6)]
    more = start + chance.random(extra) * SPREAD
    moments = _sorted(np.concatenate([around, more]))
    found = next(history.alarms(moments, since=start), None)
    return float("inf") if found is None else found - start

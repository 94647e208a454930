"""How well an engine does on labelled texts, with intervals; the engine is any.

Intervals hold 95 of 100 resamples of the texts (percentile bootstrap, Efron 1979).
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

RESAMPLES = 200
RECALL = 0.9

Measure = Callable[[Any, Any], float]


class Where(NamedTuple):
    """What is measured: some texts, a head, and by which name the figure goes."""

    data: str
    head: str
    name: str


class Figure(NamedTuple):
    """One figure in per cent, and between what it may as well be."""

    data: str
    head: str
    name: str
    n: int
    value: float
    low: float
    high: float


def figure(where: Where, measure: Measure, truth: Any, told: Any) -> Figure:
    """Measure once over all texts and again over resamples."""
    truth, told = np.asarray(truth), np.asarray(told)
    chance = np.random.default_rng(0)
    again = []
    for _ in range(RESAMPLES):
        some = chance.integers(0, len(truth), len(truth))
        again.append(measure(truth[some], told[some]))
    ends: Any = np.nanpercentile(again, [2.5, 97.5])
    in_per_cent = (100 * each for each in (measure(truth, told), *ends.tolist()))
    return Figure(*where, len(truth), *in_per_cent)


def f1(truth: Any, told: Any) -> float:
    """Return the mean over the classes of the harmonic mean of precision and recall."""
    return float(
        np.mean([one_f1(truth == each, told == each) for each in _kinds(truth)])
    )


def one_f1(truth: Any, told: Any) -> float:
    """Return the F1 of one class, given as yes or no."""
    hit = np.count_nonzero(truth & told)
    either = np.count_nonzero(truth) + np.count_nonzero(told)
    return float(2 * hit / max(either, 1))


def recall(truth: Any, told: Any) -> float:
    """Return the mean over the classes of the share of each that was found."""
    shares = [np.mean(told[truth == each] == each) for each in _kinds(truth)]
    return float(np.mean(shares))


def auc(truth: Any, scores: Any) -> float:
    """Return how often a yes has the higher score than a no (Mann & Whitney 1947)."""
    yes = truth.astype(bool)
    many, few = np.count_nonzero(yes), np.count_nonzero(~yes)
    if not many or not few:
        return float("nan")
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    return float((ranks[yes].sum() - many * (many + 1) / 2) / (many * few))


def precision_at_recall(truth: Any, scores: Any) -> float:
    """Return how many of those above the bar are right, when nine in ten are found.

    Texts of one score are above it together, or not at all.
    """
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order].astype(bool))
    if not len(hits) or not hits[-1]:
        return float("nan")
    bar = scores[order][np.searchsorted(hits, np.ceil(RECALL * hits[-1]))]
    above = scores >= bar
    return float(truth[above].astype(bool).mean())


def _kinds(truth: Any) -> Sequence[Any]:
    return list(np.unique(truth))

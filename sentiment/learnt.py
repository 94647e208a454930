"""Fits an engine's complaint score to people's words: two numbers and a threshold.

The order of the texts never changes by it, only from where on a score is a complaint.
"""

from collections.abc import Sequence
from math import ceil, exp, log1p
from typing import NamedTuple

from domain.learnt import calibrated, log_odds

ROUNDS = 50
HALVINGS = 30

RIDGE = 1.0
"""How strongly few labels leave a score what it is: so many labels' worth."""

_BARELY = 1e-6
"""The threshold lies this far below the last score that it must let in."""


class Fitted(NamedTuple):
    """What a probability is made of, and from which one on it is a complaint."""

    a: float
    b: float
    threshold: float


class _Point(NamedTuple):
    """One label: the log odds of its score, and the probability to aim at."""

    odds: float
    wanted: float


def fit(
    scores: Sequence[float], labels: Sequence[bool], *, recall: float
) -> Fitted | None:
    """Fit to labels of both kinds; None when the score says nothing of them.

    ``recall`` is the share of complaints to be found, below 1.
    """
    a, b = platt(scores, labels)
    if not a > 0:
        return None  # by it, the higher the score the less it were a complaint
    chances = [calibrated(each, a, b) for each in scores]
    return Fitted(a, b, _threshold(chances, labels, recall))


def platt(scores: Sequence[float], labels: Sequence[bool]) -> tuple[float, float]:
    """Return slope and shift on the log odds of scores, by Newton with a ridge.

    The ridge draws them to 1 and 0, so that few labels change little. What is aimed at
    is never quite 1 or 0, as in J. Platt, Probabilistic outputs for support vector
    machines (1999).
    """
    positives = sum(labels)
    yes = (positives + 1) / (positives + 2)
    no = 1 / (len(labels) - positives + 2)
    points = [
        _Point(log_odds(score), yes if label else no)
        for score, label in zip(scores, labels, strict=True)
    ]
    at = (1.0, 0.0)
    worth = _worth(points, at)
    for _ in range(ROUNDS):
        step = _step(points, at)
        if max(map(abs, step)) < 1e-9:
            break
        for halved in range(HALVINGS):  # a whole step may lead too far
            there = (at[0] - step[0] / 2**halved, at[1] - step[1] / 2**halved)
            if (after := _worth(points, there)) <= worth:
                at, worth = there, after
                break
        else:
            break
    return at


def _step(points: Sequence[_Point], at: tuple[float, float]) -> tuple[float, float]:
    """Return the step that Newton takes away: the slope over the curve."""
    a, b = at
    slope_a, slope_b = RIDGE * (a - 1), RIDGE * b
    aa, ab, bb = RIDGE, 0.0, RIDGE
    for odds, wanted in points:
        chance = _chance(a * odds + b)
        off, bend = chance - wanted, chance * (1 - chance)
        slope_a += off * odds
        slope_b += off
        aa += bend * odds * odds
        ab += bend * odds
        bb += bend
    whole = aa * bb - ab * ab  # above 0: the ridge sees to that
    return (
        (bb * slope_a - ab * slope_b) / whole,
        (aa * slope_b - ab * slope_a) / whole,
    )


def _worth(points: Sequence[_Point], at: tuple[float, float]) -> float:
    """Return what is to be small: the surprise, and how far the numbers were moved."""
    a, b = at
    moved = RIDGE / 2 * ((a - 1) ** 2 + b**2)
    return moved + sum(
        _softplus(a * odds + b) - wanted * (a * odds + b) for odds, wanted in points
    )


def _softplus(at: float) -> float:
    return max(at, 0.0) + log1p(exp(-abs(at)))


def _chance(at: float) -> float:
    return 1 / (1 + exp(-at)) if at >= 0 else exp(at) / (1 + exp(at))


def _threshold(
    chances: Sequence[float], labels: Sequence[bool], recall: float
) -> float:
    """Return what lets in the wanted share of complaints, of those to come as well.

    One more than there are is counted for that: the next one may lie below them all.
    """
    named = sorted(
        (each for each, is_one in zip(chances, labels, strict=True) if is_one),
        reverse=True,
    )
    wanted = min(ceil(recall * (len(named) + 1)), len(named))
    last = named[wanted - 1]
    below = max((each for each in chances if each < last), default=0.0)
    return last - min(_BARELY, (last - below) / 2)

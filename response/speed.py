"""How fast the brand answers, as statistics over the waits of many turns.

Who still waits counts too: an open wait is known to last at least as long as it did, so
leaving questions unanswered can never make a figure look better. Only
``median_of_answered_s`` is blind to them, and says so by its name.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

WINDOWS_S = (3_600, 14_400, 86_400)
"""The windows of ``within`` that a report gives, in seconds."""

MEDIAN = Fraction(1, 2)
P90 = Fraction(9, 10)

_CLOSE = 1e-9
"""How near two floats may be before exact numbers decide (their error is far below)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A turn's wait in whole seconds: until the reply, or so far when there is none."""

    seconds: int
    business_seconds: int
    answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """The figures of one kind of reply. All times are whole seconds, None if unknown.

    ``within`` has the share answered for each window of ``WINDOWS_S``, 0..1.
    ``median_of_answered_s`` is the lower median.
    """

    turns: int
    answered: int
    median_s: int | None
    p90_s: int | None
    median_of_answered_s: int | None
    within: Mapping[int, float | None]
    business_median_s: int | None

    def to_json(self) -> dict[str, object]:
        """Return the fields in the order outsiders know, shares at four decimals."""
        return {
            "turns": self.turns,
            "answered": self.answered,
            "median_s": self.median_s,
            "p90_s": self.p90_s,
            "median_of_answered_s": self.median_of_answered_s,
            "within": {str(w): rounded(share) for w, share in self.within.items()},
            "business_median_s": self.business_median_s,
        }


def speed(waits: Iterable[Wait]) -> Speed:
    """Return the figures over ``waits``; void turns must be left out before."""
    waits = list(waits)
    answered = sorted(wait.seconds for wait in waits if wait.answered)
    open_ages = sorted(wait.seconds for wait in waits if not wait.answered)
    return Speed(
        turns=len(waits),
        answered=len(answered),
        median_s=kaplan_meier_quantile(answered, open_ages, MEDIAN),
        p90_s=kaplan_meier_quantile(answered, open_ages, P90),
        median_of_answered_s=answered[(len(answered) - 1) // 2] if answered else None,
        within={window: within(answered, open_ages, window) for window in WINDOWS_S},
        business_median_s=kaplan_meier_quantile(
            [wait.business_seconds for wait in waits if wait.answered],
            [wait.business_seconds for wait in waits if not wait.answered],
            MEDIAN,
        ),
    )


def kaplan_meier_quantile(
    answered: Sequence[int], open_ages: Sequence[int], q: Fraction | str
) -> int | None:
    """Return the time in seconds by which the share ``q`` of all is answered.

    ``answered`` are the waits that ended, ``open_ages`` those that go on; at a tie the
    open one counts as still waiting. The smallest t with S(t) <= 1 - q, exactly; None
    when so many never were. ``q`` is above 0 and at most 1, a text such as "0.9" or a
    Fraction, since no float is 0.9; ValueError otherwise.
    """
    left_over = 1 - Fraction(q)
    if not 0 <= left_over < 1:
        raise ValueError(f"a quantile is above 0 and at most 1, got {q}")
    low, high = float(left_over) * (1 - _CLOSE), float(left_over) * (1 + _CLOSE)
    ages = sorted(open_ages)
    waiting = len(answered) + len(ages)
    # S(t) multiplies (waiting after) / (waiting before) over the answers. While no open
    # wait drops out, each "after" is the next "before": only a stretch's ends stay.
    tops: list[int] = []
    bottoms: list[int] = []
    share, begun, dropped = 1.0, waiting, 0
    for time, same in groupby(sorted(answered)):
        if dropped < len(ages) and ages[dropped] < time:
            tops.append(waiting)
            bottoms.append(begun)
            share *= waiting / begun
            younger = bisect_left(ages, time, dropped)
            waiting -= younger - dropped
            begun, dropped = waiting, younger
        waiting -= sum(1 for _ in same)
        now = share * waiting / begun
        if now < low:
            return time
        if now <= high and _at_most([*tops, waiting], [*bottoms, begun], left_over):
            return time
    return None


def within(
    answered: Sequence[int], open_ages: Sequence[int], window_s: int
) -> float | None:
    """Return the share answered within ``window_s`` seconds, 0..1.

    Of the open waits only those at least as old count; None when nothing counts.
    """
    in_time = sum(wait <= window_s for wait in answered)
    old = sum(age >= window_s for age in open_ages)
    counted = len(answered) + old
    return in_time / counted if counted else None


def attainment(met: int, met_late: int, overdue: int) -> float | None:
    """Return the share of turns that met their target, 0..1; None when there is none.

    Overdue turns are those still open past it.
    """
    judged = met + met_late + overdue
    return met / judged if judged else None


def rounded(share: float | None) -> float | None:
    """Return a share as outsiders read it: four decimals."""
    return None if share is None else round(share, 4)


def _at_most(tops: list[int], bottoms: list[int], limit: Fraction) -> bool:
    """Tell exactly whether the product of tops over that of bottoms is <= ``limit``."""
    top = _product(tops) * limit.denominator
    return top <= _product(bottoms) * limit.numerator


def _product(factors: list[int]) -> int:
    """Multiply numbers of like size with one another, which is far faster for many."""
    while len(factors) > 1:
        factors = [math.prod(factors[n : n + 2]) for n in range(0, len(factors), 2)]
    return factors[0]

"""How fast the brand answers, as statistics over the waits of many turns.

Who still waits counts too: an open wait is known to last at least as long as it did, so
leaving questions unanswered can never make a figure look better. Only
``median_of_answered_s`` is blind to them, and says so by its name.
"""

import math
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

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


class Speed(NamedTuple):
    """The figures of one kind of reply. All times are whole seconds, None if unknown.

    ``within`` has the share answered for each window of ``WINDOWS_S``, 0..1, and
    ``at_risk`` the number that it is a share of: those answered, and those who have
    waited at least that long. ``median_of_answered_s`` is the lower median. What begins
    with ``business`` is open time of the brand's calendar, all else the wall clock's.
    """

    turns: int
    answered: int
    median_s: int | None
    p90_s: int | None
    median_of_answered_s: int | None
    within: Mapping[int, float | None]
    business_median_s: int | None
    at_risk: Mapping[int, int]
    business_p90_s: int | None

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
            "at_risk": {str(w): number for w, number in self.at_risk.items()},
            "business_p90_s": self.business_p90_s,
        }


class Point(NamedTuple):
    """How many had an answer by then: ``answered`` is the share of all, 0..1.

    ``at_risk`` are those who were still known to wait at that age.
    """

    seconds: int
    answered: float
    at_risk: int


def speed(waits: Iterable[Wait]) -> Speed:
    """Return the figures over ``waits``; void turns must be left out before."""
    waits = list(waits)
    return speed_of(
        [wait.seconds for wait in waits if wait.answered],
        [wait.seconds for wait in waits if not wait.answered],
        [wait.business_seconds for wait in waits if wait.answered],
        [wait.business_seconds for wait in waits if not wait.answered],
    )


def speed_of(
    answered: Sequence[int],
    open_ages: Sequence[int],
    business_answered: Sequence[int],
    business_open_ages: Sequence[int],
) -> Speed:
    """Return the figures over waits that are given as seconds, in any order."""
    answered, open_ages = sorted(answered), sorted(open_ages)
    median, p90 = kaplan_meier_quantiles(answered, open_ages, (MEDIAN, P90))
    business_median, business_p90 = kaplan_meier_quantiles(
        sorted(business_answered), sorted(business_open_ages), (MEDIAN, P90)
    )
    return Speed(
        turns=len(answered) + len(open_ages),
        answered=len(answered),
        median_s=median,
        p90_s=p90,
        median_of_answered_s=answered[(len(answered) - 1) // 2] if answered else None,
        within={each: within(answered, open_ages, each) for each in WINDOWS_S},
        business_median_s=business_median,
        at_risk={each: at_risk(answered, open_ages, each) for each in WINDOWS_S},
        business_p90_s=business_p90,
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
    (found,) = kaplan_meier_quantiles(sorted(answered), sorted(open_ages), (q,))
    return found


def kaplan_meier_quantiles(
    answered: Sequence[int], open_ages: Sequence[int], qs: Sequence[Fraction | str]
) -> list[int | None]:
    """Return ``kaplan_meier_quantile`` for each of ``qs``, which ascend.

    Both kinds of waits must be sorted.
    """
    left_over = [_left_over(q) for q in qs]
    found: list[int | None] = []
    # S(t) multiplies (waiting after) / (waiting before) over the answers. While no open
    # wait drops out, each "after" is the next "before": only a stretch's ends stay.
    tops: list[int] = []
    bottoms: list[int] = []
    share = 1.0
    for begun, first, end in _stretches(answered, open_ages):
        while len(found) < len(qs):
            limit = left_over[len(found)]
            need = _needed(share, begun, limit, tops, bottoms)
            if need > end - first:
                break
            found.append(answered[first + max(need, 1) - 1])
        if len(found) == len(qs):
            break
        tops.append(begun - (end - first))
        bottoms.append(begun)
        share *= tops[-1] / begun
    return found + [None] * (len(qs) - len(found))


def answered_by(waits: Iterable[Wait], moments: Sequence[int]) -> list[Point]:
    """Return the curve of answers at some ages, in seconds and ascending.

    It is the Kaplan-Meier estimate, as the quantiles are: at the median the share is
    one half. From the age on at which nobody is left to be seen waiting, it stays.
    """
    waits = list(waits)
    answered = sorted(each.seconds for each in waits if each.answered)
    ages = sorted(each.seconds for each in waits if not each.answered)
    points: list[Point] = []
    left, share = deque(_stretches(answered, ages)), 1.0
    for moment in moments:
        done = bisect_right(answered, moment)
        while left and left[0][2] <= done:
            begun, first, end = left.popleft()
            share *= (begun - (end - first)) / begun
        now = share
        if left and left[0][1] < done:
            begun, first, _ = left[0]
            now *= (begun - (done - first)) / begun
        gone = bisect_left(answered, moment) + bisect_left(ages, moment)
        points.append(Point(moment, 1 - now, len(waits) - gone))
    return points


def _stretches(
    answered: Sequence[int], open_ages: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    """Yield the runs of answers in which no open wait drops out.

    Of each, how many wait when it begins, and its place among ``answered``.
    """
    first = dropped = 0
    while first < len(answered):
        dropped = bisect_left(open_ages, answered[first], dropped)
        begun = len(answered) - first + len(open_ages) - dropped
        end = len(answered)
        if dropped < len(open_ages):
            end = bisect_right(answered, open_ages[dropped], first)
        yield begun, first, end
        first = end


def _needed(
    share: float, begun: int, limit: Fraction, tops: list[int], bottoms: list[int]
) -> int:
    """Return how many more answers bring the share that waits down to ``limit``.

    ``share`` is that of ``begun`` now, nearly; exactly it is the product of ``tops``
    over that of ``bottoms``.
    """
    may_wait = begun * float(limit) / share
    near = round(may_wait)
    if abs(may_wait - near) > _CLOSE * begun:
        return begun - math.floor(may_wait)
    top = _product(tops) * limit.denominator
    return begun - begun * _product(bottoms) * limit.numerator // top


def _left_over(q: Fraction | str) -> Fraction:
    left_over = 1 - Fraction(q)
    if not 0 <= left_over < 1:
        raise ValueError(f"a quantile is above 0 and at most 1, got {q}")
    return left_over


def within(
    answered: Sequence[int], open_ages: Sequence[int], window_s: int
) -> float | None:
    """Return the share answered within ``window_s`` seconds, 0..1.

    Of the open waits only those at least as old count; None when nothing counts. Both
    kinds of waits must be sorted.
    """
    in_time = bisect_right(answered, window_s)
    counted = at_risk(answered, open_ages, window_s)
    return in_time / counted if counted else None


def at_risk(answered: Sequence[int], open_ages: Sequence[int], window_s: int) -> int:
    """Count the waits that ``within`` is a share of; both kinds must be sorted."""
    return len(answered) + len(open_ages) - bisect_left(open_ages, window_s)


def attainment(met: int, met_late: int, overdue: int) -> float | None:
    """Return the share of turns that met their target, 0..1; None when there is none.

    Overdue turns are those still open past it.
    """
    judged = met + met_late + overdue
    return met / judged if judged else None


def rounded(share: float | None) -> float | None:
    """Return a share as outsiders read it: four decimals."""
    return None if share is None else round(share, 4)


def _product(factors: list[int]) -> int:
    """Multiply numbers of like size with one another, which is far faster for many."""
    factors = factors or [1]
    while len(factors) > 1:
        factors = [math.prod(factors[n : n + 2]) for n in range(0, len(factors), 2)]
    return factors[0]

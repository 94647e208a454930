"""How far a share found in a sample may lie from the true one.

Wilson's score interval: it stays within 0..1 and holds its share in small samples too,
where the textbook's ± does not. E. B. Wilson, Probable inference, the law of
succession, and statistical inference (1927); recommended for samples of this size by
Brown, Cai and DasGupta, Interval estimation for a binomial proportion (2001).
"""

from math import sqrt
from typing import NamedTuple

NINETY_FIVE = 1.959963984540054
"""How many standard errors hold 95 % of a normal distribution, both sides together."""


class Interval(NamedTuple):
    """Two shares of 0..1 between which the true one lies, 19 times out of 20."""

    low: float
    high: float


def wilson(hits: int, of: int) -> Interval:
    """Return the 95 % interval of a share that was found in a random sample.

    Of an empty sample nothing is known. Raises ValueError for more hits than tries.
    """
    if not 0 <= hits <= of:
        raise ValueError(f"hits: found {hits} of {of}, wanted no more than there are")
    if of == 0:
        return Interval(0.0, 1.0)
    share, square = hits / of, NINETY_FIVE**2
    centre = (share + square / (2 * of)) / (1 + square / of)
    half = sqrt(share * (1 - share) / of + square / (4 * of * of))
    half *= NINETY_FIVE / (1 + square / of)
    # At the ends the formula gives exactly 0 and 1, but for rounding.
    low = 0.0 if hits == 0 else max(0.0, centre - half)
    high = 1.0 if hits == of else min(1.0, centre + half)
    return Interval(low, high)

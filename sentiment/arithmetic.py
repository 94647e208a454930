"""Exponential and logarithm that come out the same on every machine.

Those of numpy and of the C library may differ in the last digit from one processor to
the next. These are made of additions, products and divisions alone, which may not.
"""

from math import factorial, ldexp
from typing import Any

import numpy as np

_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_LOG2_E = 1.4426950408889634
_EXP = [1 / factorial(power) for power in range(10, -1, -1)]
_LOG_TERMS = 12
_FAR = 700.0
_ROOT_HALF = 0.7071067811865476


def exp(values: Any) -> Any:
    """Return e to the power of each value, to eleven digits.

    Below -700 and above 700 it stays as it is there.
    """
    values = np.minimum(np.maximum(values, -_FAR), _FAR)
    twos = np.rint(values * _LOG2_E)
    rest = (values - twos * _LN2_HIGH) - twos * _LN2_LOW
    total = rest * _EXP[0]
    for factor in _EXP[1:-1]:
        total += factor
        total *= rest
    total += 1.0
    return np.ldexp(total, twos.astype(np.int32))


def exp_of(value: float) -> float:
    """Return what ``exp`` does for a value among others, to the last digit."""
    value = min(max(value, -_FAR), _FAR)
    twos = round(value * _LOG2_E)
    rest = (value - twos * _LN2_HIGH) - twos * _LN2_LOW
    total = rest * _EXP[0]
    for factor in _EXP[1:-1]:
        total = (total + factor) * rest
    return ldexp(total + 1.0, twos)


def log(values: Any) -> Any:
    """Return the natural logarithm of each value above 0."""
    part, twos = np.frexp(np.asarray(values, np.float64))
    small = part < _ROOT_HALF
    part, twos = np.where(small, part * 2, part), np.where(small, twos - 1, twos)
    ratio = (part - 1.0) / (part + 1.0)
    square = ratio * ratio
    total = np.zeros_like(ratio)
    for term in range(2 * _LOG_TERMS - 1, 0, -2):
        total = total * square + 1.0 / term
    return twos * _LN2_HIGH + (twos * _LN2_LOW + 2.0 * ratio * total)

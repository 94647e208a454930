"""What people's words taught about an engine's score for a complaint.

It governs only what was written after it was learnt: history is not rewritten.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import exp, log

_LEAST = 1e-6
"""A score this near to 0 or 1 says no more than this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What people's words taught about one version of an engine's complaint score.

    The score becomes ``1 / (1 + exp(-(a * logit(score) + b)))``, and from
    ``threshold`` on it is a complaint. It governs posts written at ``since`` or later.
    ``labels`` were there to learn from, ``positives`` of them complaints; at the
    ``recall`` (whole per cent) a share ``precision`` of what is found is expected to be
    one, and lies from ``low`` to ``high``. ``undoes`` names the number taken back.
    """

    number: int
    since: datetime
    engine: str
    version: str
    a: float = 1.0
    b: float = 0.0
    threshold: float = 0.5
    recall: int = 90
    labels: int = 0
    positives: int = 0
    precision: float | None = None
    low: float | None = None
    high: float | None = None
    undoes: int | None = None

    def finds(self, score: float) -> bool:
        """Tell whether a post of this score is a complaint."""
        return calibrated(score, self.a, self.b) >= self.threshold


def learnt_for(
    learnt: Iterable[Learnt], moment: datetime, *, engine: str, version: str
) -> Learnt | None:
    """Return what governs a post written then and judged by this engine, if any."""
    held = None
    for each in learnt:
        if (each.engine, each.version) == (engine, version) and each.since <= moment:
            held = each
    return held


def standing(learnt: Iterable[Learnt]) -> list[Learnt]:
    """Return what was learnt and not taken back, oldest first, of whatever engine."""
    kept: list[Learnt] = []
    for each in learnt:
        if each.undoes is None:
            kept.append(each)
        else:
            kept = [other for other in kept if other.number != each.undoes]
    return kept


def calibrated(score: float, a: float, b: float) -> float:
    """Return the probability, 0..1, that a score of 0..1 stands for."""
    at = a * log_odds(score) + b
    return 1 / (1 + exp(-at)) if at > -700 else 0.0  # else exp overflows


def log_odds(score: float) -> float:
    """Return the log odds of a score of 0..1, never beyond about 14."""
    held = min(max(score, _LEAST), 1 - _LEAST)
    return log(held / (1 - held))

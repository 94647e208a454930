"""Threads with their truth, written from the definitions and never from the code."""

from tests.truth.arrivals import ARRIVALS
from tests.truth.clocks import HOURS, TARGETS
from tests.truth.edges import CHANGED, ELSEWHERE, GONE
from tests.truth.finer import FINER
from tests.truth.identity import IDENTITY
from tests.truth.replies import KINDS, PEOPLE
from tests.truth.statistics import STATISTICS
from tests.truth.statuses import STATUSES
from tests.truth.threads import TURNS
from tests.truth.wonders import WONDERS
from tests.truth.words import Told

STORIES: tuple[Told, ...] = (
    *TURNS, *KINDS, *PEOPLE, *GONE, *CHANGED, *ELSEWHERE, *ARRIVALS, *IDENTITY,
    *HOURS, *TARGETS, *STATUSES, *STATISTICS, *FINER, *WONDERS,
)  # fmt: skip
"""Every thread; each has a name of its own."""

__all__ = ["STORIES", "Told"]

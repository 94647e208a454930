"""Silence: nothing came, though at these hours something usually does.

If posts come independently of one another (a Poisson process), none where 7 are usual
has the chance exp(-7), less than one in a thousand.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

EXPECTED = 7
"""Posts that must be usual before none of them is a silence."""

WEEK = 7
LEAST_DAYS = 3
"""Days before that must be known, else nothing is usual yet."""

MEMORY = timedelta(days=15)
"""How far back the hours must be known. A silence of 12 days is no longer seen."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Silence(NamedTuple):
    """Nothing came since ``since``; ``usual`` posts come in as long, or in a day."""

    since: datetime
    usual: int


def silence(
    news: Mapping[datetime, int], *, begun_at: datetime, as_of: datetime
) -> Silence | None:
    """Tell of a silence that is not usual, None while there is none.

    ``news`` are the new posts of each hour of UTC since ``as_of - MEMORY``; reading
    began at ``begun_at``.

    The first hours of the silence, at most a day of them, are held against the same
    hours of the seven days before it. Their median is taken, so that neither a day of
    uproar nor one of failure is usual; and no more than the same day of the week
    brought, so that a shop which is quiet on Sundays may be.
    """
    brought = [hour for hour, number in news.items() if number > 0]
    if not brought:
        return None
    since = max(brought) + HOUR
    until = min(as_of.replace(minute=0, second=0, microsecond=0), since + DAY)
    # What came with the first look is history of days, in one hour.
    known = max(begun_at + HOUR, as_of - MEMORY)
    days = [
        _sum(news, since - day * DAY, until - day * DAY)
        for day in range(1, WEEK + 1)
        if since - day * DAY >= known
    ]
    if until <= since or len(days) < LEAST_DAYS:
        return None
    usual = int(median(days))
    if len(days) == WEEK:
        usual = min(usual, days[-1])
    return Silence(since, usual) if usual >= EXPECTED else None


def _sum(news: Mapping[datetime, int], since: datetime, until: datetime) -> int:
    return sum(number for hour, number in news.items() if since <= hour < until)

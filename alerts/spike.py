"""A spike: far more complaints than these hours usually bring. Pure.

What is counted are authors, not posts: fifty posts by one person are one complaint. A
count is held against the same hours of earlier weeks by the tail of a negative binomial
law, since complaints come in bursts, more so in some shops than in others: how much
more is estimated from the same weeks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, lgamma, log, log1p, sqrt
from typing import NamedTuple

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)

WINDOWS = (HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR)
"""What is looked at: the hours that end now. A short one hears a loud spike at once."""

BUDGET = 30 * DAY
"""False alarms of one brand are to be no more frequent than once in as long.

Who is told of nothing once a month still reads the next message; who is told of nothing
every week does not.
"""

SHARES = (0.02, 0.03, 0.13, 0.04)
"""The part of the budget that each of ``WINDOWS`` may spend, as if those of a month
stood side by side. They slide, so that all spend three or four times as much: measured,
they stay below the budget together (see docs/alerts.md). Three hours are given most:
most is found there.
"""

LEAST = 5
"""Authors below whom nothing is a spike, however quiet the hours are otherwise."""

MEMORY = 8 * WEEK
"""How far back the usual hours reach."""

LEAST_KNOWN = 3 * DAY
"""Days that must be known before anything is usual."""

UNHEARD_OF = 100
"""Authors within one window that are a spike even when nothing is known yet."""

COOL_DOWN = 3 * HOUR
"""For so long nothing more is said after a spike was told."""

AFTERMATH = DAY
"""For so long another one must have twice the authors of the one that was told."""

_DAYS_TO_DOUBT = 10
_BURSTS = 1.5
"""Variance over mean before anything is known; it weighs as much as those days."""

_OF_DAY, _OF_WEEK = 4.0, 16.0
"""Complaints that an hour of the day, and of the week, must have brought to weigh as
much as the average of all hours, and of all days."""

_FIRST = 3
"""Hours with one complaint each, that count as known before anything is."""

_BLOCKS = (1, 6)
"""Hours over which bursts are looked for."""

_REACHED = 0.25
"""How much of the chance of the count itself is held against it. Small counts come in
steps so coarse that all of it would leave a quiet shop's budget unspent.
"""

_SURE = 1e-4
"""A past hour less likely than this was a spike: what is above is not usual."""

_WILD, _PASSES = 3.0, 4
"""A past spike looks like bursts itself: no more of them are believed while it is
sought, and it is sought again once the greatest are cut down.
"""


class Told(NamedTuple):
    """The spike that was told last: when, and the authors of each window then."""

    at: datetime
    counts: Sequence[int]


class Spike(NamedTuple):
    """So many ``authors`` complained in ``span``, where ``usual`` do."""

    span: timedelta
    authors: int
    usual: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What a brand's hours usually bring.

    ``rates`` are complaints an hour by hour of the week, in UTC, from Monday.
    ``bursts`` is their variance over their mean, at least 1; ``known`` is the time that
    all of it rests on.
    """

    rates: Sequence[float]
    bursts: float
    known: timedelta

    def of(self, span: timedelta, *, until: datetime) -> float:
        """Return how many complaints are usual in the span that ends at ``until``."""
        since, found = until - span, 0.0
        hour = _hour(since)
        while hour < until:
            part = min(hour + HOUR, until) - max(hour, since)
            found += self.rates[_of_week(hour)] * (part / HOUR)
            hour += HOUR
        return found

    def chance(self, count: int, usual: float) -> float:
        """Return the chance of more than ``count`` and, in part, of ``count`` itself.

        What is usual is itself not known for sure, which counts as more bursts.
        """
        doubt = usual / (usual * (self.known / WEEK) + _OF_WEEK)
        bursts = self.bursts * (1 + doubt)
        reached = tail(count, mean=usual, bursts=bursts)
        passed = tail(count + 1, mean=usual, bursts=bursts)
        return _REACHED * reached + (1 - _REACHED) * passed


def past(now: datetime) -> tuple[datetime, datetime]:
    """Return the span whose hours say what is usual at ``now``.

    It ends at a midnight of UTC before all windows: a spike must not become usual
    while it lasts.
    """
    until = (now - WINDOWS[-1]).replace(hour=0, minute=0, second=0, microsecond=0)
    return until - MEMORY, until


def learn(hours: Mapping[datetime, int], *, since: datetime, until: datetime) -> Usual:
    """Learn what is usual from the authors who complained in each hour of UTC.

    ``since`` is when listening began, if it did within ``past``; hours that are not
    named brought nothing.
    """
    first = -(-(since - _hour(since)) // HOUR) * HOUR + _hour(since)
    length = max((until - first) // HOUR, 0)
    start = _of_week(first)
    counts: list[float] = [0.0] * length
    for hour, count in hours.items():
        if first <= hour < until:
            counts[(hour - first) // HOUR] = count
    found = _learnt(counts, start)
    for _ in range(_PASSES):
        bursts = min(found.bursts, _WILD)
        capped = [
            _capped(count, mean=found.rates[at % 168], bursts=bursts)
            for at, count in enumerate(counts, start)
        ]
        if capped == counts:
            break
        counts, found = capped, _learnt(capped, start)
    return found


def spike(
    usual: Usual, counts: Sequence[int], *, now: datetime, told: Told | None = None
) -> Spike | None:
    """Tell of the most surprising window, None while no window surprises.

    ``counts`` are the authors who complained in each of ``WINDOWS`` that end at
    ``now``; ``told`` is the last spike that was told.
    """
    if told and now - told.at < COOL_DOWN:
        return None
    found: list[tuple[float, Spike]] = []
    for number, (span, count) in enumerate(zip(WINDOWS, counts, strict=True)):
        if count < LEAST:
            continue
        if told and now - told.at < AFTERMATH and count < 2 * told.counts[number]:
            continue
        mean = usual.of(span, until=now)
        odds = _odds(usual, span, count, mean)
        if odds <= 1:
            found.append((odds, Spike(span, count, mean)))
    return min(found, key=lambda each: each[0])[1] if found else None


def _odds(usual: Usual, span: timedelta, count: int, mean: float) -> float:
    """Return the chance of a count as a share of what a window may spend."""
    if usual.known < LEAST_KNOWN:
        return 0 if count >= UNHEARD_OF else 2
    return usual.chance(count, mean) / (SHARES[WINDOWS.index(span)] * (span / BUDGET))


def tail(count: int, *, mean: float, bursts: float) -> float:
    """Return the chance of ``count`` or more; 1 where that is no more than the mean.

    The law is negative binomial with the variance ``bursts`` * ``mean``, and Poisson's
    with ``bursts`` 1. ``mean`` must be above 0.
    """
    if count <= mean:
        return 1.0
    spread = max(bursts, 1 + 1e-6) - 1  # Poisson's law is its limit
    size, fails = mean / spread, spread / (1 + spread)
    term = exp(
        lgamma(count + size)
        - lgamma(size)
        - lgamma(count + 1)
        - size * log1p(spread)
        + count * log(fails)
    )
    total, at = 0.0, count
    while term > total * 1e-9:
        total += term
        term *= (size + at) / (at + 1) * fails
        at += 1
    return total


def _learnt(counts: Sequence[float], start: int) -> Usual:
    """Learn from the counts of hours on end, the first an hour ``start`` of a week."""
    week, times = [0.0] * 168, [0] * 168
    for at, count in enumerate(counts, start):
        week[at % 168] += count
        times[at % 168] += 1
    mean = (sum(week) + _FIRST) / (len(counts) + _FIRST)
    day = [
        (sum(week[hour::24]) + _OF_DAY) / (sum(times[hour::24]) + _OF_DAY / mean)
        for hour in range(24)
    ]
    rates = [
        (week[at] + _OF_WEEK) / (times[at] + _OF_WEEK / day[at % 24])
        for at in range(168)
    ]
    # What is held against an hour must not rest on that hour.
    others = [
        (week[at % 168] - count + _OF_WEEK)
        / (times[at % 168] - 1 + _OF_WEEK / day[at % 24])
        for at, count in enumerate(counts, start)
    ]
    return Usual(
        rates=rates,
        bursts=_bursts(counts, others),
        known=len(counts) * HOUR,
    )


def _bursts(counts: Sequence[float], rates: Sequence[float]) -> float:
    """Return the variance of counts over their mean, doubted while they are few."""
    found = max(_ratio(counts, rates, each) for each in _BLOCKS)
    sure = (len(counts) / 24) ** 2
    doubt = _DAYS_TO_DOUBT**2
    return max((found * sure + _BURSTS * doubt) / (sure + doubt), 1)


def _ratio(counts: Sequence[float], rates: Sequence[float], block: int) -> float:
    """Return the variance of blocks over their mean, less half its standard error.

    Of two such ratios the greater is taken, which would else see bursts in mere chance.
    """
    pairs = list(zip(_sums(counts, block), _sums(rates, block), strict=True))
    usual = sum(rate for _, rate in pairs)
    if not usual:
        return 1.0
    error = sqrt((2 + len(pairs) / usual) / len(pairs))
    return sum((count - rate) ** 2 for count, rate in pairs) / usual - error / 2


def _sums(values: Sequence[float], block: int) -> Iterator[float]:
    for at in range(0, len(values) - block + 1, block):
        yield sum(values[at : at + block])


def _capped(count: float, *, mean: float, bursts: float) -> float:
    """Return no more than an hour brings without having been a spike itself."""
    most = max(LEAST, int(mean))
    if count <= most or tail(int(count), mean=mean, bursts=bursts) > _SURE:
        return count
    while tail(most + 1, mean=mean, bursts=bursts) > _SURE:
        most += 1
    return most


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _of_week(hour: datetime) -> int:
    return hour.weekday() * 24 + hour.hour

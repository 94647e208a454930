"""A pause: how long we leave a network alone after it failed us.

A pause is kept in the store, so that a restart does not hammer. Its scope is the whole
network (empty), a family of streams, or one stream: what shares the fault.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.source import Fault, SourceError, Stream

FIRST = timedelta(minutes=1)
LONGEST = timedelta(minutes=5)
"""Of the pauses after a failing server: at most ten requests in ten minutes."""

SOONEST = timedelta(seconds=5)
"""After a failure whose end the network names."""

REFUSED = timedelta(minutes=5)
REFUSED_LONGEST = timedelta(hours=1)
"""Of the pauses after a refusal of what we ask, which rarely heals by itself."""

LOCKED_OUT = timedelta(minutes=15)
"""After refused credentials or a spent quota: a person has to act."""

RESET_LONGEST = timedelta(hours=1)
"""No reset that a network names is believed beyond this."""

QUOTA_LONGEST = timedelta(days=31)
"""Nor that of a quota: the longest of them are those of a month."""

_REFUSALS = {Fault.AUTH_SCOPE, Fault.NOT_FOUND, Fault.BAD_QUERY}
_LOCKS = {Fault.AUTH_INVALID, Fault.QUOTA_EXHAUSTED, Fault.RATE_LIMITED}
_RESETS = {Fault.RATE_LIMITED, Fault.UNAVAILABLE}
"""Faults that end by themselves at a moment that the network may name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A scope of a network is left alone until ``until``; failing since ``since``.

    ``failures`` counts those in a row. ``said`` is the last error's one line.
    """

    network: str
    scope: str
    fault: Fault
    failures: int
    since: datetime
    until: datetime
    said: str


def scope_of(error: SourceError, stream: Stream) -> str:
    """Say what shares the fault: "" is the whole network.

    A server in trouble is in trouble for all we ask; a limit is one of a family's,
    unless the network says otherwise; a refusal concerns what was asked.
    """
    if error.network_wide:
        return ""
    if error.fault in {Fault.RATE_LIMITED, Fault.AUTH_SCOPE}:
        return stream.family
    if error.fault in {Fault.NOT_FOUND, Fault.BAD_QUERY}:
        return stream.id
    return ""


def paused(
    error: SourceError,
    *,
    scope: str,
    before: Pause | None,
    now: datetime,
    jitter: float,
) -> Pause:
    """Return the pause that follows ``error``; ``jitter`` is a chance from 0 to 1.

    Pauses double with each failure in a row, and are shortened by up to a quarter at
    random, so that many programs do not come back at one moment.
    """
    failures = before.failures + 1 if before else 1
    return Pause(
        network=error.network,
        scope=scope,
        fault=error.fault,
        failures=failures,
        since=before.since if before else now,
        until=now + _length(error, failures, now, jitter),
        said=error.said,
    )


def _length(
    error: SourceError, failures: int, now: datetime, jitter: float
) -> timedelta:
    if error.until is not None and error.fault is Fault.QUOTA_EXHAUSTED:
        return min(max(error.until - now, LOCKED_OUT), QUOTA_LONGEST)
    if error.until is not None and error.fault in _RESETS:
        # A little later than named: clocks differ, and too early costs a failure.
        wait = error.until - now + timedelta(seconds=2)
        # One who names a moment that has passed, again and again, is not believed.
        least = _doubled(FIRST, LONGEST, failures - 1) if failures > 1 else SOONEST
        return min(max(wait, least), RESET_LONGEST)
    if error.fault in _LOCKS:
        return LOCKED_OUT
    if error.fault in _REFUSALS:
        return _doubled(REFUSED, REFUSED_LONGEST, failures) * (1 - jitter / 4)
    return _doubled(FIRST, LONGEST, failures) * (1 - jitter / 4)


def _doubled(first: timedelta, longest: timedelta, failures: int) -> timedelta:
    doubled: timedelta = min(first * 2.0 ** min(failures - 1, 10), longest)
    return doubled

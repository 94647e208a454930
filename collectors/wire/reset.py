"""When a network says to come back: a pure reading of its header."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

PAST_BELIEVED = timedelta(minutes=15)
"""How long ago a reset may have been: clocks differ. Older ones say nothing."""

FUTURE_BELIEVED = timedelta(days=32)
"""How far ahead it may be: caps are of a month at the most."""

_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,9})?")
_EPOCH = 1_000_000_000
_MILLISECONDS = 100_000_000_000


def reset_at(said: str | None, *, now: datetime) -> datetime | None:
    """Return the instant (UTC) that a header such as Retry-After names, or None.

    It may be seconds from now, seconds or milliseconds since 1970, or a date as HTTP
    writes it. None is what is neither, or too far from ``now`` to be true.
    """
    moment = _moment(said.strip(), now) if said else None
    if moment is None or not -PAST_BELIEVED <= moment - now <= FUTURE_BELIEVED:
        return None
    return moment


def _moment(said: str, now: datetime) -> datetime | None:
    if _NUMBER.fullmatch(said):
        return _numbered(float(said), now)
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _numbered(number: float, now: datetime) -> datetime | None:
    if number < _EPOCH:
        return now + timedelta(seconds=number)
    seconds = number / 1000 if number >= _MILLISECONDS else number
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None

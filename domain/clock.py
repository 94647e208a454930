"""Time enters the program here and nowhere else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Tells the present moment as an aware datetime in UTC."""

FUTURE_ALLOWED = timedelta(minutes=5)
"""A post may be dated this far after now (clocks differ); later ones are refused."""


def utc_now() -> datetime:
    """Tell the present moment from the machine's clock."""
    return datetime.now(UTC)


def in_utc(moment: datetime) -> datetime:
    """Return the same instant in UTC; raise ValueError for one that names no zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs a time zone, got the naive {moment!r}")
    return moment.astimezone(UTC)


def parse_instant(text: str) -> datetime:
    """Read ISO 8601 with an offset, such as ``2026-11-02T10:00:00Z``, as UTC.

    Raises ValueError when the text is no such time or names no offset.
    """
    try:
        return in_utc(datetime.fromisoformat(text))
    except OverflowError:
        raise ValueError(f"no such instant in UTC: {text!r}") from None


def iso(moment: datetime) -> str:
    """Write an instant as outsiders read it: UTC, ``Z``, no needless fraction."""
    return in_utc(moment).isoformat().replace("+00:00", "Z")


def iso_or_none(moment: datetime | None) -> str | None:
    """Write an instant as ``iso`` does, or None for an unknown one."""
    return None if moment is None else iso(moment)


def whole_seconds(span: timedelta) -> int:
    """Return a span in whole seconds, cut towards zero."""
    return int(span.total_seconds())

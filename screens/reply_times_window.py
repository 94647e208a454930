"""The window of Reply times: which turns are looked at, and as of when. Pure.

Days are the brand's own, by the zone of its newest calendar: "7 days" is today and the
six days before, from midnight on. Past figures are those of ``as_of`` in every respect.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.brand import BrandRecord
from screens import words


class Range(StrEnum):
    """How far back turns are looked at. The values are read on the screen."""

    WEEK = "7 days"
    MONTH = "30 days"
    QUARTER = "90 days"
    ALL = "All"
    CUSTOM = "Custom"


DAYS = {Range.WEEK: 7, Range.MONTH: 30, Range.QUARTER: 90}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Turns that started in [since, until), as they stood at ``as_of``.

    None is without an end, or now. ``history`` takes imported archives in.
    """

    since: datetime | None = None
    until: datetime | None = None
    as_of: datetime | None = None
    history: bool = False


def window(
    range_: Range,
    *,
    now: datetime,
    zone: ZoneInfo,
    days: Sequence[date] = (),
    as_of: datetime | None = None,
    history: bool = False,
) -> Window:
    """Return the window of a range that ends at ``as_of`` (None: now).

    ``days`` are the first and the last day of a custom one; while only the first is
    chosen it reaches to the end. A time to come is no ``as_of``.
    """
    past = as_of if as_of is not None and as_of < now else None
    since = until = None
    if range_ is Range.CUSTOM:
        since = midnight(days[0], zone) if days else None
        until = midnight(days[1] + timedelta(days=1), zone) if len(days) > 1 else None
    elif range_ in DAYS:
        today = (past or now).astimezone(zone).date()
        since = midnight(today - timedelta(days=DAYS[range_] - 1), zone)
    return Window(since=since, until=until, as_of=past, history=history)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which a day begins in a zone, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def zone_of(brand: BrandRecord) -> ZoneInfo:
    """Return the zone by which a brand's days are counted."""
    return ZoneInfo(brand.policies[-1].calendar.zone)


def window_said(window: Window, brand: BrandRecord, *, now: datetime) -> str:
    """Say which turns are looked at. All of it is ours."""
    end = window.as_of or now
    if window.since is None:
        which = "Every wait that began"
    else:
        which = f"Waits that began from {words.moment(window.since, brand)}"
    if window.until is not None and window.until <= end:
        which += f" to {words.moment(window.until, brand)}"
    stood = "as it stood" if window.as_of else "as it stands"
    archive = ", archives among them" if window.history else ""
    return f"{which}{archive}, {stood} on {words.moment(end, brand)}."

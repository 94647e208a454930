"""How spans, moments and shares are said to people, on screens as in terminals."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def span(seconds: int | None) -> str:
    """Say a span as a person would: ``42 min``, ``3 h 05 min``, ``2 d 4 h``."""
    if seconds is None:
        return "not reached"
    minutes = seconds // 60
    if minutes < 1:
        return f"{seconds} s"
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes:02} min"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h"


def open_span(seconds: int | None) -> str:
    """Say a span of open hours, never in days: an open day has fewer than 24."""
    if seconds is None:
        return span(None)
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours:,} h {minutes:02} min" if hours else f"{minutes} min"


NETWORKS = {
    "x": "X",
    "hackernews": "Hacker News",
    "rss": "RSS",
    "youtube": "YouTube",
}
"""What people call networks whose short name is not enough with a capital letter."""


def network_name(network: str) -> str:
    """Say what people call a network; an own channel is called by its word."""
    return NETWORKS.get(network) or network.replace("-", " ").capitalize()


def counted(number: int, one: str, many: str = "") -> str:
    """Say how many of something: ``1 case``, ``1,204 cases``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def share(value: object) -> str:
    """Say a share of 0..1 as a percentage, unknown as a dash."""
    return f"{value:.0%}" if isinstance(value, float | int) else "-"


def near(at: datetime, *, now: datetime, zone: str) -> str:
    """Say when, by the clocks of a zone: ``tomorrow 14:05``, ``Tue 24 Mar, 14:05``."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    days = {
        today - timedelta(days=1): "yesterday",
        today: "today",
        today + timedelta(days=1): "tomorrow",
    }
    if day := days.get(local.date()):
        return f"{day} {local:%H:%M}"
    return f"{local:%a} {local.day} {local:%b, %H:%M}"

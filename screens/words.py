"""The words that all screens share: networks, moods, spans and moments.

What these functions return is our own and may stand where markup is read; a name they
do not know is a stranger's or an owner's, and comes back changed as little as possible:
it belongs where nothing is read but text.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.brand import BrandRecord
from domain.clock import whole_seconds
from domain.post import Author
from domain.wording import network_name
from domain.wording import open_span as of_open_seconds
from domain.wording import span as of_seconds


class Network(NamedTuple):
    """How a network is called, and its dot: a colour with a letter or two on it."""

    name: str
    colour: str
    mark: str


DOTS: Mapping[str, tuple[str, str]] = {
    "x": ("#536471", "X"),
    "reddit": ("#ff4500", "R"),
    "bluesky": ("#1185fe", "B"),
    "mastodon": ("#6364ff", "M"),
    "hackernews": ("#c75300", "H"),
    "rss": ("#b8650a", "F"),
    "youtube": ("#d9141b", "Y"),
    "reviews": ("#0b8a4e", "S"),
}

AT_NETWORKS = frozenset({"x", "bluesky", "mastodon", "youtube"})
"""Networks that write a handle with an @."""

NOBODY = "Account gone"


def network(name: str) -> Network:
    """Return a network as people know it; an own channel is called by its word."""
    colour, mark = DOTS.get(name, ("#6b7280", name[:1]))
    return Network(network_name(name), colour, mark)


def span(time: timedelta) -> str:
    """Say a span as a person would: ``42 min``, ``3 h 05 min``, ``2 d 4 h``."""
    return of_seconds(whole_seconds(time))


def open_span(time: timedelta) -> str:
    """Say a span of open hours, never in days: an open day has fewer than 24."""
    return of_open_seconds(whole_seconds(time))


def moment(at: datetime, brand: BrandRecord) -> str:
    """Say when, by the clock of the brand's newest calendar: ``Wed 18 Nov, 14:02``."""
    local = _local(at, brand)
    return f"{local:%a} {local.day} {local:%b, %H:%M}"


def date_and_time(at: datetime, brand: BrandRecord) -> str:
    """Say when by the same clock, so that it sorts as text: ``2026-11-18 14:02``."""
    return f"{_local(at, brand):%Y-%m-%d %H:%M}"


def times(number: int) -> str:
    """Say how often: ``once``, ``twice``, ``3 times``."""
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def name(author: Author | None) -> str:
    """Return the name that an author goes by. A stranger wrote it."""
    return (author.name or author.handle or author.id) if author else NOBODY


def handle(author: Author | None, on: str) -> str:
    """Return the handle as its network writes it, empty when the name is one already.

    A stranger wrote it.
    """
    if author is None or not author.handle or not author.name:
        return ""
    if on in AT_NETWORKS:
        return f"@{author.handle.removeprefix('@')}"
    return f"u/{author.handle}" if on == "reddit" else author.handle


def initials(named: str) -> str:
    """Return one or two capitals for an avatar, ``?`` for a name without letters."""
    words = ("".join(filter(str.isalnum, word)) for word in named.split())
    firsts = [word[0].upper()[:1] for word in words if word]
    return "".join(firsts[:1] + firsts[1:][-1:]) or "?"


def milliseconds(at: datetime) -> int:
    """Return an instant as a browser counts time."""
    return int(at.timestamp() * 1000)


def _local(at: datetime, brand: BrandRecord) -> datetime:
    return at.astimezone(ZoneInfo(brand.policies[-1].calendar.zone))

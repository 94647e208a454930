"""When a window was blind, put where its numbers stand. Pure.

What a network is called or why it was not read may be a stranger's word.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from alerts.blind_said import when
from screens import words
from services.blindness import BlindSpan

MOST = 3
"""Blind times that are listed in a heading."""

Mark = tuple[datetime, datetime, str]
"""A blind time, and the words for it."""


def marks(
    spans: Iterable[BlindSpan], *, now: datetime, zone: tzinfo
) -> list[tuple[str, Mark]]:
    """Return each blind time of a network with its words, repeats left out."""
    found = dict.fromkeys((each.network, each.since, each.until) for each in spans)
    return [
        (network, (since, until, said(network, since, until, now=now, zone=zone)))
        for network, since, until in found
    ]


def said(
    network: str, since: datetime, until: datetime, *, now: datetime, zone: tzinfo
) -> str:
    """Say when a network was blind: ``Reddit was blind 14:05-14:40``, with a dash."""
    name = words.network(network).name
    begin, end = since.astimezone(zone), until.astimezone(zone)
    last = f"{end:%H:%M}" if begin.date() == end.date() else when(until, now, zone)
    return f"{name} was blind {when(since, now, zone)}\N{EN DASH}{last}"


def by_network(found: Iterable[tuple[str, Mark]]) -> dict[str, str]:
    """Return what is to be said of each network."""
    told: dict[str, list[str]] = {}
    for network, (_, _, words_) in found:
        told.setdefault(network, []).append(words_)
    return {network: "; ".join(each) for network, each in told.items()}


def times(found: Sequence[tuple[str, Mark]]) -> list[str]:
    """Return the words of the newest blind times, the others counted."""
    newest = sorted(found, key=lambda each: each[1][:2], reverse=True)
    told = [words_ for _, (_, _, words_) in newest[:MOST]]
    more = len(newest) - MOST
    count = f"and {more:,} {'time' if more == 1 else 'times'} more"
    return [*told, count] if more > 0 else told

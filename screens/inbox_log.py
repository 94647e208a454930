"""What happened in a case, laid out as lines; and what stands beside it. Pure.

Names and notes are others' words: they go to components, which show them as text.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from domain.brand import BrandRecord
from domain.case import TurnState
from domain.entry import Actor, Entry, What
from domain.text import bounded
from response.links import ENGAGED, Link
from screens import words
from services.links import Links

MOST = 200
"""Lines shown of a log: a case may go on for years."""

TEXT_SHOWN = 500
"""Characters of one line; a note stands in the conversation in full."""

LATE = frozenset({What.OVERDUE, What.REPLY_WITHDRAWN})
AHEAD = frozenset({What.DUE, What.FOLLOW_UP_DUE})

STANDS = {
    TurnState.OVERDUE: "overdue since",
    TurnState.MET: "answered in time, due",
    TurnState.MET_LATE: "answered late, due",
}
"""How the first of several places stands, before when it is due."""

Line = dict[str, Any]


def lines(log: Sequence[Entry], brand: BrandRecord, *, now: datetime) -> list[Line]:
    """Lay out the newest lines of a log, oldest first."""
    return [_line(each, brand, now) for each in log[-MOST:]]


def left_out(log: Sequence[Entry]) -> str:
    """Say how much of a log is not shown; nothing when it is all there."""
    number = len(log) - MOST
    return f"{number:,} earlier lines are not shown." if number > 0 else ""


def beside(found: Links, brand: BrandRecord) -> dict[str, Any]:
    """Lay out the cases that belong to one: a line that leads to each."""
    return {
        "links": [_link(each, brand) for each in found.links],
        "group": ". ".join(_group(found, brand)),
        "quoted": _way(found.quoted_url),
    }


def _group(found: Links, brand: BrandRecord) -> Iterator[str]:
    if found.places > 1:
        yield f"{found.answered} of {found.places} answered{_promised(found, brand)}"
    if found.people:
        yield f"An incident: {found.people:,} people wrote the same"
    if found.engaged:
        yield ENGAGED


def _promised(found: Links, brand: BrandRecord) -> str:
    """Say how the first of several places stands, whose SLA is that of them all."""
    if found.promise is None or found.promise.due_at is None:
        return ""
    when = words.moment(found.promise.due_at, brand)
    return f", the first {STANDS.get(found.promise.state, 'due')} {when}"


def _line(entry: Entry, brand: BrandRecord, now: datetime) -> Line:
    return {
        "at": words.milliseconds(entry.at),
        "when": words.moment(entry.at, brand),
        "who": entry.who or _nobody(entry),
        "text": bounded(entry.text, TEXT_SHOWN),
        "until": {
            "at": words.milliseconds(entry.until),
            "when": words.moment(entry.until, brand),
        }
        if entry.until
        else None,
        "look": " ".join(_looks(entry, now)),
    }


def _nobody(entry: Entry) -> str:
    return {Actor.COLLEAGUE: "somebody", Actor.CUSTOMER: words.NOBODY}.get(
        entry.actor, ""
    )


def _looks(entry: Entry, now: datetime) -> Iterator[str]:
    if entry.at > now and entry.what in AHEAD:
        yield "soon"
    elif entry.what in LATE | AHEAD:
        yield "late"
    elif entry.actor in {Actor.BRAND, Actor.COLLEAGUE}:
        yield "ours"


def _link(link: Link, brand: BrandRecord) -> dict[str, object]:
    first = link.other.first
    return {
        "id": str(link.other.key),
        "text": f"{link.words} on {words.network(first.network).name}"
        + ("" if link.sure else "?"),
        "help": ", ".join(_about(link)),
        "when": words.moment(first.posted_at, brand),
        "at": words.milliseconds(first.posted_at),
    }


def _about(link: Link) -> Iterator[str]:
    yield "Answered" if link.other.answered else "Not answered"
    if not link.sure:
        yield "known by the handle alone"


def _way(url: str | None) -> dict[str, str] | None:
    if url is None or not url.lower().startswith("https://"):
        return None
    return {"url": url, "label": "Quotes a post"}

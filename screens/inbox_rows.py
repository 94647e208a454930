"""What the Inbox lists: the queues of all brands in one, sifted, laid out as lines.

Nothing is sorted anew but the brands among one another: the order of one brand is that
of ``services.queue``.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.brand import BrandRecord
from domain.case import CaseKey, TurnState
from domain.post import Post
from domain.text import bounded
from domain.wording import near
from response.folding import fold
from screens import words
from screens.components.list import Line
from services.queue import HISTORY, UNSURE, QueueRow, queue, unsure
from services.snoozed import snoozed
from store import Session
from store import unsure as lane
from store.brands import StoredBrand
from store.cases import NEVER

Chip = dict[str, object]
"""A word on a coloured ground: ``tone``, ``text``; with ``due`` it counts down."""

LIMIT = 500
"""Lines shown at most; who looks beyond them needs a filter, not more to scroll."""

DEPTH = 5_000
"""Places of the queue that are looked through for a filter or another view."""

TEXT_SHOWN = 240
"""Characters of a post in its line: more than two lines hold."""


class View(StrEnum):
    """Who is listed. The values are read on the screen and stand in addresses."""

    WAITING = "Waiting"
    OVERDUE = "Overdue"
    HISTORY = "History"
    UNSURE = "Unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Who waits for any of ``brands``, most urgent first. The counts are of all.

    In the ``view`` of what nobody is sure of, ``rows`` are these cases instead.

    ``known`` are the brands there are, whether or not they were asked for. ``snoozed``
    says until when a case is put off; it keeps its place, since no clock stops for it.
    """

    now: datetime
    known: Sequence[StoredBrand]
    brands: Sequence[StoredBrand]
    rows: Sequence[QueueRow]
    waiting: int = 0
    overdue: int = 0
    unsure: int = 0
    view: View = View.WAITING
    snoozed: Mapping[CaseKey, datetime] = field(default_factory=dict)

    def brand(self, name: str) -> StoredBrand | None:
        """Return the brand of this name, None when there is none."""
        return next((each for each in self.known if each.record.name == name), None)


def board(
    session: Session,
    known: Sequence[StoredBrand],
    *,
    brand: str,
    now: datetime,
    limit: int = LIMIT,
    view: View = View.WAITING,
) -> Board:
    """Read who waits for one brand, or for all when ``brand`` names none of them."""
    named = [each for each in known if each.record.name == brand]
    chosen = named or known
    queues = [queue(session, each, now=now, limit=limit) for each in chosen]
    rows = [row for each in queues for row in each.rows]
    if view is View.UNSURE:
        lanes = (unsure(session, each, now=now, limit=limit) for each in chosen)
        rows = [row for each in lanes for row in each]
    put_off: dict[CaseKey, datetime] = {}
    for stored, each in zip(chosen, queues, strict=True):
        keys = [row.key for row in each.rows]
        put_off |= snoozed(session, stored, keys, now=now)
    if len(queues) > 1:
        rows = sorted(rows, key=_urgency)[:limit]
    return Board(
        now=now,
        known=known,
        brands=chosen,
        rows=rows,
        waiting=sum(each.waiting for each in queues),
        overdue=sum(each.overdue for each in queues),
        unsure=sum(lane.count(session, each.id) for each in chosen),
        view=view,
        snoozed=put_off,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the toolbar asks for. No networks: all of them."""

    view: View = View.WAITING
    search: str = ""
    networks: Collection[str] = ()

    @property
    def filtered(self) -> bool:
        """Tell whether more than a view was asked for."""
        return bool(self.search.strip() or self.networks)


def sifted(rows: Sequence[QueueRow], asked: Asked) -> list[QueueRow]:
    """Return the rows that were asked for, in their order.

    A search finds all its words, whatever their case and accents, in any order.
    """
    wanted = fold(asked.search, own_script=True).split()
    return [
        row
        for row in rows
        if _in_view(row, asked.view)
        and (not asked.networks or row.key.network in asked.networks)
        and all(word in _searched(row) for word in wanted)
    ]


def empty(found: Board, asked: Asked) -> str:
    """Say why the list is empty."""
    if not found.rows:
        return NOBODY[asked.view if asked.view is View.UNSURE else View.WAITING]
    if asked.filtered:
        return "Nobody matches. Clear the search or choose other networks."
    return NOBODY[asked.view]


def more(found: Board, number: int) -> str:
    """Say at the foot of the list what it does not show."""
    every = found.unsure if found.view is View.UNSURE else found.waiting
    if number == LIMIT < every:
        return f"The first {number:,} of {every:,}"
    return f"{number:,} of {every:,}" if number < every else ""


def lines(rows: Sequence[QueueRow], found: Board) -> list[Line]:
    """Lay the rows out for the list; with several brands each line names its own."""
    records = {each.record.name: each.record for each in found.brands}
    several = len(records) > 1
    told = []
    for row in rows:
        brand, until = records[row.key.brand], found.snoozed.get(row.key)
        line = _line(row, brand, several=several)
        if until is not None:
            line["snoozed"] = True
            line["chips"].insert(1 + row.critical, _snooze(until, brand, found.now))
        told.append(line)
    return told


def chips(row: QueueRow, *, brand: str = "") -> list[Chip]:
    """Return what sets a case apart, its deadline first; the last may find no room."""
    told = [_deadline(row)]
    if row.critical:
        told.append({"tone": "violet", "text": "Critical", "help": _why_critical(row)})
    if brand:
        told.append({"tone": "gray", "text": brand})
    if row.assignee:
        told.append({"tone": "blue", "text": row.assignee})
    if row.sentiment in MOODS:
        told.append({"tone": "gray", "text": MOODS[row.sentiment]})
    if row.topic:
        told.append({"tone": "gray", "text": row.topic.capitalize()})
    return told


NOBODY = {
    View.WAITING: "Nobody is waiting for an answer.",
    View.OVERDUE: "Nobody is overdue.",
    View.HISTORY: "Nobody from an imported archive is waiting.",
    View.UNSURE: "Nothing is unsure.",
}

MOODS = {"negative": "Negative", "positive": "Positive"}


def _line(row: QueueRow, brand: BrandRecord, *, several: bool) -> Line:
    post, network = row.post, words.network(row.key.network)
    name = words.name(post.author)
    return {
        "id": str(row.key),
        "name": name,
        "handle": words.handle(post.author, row.key.network),
        "initials": words.initials(name),
        "network": network._asdict(),
        "text": bounded(shown(post), TEXT_SHOWN),
        "lang": post.lang,
        "since": words.milliseconds(post.posted_at),
        "when": words.moment(post.posted_at, brand),
        "chips": chips(row, brand=brand.name if several else ""),
    }


def shown(post: Post) -> str:
    """Return a post's text, or words for one that came without."""
    return post.text.strip() or "(no text)"


def _deadline(row: QueueRow) -> Chip:
    if row.state == HISTORY:
        help_text = "Imported as history: no target judges it."
        return {"tone": "gray", "text": "History", "help": help_text}
    if row.state == UNSURE:
        help_text = "Does it need a reply? No clock runs until you say so."
        return {"tone": "gray", "text": "Unsure", "help": help_text}
    if row.due_at is None:
        return {"tone": "gray", "text": "No target"}
    return {
        "tone": "gray",
        "text": "Due",
        "due": words.milliseconds(row.due_at),
        "soon": row.state == TurnState.DUE_SOON,
    }


def _snooze(until: datetime, brand: BrandRecord, now: datetime) -> Chip:
    end = near(until, now=now, zone=brand.policies[-1].calendar.zone)
    day, _, hour = end.rpartition(" ")
    short = hour if day == "today" else day.rstrip(",")
    help_text = f"Snoozed until {end}. No clock stops for it."
    return {"tone": "snooze", "text": f"Snoozed until {short}", "help": help_text}


FLAGS = {
    "safety": "safety",
    "legal": "law",
    "press": "press",
    "privacy": "privacy",
    "churn": "a customer who leaves",
}


def _why_critical(row: QueueRow) -> str:
    why = [FLAGS[each] for each in row.flags if each in FLAGS]
    return ", ".join(why) or "A large audience, or asked again and again."


def _in_view(row: QueueRow, view: View) -> bool:
    if view is View.UNSURE:
        return row.state == UNSURE
    if view is View.HISTORY:
        return row.state == HISTORY
    return view is View.WAITING or row.state == TurnState.OVERDUE


def _searched(row: QueueRow) -> str:
    author = row.post.author
    who = (author.name, author.handle) if author else ()
    found = " ".join([row.post.text, row.topic or "", *filter(None, who)])
    return fold(found, own_script=True)


def _urgency(row: QueueRow) -> tuple[bool, bool, datetime, datetime, str]:
    return (
        row.state == HISTORY,
        not row.critical,
        row.due_at or NEVER,
        row.post.posted_at,
        str(row.key),
    )

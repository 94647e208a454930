"""Who may have waited at an instant of the past, and who has waited longest.

What is stored is how things stand now. A wait in a thread in which nothing was written
or done since then stood as it stands; the other threads have to be worked out anew.
"""

from collections.abc import Iterator
from datetime import datetime
from string import Formatter
from typing import NamedTuple

from sqlmodel import Session

from domain.post import PostKey
from store.sql import ask, spelling
from store.threads import of_customers
from store.types import known_instant, read_instant

_WRITTEN = (
    "SELECT c.network, c.root FROM cases c WHERE c.brand_id = {brand} AND c.waiting"
    " AND c.started_at <= {then} AND EXISTS (SELECT 1 FROM posts p"
    " WHERE p.network = c.network AND p.root = c.root"
    " AND (p.posted_at > {then} OR p.deleted_at > {then}))"
)
# "+ 0" keeps the index out: one walk through all turns is a fifth of the lookups.
_ENDED = (
    "SELECT t.network, t.root FROM turns t WHERE t.brand_id + 0 = {brand}"
    " AND t.started_at <= {then} AND (t.replied_at > {then} OR t.void"
    " AND EXISTS (SELECT 1 FROM posts p WHERE p.network = t.network"
    " AND p.root = t.root AND p.deleted_at > {then}))"
)
_DONE = (
    "SELECT p.network, p.root FROM events e JOIN posts p"
    " ON p.network = e.network AND p.id = e.post_id"
    ' WHERE e.brand_id = {brand} AND e."at" > {then}'
)
_EDITED = (
    "SELECT p.network, p.root FROM versions v JOIN posts p"
    " ON p.network = v.network AND p.id = v.id"
    " WHERE v.seen_at > {then} OR v.edited_at > {then}"
)


class Stood(NamedTuple):
    """A wait that has not ended: in which thread, since when, due when if ever."""

    thread: PostKey
    started_at: datetime
    due_at: datetime


def waiting(session: Session, brand_id: int, *, moment: datetime) -> list[Stood]:
    """Return who waits now and began before ``moment``, history apart."""
    how = spelling(session)
    rows = ask(
        session,
        "SELECT network, root, started_at, due_by FROM cases"
        f" WHERE brand_id = {how.mark} AND waiting AND NOT history"
        f" AND started_at <= {how.mark}",
        brand_id,
        how.instant(moment),
    )
    return [
        Stood(PostKey(network, root), known_instant(at), known_instant(due))
        for network, root, at, due in rows
    ]


def touched(session: Session, brand_id: int, *, moment: datetime) -> set[PostKey]:
    """Name the threads in which a wait of then may have ended or changed since."""
    how = spelling(session)
    then = how.instant(moment)
    found: set[PostKey] = set()
    for sql in (_WRITTEN, _ENDED, _DONE, _EDITED):
        given = [brand_id if each == "brand" else then for each in _asked(sql)]
        rows = ask(session, sql.format(brand=how.mark, then=how.mark), *given)
        found.update(PostKey(*row) for row in rows)
    if customers := _sorted_out(session, brand_id, moment):
        found.update(of_customers(session, customers))
    return found


def _asked(sql: str) -> Iterator[str]:
    """Yield the names of what a statement asks for, in their order."""
    return (name for _, name, _, _ in Formatter().parse(sql) if name)


def oldest(session: Session, brand_id: int) -> datetime | None:
    """Return since when somebody waits, history apart; None when nobody does."""
    mark = spelling(session).mark
    # In groups, for then SQLite reads no more than the queue's index.
    rows = ask(
        session,
        f"SELECT history, min(started_at) FROM cases WHERE brand_id = {mark}"
        " AND waiting GROUP BY history",
        brand_id,
    )
    return read_instant(next((since for history, since in rows if not history), None))


def _sorted_out(session: Session, brand_id: int, moment: datetime) -> list[PostKey]:
    """Return the customers of whom something was said since, for all their threads."""
    how = spelling(session)
    rows = ask(
        session,
        "SELECT DISTINCT network, customer FROM events"
        f' WHERE brand_id = {how.mark} AND "at" > {how.mark}'
        " AND kind IN ('muted', 'unmuted', 'classed')",
        brand_id,
        how.instant(moment),
    )
    return [PostKey(*row) for row in rows]

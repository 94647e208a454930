"""Waits of the past, for who asks what other thresholds would have made of them."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from alerts.ladder import Wait
from domain.case import CaseKey
from store.cases import TURN_COLUMNS, read_turn
from store.sql import ask, spelling
from store.types import known_instant

_TURN = ", ".join(f"t.{each}" for each in TURN_COLUMNS[1:])

CaseCustomer = tuple[str, str, str]
"""Network, thread and customer: those of an event are found by them."""


class PastWait(NamedTuple):
    """A wait, over or not, with the most followers that its customer was seen with."""

    wait: Wait
    followers: int


def since(
    session: Session, brand_id: int, brand: str, *, moment: datetime
) -> list[PastWait]:
    """Return the waits that began at ``moment`` or later, by when they began.

    Those of history and void ones are left out, and those of who is no customer.
    """
    how = spelling(session)
    rows = ask(
        session,
        "SELECT c.assignee, (SELECT max(p.author_followers) FROM posts p"
        " WHERE p.network = t.network AND p.root = t.root"
        f" AND p.author_id = t.customer), {_TURN} FROM turns t JOIN cases c ON"
        " c.brand_id = t.brand_id AND c.network = t.network AND c.root = t.root"
        " AND c.customer = t.customer AND c.episode = t.episode"
        f" WHERE t.brand_id = {how.mark} AND t.started_at >= {how.mark}"
        " AND NOT t.void AND NOT t.backfilled AND (t.waived IS NULL"
        " OR t.waived NOT IN ('press', 'competitor', 'staff'))"
        " ORDER BY t.started_at, t.network, t.root, t.customer, t.episode, t.number",
        brand_id,
        how.instant(moment),
    )
    return [_past(brand, row) for row in rows]


def waived(
    session: Session, brand_id: int, *, moment: datetime
) -> dict[CaseCustomer, list[datetime]]:
    """Return when somebody said, since ``moment``, that a wait needs no answer."""
    how = spelling(session)
    rows = ask(
        session,
        'SELECT e.network, p.root, e.customer, e."at" FROM events e JOIN posts p'
        " ON p.network = e.network AND p.id = e.post_id"
        f" WHERE e.brand_id = {how.mark} AND e.kind = 'waived'"
        f' AND e."at" >= {how.mark} ORDER BY e.id',
        brand_id,
        how.instant(moment),
    )
    found: dict[CaseCustomer, list[datetime]] = {}
    for network, root, customer, at in rows:
        found.setdefault((network, root, customer), []).append(known_instant(at))
    return found


def customer_of(key: CaseKey) -> CaseCustomer:
    """Name the case as its events do."""
    return key.network, key.thread, key.customer


def _past(brand: str, row: Iterable[object]) -> PastWait:
    assignee, followers, *rest = row
    stored = read_turn(brand, rest)
    to = None if assignee is None else str(assignee)
    most = followers if isinstance(followers, int) else 0
    return PastWait(Wait(key=stored.key, turn=stored.turn, assignee=to), most)

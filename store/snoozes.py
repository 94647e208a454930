"""Until when cases are put off, for the list: facts, read by thread."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from domain.post import PostKey
from store.posts import by_network
from store.sql import ask, spelling
from store.types import known_instant


class Snooze(NamedTuple):
    """One snooze of one customer's case. ``until`` is as it was written down."""

    thread: PostKey
    customer: str
    at: datetime
    until: str


def load(session: Session, brand_id: int, threads: Iterable[PostKey]) -> list[Snooze]:
    """Return every snooze in the threads, named by network and root, oldest first."""
    how = spelling(session)
    # CROSS: SQLite shall go from the few posts to their deeds, not through all deeds.
    sql = (
        "SELECT p.network, p.root, e.customer, e.at, e.detail FROM posts p"
        f" CROSS JOIN events e WHERE p.network = {how.mark} AND p.root {how.among}"
        " AND e.network = p.network AND e.post_id = p.id"
        f" AND e.brand_id = {how.mark} AND e.kind = 'snoozed' ORDER BY e.at, e.id"
    )
    return [
        _read(row)
        for network, roots in by_network(threads).items()
        for row in ask(session, sql, network, how.values(roots), brand_id)
    ]


def _read(row: tuple[str, str, str, str | datetime, str]) -> Snooze:
    network, root, customer, at, detail = row
    until = str(json.loads(detail).get("until"))
    return Snooze(PostKey(network, root), customer, known_instant(at), until)

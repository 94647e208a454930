"""Who waits, with all that the ladder asks of a wait; and who said that they know."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlmodel import Session

from alerts.ladder import Wait
from domain.case import CaseKey
from domain.post import PostKey
from store.cases import TURN_COLUMNS, StoredTurn, read_turn
from store.posts import by_network
from store.sql import ask, spelling
from store.types import known_instant

_TURN = ", ".join(f"t.{each}" for each in TURN_COLUMNS[1:])
_SAME = (
    "t.brand_id = c.brand_id AND t.network = c.network AND t.root = c.root"
    " AND t.customer = c.customer AND t.episode = c.episode"
)


def live(session: Session, brand_id: int, brand: str) -> list[Wait]:
    """Return everybody who waits and is no history, in the order of the Inbox."""
    mark = spelling(session).mark
    rows = ask(
        session,
        f"SELECT c.assignee, {_TURN} FROM cases c JOIN turns t ON {_SAME}"
        f" AND t.number = c.turn WHERE c.brand_id = {mark} AND c.waiting"
        # Not "NOT c.history": SQLite finds its way into the queue by what is equal.
        " AND c.history = FALSE ORDER BY c.calm, c.due_by, c.started_at",
        brand_id,
    )
    return [_wait(brand, row) for row in rows]


def critical_among(
    session: Session, brand_id: int, brand: str, posts: Collection[PostKey]
) -> list[Wait]:
    """Return the critical waits in the threads of these posts."""
    how = spelling(session)
    # CROSS: SQLite shall go from the few posts to their cases, not through all cases.
    sql = (
        f"SELECT DISTINCT c.assignee, {_TURN} FROM posts p"
        " CROSS JOIN cases c CROSS JOIN turns t"
        f" WHERE p.network = {how.mark} AND p.id {how.among}"
        " AND c.network = p.network AND c.root = p.root"
        f" AND {_SAME} AND t.number = c.turn"
        f" AND c.brand_id = {how.mark} AND c.waiting AND NOT c.history AND NOT c.calm"
    )
    return [
        _wait(brand, row)
        for network, ids in by_network(posts).items()
        for row in ask(session, sql, network, how.values(ids), brand_id)
    ]


def authors_among(
    session: Session, brand_id: int, brand: str, posts: Collection[PostKey]
) -> list[StoredTurn]:
    """Return the turns with these posts whose authors are no customers, no history."""
    how = spelling(session)
    sql = (
        f"SELECT DISTINCT {_TURN} FROM posts p JOIN turns t ON t.network = p.network"
        " AND t.root = p.root AND t.customer = p.author_id"
        f" WHERE p.network = {how.mark} AND p.id {how.among}"
        f" AND t.brand_id = {how.mark}"
        " AND t.waived IN ('press', 'competitor', 'staff') AND NOT t.backfilled"
        " AND NOT t.void"
    )
    found = [
        read_turn(brand, row)
        for network, ids in by_network(posts).items()
        for row in ask(session, sql, network, how.values(ids), brand_id)
    ]
    given = set(posts)
    return [
        each
        for each in found
        if given & {PostKey(each.key.network, post) for post in each.turn.posts}
    ]


def of_posts(
    session: Session, brand_id: int, brand: str, posts: Iterable[PostKey]
) -> dict[PostKey, Wait]:
    """Return the turn that each post belongs to, open or not; by post.

    Posts that are in no turn any more are left out.
    """
    how = spelling(session)
    wanted = set(posts)
    # CROSS: as above.
    sql = (
        f"SELECT DISTINCT c.assignee, {_TURN} FROM posts p"
        " CROSS JOIN cases c CROSS JOIN turns t"
        f" WHERE p.network = {how.mark} AND p.id {how.among}"
        f" AND c.network = p.network AND c.root = p.root AND {_SAME}"
        f" AND c.brand_id = {how.mark}"
    )
    found: dict[PostKey, Wait] = {}
    for network, ids in by_network(wanted).items():
        for row in ask(session, sql, network, how.values(ids), brand_id):
            wait = _wait(brand, row)
            keys = {PostKey(network, each) for each in wait.turn.posts}
            found.update(dict.fromkeys(keys & wanted, wait))
    return found


def no_outcome(
    session: Session, brand_id: int, brand: str, *, since: datetime, until: datetime
) -> list[Wait]:
    """Return the last turns of cases that were sent elsewhere and had to end by then.

    Their outcome was due in [since, until).
    """
    how = spelling(session)
    rows = ask(
        session,
        f"SELECT c.assignee, {_TURN} FROM cases c JOIN turns t ON {_SAME}"
        " AND t.number = (SELECT max(u.number) FROM turns u WHERE"
        " u.brand_id = c.brand_id AND u.network = c.network AND u.root = c.root"
        " AND u.customer = c.customer AND u.episode = c.episode)"
        f" WHERE c.brand_id = {how.mark} AND c.follow_up_due_at >= {how.mark}"
        f" AND c.follow_up_due_at < {how.mark} AND NOT c.waiting"
        " AND NOT t.backfilled AND NOT t.void",
        brand_id,
        how.instant(since),
        how.instant(until),
    )
    return [_wait(brand, row) for row in rows]


def acknowledged(
    session: Session, brand_id: int, threads: Iterable[PostKey]
) -> dict[tuple[PostKey, str], list[datetime]]:
    """Return when somebody said that they know, by thread and customer.

    Who takes a case knows of it too.
    """
    how = spelling(session)
    # CROSS: SQLite shall go from the few posts to their deeds, not through all deeds.
    sql = (
        'SELECT p.network, p.root, e.customer, e."at", e.kind, e."by", e.detail'
        " FROM posts p"
        f" CROSS JOIN events e WHERE p.network = {how.mark} AND p.root {how.among}"
        " AND e.network = p.network AND e.post_id = p.id"
        f" AND e.brand_id = {how.mark} AND e.kind IN ('acknowledged', 'assigned')"
        " ORDER BY e.id"
    )
    found: dict[tuple[PostKey, str], list[datetime]] = {}
    for network, roots in by_network(threads).items():
        for row in ask(session, sql, network, how.values(roots), brand_id):
            of_network, root, customer, at, kind, by, detail = row
            if kind == "acknowledged" or (by and json.loads(detail).get("to") == by):
                key = PostKey(of_network, root), customer
                found.setdefault(key, []).append(known_instant(at))
    return found


def thread_of(key: CaseKey) -> PostKey:
    """Name the thread of a case."""
    return PostKey(key.network, key.thread)


def _wait(brand: str, row: tuple[object, ...]) -> Wait:
    assignee, *rest = row
    stored = read_turn(brand, rest)
    to = None if assignee is None else str(assignee)
    return Wait(key=stored.key, turn=stored.turn, assignee=to)

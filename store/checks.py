"""Which collected posts are looked at again, and when: they may change or vanish."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from domain.post import PostKey
from store.sql import ask, batch, insert, spelling
from store.types import known_instant


class Due(NamedTuple):
    """A post to look at again; ``times`` is how often that was done already.

    ``root`` names its thread, ``seen_at`` is when we first saw it. ``waiting`` says
    that its author waits for a reply in that thread.
    """

    key: PostKey
    times: int
    root: str
    seen_at: datetime
    waiting: bool


def plan(session: Session, keys: Iterable[PostKey], due_at: datetime) -> int:
    """Plan a first look for posts that have none planned; return how many are new."""
    how = spelling(session)
    columns = ("network", "post_id", "times", "due_at")
    rows = [(*each, 0, how.instant(due_at)) for each in keys]
    return batch(
        session, insert("checks", columns, how, " ON CONFLICT DO NOTHING"), rows
    )


def due(
    session: Session,
    network: str,
    now: datetime,
    *,
    limit: int,
    waiting_only: bool = False,
) -> list[Due]:
    """Return what is due at ``now``: who waits first, then what is due longest."""
    how = spelling(session)
    rows = ask(
        session,
        "SELECT * FROM (SELECT c.post_id, c.times, p.root, p.seen_at,"
        " EXISTS (SELECT 1 FROM cases w WHERE w.network = p.network"
        " AND w.root = p.root AND w.customer = p.author_id AND w.waiting) AS waiting,"
        " c.due_at FROM checks c"
        " JOIN posts p ON p.network = c.network AND p.id = c.post_id"
        f" WHERE c.network = {how.mark} AND c.due_at <= {how.mark}) AS planned"
        f"{' WHERE waiting' if waiting_only else ''}"
        f" ORDER BY waiting DESC, due_at, post_id LIMIT {how.mark}",
        network,
        how.instant(now),
        limit,
    )
    return [
        Due(PostKey(network, name), times, root, known_instant(seen), bool(waiting))
        for name, times, root, seen, waiting, _ in rows
    ]


def done(
    session: Session, looked: Iterable[tuple[PostKey, int, datetime | None]]
) -> None:
    """Note how often each post was looked at and when it is next; None is never."""
    how = spelling(session)
    given = list(looked)
    where = f"WHERE network = {how.mark} AND post_id = {how.mark}"
    batch(
        session,
        f"DELETE FROM checks {where}",
        [tuple(key) for key, _, due_at in given if due_at is None],
    )
    batch(
        session,
        f"UPDATE checks SET times = {how.mark}, due_at = {how.mark} {where}",
        [
            (times, how.instant(due_at), *key)
            for key, times, due_at in given
            if due_at is not None
        ],
    )

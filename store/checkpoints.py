"""How far each stream is read, kept with the page that it speaks of."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from domain.checkpoint import Checkpoint, Drain
from domain.source import Family, Stream
from store.sql import ask, insert, run, spelling
from store.types import known_instant, read_instant

COLUMNS = (
    "network", "stream", "family", "query", "begun_at", "floor", "drain_started_at",
    "drain_since", "drain_token", "drain_pages", "drain_posts", "reread_at",
    "tried_at", "read_at",
)  # fmt: skip
_KEPT = ("network", "stream", "read_at")


class StoredCheckpoint(NamedTuple):
    """A stream's checkpoint, with when it was last asked and last read to the end.

    ``stream`` is the stream's id.
    """

    network: str
    stream: str
    family: Family
    query: str
    checkpoint: Checkpoint
    tried_at: datetime | None
    read_at: datetime | None


def load(session: Session, network: str, stream_id: str) -> StoredCheckpoint | None:
    """Return a stream's checkpoint, None for one that was never asked."""
    how = spelling(session)
    rows = ask(
        session,
        f"SELECT {', '.join(COLUMNS)} FROM checkpoints"
        f" WHERE network = {how.mark} AND stream = {how.mark}",
        network,
        stream_id,
    )
    return _read(rows[0]) if rows else None


def save(
    session: Session,
    stream: Stream,
    checkpoint: Checkpoint,
    *,
    tried_at: datetime,
    read_at: datetime | None,
) -> None:
    """Write a stream's checkpoint; ``read_at`` stays as it was when None is given."""
    how = spelling(session)
    drain = checkpoint.drain
    news = ", ".join(f"{each} = excluded.{each}" for each in COLUMNS if _is_new(each))
    run(
        session,
        insert("checkpoints", COLUMNS, how)
        + f" ON CONFLICT (network, stream) DO UPDATE SET {news},"
        " read_at = COALESCE(excluded.read_at, checkpoints.read_at)",
        stream.network,
        stream.id,
        stream.family.value,
        stream.query,
        how.instant(checkpoint.begun_at),
        how.instant(checkpoint.floor),
        how.instant(drain.started_at if drain else None),
        how.instant(drain.since if drain else None),
        drain.token if drain else None,
        drain.pages if drain else 0,
        drain.posts if drain else 0,
        how.instant(checkpoint.reread_at),
        how.instant(tried_at),
        how.instant(read_at),
    )


def every(session: Session) -> list[StoredCheckpoint]:
    """Return the checkpoints of all streams ever asked, by network and stream."""
    rows = ask(
        session,
        f"SELECT {', '.join(COLUMNS)} FROM checkpoints ORDER BY network, stream",
    )
    return [_read(row) for row in rows]


def _is_new(column: str) -> bool:
    return column not in _KEPT


def _read(row: Any) -> StoredCheckpoint:
    (
        network, stream, family, query, begun_at, floor, started_at, since, token,
        pages, posts, reread_at, tried_at, read_at,
    ) = row  # fmt: skip
    drain = None
    if started_at is not None:
        drain = Drain(
            started_at=known_instant(started_at),
            since=known_instant(since),
            token=token,
            pages=pages,
            posts=posts,
        )
    checkpoint = Checkpoint(
        begun_at=known_instant(begun_at),
        floor=read_instant(floor),
        drain=drain,
        reread_at=read_instant(reread_at),
    )
    return StoredCheckpoint(
        network,
        stream,
        Family(family),
        query,
        checkpoint,
        read_instant(tried_at),
        read_instant(read_at),
    )

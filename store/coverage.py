"""Which spans of time were read, failed or may lack posts: for reports and doctor.

Spans of one stream and state that meet become one row, so that a year of reading
every two minutes is a handful of rows.
"""

from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from domain.checkpoint import Gap
from domain.coverage import FAILURES, Span, SpanState
from domain.source import Stream
from store.sql import Spelling, ask, insert, run, spelling
from store.types import known_instant, read_instant

COLUMNS = (
    "network", "stream", "state", "reason", "since", "until", "posts", "recovered_at",
)  # fmt: skip


def read(
    session: Session, stream: Stream, since: datetime, until: datetime, posts: int
) -> None:
    """Note that [since, until) is read, and that gaps within it are read after all."""
    _join(
        session,
        Span(
            network=stream.network,
            stream=stream.id,
            state=SpanState.READ,
            reason=None,
            since=since,
            until=until,
            posts=posts,
        ),
    )
    how = spelling(session)
    run(
        session,
        f"UPDATE coverage SET recovered_at = {how.mark} WHERE {_mine(how)}"
        f" AND since >= {how.mark} AND until <= {how.mark} AND recovered_at IS NULL",
        how.instant(until),
        stream.network,
        stream.id,
        SpanState.GAP.value,
        how.instant(since),
        how.instant(until),
    )


def gap(session: Session, stream: Stream, gap: Gap) -> None:
    """Note that posts of a span may be missing."""
    _join(
        session,
        Span(
            network=stream.network,
            stream=stream.id,
            state=SpanState.GAP,
            reason=gap.reason,
            since=gap.since,
            until=gap.until,
        ),
    )


def failed(
    session: Session,
    network: str,
    stream_id: str,
    state: SpanState,
    reason: str,
    *,
    since: datetime,
    now: datetime,
) -> None:
    """Note that a stream cannot be read, from ``since`` to ``now`` at least.

    The outage that goes on grows; when its state or reason is another, a new span
    begins where the last one ended. Raises ValueError for a state of no failure.
    """
    if state not in FAILURES:
        raise ValueError(f"no state of a failure: {state!r}")
    how = spelling(session)
    rows = ask(
        session,
        "SELECT id, state, reason, until FROM coverage"
        f" WHERE network = {how.mark} AND stream = {how.mark} AND state {how.among}"
        " AND recovered_at IS NULL ORDER BY id DESC LIMIT 1",
        network,
        stream_id,
        how.values([each.value for each in FAILURES]),
    )
    for row_id, before, why, until in rows:
        last = known_instant(until)
        if (before, why) == (state.value, reason):
            _move(session, row_id, until=max(last, now))
            return
        since = max(since, last)
    span = Span(
        network=network,
        stream=stream_id,
        state=state,
        reason=reason,
        since=since,
        until=max(since, now),
    )
    _add(session, span)


def recovered(session: Session, stream: Stream, now: datetime) -> int:
    """Note that a stream can be read again; return how many failures that ends."""
    how = spelling(session)
    return run(
        session,
        f"UPDATE coverage SET recovered_at = {how.mark}"
        f" WHERE network = {how.mark} AND stream = {how.mark} AND state {how.among}"
        " AND recovered_at IS NULL",
        how.instant(now),
        stream.network,
        stream.id,
        how.values([each.value for each in FAILURES]),
    )


def spans(
    session: Session,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    network: str | None = None,
    limit: int = 1000,
) -> list[Span]:
    """Return the newest ``limit`` spans that reach into [since, until), oldest first.

    A span of no length, such as one failure, is in the window that it lies in.
    """
    how = spelling(session)
    begin = how.instant(since or datetime(1, 1, 1, tzinfo=UTC))
    end = how.instant(until or datetime(9999, 1, 1, tzinfo=UTC))
    mine = "" if network is None else f" AND network = {how.mark}"
    rows = ask(
        session,
        f"SELECT {', '.join(COLUMNS)} FROM coverage"
        f" WHERE (until > {how.mark} OR since >= {how.mark}) AND since < {how.mark}"
        f"{mine} ORDER BY since DESC, until DESC, id DESC LIMIT {how.mark}",
        begin,
        begin,
        end,
        *([] if network is None else [network]),
        limit,
    )
    return [_read(row) for row in reversed(rows)]


def missed(session: Session, *, since: datetime | None, until: datetime) -> list[Span]:
    """Return what was not read and has not been since, in [since, until), oldest first.

    Spans are told whole; those of no length are left out.
    """
    how = spelling(session)
    rows = ask(
        session,
        f"SELECT {', '.join(COLUMNS)} FROM coverage WHERE state <> {how.mark}"
        f" AND recovered_at IS NULL AND until > {how.mark} AND since < {how.mark}"
        " AND since < until ORDER BY since, until, network, stream, id",
        SpanState.READ.value,
        how.instant(since or datetime(1, 1, 1, tzinfo=UTC)),
        how.instant(until),
    )
    return [_read(row) for row in rows]


def _join(session: Session, span: Span) -> None:
    """Write a span, made one with all open ones of its kind that it meets."""
    how = spelling(session)
    rows = ask(
        session,
        f"SELECT id, since, until, posts FROM coverage WHERE {_mine(how)}"
        f" AND until >= {how.mark} AND since <= {how.mark}"
        " AND recovered_at IS NULL"
        f" AND COALESCE(reason, '') = {how.mark} ORDER BY id",
        span.network,
        span.stream,
        span.state.value,
        how.instant(span.since),
        how.instant(span.until),
        span.reason or "",
    )
    if not rows:
        _add(session, span)
        return
    kept, *others = [row[0] for row in rows]
    _move(
        session,
        kept,
        since=min(span.since, *(known_instant(row[1]) for row in rows)),
        until=max(span.until, *(known_instant(row[2]) for row in rows)),
        posts=span.posts + sum(row[3] for row in rows),
    )
    for each in others:
        run(session, f"DELETE FROM coverage WHERE id = {how.mark}", each)


def _add(session: Session, span: Span) -> None:
    how = spelling(session)
    run(
        session,
        insert("coverage", COLUMNS, how),
        span.network,
        span.stream,
        span.state.value,
        span.reason,
        how.instant(span.since),
        how.instant(span.until),
        span.posts,
        how.instant(span.recovered_at),
    )


def _move(
    session: Session,
    row_id: int,
    *,
    until: datetime,
    since: datetime | None = None,
    posts: int | None = None,
) -> None:
    how = spelling(session)
    changes = {
        "since": how.instant(since),
        "until": how.instant(until),
        "posts": posts,
    }
    known = {name: each for name, each in changes.items() if each is not None}
    news = ", ".join(f"{name} = {how.mark}" for name in known)
    sql = f"UPDATE coverage SET {news} WHERE id = {how.mark}"
    run(session, sql, *known.values(), row_id)


def _mine(how: Spelling) -> str:
    return f"network = {how.mark} AND stream = {how.mark} AND state = {how.mark}"


def _read(row: Any) -> Span:
    network, stream, state, reason, since, until, posts, recovered_at = row
    return Span(
        network=network,
        stream=stream,
        state=SpanState(state),
        reason=reason,
        since=known_instant(since),
        until=known_instant(until),
        posts=posts,
        recovered_at=read_instant(recovered_at),
    )

"""Mentions drawn for a look, and what may be drawn. The answers are events."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session

from domain.post import PostKey
from domain.spot_check import SpotCheck
from store.sql import ask, batch, insert, run, spelling
from store.types import known_instant, read_instant

COLUMNS = (
    "brand_id", "network", "post_id", "day", "drawn_at", "engine", "version", "among",
)  # fmt: skip

_MENTIONS = (
    " FROM mentions m JOIN posts p ON p.network = m.network AND p.id = m.post_id"
    " WHERE m.brand_id = {0} AND m.posted_at >= {0} AND m.posted_at < {0}"
    " AND (m.given OR m.addressed OR m.replied OR m.queries <> '')"
    " AND NOT p.backfilled AND p.state = 'live' AND p.text <> ''"
    " AND p.author_id IS NOT NULL"
)

_NOBODY_SPOKE = (
    " AND p.complaint IS NULL AND p.needs_reply IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM events e WHERE e.brand_id = m.brand_id"
    " AND e.network = m.network AND e.post_id = m.post_id AND e.kind = 'judged')"
    " AND NOT EXISTS (SELECT 1 FROM events e WHERE e.brand_id = m.brand_id"
    " AND e.network = m.network AND e.customer = p.author_id"
    " AND e.kind IN ('muted', 'unmuted', 'classed'))"
    # Whoever waits is in the Inbox, with all that they wrote in the thread.
    " AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.brand_id = m.brand_id"
    " AND c.network = m.network AND c.root = p.root AND c.customer = p.author_id"
    " AND (c.waiting OR NOT c.ours))"
    " AND NOT EXISTS (SELECT 1 FROM spot_checks s WHERE s.brand_id = m.brand_id"
    " AND s.network = m.network AND s.post_id = m.post_id)"
)


def candidates(
    session: Session, brand_id: int, *, since: datetime, until: datetime
) -> list[PostKey]:
    """Return what was posted in [since, until) and needs no reply, by no person's word.

    That is what stands in no turn: history, what a person spoke of, and what was drawn
    before are left out.
    """
    how = spelling(session)
    span = (brand_id, how.instant(since), how.instant(until))
    wanted = _MENTIONS.format(how.mark)
    taken = {
        PostKey(network, each)
        for network, ids in ask(
            session,
            "SELECT DISTINCT t.network, t.posts FROM turns t JOIN (SELECT m.brand_id,"
            f" m.network, p.root, p.author_id{wanted}) w ON t.brand_id = w.brand_id"
            " AND t.network = w.network AND t.root = w.root"
            " AND t.customer = w.author_id",
            *span,
        )
        for each in ids.split("\n")
    }
    rows = ask(session, f"SELECT m.network, m.post_id{wanted}{_NOBODY_SPOKE}", *span)
    found = (PostKey(*row) for row in rows)
    return [each for each in found if each not in taken]


def is_drawn(session: Session, brand_id: int, day: date) -> bool:
    """Tell whether something was drawn on this day."""
    mark = spelling(session).mark
    return bool(
        ask(
            session,
            f"SELECT 1 FROM spot_checks WHERE brand_id = {mark} AND day = {mark}"
            " LIMIT 1",
            brand_id,
            day.isoformat(),
        )
    )


def add(session: Session, brand_id: int, drawn: Iterable[SpotCheck]) -> None:
    """Keep that these were drawn."""
    how = spelling(session)
    rows = [
        (
            brand_id, *each.key, each.day.isoformat(), how.instant(each.drawn_at),
            each.engine, each.version, each.among,
        )
        for each in drawn
    ]  # fmt: skip
    batch(session, insert("spot_checks", COLUMNS, how), rows)


def load(
    session: Session, brand_id: int, *, since: date, until: date
) -> list[SpotCheck]:
    """Return what was drawn on these days, both counted in, oldest first; unanswered.

    Within a day the order is one for all: by network and id.
    """
    mark = spelling(session).mark
    rows = ask(
        session,
        f"SELECT {', '.join(COLUMNS[1:])}, skipped_at FROM spot_checks"
        f" WHERE brand_id = {mark} AND day >= {mark} AND day <= {mark}"
        " ORDER BY day, network, post_id",
        brand_id,
        since.isoformat(),
        until.isoformat(),
    )
    return [
        SpotCheck(
            day=date.fromisoformat(day),
            key=PostKey(network, post_id),
            drawn_at=known_instant(drawn_at),
            engine=engine,
            version=version,
            among=among,
            skipped_at=read_instant(skipped_at),
        )
        for network, post_id, day, drawn_at, engine, version, among, skipped_at in rows
    ]


def skip(session: Session, brand_id: int, key: PostKey, at: datetime | None) -> bool:
    """Note that a person would rather not say; None: they would after all.

    Tells whether there is such a check.
    """
    how = spelling(session)
    return bool(
        run(
            session,
            f"UPDATE spot_checks SET skipped_at = {how.mark}"
            f" WHERE brand_id = {how.mark} AND network = {how.mark}"
            f" AND post_id = {how.mark}",
            how.instant(at),
            brand_id,
            *key,
        )
    )

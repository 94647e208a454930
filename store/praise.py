"""Kind words: mentions in a good mood, and whose they are."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from domain.post import PostKey
from store.posts import by_network
from store.sql import ask, spelling

_COUNTS = "(m.given OR m.addressed OR m.replied OR m.queries <> '')"
_KIND = "COALESCE(m.sentiment, j.sentiment) = 'positive' AND NOT m.complaint"


class Kind(NamedTuple):
    """A post that is kind to a brand, its author, and the case that it is in, if any.

    ``episode`` is the newest of its case.
    """

    key: PostKey
    root: str
    author: str
    episode: int | None


def kind(
    session: Session,
    brand_id: int,
    *,
    since: datetime,
    until: datetime,
    limit: int,
) -> list[Kind]:
    """Return the kind posts of [since, until) that still stand, no history.

    Those that most people follow come first, then the newest.
    """
    how = spelling(session)
    rows = ask(
        session,
        "SELECT p.network, p.id, p.root, p.author_id, (SELECT max(c.episode)"
        " FROM cases c WHERE c.brand_id = m.brand_id AND c.network = p.network"
        " AND c.root = p.root AND c.customer = p.author_id) FROM mentions m"
        " JOIN posts p ON p.network = m.network AND p.id = m.post_id"
        " LEFT JOIN judgements j ON j.network = m.network AND j.post_id = m.post_id"
        f" WHERE m.brand_id = {how.mark} AND m.posted_at >= {how.mark}"
        f" AND m.posted_at < {how.mark} AND {_COUNTS} AND {_KIND}"
        " AND NOT p.backfilled AND p.state = 'live' AND p.text <> ''"
        " AND p.author_id IS NOT NULL"
        " ORDER BY COALESCE(p.author_followers, 0) DESC, p.posted_at DESC, p.network,"
        f" p.id LIMIT {how.mark}",
        brand_id,
        how.instant(since),
        how.instant(until),
        limit,
    )
    return [
        Kind(PostKey(network, post), root, author, episode)
        for network, post, root, author, episode in rows
    ]


def kind_before(
    session: Session, brand_id: int, authors: Collection[PostKey], *, before: datetime
) -> set[PostKey]:
    """Return which authors, by network and id, were kind to the brand already."""
    how = spelling(session)
    # CROSS: from the few authors to their cases and posts, not through all mentions.
    sql = (
        "SELECT DISTINCT c.network, c.customer FROM cases c CROSS JOIN posts p"
        " CROSS JOIN mentions m LEFT JOIN judgements j"
        " ON j.network = m.network AND j.post_id = m.post_id"
        f" WHERE c.brand_id = {how.mark} AND c.network = {how.mark}"
        f" AND c.customer {how.among} AND p.network = c.network AND p.root = c.root"
        " AND p.author_id = c.customer AND m.brand_id = c.brand_id"
        " AND m.network = p.network AND m.post_id = p.id"
        f" AND m.posted_at < {how.mark} AND {_COUNTS} AND {_KIND}"
    )
    return {
        PostKey(*row)
        for network, ids in by_network(authors).items()
        for row in ask(
            session, sql, brand_id, network, how.values(ids), how.instant(before)
        )
    }

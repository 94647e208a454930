"""Other cases near one: of the same customer or handle, or of who quotes it."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from domain.case import CaseKey
from domain.post import Kind, PostKey
from store.posts import StoredPost, below
from store.sql import ask, spelling


def near(
    session: Session,
    brand_id: int,
    key: CaseKey,
    *,
    handle: str | None,
    since: datetime,
    until: datetime,
    limit: int = 50,
) -> list[CaseKey]:
    """Return the brand's cases with a mention by this customer in [since, until].

    ``handle`` finds those of whoever goes by it elsewhere, in capitals or not. Newest
    first, since a customer may write without end.
    """
    how = spelling(session)
    rows = ask(
        session,
        "SELECT p.network, p.root, p.author_id, max(p.posted_at) FROM mentions m"
        " JOIN posts p ON p.network = m.network AND p.id = m.post_id"
        " JOIN cases c ON c.brand_id = m.brand_id AND c.network = p.network"
        " AND c.root = p.root AND c.customer = p.author_id"
        f" WHERE m.brand_id = {how.mark}"
        f" AND m.posted_at >= {how.mark} AND m.posted_at <= {how.mark}"
        f" AND (p.network = {how.mark} AND p.author_id = {how.mark}"
        f" OR p.network <> {how.mark} AND lower(p.author_handle) = {how.mark})"
        f" GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT {how.mark}",
        brand_id,
        how.instant(since),
        how.instant(until),
        key.network,
        key.customer,
        key.network,
        handle.lower() if handle else "",
        limit,
    )
    return [CaseKey(key.brand, *row[:3]) for row in rows]


def texts(
    session: Session,
    brand_id: int,
    *,
    since: datetime,
    until: datetime,
    near: datetime,
    limit: int = 500,
) -> list[tuple[str, str]]:
    """Return authors and texts of the brand's mentions in [since, until].

    Those half before and half after ``near`` come first where there are too many.
    """
    how = spelling(session)
    sides = (("<=", "DESC", since, near), (">", "ASC", near, until))
    found: list[tuple[str, str]] = []
    for sign, order, begin, end in sides:
        found += ask(
            session,
            "SELECT p.author_id, p.text FROM mentions m"
            " JOIN posts p ON p.network = m.network AND p.id = m.post_id"
            f" WHERE m.brand_id = {how.mark} AND m.posted_at >= {how.mark}"
            f" AND m.posted_at <= {how.mark} AND m.posted_at {sign} {how.mark}"
            " AND p.author_id IS NOT NULL AND p.text <> ''"
            f" ORDER BY m.posted_at {order} LIMIT {how.mark}",
            brand_id,
            how.instant(begin),
            how.instant(end),
            how.instant(near),
            limit // 2,
        )
    return found


def quoting(
    session: Session, key: CaseKey, posts: Iterable[str], *, limit: int = 50
) -> list[StoredPost]:
    """Return the posts that quote or share one of ``posts``, oldest first."""
    found = below(session, [PostKey(key.network, each) for each in posts])
    quotes = [
        each
        for each in found.values()
        if each.post.kind is Kind.QUOTE and each.post.author is not None
    ]
    return sorted(quotes, key=lambda each: (each.post.posted_at, each.post.id))[:limit]

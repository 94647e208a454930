"""Posts as their last versions stand."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from domain.post import Author, Kind, Post, PostKey, State
from store.sql import Spelling, ask, batch, run, spelling, upsert
from store.types import known_instant, read_instant

COLUMNS = (
    "network", "id", "root", "author_id", "author_handle", "author_name",
    "author_followers", "text", "posted_at", "seen_at", "reply_to", "thread",
    "addressed", "kind", "url", "lang", "rating", "likes", "replies", "shares",
    "edited_at", "state", "deleted_at", "complaint", "needs_reply", "topic", "hash",
    "backfilled", "demo",
)  # fmt: skip


_KINDS = {each.value: each for each in Kind}
_STATES = {each.value: each for each in State}
"""Asking an enumeration itself takes five times as long."""


class StoredPost(NamedTuple):
    """A post with the root of its thread and the hash of its content.

    The hash is that of the content before a deleted post's text was purged.
    """

    post: Post
    root: str
    hash: str


def load(session: Session, keys: Iterable[PostKey]) -> dict[PostKey, StoredPost]:
    """Return those of the posts that are stored."""
    return _by_ids(session, keys, "id")


def below(session: Session, keys: Iterable[PostKey]) -> dict[PostKey, StoredPost]:
    """Return the stored posts that answer or quote any of the posts."""
    return _by_ids(session, keys, "reply_to")


def in_threads(session: Session, threads: Iterable[PostKey]) -> list[StoredPost]:
    """Return all posts of the threads, each named by network and root."""
    return list(_by_ids(session, threads, "root").values())


def known_threads(session: Session, threads: Iterable[PostKey]) -> set[PostKey]:
    """Return those of the threads, named by network and root, that concern a brand."""
    how = spelling(session)
    sql = (
        f"SELECT DISTINCT p.root FROM posts p WHERE p.network = {how.mark}"
        f" AND p.root {how.among} AND EXISTS (SELECT 1 FROM brands b JOIN mentions m"
        " ON m.brand_id = b.id AND m.network = p.network AND m.post_id = p.id"
        " WHERE m.given OR m.addressed OR m.replied OR m.queries <> '')"
    )
    found: set[PostKey] = set()
    for network, roots in by_network(threads).items():
        rows = ask(session, sql, network, how.values(roots))
        found |= {PostKey(network, root) for (root,) in rows}
    return found


def seen_since(
    session: Session, keys: Iterable[PostKey], moment: datetime
) -> set[PostKey]:
    """Return those of the posts that are stored and were first seen since ``moment``.

    X charges a post once a day of UTC, however often it is read.
    """
    how = spelling(session)
    sql = (
        f"SELECT id FROM posts WHERE network = {how.mark} AND id {how.among}"
        f" AND seen_at >= {how.mark}"
    )
    found: set[PostKey] = set()
    for network, ids in by_network(keys).items():
        rows = ask(session, sql, network, how.values(ids), how.instant(moment))
        found |= {PostKey(network, each) for (each,) in rows}
    return found


def save(session: Session, posts: Iterable[StoredPost]) -> int:
    """Write each post as it is given, new or not; return how many."""
    how = spelling(session)
    statement = upsert("posts", COLUMNS, key=("network", "id"), how=how)
    rows = [_to_row(each, how) for each in posts]
    batch(session, statement, rows)
    return len(rows)


def by_network(keys: Iterable[PostKey]) -> Mapping[str, list[str]]:
    """Sort keys by network."""
    sorted_out: dict[str, list[str]] = {}
    for network, each in keys:
        sorted_out.setdefault(network, []).append(each)
    return sorted_out


def of_threads(
    session: Session, sql: str, brand_id: int, threads: Iterable[PostKey] | None
) -> list[Any]:
    """Return the rows of a query whose condition ends with ``brand_id``'s mark.

    Its columns ``network`` and ``root`` name the threads to look at; None means all.
    """
    if threads is None:
        return ask(session, sql, brand_id)
    how = spelling(session)
    sql += f" AND network = {how.mark} AND root {how.among}"
    return [
        row
        for network, roots in by_network(threads).items()
        for row in ask(session, sql, brand_id, network, how.values(roots))
    ]


def read_post(row: Any) -> StoredPost:
    """Make a post of a row that holds ``COLUMNS`` first."""
    (
        network, native_id, root, author_id, handle, name, followers, text, posted_at,
        seen_at, reply_to, thread, addressed, kind, url, lang, rating, likes, replies,
        shares, edited_at, state, deleted_at, complaint, needs_reply, topic, named,
        backfilled, demo,
    ) = row[: len(COLUMNS)]  # fmt: skip
    author = None
    if author_id is not None:
        author = Author(id=author_id, handle=handle, name=name, followers=followers)
    post = Post(
        network=network,
        id=native_id,
        author=author,
        text=text,
        posted_at=known_instant(posted_at),
        seen_at=known_instant(seen_at),
        reply_to=reply_to,
        thread=thread,
        addressed=tuple(addressed.split("\n")) if addressed else (),
        kind=_KINDS[kind] if kind else None,
        url=url,
        lang=lang,
        rating=rating,
        likes=likes,
        replies=replies,
        shares=shares,
        edited_at=read_instant(edited_at),
        state=_STATES[state],
        deleted_at=read_instant(deleted_at),
        complaint=_flag(complaint),
        needs_reply=_flag(needs_reply),
        topic=topic,
        backfilled=bool(backfilled),
        demo=bool(demo),
    )
    return StoredPost(post, root, named)


def _by_ids(
    session: Session, keys: Iterable[PostKey], column: str
) -> dict[PostKey, StoredPost]:
    how = spelling(session)
    sql = (
        f"SELECT {', '.join(COLUMNS)} FROM posts"
        f" WHERE network = {how.mark} AND {column} {how.among}"
    )
    found: dict[PostKey, StoredPost] = {}
    for network, ids in by_network(keys).items():
        for row in ask(session, sql, network, how.values(ids)):
            stored = read_post(row)
            found[stored.post.key] = stored
    return found


def _to_row(stored: StoredPost, how: Spelling) -> tuple[object, ...]:
    post, author = stored.post, stored.post.author
    return (
        post.network,
        post.id,
        stored.root,
        author and author.id,
        author and author.handle,
        author and author.name,
        author and author.followers,
        post.text,
        how.instant(post.posted_at),
        how.instant(post.seen_at),
        post.reply_to,
        post.thread,
        "\n".join(post.addressed) or None,
        post.kind.value if post.kind else None,
        post.url,
        post.lang,
        post.rating,
        post.likes,
        post.replies,
        post.shares,
        how.instant(post.edited_at),
        post.state.value,
        how.instant(post.deleted_at),
        post.complaint,
        post.needs_reply,
        post.topic,
        stored.hash,
        post.backfilled,
        post.demo,
    )


def _flag(value: object) -> bool | None:
    return None if value is None else bool(value)


def remove_demo(session: Session) -> int:
    """Delete the shipped example's posts with all that is kept of them."""
    mine = "(network, {}) IN (SELECT network, id FROM posts WHERE demo)"
    run(session, f"DELETE FROM judgements WHERE {mine.format('post_id')}")
    run(session, f"DELETE FROM versions WHERE {mine.format('id')}")
    run(session, f"DELETE FROM mentions WHERE {mine.format('post_id')}")
    run(session, f"DELETE FROM spot_checks WHERE {mine.format('post_id')}")
    return run(session, "DELETE FROM posts WHERE demo")


def every(
    session: Session, *, brand_id: int | None = None, piece: int = 1000
) -> Iterator[Post]:
    """Yield all posts by network and id, or those in threads of a brand's cases."""
    how = spelling(session)
    mine = (
        " AND (network, root) IN (SELECT network, root FROM cases WHERE brand_id = {})"
    )
    sql = (
        f"SELECT {', '.join(COLUMNS)} FROM posts"
        f" WHERE (network, id) > ({how.mark}, {how.mark})"
        f"{mine.format(how.mark) if brand_id is not None else ''}"
        f" ORDER BY network, id LIMIT {how.mark}"
    )
    last = PostKey("", "")
    asked = [brand_id] if brand_id is not None else []
    while rows := ask(session, sql, *last, *asked, piece):
        for row in rows:
            yield read_post(row).post
        last = PostKey(rows[-1][0], rows[-1][1])

"""A post: one public message, as its network gave it, with its versions.

Several records may tell of one post (an edit, a deletion, a second delivery).
``joined`` makes one of two in a way that does not depend on the order of arrival.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple, TypeVar

from domain.clock import in_utc


class PostKey(NamedTuple):
    """What makes a post the same post when it comes twice."""

    network: str
    id: str


class State(StrEnum):
    """Whether the post can still be read where it was posted."""

    LIVE = "live"
    DELETED = "deleted"
    REMOVED = "removed"


class Kind(StrEnum):
    """What sort of message the network calls it."""

    POST = "post"
    REPLY = "reply"
    COMMENT = "comment"
    QUOTE = "quote"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote. ``id`` is stable; handle and name may change at any time."""

    id: str
    handle: str | None = None
    name: str | None = None
    followers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One public message. Instants are UTC; ``text`` is plain, in the author's words.

    ``author`` is None when the account is gone. ``thread`` is the root's id if the
    network says it. ``complaint``, ``needs_reply`` and ``topic`` are a person's
    judgement handed over with the post, None when nobody judged. ``backfilled``
    marks history: no alerts, no SLA. ``demo`` marks the shipped example.
    """

    network: str
    id: str
    author: Author | None
    text: str
    posted_at: datetime
    seen_at: datetime
    reply_to: str | None = None
    thread: str | None = None
    addressed: tuple[str, ...] = ()
    kind: Kind | None = None
    url: str | None = None
    lang: str | None = None
    rating: int | None = None
    likes: int | None = None
    replies: int | None = None
    shares: int | None = None
    edited_at: datetime | None = None
    state: State = State.LIVE
    deleted_at: datetime | None = None
    complaint: bool | None = None
    needs_reply: bool | None = None
    topic: str | None = None
    backfilled: bool = False
    demo: bool = False
    key: PostKey = field(init=False, repr=False, compare=False)
    """The identity: network and id. Kept, since it is asked for all the time."""

    def __post_init__(self) -> None:
        """Keep every instant in UTC, so that no caller needs to ask."""
        object.__setattr__(self, "key", PostKey(self.network, self.id))
        if self.posted_at.tzinfo is UTC is self.seen_at.tzinfo and (
            self.edited_at is None is self.deleted_at
        ):
            return  # nearly all
        for name in ("posted_at", "seen_at", "edited_at", "deleted_at"):
            moment = getattr(self, name)
            if moment is not None and moment.tzinfo is not UTC:
                object.__setattr__(self, name, in_utc(moment))

    @property
    def parent(self) -> str | None:
        """The post this one hangs below; a quote starts a thread of its own."""
        return None if self.kind is Kind.QUOTE else self.reply_to

    @property
    def is_share(self) -> bool:
        """Tell a bare share from a quote: it adds nothing to the post it shares."""
        return self.kind is Kind.QUOTE and not self.text and self.state is State.LIVE

    @property
    def content(self) -> tuple[object, ...]:
        """What the author wrote in this version, which ``content_hash`` names."""
        return (
            self.text,
            self.posted_at,
            self.edited_at,
            self.addressed,
            self.lang,
            self.rating,
        )

    @property
    def says(self) -> bool:
        """Tell what somebody wrote, if only a picture, from a word that it is gone."""
        return self.text != "" or self.state is State.LIVE

    @property
    def written_at(self) -> datetime:
        """When this version was written."""
        return self.edited_at or self.posted_at

    def gone_at(self, as_of: datetime) -> bool:
        """Tell whether the post was deleted or removed by ``as_of``.

        A deletion without a time holds at every instant.
        """
        if self.state is State.LIVE:
            return False
        return self.deleted_at is None or self.deleted_at <= as_of


def content_hash(post: Post) -> str:
    """Return 16 hex digits naming what the author wrote in this version."""
    parts = (
        post.text,
        post.posted_at.isoformat(),
        post.edited_at.isoformat() if post.edited_at else "",
        "\n".join(post.addressed),
        post.lang or "",
        str(post.rating),
    )
    written = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(written, digest_size=8).hexdigest()


def version_hash(post: Post) -> str:
    """Return 16 characters naming the version that a record tells of.

    The mere word that a post is gone is not what the author wrote, however alike.
    """
    named = content_hash(post)
    return named if post.says else f"gone{named[4:]}"


def is_purged(post: Post, named: str) -> bool:
    """Tell whether a deleted post's version, of this hash, once had words."""
    if post.says:
        return False
    return named not in {version_hash(post), content_hash(post)}


def rank(post: Post) -> tuple[datetime, bool, str]:
    """Order versions of one post: the last written wins, ties by content hash.

    An empty text never wins a tie: it is what remains of a deleted post.
    """
    return post.written_at, post.text != "", content_hash(post)


def joined(one: Post, other: Post) -> Post:
    """Make one post of two records of it; neither order nor repetition matters.

    The last written version gives the content. Deletion wins over edits, the first
    sight over later ones, live over backfilled, what is known over what is not, a
    person's yes over a no, and the larger count over the smaller.
    """
    # Mostly the same words come again: then no hash needs to break a tie.
    same = one.content == other.content
    newer = one if same or rank(one) >= rank(other) else other
    return replace(
        newer,
        author=_author(one.author, other.author),
        seen_at=min(one.seen_at, other.seen_at),
        reply_to=_most(one.reply_to, other.reply_to),
        thread=_most(one.thread, other.thread),
        kind=_most(one.kind, other.kind),
        url=_most(one.url, other.url),
        likes=_most(one.likes, other.likes),
        replies=_most(one.replies, other.replies),
        shares=_most(one.shares, other.shares),
        state=max(one.state, other.state, key=_FINALITY.index),
        deleted_at=_first(one.deleted_at, other.deleted_at),
        complaint=_most(one.complaint, other.complaint),
        needs_reply=_most(one.needs_reply, other.needs_reply),
        topic=_most(one.topic, other.topic),
        backfilled=one.backfilled and other.backfilled,
        demo=one.demo and other.demo,
    )


_FINALITY = (State.LIVE, State.REMOVED, State.DELETED)
_Ordered = TypeVar("_Ordered", int, bool, str, Kind)


def _author(one: Author | None, other: Author | None) -> Author | None:
    if one is None or other is None:
        return one or other
    named = max(
        one, other, key=lambda each: (each.id, each.handle or "", each.name or "")
    )
    return replace(named, followers=_most(one.followers, other.followers))


def _most(one: _Ordered | None, other: _Ordered | None) -> _Ordered | None:
    if one is None or other is None:
        return other if one is None else one
    return max(one, other)


def _first(one: datetime | None, other: datetime | None) -> datetime | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)

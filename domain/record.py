"""A record: a post as JSON, the form in which posts come in and go out.

``from_post`` writes what ``to_post`` reads. A record knows nothing of backfill or
demo: whoever reads it says whether the posts are history or just seen (``live``).
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from domain import fields
from domain.clock import FUTURE_ALLOWED, iso, iso_or_none
from domain.fields import NOTHING, Words, unknown, wrong
from domain.post import Author, Kind, Post, State

Read = Callable[[Any, str], object]


def to_post(record: Mapping[str, object], *, now: datetime, live: bool = False) -> Post:
    """Make the post that ``record`` tells of, or raise RecordError naming the field.

    A missing ``seen_at`` is ``now`` for a post that is ``live``, else ``posted_at``.
    Null is the same as a missing field, but for ``author``, which must stand there.
    """
    given: dict[str, Any] = {}
    for name, value in record.items():
        read = _READ.get(name)
        if read is None:
            raise unknown(name, _READ)
        if value is not None:
            given[name] = read(value, name)
    _complete(record, given)
    _check_times(record, given, now=now)
    if "seen_at" not in given:
        given["seen_at"] = now if live else given["posted_at"]
    return Post(**given, backfilled=not live)


def from_post(post: Post) -> dict[str, object]:
    """Write ``post`` as a record, what is unknown left out; ``to_post`` undoes it."""
    author = post.author and {
        "id": post.author.id,
        "handle": post.author.handle,
        "name": post.author.name,
        "followers": post.author.followers,
    }
    record: dict[str, object] = {
        "network": post.network,
        "id": post.id,
        "author": author and _known(author),
        "text": post.text,
        "posted_at": iso(post.posted_at),
        "seen_at": iso(post.seen_at),
        "reply_to": post.reply_to,
        "thread": post.thread,
        "addressed": list(post.addressed) or None,
        "kind": post.kind and post.kind.value,
        "url": post.url,
        "lang": post.lang,
        "rating": post.rating,
        "likes": post.likes,
        "replies": post.replies,
        "shares": post.shares,
        "edited_at": iso_or_none(post.edited_at),
        "state": post.state.value,
        "deleted_at": iso_or_none(post.deleted_at),
        "complaint": post.complaint,
        "needs_reply": post.needs_reply,
        "topic": post.topic,
    }
    return _known(record, keep="author")


def _author(value: object, name: str) -> Author:
    # Asked for dict first: Mapping is an abstract class and takes its time.
    if not isinstance(value, (dict, Mapping)):
        wanted = '{"id": "9001"}, or null when the account is gone'
        raise wrong(name, value, wanted)
    given: dict[str, Any] = {}
    for part, found in value.items():
        known = _READ_AUTHOR.get(part)
        if known is None:
            raise unknown(part, _READ_AUTHOR, within="author.")
        if found is not None:
            read, label = known
            given[part] = read(found, label)
    if "id" not in given:
        found = value.get("id", NOTHING)
        raise wrong("author.id", found, 'the account\'s stable id, such as "9001"')
    return Author(**given)


_READ_AUTHOR: Mapping[str, tuple[Read, str]] = {
    "id": (fields.identity, "author.id"),
    "handle": (fields.handle, "author.handle"),
    "name": (fields.label, "author.name"),
    "followers": (fields.count, "author.followers"),
}

_READ: Mapping[str, Read] = {
    "network": fields.network,
    "id": fields.identity,
    "author": _author,
    "text": fields.text,
    "posted_at": fields.instant,
    "seen_at": fields.instant,
    "reply_to": fields.identity_or_none,
    "thread": fields.identity_or_none,
    "addressed": fields.addressed,
    "kind": fields.one_of(Kind),
    "url": fields.url,
    "lang": fields.lang,
    "rating": fields.rating,
    "likes": fields.count,
    "replies": fields.count,
    "shares": fields.count,
    "edited_at": fields.instant,
    "state": fields.one_of(State),
    "deleted_at": fields.instant,
    "complaint": fields.truth,
    "needs_reply": fields.truth,
    "topic": fields.label,
}

FIELDS = tuple(_READ)
"""The names of all fields, in the order in which they are written."""

AUTHOR_FIELDS = tuple(_READ_AUTHOR)
"""The names inside ``author``."""

NEEDED = {
    "network": "the network's short name, such as bluesky",
    "id": 'the network\'s id of the post, such as "9001"',
    "author": '{"id": "9001"}, or null when the account is gone',
    "text": 'the text of the post, "" for a post of pictures alone',
    "posted_at": "a time with an offset, such as 2026-11-02T10:00:00Z",
}
"""What every record must say, and how."""

_TIMES = ("posted_at", "seen_at", "edited_at", "deleted_at")


def _complete(record: Mapping[str, object], given: dict[str, Any]) -> None:
    if "author" in record:
        given.setdefault("author", None)
    for name, wanted in NEEDED.items():
        if name not in given:
            raise wrong(name, record.get(name, NOTHING), wanted)


def _check_times(
    record: Mapping[str, object], given: Mapping[str, Any], *, now: datetime
) -> None:
    # All four: a version dated next year would win over every true one until then.
    latest = now + FUTURE_ALLOWED
    for name in _TIMES:
        if name in given and given[name] > latest:
            raise wrong(name, record[name], f"a time up to now ({iso(now)})")
    if "deleted_at" in given and given.get("state", State.LIVE) is State.LIVE:
        wanted = "it only beside the state deleted or removed"
        raise wrong("deleted_at", Words("a time for a live post"), wanted)


def _known(record: dict[str, Any], *, keep: str = "") -> dict[str, object]:
    return {
        name: value
        for name, value in record.items()
        if value is not None or name == keep
    }

"""What a comment or a submission of Reddit becomes: a post of ours.

Whatever only adorns a post may be missing or odd; without id, author, words and time
it is none.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from collectors._reddit.things import NETWORK, data_of, instant, is_name, name_or_none
from domain import fields
from domain.clock import FUTURE_ALLOWED, iso, iso_or_none
from domain.errors import RecordError
from domain.post import Kind, Post, State
from domain.record import to_post
from domain.text import ADDRESSED_LIMIT, TEXT_LIMIT

SITE = "https://www.reddit.com"
GONE = "[deleted]"

_REMOVED = frozenset(["[removed]", "[ Removed by Reddit ]"])
_TAKEN_BACK = frozenset(["deleted", "author"])
_HELD = "automod_filtered"
_USER = re.compile(r"t2_[0-9a-z]{1,13}")
_HANDLE = re.compile(r"[A-Za-z0-9_-]{1,20}")
_LINK = re.compile(r"/comments/([0-9a-z]{1,13})/")
_TAGGED = re.compile(r"(?<![\w/])/?[uU]/([A-Za-z0-9_-]{3,20})(?![\w-])")


def post_of(thing: object, *, now: datetime) -> Post | None:
    """Make the post that a comment (t1) or a submission (t3) is; the inbox's as well.

    None is one held back for a moderator, who may yet let it through: nobody else sees
    it. Raises RecordError or ShapeError for anything else.
    """
    kind = thing.get("kind") if isinstance(thing, dict) else None
    if kind not in ("t1", "t3"):
        raise fields.wrong("kind", kind, "t1 or t3")
    data = data_of(thing, kind)
    name = data.get("name")
    if not is_name(name) or not str(name).startswith(kind):
        raise fields.wrong("name", name, f"such as {kind}_c0b6xx0")
    if data.get("removed_by_category") == _HELD:
        return None
    state = _state(kind, data)
    live = state is State.LIVE
    text = _text(kind, data) if live else ""
    posted = instant(data.get("created_utc"))
    record = {
        "network": NETWORK,
        "id": name,
        "author": _author(data),
        "text": text,
        "posted_at": iso_or_none(posted),
        "edited_at": iso_or_none(_edited(data, posted, now)),
        "thread": _link(kind, data),
        "reply_to": name_or_none(data.get("parent_id")) if kind == "t1" else None,
        "kind": (Kind.COMMENT if kind == "t1" else Kind.POST).value,
        "url": _url(data),
        "likes": _count(data.get("score")),
        "replies": _count(data.get("num_comments")) if kind == "t3" else None,
        "addressed": _addressed(text, data.get("dest")),
        "state": state.value,
        "deleted_at": None if live else iso(now),
    }
    return to_post(record, now=now, live=True)


def _state(kind: str, data: Mapping[str, object]) -> State:
    """Tell whether a post still stands; its words say so, or a field beside them."""
    by = data.get("removed_by_category")
    words = data.get("body" if kind == "t1" else "selftext")
    gone = data.get("author") in (None, GONE)
    own = words == GONE or data.get("title") == "[deleted by user]"
    if (isinstance(by, str) and by in _TAKEN_BACK) or (own and gone):
        return State.DELETED
    removed = isinstance(words, str) and words in _REMOVED
    return State.REMOVED if by or removed else State.LIVE


def _text(kind: str, data: Mapping[str, object]) -> object:
    if kind == "t1":
        return data.get("body")
    title, below = data.get("title"), data.get("selftext") or ""
    if isinstance(title, str) and isinstance(below, str):
        return f"{title}\n\n{below}" if below else title
    return None


def _author(data: Mapping[str, object]) -> object:
    """Return who wrote, None when the account is gone.

    Where Reddit leaves out the id, the name stands for it: names never change hands.
    Written so, it gives way to the id when that is told later.
    """
    name = data.get("author", 0)  # missing altogether, it is another shape
    if name is None or name == GONE:
        return None
    if not isinstance(name, str) or not name.strip():
        raise fields.wrong("author", name, "a name, or null when the account is gone")
    told = data.get("author_fullname")
    known = isinstance(told, str) and _USER.fullmatch(told)
    return {"id": told if known else f"name:{name.casefold()}", "handle": name}


def _edited(
    data: Mapping[str, object], posted: datetime | None, now: datetime
) -> datetime | None:
    edited = instant(data.get("edited"))
    if edited and posted and posted <= edited <= now + FUTURE_ALLOWED:
        return edited
    return None


def _link(kind: str, data: Mapping[str, object]) -> str | None:
    """Return the submission at the root; the inbox tells it by an address alone."""
    told = name_or_none(data.get("name" if kind == "t3" else "link_id"))
    context = data.get("context")
    if told or not isinstance(context, str):
        return told
    found = _LINK.search(context[:2_000])
    return f"t3_{found[1]}" if found else None


def _url(data: Mapping[str, object]) -> str | None:
    path = data.get("permalink") or data.get("context")
    if not isinstance(path, str) or not path.startswith("/"):
        return None
    try:
        return fields.url(SITE + path.partition("?")[0], "url")
    except RecordError:
        return None


def _count(value: object) -> int | None:
    """Read a count that may be missing, or below zero where people voted it down."""
    if type(value) is int and 0 <= value <= fields.COUNT_LIMIT:
        return value
    return None


def _addressed(text: object, to: object) -> list[str]:
    """Return whom the words tag (u/name), and to whom an item of the inbox came."""
    words = text[:TEXT_LIMIT] if isinstance(text, str) else ""
    tagged = [found[1] for found in _TAGGED.finditer(words)]
    if isinstance(to, str) and _HANDLE.fullmatch(to):
        tagged.insert(0, to)
    return list(dict.fromkeys(tagged))[:ADDRESSED_LIMIT]

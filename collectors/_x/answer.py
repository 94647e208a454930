"""What X says: posts, users and problems, in the old spelling or the new.

An edit is a new post to X, with an id of its own; to us it is a version of the first.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from collectors._x.asking import NETWORK, kind_of
from collectors.wire import MISSHAPEN, ShapeError, items
from domain import fields
from domain.clock import iso, parse_instant
from domain.post import Author, Kind, Post
from domain.record import to_post
from domain.source import Fault, SourceError
from domain.text import ADDRESSED_LIMIT

RENAMED = {
    "edit_history_tweet_ids": "edit_history_post_ids",
    "note_tweet": "note_post",
    "referenced_tweets": "referenced_posts",
    "retweet_count": "repost_count",
    "tweets": "posts",
}
"""What is called what in the old spelling and in the new."""

_QUOTED = re.compile(
    r"https://(?:twitter|x)\.com/([A-Za-z0-9_]{1,15})/status/([0-9]{1,19})"
)
_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_ESCAPED = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_ESCAPE = re.compile("|".join(_ESCAPED))
_EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)
"""Ids count milliseconds from here, in what stands above their 22 lowest bits."""

ID_DIGITS = 19
_LANGS = {"in": "id", "iw": "he", "ji": "yi"}
_NO_LANGS = {"art", "qam", "qct", "qht", "qme", "qst", "und", "zxx"}
_GONE = (Fault.NOT_FOUND, "there is no such account or post, or no more")
_PROBLEMS = {
    "resource-not-found": _GONE,
    "resource-unavailable": _GONE,
    "not-authorized-for-resource": (Fault.AUTH_SCOPE, "X does not show it to us"),
}


class Answer:
    """One answer. What belongs to a post may be odd: then that post is left out."""

    def __init__(self, told: object, *, now: datetime) -> None:
        if not isinstance(told, dict):
            raise ShapeError("an answer that is no object")
        self._told = told
        self._now = now
        self._problems = _dicts(told.get("errors"))
        includes = _dict(told.get("includes"))
        self._users = {each["id"]: each for each in _named(includes.get("users"))}
        self._gone = {
            named
            for each in self._problems
            if each.get("resource_type") == "user"
            for named in _ids(each)
        }
        known = [*_named(told.get("data")), *_named(_get(includes, "tweets"))]
        self._writers: dict[Any, Any] = {
            each["id"]: each.get("author_id") for each in known
        }
        self._first: dict[Any, str] = {
            one: _history(each)[0] for each in known for one in _history(each)
        }

    def listed(self) -> list[Any]:
        """Return the items of a page; raise ShapeError, or what X says instead."""
        meta, data = self._told.get("meta"), self._told.get("data")
        if not isinstance(meta, dict):
            raise self._instead("an answer without its meta")
        if not data:
            count = meta.get("result_count")
            if type(count) is int and count == 0:
                return []
            raise self._instead("an answer without its posts")
        if not isinstance(data, list):
            raise ShapeError("an answer without its list of posts")
        return data

    def token(self) -> str | None:
        """Return what leads to the next page."""
        token = _dict(self._told.get("meta")).get("next_token")
        if token is None or (isinstance(token, str) and token):
            return token
        raise ShapeError("an answer with an odd token")

    def user(self) -> Author:
        """Return the one user that was asked for."""
        found = _dict(self._told.get("data"))
        if not found:
            raise self._instead("an answer without its user")
        told = _author(found["id"], found)
        handle, name = told["handle"], told["name"]
        return Author(
            id=fields.identity(told["id"], "id"),
            handle=fields.handle(handle, "username") if handle else None,
            name=fields.label(name, "name") if name else None,
            followers=told["followers"],
        )

    def post(self, item: Any) -> Post | None:
        """Read a post; None for one that only repeats another's.

        Raises what reading an odd one raises. Without what is nice to have, such as
        counts, a post is still one.
        """
        refers = {
            each["type"]: each["id"] for each in _get(item, "referenced_tweets") or []
        }
        if refers.keys() & {"retweeted", "reposted"}:
            return None
        first = _history(item)[0]
        edited = first != item["id"]
        written = _when(item)
        parent = refers.get("replied_to", refers.get("quoted"))
        root = item.get("conversation_id")
        metrics = _dict(item.get("public_metrics"))
        note = _get(item, "note_tweet") or item
        return to_post(
            {
                "network": NETWORK,
                "id": first,
                "author": self._author(item.get("author_id")),
                "text": _ESCAPE.sub(lambda found: _ESCAPED[found[0]], note["text"]),
                "posted_at": iso(_snowflake(first) if edited else written),
                "edited_at": iso(written) if edited else None,
                "reply_to": self._first.get(parent, parent),
                "thread": self._first.get(root, root),
                "addressed": self._addressed(item, refers.get("quoted")),
                "kind": _kind(refers),
                "url": f"https://x.com/i/web/status/{first}",
                "lang": _lang(item.get("lang")),
                "likes": _count(metrics.get("like_count")),
                "replies": _count(metrics.get("reply_count")),
                "shares": _count(_get(metrics, "retweet_count")),
            },
            now=self._now,
            live=True,
        )

    def looked_up(self, asked: set[str]) -> tuple[list[Post], set[str], set[str]]:
        """Return the posts, and which of ``asked`` were deleted and removed."""
        deleted: set[str] = set()
        removed: set[str] = set()
        for each in self._problems:
            gone = _ids(each) & asked
            missing = kind_of(each) == "resource-not-found"
            (deleted if missing else removed).update(gone)
        data = self._told.get("data")
        if not data and not deleted | removed:
            raise self._instead("an answer without its posts")
        posts, _ = items(data or [], self.post)
        return posts, deleted, removed

    def newer(self) -> set[str]:
        """Return the ids of last versions that are not in the answer itself."""
        here = self._named()
        last = {_history(each)[-1] for each in here}
        return last - {each["id"] for each in here}

    def reach(self) -> datetime | None:
        """Return when the last item that says so was posted, or edited."""
        for item in reversed(self._named()):
            with suppress(*MISSHAPEN):
                return _when(item)
        return None

    def ids(self) -> set[str]:
        """Return the ids of all items."""
        return {each["id"] for each in self._named()}

    def _named(self) -> list[Any]:
        return _named(self._told.get("data"))

    def _author(self, id_: object) -> dict[str, Any] | None:
        if not isinstance(id_, str) or id_ in self._gone:
            return None
        return _author(id_, self._users.get(id_, {}))

    def _addressed(self, item: Any, quoted: object) -> list[str]:
        """Return whom the post calls: those it tags, answers or quotes."""
        whole = [item, _dict(_get(item, "note_tweet"))]
        entities = [_dict(each.get("entities")) for each in whole]
        found = [item.get("in_reply_to_user_id"), self._writers.get(quoted)]
        for tag in (tag for each in entities for tag in _dicts(each.get("mentions"))):
            found += [tag.get("id"), tag.get("username")]
        for link in (link for each in entities for link in _dicts(each.get("urls"))):
            led = _QUOTED.match(str(link.get("expanded_url")))
            found += [led[1]] if led and led[2] == quoted else []
        told = [each for each in found if isinstance(each, str) and each]
        return list(dict.fromkeys(told))[:ADDRESSED_LIMIT]

    def _instead(self, missing: str) -> Exception:
        """Return what X says in place of what was asked for."""
        for each in self._problems:
            if problem := _PROBLEMS.get(kind_of(each)):
                return SourceError(NETWORK, *problem)
        return ShapeError(missing)


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> list[dict[str, Any]]:
    found = value if isinstance(value, list) else []
    return [each for each in found if isinstance(each, dict)]


def _named(value: object) -> list[dict[str, Any]]:
    """Return those of a list that have an id."""
    return [each for each in _dicts(value) if isinstance(each.get("id"), str)]


def _get(item: Any, name: str) -> Any:
    """Return a field in either spelling."""
    return item.get(name, item.get(RENAMED[name]))


def _ids(problem: dict[str, Any]) -> set[str]:
    """Return whom or what a problem is about."""
    about = (problem.get("resource_id"), problem.get("value"))
    return {each for each in about if isinstance(each, str)}


def _history(item: Any) -> list[str]:
    """Return the ids of all versions, the first one first."""
    history = _get(item, "edit_history_tweet_ids")
    sound = isinstance(history, list) and all(isinstance(each, str) for each in history)
    return history if sound and item["id"] in history else [item["id"]]


def _when(item: Any) -> datetime:
    said = item.get("created_at")
    return _snowflake(item["id"]) if said is None else parse_instant(said)


def _snowflake(id_: str) -> datetime:
    """Return when a post was made: its id begins with that."""
    if not id_.isascii() or not id_.isdecimal() or len(id_) > ID_DIGITS:
        raise ShapeError("an id that is no number")
    return _EPOCH + timedelta(milliseconds=int(id_) >> 22)


def _kind(refers: Mapping[str, object]) -> str:
    if "replied_to" in refers:
        return Kind.REPLY
    return Kind.QUOTE if "quoted" in refers else Kind.POST


def _lang(code: object) -> str | None:
    if not isinstance(code, str) or not _LANG.fullmatch(code) or code in _NO_LANGS:
        return None
    return _LANGS.get(code, code)


def _count(value: object) -> int | None:
    return value if type(value) is int and 0 <= value <= fields.COUNT_LIMIT else None


def _author(id_: str, user: Mapping[str, Any]) -> dict[str, Any]:
    handle, name = user.get("username"), user.get("name")
    followers = _dict(user.get("public_metrics")).get("followers_count")
    return {
        "id": id_,
        "handle": handle if isinstance(handle, str) else None,
        "name": name if isinstance(name, str) else None,
        "followers": _count(followers),
    }

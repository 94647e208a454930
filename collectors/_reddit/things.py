"""What Reddit wraps its answers in: things, listings of things, and forests of them.

A thing says its kind (t1 a comment, t2 an account, t3 a submission) and holds data;
whatever stands in there is a stranger's, and may be of any type.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from collectors.wire import ShapeError

NETWORK = "reddit"

_NAME = re.compile(r"t[13]_[0-9a-z]{1,13}")
_AFTER = re.compile(r"[A-Za-z0-9_-]{1,100}")


def data_of(thing: object, kind: str) -> Mapping[str, object]:
    """Return what a thing of this kind holds; raise ShapeError for any other."""
    if isinstance(thing, dict) and thing.get("kind") == kind:
        data = thing.get("data")
        if isinstance(data, dict):
            return data
    raise ShapeError(f"an answer that is no {kind}")


def listing(answer: object) -> tuple[list[object], str | None]:
    """Return the items of a listing, and the name after which it goes on."""
    data = data_of(answer, "Listing")
    things, after = data.get("children"), data.get("after", 0)
    if not isinstance(things, list):
        raise ShapeError("a listing without its items")
    if after is not None and not (isinstance(after, str) and _AFTER.fullmatch(after)):
        raise ShapeError("a listing that does not say how it goes on")
    return things, after


def forest(answer: object) -> tuple[list[object], int]:
    """Return a submission and all comments below it, and how many stubs stand there.

    A stub is a "more": comments that are there and are not given.
    """
    if not isinstance(answer, list) or len(answer) != 2:
        raise ShapeError("a thread without its comments")
    found: list[object] = []
    stubs = 0
    waiting = [thing for each in answer for thing in listing(each)[0]]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, dict) and thing.get("kind") == "more":
            stubs += 1
            continue
        found.append(thing)
        below = _held(thing).get("replies")
        if isinstance(below, dict):  # "" when there are none
            waiting += listing(below)[0]
    return found, stubs


def is_name(value: object) -> bool:
    """Tell whether ``value`` is the full name of a comment or a submission."""
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def name_or_none(value: object) -> str | None:
    """Return a full name, None for anything else."""
    return value if isinstance(value, str) and _NAME.fullmatch(value) else None


def name_of(thing: object) -> str | None:
    """Return the full name of a thing, whatever else is wrong with it."""
    return name_or_none(_held(thing).get("name"))


def posted_at(thing: object) -> datetime | None:
    """Return when a thing was posted, whatever else is wrong with it."""
    return instant(_held(thing).get("created_utc"))


def instant(value: object) -> datetime | None:
    """Read seconds since 1970 (UTC); False, where there is no time, is None."""
    if isinstance(value, int | float) and 1 < value < 10_000_000_000:
        return datetime.fromtimestamp(value, UTC)
    return None


def _held(thing: object) -> Mapping[str, object]:
    data = thing.get("data") if isinstance(thing, dict) else None
    return data if isinstance(data, dict) else {}

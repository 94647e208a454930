"""Strangers' records for tests: nasty strings, whole records, one plain record."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from domain.post import Post
from domain.text import is_plain
from services.lines import BadLine

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)

NASTY = st.text(
    st.sampled_from("\ud83d\ude00\x00\x07\r\n\x85\u2028\u202e\u2066\ufffe\t ,;'\"=+-@[")
    | st.sampled_from("\uff1d\u0301\u0344\u0958e\u1100\u1161\u11a8\u200d\ufe0f\u00a0")
    | st.characters(exclude_categories=()),
    max_size=40,
)
"""Any string at all, most of them of characters that break something somewhere."""

INSTANTS = st.datetimes(datetime(1990, 1, 2), NOW.replace(tzinfo=None)).map(
    lambda moment: moment.replace(tzinfo=UTC).isoformat()
)

COUNTS = st.integers(0, 2**53)


# The last letter keeps an id from being blank, or an account from being an @ alone.
PLAIN = st.text(
    st.sampled_from(
        " ,;'\"=+-@[\uff1d\u0301\u0344\u0958e\u1100\u1161\u11a8\u200d\u00a0"
    )
    | st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")).filter(is_plain),
    max_size=20,
).map("{}i".format)
"""Strings that may be ids, however odd."""


def a_sound(record: dict[str, Any]) -> dict[str, Any]:
    """Leave out a time of deletion where nothing was deleted."""
    if record.get("state", "live") == "live":
        record.pop("deleted_at", None)
    return record


AUTHORS = st.fixed_dictionaries(
    {"id": PLAIN}, optional={"handle": NASTY, "name": NASTY, "followers": COUNTS}
)

RECORDS = st.fixed_dictionaries(
    {
        "network": st.sampled_from(["x", "bluesky", "own-forum"]),
        "id": PLAIN,
        "author": st.none() | AUTHORS,
        "text": NASTY,
        "posted_at": INSTANTS,
    },
    optional={
        "seen_at": INSTANTS,
        "reply_to": PLAIN,
        "thread": PLAIN,
        "addressed": st.lists(PLAIN, max_size=3),
        "kind": st.sampled_from(["post", "reply", "comment", "quote", "review"]),
        "url": st.sampled_from(["", "https://example.com/=1?a,b;c"]),
        "lang": st.sampled_from(["pl", "pt-BR", "und"]),
        "rating": st.integers(1, 5),
        "likes": COUNTS,
        "replies": COUNTS,
        "shares": COUNTS,
        "edited_at": INSTANTS,
        "state": st.sampled_from(["live", "deleted", "removed"]),
        "deleted_at": INSTANTS,
        "complaint": st.booleans(),
        "needs_reply": st.none() | st.booleans(),
        "topic": NASTY,
    },
).map(a_sound)
"""Records without a fault, with any string in every field of free text."""


def a_record(**given: object) -> dict[str, object]:
    """Make a plain record with some fields otherwise; ``...`` leaves a field out."""
    record: dict[str, object] = {
        "network": "bluesky",
        "id": "p1",
        "author": {"id": "did:1", "handle": "ania"},
        "text": "My parcel never came.",
        "posted_at": "2026-11-02T09:00:00Z",
    }
    return {name: each for name, each in (record | given).items() if each is not ...}


GOOD = json.dumps(a_record()).encode()
"""A line of JSON that is a post with the id p1."""


def what(found: Iterable[Post | BadLine]) -> list[str]:
    """Name each: the id of a post, the message of a bad line."""
    return [each.message if isinstance(each, BadLine) else each.id for each in found]

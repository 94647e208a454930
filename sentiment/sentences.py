"""A text taken apart: sentences, and pieces of bounded length.

Only the first ``READ_LIMIT`` characters of a text are read, by every part of this
room; the rest of a longer one changes nothing.
"""

import re
from collections.abc import Iterator

READ_LIMIT = 20_000
"""Characters of a text that are judged; above the longest comment of any network."""

SENTENCE_LIMIT = 1_000
"""Sentences of a text that are judged; only a text made to be slow has more."""

# A stop before a space, or a stop and a closing quote; or a new line.
_END = re.compile(r"(?:(?<=[.!?\u2026])|(?<=[.!?\u2026][\"')\]\u201d\u00bb]))\s+|\n+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|@\w+(?:[.-]\w+)*")


def without_addresses(text: str) -> str:
    """Return ``text`` without web addresses and @names: a shop may be @delivery."""
    if "@" in text or "://" in text or "www." in text:
        return _ADDRESS.sub(" ", text)
    return text


def sentences(text: str) -> list[str]:
    """Split what is judged of ``text`` at stops before a space, and at new lines.

    None of the sentences is empty, and none has space around it.
    """
    split = _END.split(text[:READ_LIMIT], SENTENCE_LIMIT)[:SENTENCE_LIMIT]
    return [each for each in map(str.strip, split) if each]


def pieces(text: str, *, limit: int) -> Iterator[str]:
    """Yield the sentences of ``text``, longer ones cut at a space near ``limit``."""
    for sentence in sentences(text):
        rest = sentence
        while len(rest) > limit:
            space = rest.rfind(" ", limit // 2, limit)
            cut = limit if space < 0 else space
            yield rest[:cut]
            rest = rest[cut:].lstrip()
        if rest:
            yield rest

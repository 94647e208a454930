"""A text taken apart: sentences, their folded words, pieces of bounded length.

Only the first ``READ_LIMIT`` characters of a text are read, by every part of this
room; the rest of a longer one changes nothing.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from response.folding import words

READ_LIMIT = 20_000
"""Characters of a text that are judged; above the longest comment, below a novel."""

# A stop before a space, or a stop and a closing quote; or a new line.
_END = re.compile(r"(?:(?<=[.!?\u2026])|(?<=[.!?\u2026][\"')\]\u201d\u00bb]))\s+|\n+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|@\w+(?:[.-]\w+)*", re.IGNORECASE)


class Sentence(NamedTuple):
    """One sentence without web addresses and @names, and its folded words."""

    text: str
    words: list[str]


def sentences(text: str) -> list[str]:
    """Split ``text`` at stops followed by space, and at new lines; none is empty."""
    return [each for each in map(str.strip, _END.split(text)) if each]


def read(text: str) -> list[Sentence]:
    """Return the sentences of ``text`` with their words."""
    text = text[:READ_LIMIT]
    if "@" in text or "://" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    return [Sentence(each, words(each)) for each in sentences(text)]


def pieces(text: str, *, limit: int) -> Iterator[str]:
    """Yield the sentences of ``text``, longer ones cut at a space near ``limit``."""
    for sentence in sentences(text[:READ_LIMIT]):
        while len(sentence) > limit:
            space = sentence.rfind(" ", limit // 2, limit)
            cut = limit if space < 0 else space
            yield sentence[:cut]
            sentence = sentence[cut:].lstrip()
        if sentence:
            yield sentence

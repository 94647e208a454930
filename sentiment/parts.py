"""A long text in parts, and what is said of the parts as one.

A part is a few whole sentences where there are any. Numbers of the whole are means,
weighted by the parts' length. Complaint and the need of a reply lie halfway between the
mean and the greatest: one bad paragraph of ten makes a complaint.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sentiment.heads import Chances
from sentiment.sentences import READ_LIMIT

WHOLE = 2_000
"""Characters up to which a text is judged as one."""

PART = 500
"""Characters of a part of a longer one, at most."""

_ENDS = ("\n", ". ", "! ", "? ", "\u2026 ")


def spans(text: str) -> list[tuple[int, int]]:
    """Return where the parts of ``text`` start and end; it has one at least."""
    end = min(len(text), READ_LIMIT)
    if len(text) <= WHOLE:
        return [(0, end)]
    found, start = [], 0
    while end - start > PART:
        cut = _cut(text, start + PART // 4, start + PART)
        found.append((start, cut))
        start = cut
    return [*found, (start, end)]


def joined(chances: Chances, lengths: Sequence[int], counts: Sequence[int]) -> Chances:
    """Return the chances of texts from those of their parts, ``counts`` of each."""
    starts = np.cumsum(counts) - counts
    weights = np.maximum(np.array(lengths, np.float64), 1.0)
    weights /= np.repeat(np.add.reduceat(weights, starts), counts)

    def mean(values: Any) -> Any:
        return np.add.reduceat((values.T * weights).T, starts, axis=0)

    def leaning(values: Any) -> Any:
        return (mean(values) + np.maximum.reduceat(values, starts)) / 2

    return Chances(
        mean(chances.moods),
        leaning(chances.complaint),
        leaning(chances.needs_reply),
        np.logical_or.reduceat(chances.flags, starts, axis=0),
        mean(chances.topics),
        mean(chances.languages),
    )


def _cut(text: str, least: int, most: int) -> int:
    """Return where to cut: behind the last sentence, else the last blank."""
    found = [(text.rfind(each, least, most), len(each)) for each in _ENDS]
    stops = [at + length for at, length in found if at > 0]
    if stops:
        return max(stops)
    blank = text.rfind(" ", least, most)
    return blank + 1 if blank > 0 else most

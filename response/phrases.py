"""Phrases looked for in a text, word by word: all of them in one walk."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

from response.folding import words

STOP, ASKED = "qzstop", "qzasked"
"""Words that stand for the end of a sentence, and of one that asks."""

_STOP, _ASKED = f" {STOP} ", f" {ASKED} "
_STOPS = re.compile(r"[.!;\n]+")
_ASKS = re.compile("[?\uff1f\u061f]+")
_END: object = None
"""Beside the words that may follow, this names what a phrase is that ends here."""

Tree = Mapping[Any, Any]
"""Words by the words that follow them."""


class Place(NamedTuple):
    """Where a phrase begins, and what it is."""

    at: int
    kind: str


def sentences(text: str) -> list[str]:
    """Return the folded words of a text, with ``STOP`` or ``ASKED`` between sentences.

    So no phrase reaches from one into the next. It begins with a ``STOP``.
    """
    told = _STOPS.sub(_STOP, _STOP + text)
    if "?" in told or not told.isascii():
        told = _ASKS.sub(_ASKED, told)
    return words(told)


def sentence(found: list[str], at: int) -> range:
    """Return the places of the sentence in which a word stands, its end with it."""
    begin = end = at
    while begin > 0 and found[begin - 1] not in (STOP, ASKED):
        begin -= 1
    while end < len(found) and found[end] not in (STOP, ASKED):
        end += 1
    return range(begin, min(end + 1, len(found)))


def tree(phrases: Iterable[tuple[tuple[str, ...], str]]) -> Tree:
    """Make phrases ready to be looked for, all at once."""
    root: dict[Any, Any] = {}
    for phrase, kind in phrases:
        node = root
        for word in phrase:
            node = node.setdefault(word, {})
        if phrase:
            node.setdefault(_END, set()).add(kind)
    return root


def spelled(pattern: str) -> Iterator[tuple[str, ...]]:
    """Yield the phrases that a pattern stands for.

    ``a|b`` is either word, ``^`` the beginning of a sentence.
    """
    told = (each.replace("^", f"{STOP}|{ASKED}") for each in pattern.split())
    yield from product(*(choice.split("|") for choice in told))


def places(found: list[str], phrases: Tree) -> list[Place]:
    """Return every phrase that begins somewhere in these words."""
    told: list[Place] = []
    for at, word in enumerate(found):
        if word not in phrases:
            continue
        node, after = phrases[word], at
        while node is not None:
            if _END in node:
                told += [Place(at, kind) for kind in node[_END]]
            after += 1
            node = node.get(found[after]) if after < len(found) else None
    return told

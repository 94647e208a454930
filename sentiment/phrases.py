"""Small lists of phrases, found as whole words in folded text.

A list is written as ``"lawyer* | small claims"``: a star takes any ending, which
languages with cases need. The lists are in folded form: lower case, no accents.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

KEY = 4
"""Letters by which a word is looked up; a stem has as many at least."""


def listed(written: str) -> list[str]:
    """Return the phrases of a list, in its order."""
    return [" ".join(each.split()) for each in written.split("|")]


class _Phrase(NamedTuple):
    """A phrase and where in it the word stands that it is looked up by."""

    label: str
    parts: list[str]
    offset: int
    exact: bool


class Phrases:
    """Labelled phrases, looked up by their longest words, which are the rarest."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        """Read lists such as ``{"legal": "lawyer* | small claims"}``."""
        self._index: defaultdict[str, list[_Phrase]] = defaultdict(list)
        for label, written in lists.items():
            for phrase in listed(written):
                parts = phrase.split()
                longest = max(parts, key=len)
                self._index[longest.rstrip("*")[:KEY]].append(
                    _Phrase(label, parts, parts.index(longest), "*" not in phrase)
                )

    def found(self, words: Sequence[str]) -> Iterator[tuple[str, int]]:
        """Yield the label and the place of each phrase in the folded ``words``."""
        known = self._index.get
        near = [(at, known(word[:KEY])) for at, word in enumerate(words)]
        for at, phrases in near:
            for phrase in phrases or ():
                start = at - phrase.offset
                if start >= 0 and _is_at(start, words, phrase):
                    yield phrase.label, start


def _is_at(start: int, words: Sequence[str], phrase: _Phrase) -> bool:
    there = words[start : start + len(phrase.parts)]
    if phrase.exact:
        return there == phrase.parts
    return len(there) == len(phrase.parts) and all(map(_fits, phrase.parts, there))


def _fits(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part

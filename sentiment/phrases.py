"""Small lists of phrases, found as whole words in folded text.

A list is written as ``"lawyer* | small claims"``: a star takes any ending, which
languages with cases need. The lists are in folded form: lower case, no accents.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

_KEY = 3
"""Letters of a phrase's first word by which it is looked up; stems are not shorter."""


class Phrases:
    """Labelled phrases, looked up by how their first word begins."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        """Read lists such as ``{"legal": "lawyer* | small claims"}``."""
        self._index: defaultdict[str, list[tuple[str, list[str]]]] = defaultdict(list)
        for label, written in lists.items():
            for phrase in written.split("|"):
                words = phrase.split()
                self._index[words[0].rstrip("*")[:_KEY]].append((label, words))
        self._index.default_factory = None

    def found(self, words: Sequence[str]) -> Iterator[str]:
        """Yield the label of each phrase that occurs in the folded ``words``."""
        for start, word in enumerate(words):
            for label, phrase in self._index.get(word[:_KEY], ()):
                if _matches(phrase, words, start):
                    yield label

    def opens(self, words: Sequence[str]) -> str | None:
        """Return the label of a phrase that ``words`` begin with, if any does."""
        for label, phrase in self._index.get(words[0][:_KEY], ()) if words else ():
            if _matches(phrase, words, 0):
                return label
        return None


def _matches(phrase: list[str], words: Sequence[str], start: int) -> bool:
    if start + len(phrase) > len(words):
        return False
    return all(
        word.startswith(part[:-1]) if part.endswith("*") else word == part
        for part, word in zip(phrase, words[start : start + len(phrase)], strict=True)
    )

"""What to ask a network's search for: many words in few questions, always the same.

A stream is known by its question; so the order of the words, and where one question
ends and the next begins, depend on nothing but the words.
"""

import re
from collections.abc import Iterable

_PLAIN = re.compile(r"\w+")
_RESERVED = frozenset(["and", "or", "not", "near"])
_QUOTES = re.compile(r'["“”„\\]+')
LONGEST = 200
"""Characters of one phrase: its first words are enough to find what holds it all."""


def phrase(needle: str, *, prefixes: str = "") -> str | None:
    """Write a needle so that a search takes it for words and nothing else.

    None for one without a letter or a digit. A single word that begins with one of
    ``prefixes``, such as ``#``, stays as it is.
    """
    words: list[str] = []
    for word in _QUOTES.sub(" ", needle).split():
        if len(" ".join([*words, word])) > LONGEST:
            break
        words.append(word)
    text = " ".join(words)
    if not any(character.isalnum() for character in text):
        return None
    bare = text[1:] if text[0] in prefixes else text
    if _PLAIN.fullmatch(bare) and bare.casefold() not in _RESERVED:
        return text
    return f'"{text}"'


def questions(phrases: Iterable[str], *, limit: int, around: str = "{}") -> list[str]:
    """Join phrases by OR into as few questions as may be, each of ``limit`` at most.

    ``around`` is written around each, such as ``({}) -is:retweet``. What differs in
    capitals alone is asked once.
    """
    room = limit - len(around.format(""))
    different = {each.casefold(): each for each in sorted(phrases, reverse=True)}
    groups: list[list[str]] = []
    # The longest first, each where it first fits: that leaves the least room unused.
    for each in sorted(different.values(), key=lambda text: (-_size([text]), text)):
        fitting = (group for group in groups if _size([*group, each]) <= room)
        group = next(fitting, None)
        if group is None:
            groups.append([each])
        else:
            group.append(each)
    return sorted(around.format(" OR ".join(sorted(group))) for group in groups)


def _size(group: list[str]) -> int:
    # Networks count as UTF-16 does: an emoji is two.
    return len(" OR ".join(group).encode("utf-16-le")) // 2

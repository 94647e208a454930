"""VADER's numbers for one text: the library's own code, in linear time.

The library looks at three words before a word and two after it, but lowers the whole
text for each. We hand it these six words instead, and skip it where none of them can
matter. The results are equal to the last digit, quirks included; a test compares.
"""

from collections import defaultdict
from functools import cache
from heapq import heappop, heappush
from string import punctuation
from typing import NamedTuple

from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    C_INCR,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

_BEFORE, _AFTER = 3, 2
"""How many words around a word the library looks at."""


class Numbers(NamedTuple):
    """VADER's four numbers: ``compound`` is -1..1, the others are shares, 0..1."""

    compound: float
    negative: float
    neutral: float
    positive: float


class Valences(NamedTuple):
    """What VADER makes of a text.

    ``words`` are the text's words as VADER reads it, an emoji being its name, and
    ``sums`` what some of them add to the mood, by their index. ``length`` counts the
    characters of the text, ``read`` those of it with the names.
    """

    numbers: Numbers
    words: list[str]
    sums: dict[int, float]
    length: int
    read: int


class _Window(NamedTuple):
    """As much of the library's ``SentiText`` as it needs to weigh one word."""

    words_and_emoticons: list[str]
    is_cap_diff: bool


class _Tables(NamedTuple):
    """The library's tables, loaded once.

    ``carriers`` are words with a mood of their own. A word of ``turners`` nearby may
    change a carrier's weight; without one its weight is that of the lexicon.
    """

    analyzer: SentimentIntensityAnalyzer
    names: dict[str, str]
    emoji: frozenset[str]
    carriers: frozenset[str]
    turners: frozenset[str]


@cache
def tables() -> _Tables:
    """Load the library's tables."""
    analyzer = SentimentIntensityAnalyzer()
    # The library goes by single characters: longer emoji are never found by it.
    names = {key: name for key, name in analyzer.emojis.items() if len(key) == 1}
    # A phrase is near only if its longest word is, and that one is the rarest.
    phrases = [*SPECIAL_CASES, *BOOSTER_DICT]
    rarest = [max(phrase.split(), key=len) for phrase in phrases]
    turners = {*BOOSTER_DICT, *NEGATE, *rarest, "no", "so", "this"}
    return _Tables(
        analyzer=analyzer,
        names=names,
        emoji=frozenset(names),
        carriers=frozenset(analyzer.lexicon.keys() - BOOSTER_DICT.keys()),
        turners=frozenset(turners | {"least", "doubt"}),
    )


def valences(text: str) -> Valences:
    """Return exactly the numbers of the library's ``polarity_scores``."""
    known = tables()
    named = _named(text, known)
    words = _words(named)
    lower = list(map(str.lower, words))
    sums = [0.0] * len(words)
    hits = [index for index, word in enumerate(lower) if word in known.carriers]
    if hits:
        capitals = sum(map(str.isupper, words))
        some = 0 < capitals < len(words)
        _weigh(hits, words, lower, sums, capitals_tell=some)
        if "but" in lower:
            _lean(sums, lower.index("but"))
    found = known.analyzer.score_valence(sums, named)
    return Valences(
        Numbers(found["compound"], found["neg"], found["neu"], found["pos"]),
        words,
        {index: sums[index] for index in hits},
        len(text),
        len(named),
    )


def _named(text: str, known: _Tables) -> str:
    """Write emoji as their names, spaced as the library does."""
    if text.isascii() or known.emoji.isdisjoint(text):
        return text.strip()
    parts: list[str] = []
    spaced = True
    for character in text:
        name = known.names.get(character)
        if name is None:
            parts.append(character)
            spaced = character == " "
        else:
            parts.append(name if spaced else " " + name)
            spaced = False
    return "".join(parts).strip()


def _words(text: str) -> list[str]:
    """Take the punctuation off words, and leave it where hardly a word remains."""
    raw = text.split()
    bare = [word.strip(punctuation) for word in raw]
    return [word if len(word) > 2 else old for word, old in zip(bare, raw, strict=True)]


def _weigh(
    hits: list[int],
    words: list[str],
    lower: list[str],
    sums: list[float],
    *,
    capitals_tell: bool,
) -> None:
    """Put the weight of each hit into ``sums``."""
    known = tables()
    shortened = "n't" in " ".join(lower)
    for index in hits:
        start, end = max(index - _BEFORE, 0), index + _AFTER + 1
        if shortened or not known.turners.isdisjoint(lower[start:end]):
            if lower[index : index + 2] != ["kind", "of"]:
                window = _Window(words[start:end], capitals_tell)
                weigh = known.analyzer.sentiment_valence
                sums[index] = weigh(0, window, words[index], index - start, [])[0]
            continue
        weight = known.analyzer.lexicon[lower[index]]
        if capitals_tell and words[index].isupper():
            weight += C_INCR if weight > 0 else -C_INCR
        sums[index] = weight


def _lean(sums: list[float], turn: int) -> None:
    """Halve what stands before the first "but", and raise what stands after it.

    The library changes the list that it walks, and for each value it meets changes the
    first equal one, which need not be the one it met. So do we, without searching.
    """
    places: defaultdict[float, list[int]] = defaultdict(list)
    for index, value in enumerate(sums):
        places[value].append(index)
    # The list is changed under way, and later steps must meet the changed values.
    for step in range(len(sums)):
        value = sums[step]
        first = places[value][0]
        if first == turn:
            continue
        heappop(places[value])
        sums[first] = value * (0.5 if first < turn else 1.5)
        heappush(places[sums[first]], first)

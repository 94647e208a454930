"""The words of a text that decided its mood, to be shown beside it.

They stand as the author wrote them. An emoji stands for its name; a word turned round
stands with what turns it ("not good").
"""

from collections.abc import Iterable
from heapq import nlargest

from vaderSentiment.vaderSentiment import NEGATE

from domain.judgement import Sentiment
from sentiment.valence import Valences, tables

MOST = 5
"""Words shown at most."""

_LONGEST = 40
"""Characters of one entry; a longer one is left out: no word of the lexicon is."""

_TURNING = frozenset((*NEGATE, "no", "least"))


def because(
    text: str, parts: Iterable[Valences], sentiment: Sentiment
) -> tuple[str, ...]:
    """Return up to five telling words, in the order of ``text``, each once."""
    if sentiment is Sentiment.NEUTRAL:
        return ()
    sign = -1 if sentiment is Sentiment.NEGATIVE else 1
    heaviest: dict[str, float] = {}  # in the order of the text
    spelt: dict[str, str] = {}
    for part in parts:
        for index, weight in part.sums.items():
            if weight * sign > 0:
                word = _with_turn(part, index)
                word = spelt.setdefault(word.lower(), word)
                heaviest[word] = max(heaviest.get(word, 0.0), weight * sign)
    if len(heaviest) > MOST:
        chosen = frozenset(nlargest(MOST, heaviest, key=heaviest.__getitem__))
        heaviest = {word: heaviest[word] for word in heaviest if word in chosen}
    written = [_written(text, word) for word in heaviest]
    return tuple(dict.fromkeys(word for word in written if 0 < len(word) <= _LONGEST))


def _with_turn(part: Valences, index: int) -> str:
    """Return the word, after what turned it round if its own mood is another."""
    word = part.words[index]
    if part.sums[index] * tables().analyzer.lexicon[word.lower()] < 0:
        for start in range(index - 1, max(index - 4, -1), -1):
            before = part.words[start].lower()
            if before in _TURNING or "n't" in before:
                return " ".join(part.words[start : index + 1])
    return word


def _written(text: str, words: str) -> str:
    """Return the words as they stand in the text, be it as an emoji."""
    if words in text or all(word in text for word in words.split()):
        return words
    names, last = tables().names, words.rsplit(maxsplit=1)[-1]
    return next((each for each in text if last in names.get(each, "")), "")

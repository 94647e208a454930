"""Whether a text asks something: what ``sentiment.signs`` says, in a tenth of the time.

Most texts neither have a question mark nor two neighbouring words of any phrase that
asks. The model's tokens show that for a whole batch; only the others are looked into.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from response.folding import words
from sentiment.grams import Grams, among, pair_hashes, word_hashes
from sentiment.phrases import Phrases, listed
from sentiment.questions import LISTS, PLEA, asks, may_ask
from sentiment.sentences import READ_LIMIT, sentences, without_addresses

_PHRASES = Phrases(LISTS)
_GLUED = re.compile(r"@\S*[^\w\s.@-]\w")
"""A handle that goes over into words: for the model all of it is the handle."""

_CUT = ("", "s", "t", "d", "m", "ll", "re", "ve")
"""What a token has at its end that is a word of its own for a phrase: "where's"."""

_BITS = np.uint64(64 - 18)


def asking(text: str) -> bool:
    """Tell whether ``text`` asks something."""
    text = without_addresses(text[:READ_LIMIT])
    if _marked(text) and any(map(asks, sentences(text))):
        return True
    labels = [label for label, _ in _PHRASES.found(words(text))]
    if PLEA in labels or _marked(text):
        return PLEA in labels
    return may_ask(text, labels) and any(map(asks, sentences(text)))


def marked(text: str) -> bool:
    """Tell whether ``text`` may ask, whatever its tokens are."""
    if _marked(text):
        return True
    return "@" in text and _GLUED.search(text) is not None


def _marked(text: str) -> bool:
    return "?" in text or "\u061f" in text or "\uff1f" in text


def likely(found: Grams) -> Any:
    """Tell of each text whether its tokens may be a phrase that asks."""
    wordlike = found.wordlike.nonzero()[0]
    tokens, texts = found.tokens[wordlike], found.token_text[wordlike]
    single = texts[_known(tokens, _SINGLES, _SINGLE_SEEN)]
    pairs = _known(pair_hashes(tokens), _PAIRS, _PAIR_SEEN)
    paired = texts[pairs[texts[pairs] == texts[pairs + 1]]]
    asked: Any = np.zeros(len(found.stream.ends), bool)
    asked[single] = asked[paired] = True
    return asked


def _known(hashes: Any, known: Any, seen: Any) -> Any:
    """Return which of the hashes are known; ``seen`` sorts most of them out at once."""
    near = seen[(hashes >> _BITS).view(np.int64)].nonzero()[0]
    return near[among(hashes[near], known)] if len(near) else near


def _keys() -> Iterator[tuple[str, ...]]:
    """Yield the two neighbouring words, or the word, that each phrase cannot lack."""
    for phrase in (each for written in LISTS.values() for each in listed(written)):
        parts = phrase.split()
        pairs = [pair for pair in pairwise(parts) if _whole(*pair)]
        if pairs:
            yield max(pairs, key=lambda pair: len("".join(pair)))
        else:
            yield (max(filter(_whole, parts), key=len),)


def _whole(*parts: str) -> bool:
    return all("*" not in part and part not in _CUT for part in parts)


def _variants(word: str) -> list[str]:
    return [word + end for end in _CUT]


def _seen(known: Any) -> Any:
    seen: Any = np.zeros(1 << 18, bool)
    seen[(known >> _BITS).view(np.int64)] = True
    return seen


def _pairs() -> Any:
    keys = [each for each in _keys() if len(each) == 2]
    first, second = (
        word_hashes([word for key in keys for word in _variants(key[at])])
        for at in range(2)
    )
    shape = (len(keys), len(_CUT))
    grid: Any = np.empty((*shape, len(_CUT), 2), np.uint64)
    grid[..., 0] = first.reshape(shape)[:, :, None]
    grid[..., 1] = second.reshape(shape)[:, None]
    return np.unique(pair_hashes(grid.reshape(-1))[::2])


def _singles() -> Any:
    keys = [each for each in _keys() if len(each) == 1]
    return np.unique(word_hashes([word for (key,) in keys for word in _variants(key)]))


_PAIRS, _SINGLES = _pairs(), _singles()
_PAIR_SEEN, _SINGLE_SEEN = _seen(_PAIRS), _seen(_SINGLES)

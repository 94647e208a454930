"""Texts to numbered features, many texts at a time, with numpy alone.

Features are 64-bit hashes; whoever uses them takes the top bits as a bucket. Words are
tokens, pairs of neighbours, pairs with one left out, and tokens after a negation;
chars are runs of two to five folded characters. A text gives the same features
whatever else is in its batch.

The hash of a run of codes c is the sum of (c[i] + 1) * BASE**i modulo 2**64, mixed.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from sentiment.folding import (
    CHARACTER,
    KIND_AT,
    MARK,
    WORD,
    Folding,
    Stream,
    folded,
    ranges,
)
from sentiment.style import DENSE, style

__all__ = ["BITS", "DENSE", "ORDERS", "Batch", "Folding", "Grams", "grams", "hashed"]

BITS = 18
"""Bits of a hash that say its bucket, the top ones."""

ORDERS = (2, 3, 4, 5)
"""Lengths of the runs of characters."""

BASE = 0x9E3779B97F4A7C15
_FIRST, _SECOND = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
PAIR, SKIP, NEGATED = map(
    np.uint64, (0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3)
)
_HALF, _LESS, _LAST = map(np.uint64, (33, 29, 32))
_STEPS = np.arange(1, 4)
"""Which tokens after a negation count as negated."""

_NEGATING = """
    not no never none nothing nobody neither nor cannot cant dont doesnt didnt wont
    wouldnt isnt arent wasnt werent havent hasnt hadnt aint without nie nigdy bez zaden
    zadna zadne nikt nic ani brak nicht kein keine keinen keinem keiner nie niemals ohne
    nichts no nunca sin nada nadie ni jamais pas sans non mai senza nao nunca sem
"""
NEGATING = frozenset(_NEGATING.split())
"""The words that turn those after them, folded."""
AT_ONCE = 1 << 12
"""Letters for which powers of the base are kept ready."""


class Batch(NamedTuple):
    """The features of some texts, each with the number of its text and of its token.

    ``dense`` has a row for each text. ``tokens`` are the hashes of all tokens. The
    first ``near`` words are tokens and pairs, the chars ``fours`` runs of four.
    """

    words: Any
    word_doc: Any
    word_tok: Any
    chars: Any
    char_doc: Any
    char_tok: Any
    dense: Any
    tokens: Any
    tok_doc: Any
    near: int
    fours: slice

    def side(self) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
        """Return what the small heads look at, each with the numbers of its texts.

        These are tokens with pairs of neighbours, and runs of four characters.
        """
        near, fours = self.near, self.fours
        return (
            (self.words[:near], self.word_doc[:near]),
            (self.chars[fours], self.char_doc[fours]),
        )


class Grams(NamedTuple):
    """The features as they come: arrays of hashes, some of which belong to no text.

    ``words[word_from[k, i]:word_to[k, i]]`` are those of text i and kind k (tokens,
    pairs, skips, negated), and so for ``chars`` by ``ORDERS``. No range goes to the
    very end. ``tokens`` are the first of ``words``; ``token_from``, ``token_to`` say
    where each stands in the stream, ``token_text`` whose it is, ``wordlike`` whether
    it is more than a mark, ``negated`` which of them the last of ``words`` are.
    """

    stream: Stream
    words: Any
    word_from: Any
    word_to: Any
    chars: Any
    char_from: Any
    char_to: Any
    dense: Any
    tokens: Any
    token_text: Any
    token_from: Any
    token_to: Any
    wordlike: Any
    negated: Any


def grams(texts: Sequence[str], table: Folding) -> Batch:
    """Return the features of ``texts``, as one list of words and one of chars."""
    found = hashed(texts, table)
    numbers = np.arange(len(texts))
    words, chars = np.maximum(word_counts(found), 0), np.maximum(char_counts(found), 0)
    word_at = ranges(found.word_from.ravel(), words.ravel())
    char_at = ranges(found.char_from.ravel(), chars.ravel())
    fours = ORDERS.index(4)
    before = int(chars[:fours].sum())
    return Batch(
        words=found.words[word_at],
        word_doc=np.repeat(np.tile(numbers, len(words)), words.ravel()),
        word_tok=word_tokens(found)[word_at],
        chars=found.chars.ravel()[char_at],
        char_doc=np.repeat(np.tile(numbers, len(chars)), chars.ravel()),
        char_tok=char_tokens(found).ravel()[char_at],
        dense=found.dense,
        tokens=found.tokens,
        tok_doc=found.token_text,
        near=int(words[:2].sum()),
        fours=slice(before, before + int(chars[fours].sum())),
    )


def word_counts(found: Grams) -> Any:
    """Return how many words of each kind each text has; below 0 stands for none."""
    return found.word_to - found.word_from


def char_counts(found: Grams) -> Any:
    """Return how many runs of each order each text has; below 0 stands for none."""
    return found.char_to - found.char_from


def word_tokens(found: Grams) -> Any:
    """Return the token that each of ``found.words`` starts with."""
    numbers = np.arange(len(found.tokens))
    return np.concatenate((numbers, numbers, numbers, found.negated, [0]))


def char_tokens(found: Grams) -> Any:
    """Return the token in the middle of each of ``found.chars``, blanks to the left."""
    size = len(found.stream.codes)
    begins: Any = np.zeros(size, np.intp)
    begins[found.token_from] = 1
    token = np.maximum(np.cumsum(begins) - 1, 0)
    middles = [
        token[np.minimum(np.arange(size) + order // 2, size - 1)] for order in ORDERS
    ]
    return np.array(middles)


def hashed(texts: Sequence[str], table: Folding) -> Grams:
    """Hash the features of ``texts``, of which there is at least one."""
    stream = folded(texts, table)
    values = (stream.codes & np.uint32(CHARACTER)).astype(np.uint64)
    values += np.uint64(1)
    token_from, token_to, wordlike = _tokens(stream.codes)
    tokens = _token_hashes(values, token_from, token_to)
    bounds = token_from.searchsorted(stream.ends)
    starts = np.zeros_like(bounds)
    starts[1:] = bounds[:-1]
    texts_of: Any = np.repeat(np.arange(len(texts)), bounds - starts)
    negating = among(tokens, NEGATIONS)
    turned = _turned(negating, texts_of)
    turned &= wordlike
    negated = turned.nonzero()[0]
    words, word_from, word_to = _words(tokens, starts, bounds, negated)
    chars, char_from, char_to = _chars(values, stream)
    dense = style(
        stream,
        table,
        tokens=tokens,
        texts=texts_of,
        turned=turned,
        negating=negating,
    )
    return Grams(
        stream, words, word_from, word_to, chars, char_from, char_to, dense,
        tokens, texts_of, token_from, token_to, wordlike, negated,
    )  # fmt: skip


def word_hashes(words: Iterable[str]) -> Any:
    """Return the hash of each token, written as it is after folding."""
    joined = [np.frombuffer(each.encode("utf-32-le"), np.uint32) for each in words]
    sizes = np.array([len(each) for each in joined])
    values = np.concatenate([*joined, np.zeros(1, np.uint32)]).astype(np.uint64)
    ends = sizes.cumsum()
    return _token_hashes(values + np.uint64(1), ends - sizes, ends)


def pair_hashes(tokens: Any) -> Any:
    """Return the hash of each token with the next one; there is one less of them."""
    return mixed(_paired(tokens))


def _paired(tokens: Any) -> Any:
    pairs = tokens[:-1] * PAIR
    pairs += tokens[1:] * SKIP
    return pairs


def powers(base: int, count: int) -> Any:
    """Return the powers of ``base`` modulo 2**64, from 1 on."""
    some: Any = np.full(count, base % (1 << 64), np.uint64)
    some[0] = 1
    return np.multiply.accumulate(some)


_UP = powers(BASE, AT_ONCE)
_BY = [np.uint64(pow(BASE, each, 1 << 64)) for each in range(max(ORDERS))]


def mixed(hashes: Any) -> Any:
    """Mix the bits of an array of hashes in place, and return it."""
    hashes ^= hashes >> _HALF
    hashes *= _FIRST
    hashes ^= hashes >> _LESS
    hashes *= _SECOND
    hashes ^= hashes >> _LAST
    return hashes


def _token_hashes(values: Any, starts: Any, ends: Any) -> Any:
    """Return the hash of each token: each of its values times its own power."""
    if not len(starts):
        return np.zeros(0, np.uint64)
    sizes = ends - starts
    longest = int(sizes.max())
    by = _UP if longest <= AT_ONCE else powers(BASE, longest)
    letters = values[ranges(starts, sizes)] * by[ranges(sizes * 0, sizes)]
    return mixed(np.add.reduceat(letters, sizes.cumsum() - sizes))


def _tokens(codes: Any) -> tuple[Any, Any, Any]:
    """Return where tokens start and end, and which of them are words."""
    kinds = codes >> np.uint32(KIND_AT) & np.uint32(3)
    word, starts = kinds == WORD, kinds == MARK
    ends = starts.copy()
    starts[1:] |= word[1:] > word[:-1]
    ends[:-1] |= word[:-1] > word[1:]
    token_from = starts.nonzero()[0]
    return token_from, ends.nonzero()[0] + 1, word[token_from]


def among(tokens: Any, known: Any) -> Any:
    """Tell of each token whether it is one of the ``known``, which ascend."""
    return known.take(known.searchsorted(tokens), mode="clip") == tokens


def _turned(negating: Any, texts_of: Any) -> Any:
    """Tell of each token whether a negation stands before it in its text."""
    turned: Any = np.zeros(len(texts_of), bool)
    near = negating.nonzero()[0]
    if len(near):
        reached = near[:, None] + _STEPS
        inside = texts_of.take(reached, mode="clip") == texts_of[near][:, None]
        turned[reached[inside & (reached < len(turned))]] = True
    return turned


def _words(tokens: Any, starts: Any, ends: Any, negated: Any) -> tuple[Any, Any, Any]:
    size = len(tokens)
    words: Any = np.zeros(3 * size + len(negated) + 1, np.uint64)
    if size:
        words[:size] = tokens
        pairs, skips = words[size : 2 * size], words[2 * size : 3 * size]
        pairs[:-1] = _paired(tokens)
        skips[:-2] = tokens[:-2] * SKIP
        skips[:-2] += tokens[2:] * NEGATED
        words[3 * size : -1] = tokens[negated] * NEGATED + PAIR
        mixed(words[size:-1])
    three = np.arange(3)[:, None]
    negated_to = negated.searchsorted(ends) + 3 * size
    negated_from = negated.searchsorted(starts) + 3 * size
    word_from = np.concatenate((starts + three * size, negated_from[None]))
    word_to = np.concatenate((ends + three * (size - 1), negated_to[None]))
    return words, word_from, word_to


def _chars(values: Any, stream: Stream) -> tuple[Any, Any, Any]:
    size = len(values)
    chars: Any = np.empty((len(ORDERS), size), np.uint64)
    run = values.copy()
    for row, order in enumerate(ORDERS):
        ahead = order - 1
        if size > ahead:
            run[:-ahead] += values[ahead:] * _BY[ahead]
        np.add(run, np.uint64(order * int(PAIR) % (1 << 64)), out=chars[row])
    orders = np.array(ORDERS)[:, None]
    rows: Any = np.arange(len(ORDERS))[:, None] * size
    char_to = stream.ends + rows - orders + 1
    return mixed(chars), stream.starts + rows, char_to


NEGATIONS = np.sort(word_hashes(NEGATING))
"""Their hashes."""

"""Texts as rows of a matrix: what the model sums at run time, scaled for learning.

Every column is linear in the counts of n-grams, so that what is learned on any of them
folds back into one number an n-gram.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from sentiment.grams import Folding, grams
from sentiment.training import BITS
from sentiment.training.vectors import Vectors

BUCKETS = 1 << BITS
PIECE = 2_000
"""Texts that are counted at once."""

DENSE = 0.1
"""How much the features of style may say, beside those of words."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How often each n-gram stands in each text, and the features of style."""

    words: Any
    chars: Any
    dense: Any

    def __getitem__(self, rows: Any) -> "Counted":
        """Return some of the texts."""
        return Counted(self.words[rows], self.chars[rows], self.dense[rows])


def counted(texts: Sequence[str], folding: Folding) -> Counted:
    """Count the n-grams of texts."""
    parts = [
        _piece(texts[start : start + PIECE], folding)
        for start in range(0, len(texts), PIECE)
    ]
    words, chars, dense = zip(*parts, strict=True)
    return Counted(sp.vstack(words).tocsr(), sp.vstack(chars).tocsr(), np.vstack(dense))


def _piece(texts: Sequence[str], folding: Folding) -> tuple[Any, Any, Any]:
    batch = grams(texts, folding)
    words = _matrix(batch.words, batch.word_doc, len(texts), BITS)
    chars = _matrix(batch.chars, batch.char_doc, len(texts), BITS)
    return words, chars, batch.dense


def _matrix(hashes: Any, docs: Any, rows: int, bits: int) -> Any:
    columns = (hashes >> np.uint64(64 - bits)).astype(np.int64)
    ones: Any = np.ones(len(columns), np.float32)
    return sp.coo_matrix((ones, (docs, columns)), shape=(rows, 1 << bits)).tocsr()


@dataclass(frozen=True, slots=True)
class Space:
    """The scales of the columns, chosen once from the texts that are learned from.

    An n-gram counts by how rare it is (inverse document frequency), a text by the
    square root of its number of n-grams.
    """

    words: Any
    chars: Any
    mean: Any
    spread: Any
    vectors: Vectors

    @classmethod
    def of(cls, told: Counted, vectors: Vectors) -> "Space":
        """Choose the scales."""
        return cls(
            words=_rarity(told.words),
            chars=_rarity(told.chars),
            mean=told.dense.mean(0),
            spread=told.dense.std(0) + 1e-6,
            vectors=vectors,
        )

    def rows(self, told: Counted) -> Any:
        """Return the rows to learn from, or to judge."""
        words = _scaled(told.words, self.words)
        chars = _scaled(told.chars, self.chars)
        style = (told.dense - self.mean) / self.spread * DENSE
        parts = [words, chars, _sparse(style), _sparse(words @ self.vectors.rows)]
        return sp.hstack(parts).tocsr().astype(np.float32)

    def folded(self, weights: Any) -> "Folded":
        """Return what weights of the columns of ``rows`` are worth an n-gram.

        ``weights`` holds a row a head.
        """
        style = self.mean.shape[0]
        ends = np.cumsum([BUCKETS, BUCKETS, style])
        words, chars, dense, vectors = np.split(weights, ends, axis=1)
        meant = words.T + self.vectors.rows @ vectors.T
        per = dense.T * DENSE / self.spread[:, None]
        return Folded(
            words=meant * self.words[:, None],
            chars=chars.T * self.chars[:, None],
            dense=per,
            bias=-(self.mean @ per),
        )


@dataclass(frozen=True, slots=True)
class Folded:
    """What an n-gram, a feature of style and a text as such are worth, by head."""

    words: Any
    chars: Any
    dense: Any
    bias: Any


def _rarity(counts: Any) -> Any:
    """Return the inverse document frequency, about 1 for the n-grams of a text."""
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    rare = np.log((1 + counts.shape[0]) / (1 + seen)) + 1
    typical = np.sqrt(np.mean(rare[counts.indices] ** 2))
    return (rare / typical).astype(np.float32)


def _scaled(counts: Any, rarity: Any) -> Any:
    many = np.maximum(np.asarray(counts.sum(1)).ravel(), 1)
    each = sp.diags((1 / np.sqrt(many)).astype(np.float32))
    return (each @ counts @ sp.diags(rarity)).tocsr()


def _sparse(columns: Any) -> Any:
    return sp.csr_matrix(np.asarray(columns, dtype=np.float32))

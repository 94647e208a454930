"""Learns the small heads: what presses, what it is about, which language it is.

They look at fewer n-grams, in fewer buckets, and are kept as whole numbers of one byte.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from domain.judgement import FLAGS, TOPICS
from sentiment.folding import Folding, ranges
from sentiment.grams import ORDERS, char_counts, hashed, word_counts
from sentiment.training.heads import Pace, scores, yes_or_no
from sentiment.training.sources import Labelled

SIDE_BITS = 14
LANGUAGES = ("ar", "de", "en", "es", "fr", "hi", "it", "pl", "pt")
OF_A_LANGUAGE = 2_500
"""Texts of a language that are enough to know it."""

PRECISION = 0.6
"""A flag is raised only from where so many of those raised are right."""

PIECE = 2_000


@dataclass(frozen=True, slots=True)
class Side:
    """Weights by bucket and head, their offsets, and from where a flag is raised."""

    rows: Any
    bias: Any
    raised: Mapping[str, float]


def side(every: Sequence[Labelled], folding: Folding, *, pace: Pace) -> Side:
    """Learn the small heads from all texts that say something about them.

    What no text says anything about is never said of a text.
    """
    flagged = [each for each in every if each.flags is not None] or every[:1]
    told = _rows(flagged, folding)
    heads, raised = [], {}
    for flag in FLAGS:
        labels = np.array([flag in (each.flags or ()) for each in flagged])
        heads.append(_head(told, labels, pace.side))
        raised[flag] = _raised(told, labels, pace.side)
    about = [each for each in every if each.topic is not None] or every[:1]
    told = _rows(about, folding)
    topics = np.array([each.topic for each in about])
    heads += [_head(told, topics == each, pace.topic) for each in range(len(TOPICS))]
    spoken = _of_each_language(every) or every[:1]
    told = _rows(spoken, folding)
    names = np.array([each.lang for each in spoken])
    heads += [_head(told, names == each, pace.side) for each in LANGUAGES]
    found = np.array(heads)
    return Side(rows=found[:, :-1].T, bias=found[:, -1], raised=raised)


def _head(rows: Any, labels: Any, pace: float) -> Any:
    if not labels.any() or labels.all():
        return np.append(np.zeros(rows.shape[1]), -9.0 if not labels.any() else 9.0)
    rare = np.where(labels, np.sqrt((~labels).sum() / labels.sum()), 1.0)
    return yes_or_no(rows, labels, rare, pace=pace)


def _raised(rows: Any, labels: Any, pace: float) -> float:
    """Return the score from which a flag is right often enough, by cross-validation."""
    folds: Any = np.arange(len(labels)) % 5
    told = np.zeros(len(labels))
    for fold in range(5):
        rest = folds != fold
        head = _head(rows[rest], labels[rest], pace)
        told[~rest] = scores(rows[~rest], head)[:, 0]
    order = np.argsort(-told, kind="stable")
    right = np.cumsum(labels[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero((right >= PRECISION) & (np.cumsum(labels[order]) >= 3))
    return float(told[order][good[-1]]) if len(good) else max(float(told.max()), 0.0)


def _of_each_language(every: Sequence[Labelled]) -> list[Labelled]:
    left = dict.fromkeys(LANGUAGES, OF_A_LANGUAGE)
    found = []
    for each in sorted(every, key=lambda one: one.source == "own", reverse=True):
        if each.lang in left and left[each.lang] > 0:
            left[each.lang] -= 1
            found.append(each)
    return found


def _rows(texts: Sequence[Labelled], folding: Folding) -> Any:
    parts = []
    for start in range(0, len(texts), PIECE):
        piece = [each.text for each in texts[start : start + PIECE]]
        parts.append(_piece(piece, folding))
    return sp.vstack(parts).tocsr()


def _piece(texts: Sequence[str], folding: Folding) -> Any:
    found = hashed(texts, folding)
    chars = ORDERS.index(4)
    kinds = (
        (found.words, found.word_from[:2], np.maximum(word_counts(found)[:2], 0)),
        (
            found.chars.ravel(),
            found.char_from[chars : chars + 1],
            np.maximum(char_counts(found)[chars : chars + 1], 0),
        ),
    )
    return sp.hstack([_counted(*each, len(texts)) for each in kinds]).tocsr()


def _counted(hashes: Any, begin: Any, counts: Any, texts: int) -> Any:
    """Return the hashes of each text by bucket, by the root of how many there are."""
    docs: Any = np.repeat(np.tile(np.arange(texts), len(counts)), counts.ravel())
    mine = hashes[ranges(begin.ravel(), counts.ravel())]
    columns = (mine >> np.uint64(64 - SIDE_BITS)).astype(np.int64)
    ones: Any = np.ones(len(columns), np.float32)
    shape = (texts, 1 << SIDE_BITS)
    told = sp.coo_matrix((ones, (docs, columns)), shape=shape).tocsr()
    many = np.maximum(np.asarray(told.sum(1)).ravel(), 1)
    return sp.diags((1 / np.sqrt(many)).astype(np.float32)) @ told

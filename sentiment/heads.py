"""The heads of a model over the features of some texts: sums of rows of tables.

Sums are exact: weights are half floats summed as doubles, or whole numbers. So they
come out the same in any order, on any machine, beside whatever other texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any, NamedTuple

import numpy as np

from domain.errors import ConfigError
from domain.judgement import FLAGS, TOPICS
from sentiment.alone import Alone
from sentiment.arithmetic import exp
from sentiment.grams import (
    BITS,
    DENSE,
    ORDERS,
    Folding,
    Grams,
    char_counts,
    word_counts,
)
from sentiment.model_file import ModelFile

NEGATIVE, POSITIVE, COMPLAINT, NEEDS_REPLY = COLUMNS = range(4)
"""Columns of the large tables; the two first stand against neutral."""

SIDE_BITS = 14

_SHIFT, _SIDE_SHIFT = np.uint64(64 - BITS), np.uint64(64 - SIDE_BITS)
_SIDE_ROWS = np.uint64(1 << SIDE_BITS)
_FOURS = ORDERS.index(4)
_LAST: Any = tuple(
    np.array(
        [(row, -at) for row, order in enumerate(ORDERS) for at in range(1, order)]
    ).T
)
"""Of the runs of one text, by order: the last ones are none."""

_LANES, _LANE = 3, 21
"""Columns in one number, and bits of each: enough for the sum of 8,192 bytes."""
_LANES_AT: Any = _LANE * np.arange(_LANES)
_NAUGHT = 1 << _LANE - 1
_RAISED = (_NAUGHT << _LANES_AT).sum()
"""What makes no lane negative, so that none borrows from the next."""


class Weighed(NamedTuple):
    """What the heads say of some texts: a row each, scores without a unit.

    ``word_rows`` and ``char_rows`` are the weights of each of the ``Grams``, and
    ``word_root``, ``char_root`` what the sum of those of a text was divided by.
    """

    scores: Any
    side: Any
    word_rows: Any
    char_rows: Any
    word_root: Any
    char_root: Any


class WeighedAlone(NamedTuple):
    """What the heads say of one text: ``lines`` are scores on the way to chances.

    ``rows`` are the weights of its ``hashes``, 0 where there is no feature.
    """

    lines: list[float]
    side: list[float]
    rows: Any
    word_root: float
    char_root: float


class Chances(NamedTuple):
    """Probabilities of some texts; ``moods`` has the columns negative, neutral, good.

    ``flags`` has a column for each of FLAGS, true where raised; ``topics`` and
    ``languages`` hold scores.
    """

    moods: Any
    complaint: Any
    needs_reply: Any
    flags: Any
    topics: Any
    languages: Any


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Heads:
    """The tables of a model, ready for use, and how scores become probabilities.

    ``raised`` are the scores from which the FLAGS are raised; ``rows`` are those of
    ``words``, then those of ``chars``.
    """

    words: Any
    chars: Any
    rows: Any
    dense: Any
    bias: Any
    side: Any
    side_scale: Any
    side_bias: Any
    folding: Folding
    slopes: Any
    offsets: Any
    raised: Any
    languages: tuple[str, ...]

    @classmethod
    def of(cls, model: ModelFile) -> "Heads":
        """Take the tables out of a file.

        Raises ConfigError, naming the file, when some are missing or of another shape.
        """
        get = _Getter(model)
        languages = tuple(get.head("languages", "names"))
        if tuple(get.head("topics", "names")) != TOPICS:
            raise get.wrong("other topics", ", ".join(TOPICS))
        if tuple(get.head("flags", "names")) != FLAGS:
            raise get.wrong("other flags", ", ".join(FLAGS))
        sides = len(FLAGS) + len(TOPICS) + len(languages)
        styles, heads = len(DENSE), len(COLUMNS)
        dense = get("dense", styles, heads).astype(np.float64)
        scale = get("dense_scale", styles).astype(np.float64)
        mean = get("dense_mean", styles).astype(np.float64)
        dense *= scale[:, None]
        shifted = _added(mean, dense)
        keys = get("lex_keys", -1)
        rows: Any = np.empty(2 << BITS, np.complex128)
        rows[: 1 << BITS] = _rows(get("words", 1 << BITS, heads))
        rows[1 << BITS :] = _rows(get("chars", 1 << BITS, heads))

        def lines(name: str) -> list[float]:
            return [get.number(head, name) for head in ("complaint", "needs_reply")]

        return cls(
            words=rows[: 1 << BITS],
            chars=rows[1 << BITS :],
            rows=rows,
            dense=dense,
            bias=get("bias", heads).astype(np.float64) - shifted,
            side=_packed(get("side", 2 << SIDE_BITS, sides)),
            side_scale=get("side_scale", sides).astype(np.float64),
            side_bias=get("side_bias", sides).astype(np.float64),
            folding=Folding.of(
                get("fold", 1 << 16),
                get("kind", 1 << 16),
                keys,
                get("lex_values", len(keys)),
            ),
            slopes=np.array([get.number("sentiment", "scale")] * 2 + lines("a")),
            offsets=np.array([0.0, 0.0, *lines("b")]),
            raised=np.array(get.head("flags", "thresholds"), np.float64),
            languages=languages,
        )

    def weigh_alone(self, found: Alone) -> WeighedAlone:
        """Sum the weights of the features of one text, as ``weigh`` does."""
        size, many, more = len(found.line.letters), len(found.tokens), found.negated
        before, near = 3 * many + len(more), 2 * many - 1
        buckets = (found.hashes >> _SHIFT).view(np.int64)
        buckets[before:] += 1 << BITS
        rows = self.rows.take(buckets)
        rows[near] = rows[near + many - 1] = rows[near + many] = 0
        rows[before:].reshape(-1, size)[_LAST] = 0
        rows = rows.view(np.float32).reshape(-1, len(COLUMNS)).astype(np.float64)
        words, chars = np.add.reduceat(rows, (0, before))
        word_root = sqrt(near + max(many - 2, 0) + len(more))
        char_root = sqrt(sum(size + 1 - order for order in ORDERS))
        scores = words / word_root + chars / char_root
        scores += _added(np.array(found.dense), self.dense)
        scores += self.bias
        fours = found.hashes[before + _FOURS * size :][: size + 1 - ORDERS[_FOURS]]
        buckets = np.concatenate((found.hashes[:near], fours)) >> _SIDE_SHIFT
        buckets[near:] += _SIDE_ROWS
        packed = self.side.take(buckets.view(np.int64), axis=0)
        sums = _unpacked(np.add.reduceat(packed, (0, near)), len(self.side_bias))
        side = sums[0] / sqrt(near) + sums[1] / sqrt(len(fours))
        side *= self.side_scale
        side += self.side_bias
        return WeighedAlone(
            (scores * self.slopes + self.offsets).tolist(),
            side.tolist(),
            rows,
            word_root,
            char_root,
        )

    def weigh(self, found: Grams) -> Weighed:
        """Sum the weights of the features of each text, of 8,192 characters at most."""
        many, runs = _there(word_counts(found)), _there(char_counts(found))
        word_rows = self.words.take((found.words >> _SHIFT).view(np.int64))
        char_rows = self.chars.take((found.chars.ravel() >> _SHIFT).view(np.int64))
        word_rows = word_rows.view(np.float32).reshape(-1, len(COLUMNS))
        char_rows = char_rows.view(np.float32).reshape(-1, len(COLUMNS))
        word_root, char_root = _root(many), _root(runs)
        words = _sums(word_rows, found.word_from, many, np.float64).sum(axis=0)
        chars = _sums(char_rows, found.char_from, runs, np.float64).sum(axis=0)
        scores = words / word_root[:, None] + chars / char_root[:, None]
        scores += _added(found.dense, self.dense)
        scores += self.bias
        side = self._side(found, many, runs)
        return Weighed(scores, side, word_rows, char_rows, word_root, char_root)

    def _side(self, found: Grams, many: Any, runs: Any) -> Any:
        near = 2 * len(found.tokens)
        buckets = np.concatenate((found.words[:near], found.chars[_FOURS]))
        buckets >>= _SIDE_SHIFT
        buckets[near:] += _SIDE_ROWS
        rows = self.side.take(buckets.view(np.int64), axis=0)
        starts = np.concatenate((found.word_from[:2], found.stream.starts[None] + near))
        counts = np.concatenate((many[:2], runs[_FOURS : _FOURS + 1]))
        sums = _unpacked(_sums(rows, starts, counts, np.int64), len(self.side_bias))
        words = (sums[0] + sums[1]) / _root(counts[:2])[:, None]
        chars = sums[2] / _root(counts[2:])[:, None]
        return (words + chars) * self.side_scale + self.side_bias

    def chances(self, weighed: Weighed) -> Chances:
        """Return what the scores mean."""
        side = weighed.side
        topics, languages = len(FLAGS), len(FLAGS) + len(TOPICS)
        # Against neutral, which is 0; of the others the chance is 1 / (1 + grown).
        lines = weighed.scores * self.slopes + self.offsets
        best = np.maximum(lines[:, NEGATIVE], lines[:, POSITIVE])
        best = np.maximum(best, 0.0)
        grown = np.empty((len(lines), 5))
        grown[:, 0] = lines[:, NEGATIVE] - best
        grown[:, 1] = -best
        grown[:, 2] = lines[:, POSITIVE] - best
        grown[:, 3:] = -lines[:, COMPLAINT:]
        grown = exp(grown)
        moods, chances = grown[:, :3], 1.0 / (1.0 + grown[:, 3:])
        whole = (moods[:, 0] + moods[:, 1]) + moods[:, 2]
        return Chances(
            moods / whole[:, None],
            chances[:, 0],
            chances[:, 1],
            side[:, :topics] >= self.raised,
            side[:, topics:languages],
            side[:, languages:],
        )


@dataclass(frozen=True, slots=True)
class _Getter:
    """Takes parts out of a model file and minds what they are."""

    model: ModelFile

    def __call__(self, name: str, *shape: int) -> Any:
        """Return an array; -1 stands for any length."""
        array = self.model.arrays.get(name)
        wanted = " x ".join("any" if each < 0 else str(each) for each in shape)
        if array is None:
            raise self.wrong(f"no array {name}", f"one of {wanted}")
        fits = len(array.shape) == len(shape) and all(
            one in {-1, two} for one, two in zip(shape, array.shape, strict=True)
        )
        if not fits:
            there = " x ".join(map(str, array.shape))
            raise self.wrong(f"an array {name} of {there}", wanted)
        return array

    def head(self, head: str, name: str) -> Any:
        part = self.model.heads.get(head)
        if not isinstance(part, Mapping) or name not in part:
            raise self.wrong(f"no {name} of the head {head}", "a model of this version")
        return part[name]

    def number(self, head: str, name: str) -> float:
        value = self.head(head, name)
        if not isinstance(value, int | float):
            raise self.wrong(f"{name} of the head {head}: {value!r}", "a number")
        return float(value)

    def wrong(self, found: str, wanted: str) -> ConfigError:
        return ConfigError(f"{self.model.path}: found {found}, wanted {wanted}")


def _rows(table: Any) -> Any:
    """Return a table with rows of four as one number each, which is quick to take."""
    return table.astype(np.float32).view(np.complex128).ravel()


def _there(counts: Any) -> Any:
    return np.maximum(counts, 0)


def _root(counts: Any) -> Any:
    return np.sqrt(np.maximum(counts.sum(axis=0), 1))


def _added(values: Any, weights: Any) -> Any:
    """Return the matrix product, always added up in the same order."""
    products = values[..., None] * weights
    return np.add.accumulate(products, axis=-2)[..., -1, :]


def _sums(rows: Any, starts: Any, counts: Any, kind: Any) -> Any:
    """Return the sums of ranges of ``rows``, each from a start on."""
    bounds = np.empty((*starts.shape, 2), np.intp)
    bounds[..., 0] = starts
    np.add(starts, counts, out=bounds[..., 1])
    summed = np.add.reduceat(rows, bounds.ravel(), axis=0, dtype=kind)[::2]
    summed[counts.ravel() == 0] = 0
    return summed.reshape(*starts.shape, -1)


def _packed(table: Any) -> Any:
    """Return a table with three columns in each number, which are added up at once."""
    wide = np.zeros((len(table), -(-table.shape[1] // _LANES) * _LANES), np.int64)
    wide[:, : table.shape[1]] = table
    return (wide.reshape(len(table), -1, _LANES) << _LANES_AT).sum(-1)


def _unpacked(sums: Any, columns: int) -> Any:
    """Return the columns of sums of packed rows."""
    lanes = (sums + _RAISED)[..., None] >> _LANES_AT
    lanes &= (1 << _LANE) - 1
    lanes -= _NAUGHT
    return lanes.reshape(*sums.shape[:-1], -1)[..., :columns]

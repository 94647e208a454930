"""A model of the shape of the real one, made by lot: its judgements mean nothing."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from domain.judgement import FLAGS, TOPICS
from sentiment.folding import Folding
from sentiment.folding_table import fold_and_kind, lexicon
from sentiment.grams import BITS, DENSE
from sentiment.heads import COLUMNS, SIDE_BITS
from sentiment.model_file import write

LANGUAGES = ("de", "en", "es", "pl")
LEXICON = {"good": 1.9, "bad": -2.5, "love": 3.2, "hate": -2.7, "broken": -2.1}


@cache
def tables() -> tuple[Any, Any]:
    """Return the folding tables, which take a moment to make."""
    return fold_and_kind()


@cache
def folding() -> Folding:
    """Return the tables with a lexicon of five words."""
    return Folding.of(*tables(), *lexicon(LEXICON))


def heads() -> dict[str, Any]:
    """Return the part of the header that says what scores mean."""
    return {
        "sentiment": {"scale": 1.5},
        "complaint": {"a": 2.0, "b": -0.25},
        "needs_reply": {"a": 1.5, "b": 0.0},
        "flags": {"names": list(FLAGS), "thresholds": [0.5] * len(FLAGS)},
        "topics": {"names": list(TOPICS)},
        "languages": {"names": list(LANGUAGES)},
    }


def arrays(seed: int = 5) -> dict[str, Any]:
    """Return all arrays of a model, the weights drawn by lot."""
    chance = np.random.default_rng(seed)
    sides = len(FLAGS) + len(TOPICS) + len(LANGUAGES)
    fold, kind = tables()
    keys, values = lexicon(LEXICON)

    def drawn(*shape: int) -> Any:
        return (chance.random(shape) - 0.5).astype(np.float32)

    return {
        "words": drawn(1 << BITS, len(COLUMNS)).astype(np.float16),
        "chars": drawn(1 << BITS, len(COLUMNS)).astype(np.float16),
        "dense": drawn(len(DENSE), len(COLUMNS)),
        "dense_mean": drawn(len(DENSE)),
        "dense_scale": drawn(len(DENSE)) + 1,
        "bias": drawn(len(COLUMNS)),
        "side": chance.integers(-127, 128, (2 << SIDE_BITS, sides), np.int8),
        "side_scale": drawn(sides) / 100,
        "side_bias": drawn(sides),
        "fold": fold,
        "kind": kind,
        "lex_keys": keys,
        "lex_values": values,
    }


def made(path: Path) -> Path:
    """Write a model to ``path``."""
    write(path, version="by lot", made={"seed": 5}, heads=heads(), arrays=arrays())
    return path

"""Writes what was learned as a model file: folded, calibrated and made small."""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from domain.judgement import FLAGS, TOPICS
from sentiment import model_file
from sentiment.folding import Folding
from sentiment.folding_table import fold_and_kind
from sentiment.training.fit import Learnt, Sources, Tell, learn
from sentiment.training.heads import (
    PACE,
    SENTIMENTS,
    Pace,
    halves,
    one_of,
    scores,
    yes_or_no,
)
from sentiment.training.moods import moods
from sentiment.training.side import LANGUAGES, Side, side
from sentiment.training.sources import Labelled, Source
from sentiment.training.space import counted

FOLDS = 5
SCALES = np.geomspace(0.3, 6.0, 60)
OWN = "own"
MOODY = 10_000
FORM = "1"
"""The form of the model; the engine reads no other."""


def make(
    path: Path,
    sources: Sources,
    about: Mapping[str, Source],
    *,
    seed: int = 0,
    pace: Pace = PACE,
    tell: Tell = lambda _: None,
) -> None:
    """Learn from ``sources`` and write the model to ``path``."""
    table = tables()
    folding = Folding.of(table["fold"], table["kind"], *_lexicon(table))
    found = learn(sources, about, folding, seed=seed, pace=pace, tell=tell)
    own = list(sources.get(OWN) or _of_shops(sources))
    tell("calibration")
    heads = _calibrated(found, own, folding, pace)
    moody = list(sources.get(OWN) or _of_moods(sources))
    heads["sentiment"] = {"scale": _scale(found, moody, folding, pace)}
    tell("what presses, topics, languages")
    small = side([each for texts in sources.values() for each in texts], folding,
                 pace=pace)  # fmt: skip
    heads["flags"] = {
        "names": list(FLAGS),
        "thresholds": [small.raised[each] for each in FLAGS],
    }
    heads["topics"] = {"names": list(TOPICS)}
    heads["languages"] = {"names": list(LANGUAGES)}
    arrays = table | _arrays(found) | _side(small)
    model_file.write(
        path,
        version=version_of(heads, arrays),
        made={
            "seed": seed,
            "texts": {name: len(texts) for name, texts in sorted(sources.items())},
        },
        heads=heads,
        arrays=arrays,
    )


def version_of(heads: Mapping[str, Any], arrays: Mapping[str, Any]) -> str:
    """Name a model by all that it judges by: whatever judges otherwise has another."""
    said = json.dumps(heads, sort_keys=True)
    told = blake2b(f"{FORM} {said}".encode(), digest_size=4)
    for name in sorted(arrays):
        told.update(name.encode() + np.ascontiguousarray(arrays[name]).tobytes())
    return f"{FORM}-{told.hexdigest()}"


def _of_shops(sources: Sources) -> Iterator[Labelled]:
    """Yield what is calibrated by when our own corpus is left out."""
    every = (each for texts in sources.values() for each in texts)
    return (each for each in every if each.complaint is not None)


def _of_moods(sources: Sources) -> Sequence[Labelled]:
    """Return what sentiment is calibrated by when our own corpus is left out."""
    every = [each for texts in sources.values() for each in texts]
    moody = [each for each in every if each.sentiment is not None]
    return moody[:: max(len(moody) // MOODY, 1)]


def tables() -> dict[str, Any]:
    """Return the tables that texts are folded and moods looked up by."""
    fold, kind = fold_and_kind()
    keys, values = moods(fold, kind)
    return {"fold": fold, "kind": kind, "lex_keys": keys, "lex_values": values}


def _lexicon(table: Mapping[str, Any]) -> tuple[Any, Any]:
    return table["lex_keys"], table["lex_values"]


def _arrays(found: Learnt) -> dict[str, Any]:
    folded, bias = found.folded()
    return {
        "words": folded.words.astype(np.float16),
        "chars": folded.chars.astype(np.float16),
        "dense": folded.dense.astype(np.float32),
        "dense_mean": np.zeros(len(folded.dense), np.float32),
        "dense_scale": np.ones(len(folded.dense), np.float32),
        "bias": (folded.bias + bias).astype(np.float32),
    }


def _side(small: Side) -> dict[str, Any]:
    """Return the small heads in whole numbers, each with the size of its step."""
    step = np.maximum(np.abs(small.rows).max(0), 1e-9) / 127
    return {
        "side": np.rint(small.rows / step).astype(np.int8),
        "side_scale": step.astype(np.float32),
        "side_bias": small.bias.astype(np.float32),
    }


def _calibrated(
    found: Learnt, own: Sequence[Labelled], folding: Folding, pace: Pace
) -> dict[str, Any]:
    """Return how a score becomes a probability, learned from texts not learned from."""
    rows = found.space.rows(counted([each.text for each in own], folding))
    folds: Any = np.arange(len(own)) % FOLDS
    heads: dict[str, Any] = {}
    for name in ("complaint", "needs_reply"):
        labels = np.array([bool(getattr(each, name)) for each in own])
        told = np.zeros(len(own))
        for fold in range(FOLDS):
            rest = folds != fold
            weights = halves(labels[rest], np.ones(int(rest.sum())))
            head = yes_or_no(rows[rest], labels[rest], weights, pace=pace.yes_or_no)
            told[~rest] = scores(rows[~rest], head)[:, 0]
        slope, offset = _platt(told, labels)
        heads[name] = {"a": slope, "b": offset}
    return heads


def _platt(told: Any, labels: Any) -> tuple[float, float]:
    """Return slope and offset by which scores become probabilities (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=100.0).fit(told[:, None], labels)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def _scale(
    found: Learnt, own: Sequence[Labelled], folding: Folding, pace: Pace
) -> float:
    """Return the inverse temperature of sentiment (Guo et al. 2017), on own texts."""
    labelled = [each for each in own if each.sentiment is not None]
    rows = found.space.rows(counted([each.text for each in labelled], folding))
    labels = np.array([each.sentiment for each in labelled])
    told = np.zeros((len(labelled), SENTIMENTS))
    folds: Any = np.arange(len(labelled)) % FOLDS
    for fold in range(FOLDS):
        rest = folds != fold
        weights = np.ones(int(rest.sum()))
        heads = one_of(
            rows[rest], labels[rest], weights, kinds=SENTIMENTS, pace=pace.sentiment
        )
        told[~rest] = scores(rows[~rest], heads)
    losses = []
    for scale in SCALES:
        each = told * scale
        each = each - np.log(np.exp(each).sum(1, keepdims=True))
        losses.append(-each[np.arange(len(labels)), labels].mean())
    return float(SCALES[int(np.argmin(losses))])

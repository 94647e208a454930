"""The model card: what a model was made of, how good it is, and what it cannot do."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from domain.judgement import TOPICS, Judgement
from sentiment import Engine, Text, linear
from sentiment.model_file import ModelFile
from sentiment.model_file import read as read_model
from sentiment.training.figures import (
    Figure,
    Where,
    auc,
    f1,
    figure,
    precision_at_recall,
    recall,
)
from sentiment.training.sources import SENTIMENTS, Labelled, Source

WORDS = Path(__file__).with_name("card.md")
"""The words of the card that no figure changes."""

NAMES = {
    "f1": "macro F1",
    "recall": "macro recall",
    "auc": "AUC",
    "p90": "precision at 90 % recall",
}


def write_card(
    path: Path,
    *,
    model: Path,
    checks: Mapping[str, Sequence[Labelled]],
    about: Mapping[str, Source],
    without: Iterable[str] = (),
) -> None:
    """Measure the model on texts it never saw and write its card."""
    made = read_model(model)
    found = [
        row
        for name, texts in sorted(checks.items())
        for row in measured(linear.of(model), name, texts)
    ]
    words = WORDS.read_text(encoding="utf-8")
    told = words.format(
        version=made.version,
        digest=made.digest,
        size=f"{model.stat().st_size / 1e6:.1f}",
        seed=made.made["seed"],
        left_out=", ".join(sorted(without)) or "none",
        sources="\n".join(_sources(made, about)),
        figures="\n".join(_figures(found)),
    )
    path.write_text(told, encoding="utf-8")


def measured(engine: Engine, name: str, texts: Sequence[Labelled]) -> Iterator[Figure]:
    """Yield the figures of an engine on the texts of one source, by language."""
    for lang in sorted({each.lang or "" for each in texts}):
        mine = [each for each in texts if (each.lang or "") == lang]
        told = engine.judge([Text(each.text, each.lang) for each in mine])
        yield from _measured(f"{name} {lang}".strip(), mine, told)


def _measured(
    data: str, texts: Sequence[Labelled], told: Sequence[Judgement]
) -> Iterator[Figure]:
    moods = [
        (each.sentiment, SENTIMENTS.index(said.sentiment.value))
        for each, said in zip(texts, told, strict=True)
        if each.sentiment is not None
    ]
    if moods:
        yield _figure(data, "sentiment", "f1", f1, moods)
        yield _figure(data, "sentiment", "recall", recall, moods)
    for head in ("complaint", "needs_reply"):
        pairs = [
            (getattr(each, head), getattr(said, head))
            for each, said in zip(texts, told, strict=True)
            if getattr(each, head) is not None
        ]
        if len({truth for truth, _ in pairs}) > 1:
            called = [(truth, chance >= 0.5) for truth, chance in pairs]
            yield _figure(data, head, "f1", f1, called)
            yield _figure(data, head, "auc", auc, pairs)
            yield _figure(data, head, "p90", precision_at_recall, pairs)
    topics = [
        (each.topic, TOPICS.index(said.topic or "other"))
        for each, said in zip(texts, told, strict=True)
        if each.topic is not None
    ]
    if topics:
        yield _figure(data, "topic", "right", _right, topics)


def _figure(
    data: str,
    head: str,
    name: str,
    measure: Callable[[Any, Any], float],
    pairs: Sequence[tuple[Any, Any]],
) -> Figure:
    truth, told = zip(*pairs, strict=True)
    where = Where(data, head, NAMES.get(name, name))
    return figure(where, measure, np.array(truth), np.array(told))


def _right(truth: Any, told: Any) -> float:
    return float(np.mean(truth == told))


def _sources(made: ModelFile, about: Mapping[str, Source]) -> Iterator[str]:
    for name, number in sorted(made.made["texts"].items()):
        source = about.get(name, Source(name=name))
        yield f"| `{name}` | {number:,} | {source.origin} | {source.terms} |"


def _figures(rows: Iterable[Figure]) -> Iterator[str]:
    for each in rows:
        yield (
            f"| {each.data} | {each.n:,} | {each.head} | {each.name} |"
            f" {each.value:.1f} | {each.low:.1f}-{each.high:.1f} |"
        )

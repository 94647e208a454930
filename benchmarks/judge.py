"""The row ``judge``: the engine ``vader`` in batches, against the stock library.

The library gives the numbers alone; the engine adds language, flags, topic, priority
and the words it goes by. Before anything is timed, the compounds must be equal.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks import made
from benchmarks.harness import (
    BenchError,
    Contender,
    Line,
    Tell,
    compared,
    take_turns,
)
from sentiment import Text, engine

ROWS = 10_000
BATCH = 1_000
ROUNDS = 7
AIM = 1.2


def measure(rows: int, *, folder: Path, tell: Tell) -> list[Line]:  # noqa: ARG001
    """Judge the same texts by both, all of them in each round."""
    texts = made.texts(rows)
    given = [Text(each, "en") for each in texts]
    _check(given, texts)
    tell(f"judge: {rows} texts, every compound equal")
    contenders = (
        Contender(name="engine vader", run=lambda _: _by_engine(given)),
        Contender(name="vaderSentiment", run=lambda _: _by_library(texts)),
    )
    times = take_turns(contenders, rounds=ROUNDS, tell=tell, title="judge")
    return [compared("judge", *times, n=rows, aim=AIM)]


def _by_engine(texts: Sequence[Text]) -> list[float]:
    judge = engine("vader").judge
    return [
        each.compound
        for start in range(0, len(texts), BATCH)
        for each in judge(texts[start : start + BATCH])
    ]


def _by_library(texts: Sequence[str]) -> list[float]:
    score = analyzer().polarity_scores
    return [score(each)["compound"] for each in texts]


@cache
def analyzer() -> Any:
    """Return the library's analyzer, loaded at the first call."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


def _check(given: Sequence[Text], texts: Sequence[str]) -> None:
    pairs = zip(_by_engine(given), _by_library(texts), strict=True)
    different = sum(ours != theirs for ours, theirs in pairs)
    if different:
        raise BenchError(
            f"judge: found {different} compounds of {len(texts)} that differ from the"
            " library's, wanted none"
        )

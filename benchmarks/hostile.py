"""The row ``hostile``: texts made to be slow, judged one by one by the default engine.

It has no peer: what is set against the slowest of them is the limit of 0.2 s, by the
clock, with the language detected. The tests ask only that each is answered.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from benchmarks.harness import Line, Measurement, Spread, Tell, Took, timed
from sentiment import DEFAULT_ENGINE, Engine, Text, engine
from sentiment.language import detect
from services.judging import judge

ROWS = 1_000_000
LIMIT_S = 0.2
ROUNDS = 3


def measure(rows: int, *, folder: Path, tell: Tell) -> list[Line]:  # noqa: ARG001
    """Judge each text in each round; the longest have ``rows`` characters."""
    judging = engine(DEFAULT_ENGINE)
    _judged(judging, "It came on Monday, and all was well.")
    found = {
        name: [timed(partial(_judged, judging, text)) for _ in range(ROUNDS)]
        for name, text in texts(rows).items()
    }
    slowest = max(found, key=lambda name: _least(found[name]))
    tell(f"hostile: {len(found)} texts, slowest: {slowest}")
    took = found[slowest]
    told = f"slowest: {slowest}, {_least(took) * 1000:.0f} ms"
    return [
        Line(
            name="hostile",
            n=1,
            ours=Measurement(
                name=f"engine {DEFAULT_ENGINE}",
                wall=tuple(each.wall for each in took),
                cpu=tuple(each.cpu for each in took),
            ),
            ratio=Spread.of([LIMIT_S / each.wall for each in took]),
            wanted=1.0,
            notes=(f"{told}, limit {LIMIT_S * 1000:.0f} ms",),
        )
    ]


def texts(size: int) -> Mapping[str, str]:
    """Make texts, by what is nasty about them; the longest have ``size`` characters."""
    return {
        "words without end": "never came " * (size // 11),
        "one word": "a" * size,
        "emoji": "\U0001f621" * 16_000,
        "joined emoji": "\U0001f468\u200d" * 8_000,
        "half characters": "bad \ud800 \udfff\ud83d",
        "NUL": "it\x00broke\x00",
        "right to left": "\u202eamac reven\u202c",
        "but": "but " * 5_000,
        "not": "not " * 5_000 + "bad",
        "question marks": "?" * (size // 10),
        "lines": "\n" * (size // 10),
        "addresses": "@a https://b " * (size // 50),
        "marks on a letter": "z" + "\u0315" * (size // 10),
        "nothing": "",
    }


def _judged(judging: Engine, text: str) -> None:
    (lang,) = detect([text])
    judge(judging, [Text(text, lang)])


def _least(took: list[Took]) -> float:
    return min(each.wall for each in took)

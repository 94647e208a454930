"""The rows ``linear``: the trained engine in batches, for one message, and its load.

The peer in batches is stock vaderSentiment, text by text, for its numbers alone. One
message and the load stand against a limit; a load is that of a file already in memory.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks import made
from benchmarks.harness import (
    Contender,
    Line,
    Measurement,
    Spread,
    Tell,
    compared,
    take_turns,
    timed,
)
from benchmarks.judge import BATCH, analyzer
from sentiment import Engine, Text
from sentiment.linear import MODEL, of

ROWS = 5_000
ROUNDS = 9
WANTED = 1.2

ONE_S, LOAD_S = 0.0004, 0.3
ONES, LIMITED = 400, 5


def measure(rows: int, *, folder: Path, tell: Tell) -> list[Line]:  # noqa: ARG001
    """Judge the same texts with VADER's number, without it, and by VADER itself."""
    texts = made.texts(rows)
    given = [Text(each, "en") for each in texts]
    heads, whole = of(MODEL, with_compound=False), of(MODEL)
    score = analyzer().polarity_scores
    contenders = (
        Contender(name="engine linear", run=lambda _: _judge(heads, given)),
        Contender(name="with the compound", run=lambda _: _judge(whole, given)),
        Contender(name="vaderSentiment", run=lambda _: [score(each) for each in texts]),
    )
    ours, more, peer = take_turns(contenders, rounds=ROUNDS, tell=tell, title="linear")
    some = given[:ONES]
    alone = partial(_one_by_one, heads, some)
    return [
        compared("linear, in batches", ours, peer, n=rows, wanted=WANTED),
        compared("linear, with VADER's number", more, peer, n=rows),
        _limited("linear, one message", ONE_S, alone, n=len(some)),
        _limited("linear, the load", LOAD_S, partial(of, MODEL), n=1),
    ]


def _judge(engine: Engine, texts: Sequence[Text]) -> None:
    for start in range(0, len(texts), BATCH):
        engine.judge(texts[start : start + BATCH])


def _one_by_one(engine: Engine, texts: Sequence[Text]) -> None:
    for each in texts:
        engine.judge([each])


def _limited(name: str, limit: float, run: Callable[[], object], *, n: int) -> Line:
    """Measure ``n`` things a round; the ratio is the limit to the time of one."""
    run()
    took = [timed(run) for _ in range(LIMITED)]
    wall, cpu = tuple(each.wall for each in took), tuple(each.cpu for each in took)
    return Line(
        name=name,
        n=n,
        ours=Measurement(name=name, wall=wall, cpu=cpu),
        ratio=Spread.of([limit * n / each for each in cpu]),
        wanted=1.0,
        notes=(f"the limit is {limit * 1000:g} ms",),
    )

"""The row ``import``: a file of posts to stored cases, against the tutorial's way.

The tutorial reads JSON, asks VADER and appends a frame to a table. We also check the
record, match the queries, drop repeats, find threads, cases, turns and deadlines.
"""

import json
import sqlite3
from collections.abc import Iterator
from itertools import islice
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
from benchmarks.judge import analyzer
from domain.clock import utc_now
from sentiment import engine
from services.apply import apply
from services.bring_in import bring_in
from services.records import BadLine
from services.watch import watched
from store import Store
from store.upgrade import upgrade

ROWS = 100_000
PARTS = 10
"""Rounds: so many files, brought in one after the other into the growing stores."""

WANTED = 1.5


def measure(rows: int, *, folder: Path, tell: Tell) -> list[Line]:
    """Bring the parts in by both ways in turns."""
    part = max(rows // PARTS, 1)
    files = _files(folder, part)
    tell(f"import: {len(files)} files of {part} posts made")
    store = store_with_brand(folder / "ours.db")
    frames = sqlite3.connect(folder / "tutorial.db")
    _warm_up(folder)
    contenders = (
        Contender(
            name="earshot import",
            ready=files.__getitem__,
            run=lambda file: _bring_in(store, file),
        ),
        Contender(
            name="VADER and pandas",
            ready=files.__getitem__,
            run=lambda file: _tutorial(frames, file),
        ),
    )
    times = take_turns(contenders, rounds=len(files), tell=tell, title="import")
    store.close()
    frames.close()
    return [compared("import", *times, n=part, wanted=WANTED)]


def store_with_brand(path: Path) -> Store:
    """Make a store that watches the made-up shop."""
    store = Store(f"sqlite:///{path}")
    upgrade(store)
    apply(store, [made.BRAND], now=made.FIRST)
    return store


def _files(folder: Path, part: int) -> list[Path]:
    folder.mkdir(exist_ok=True)
    files = [folder / f"posts-{number}.jsonl" for number in range(PARTS)]
    size = min(part, 1000)
    each = max(part // size, 1)
    for number, file in enumerate(files):
        for piece in range(each):
            made.write(file, made.page(number * each + piece, size))
    return files


def _warm_up(folder: Path) -> None:
    """Load what each way loads once, so that no round pays for it."""
    files = _files(folder / "warm", 20)[:1]
    store = store_with_brand(folder / "warm.db")
    frames = sqlite3.connect(":memory:")
    for file in files:
        _bring_in(store, file)
        _tutorial(frames, file)
    frames.close()
    store.close()


def _bring_in(store: Store, file: Path) -> None:
    run = bring_in(
        store,
        file,
        watches=watched(store),
        engine=engine("vader"),
        now=utc_now(),
        on_bad=_refuse,
    )
    if run.page.unmatched or run.page.new != run.read:
        raise BenchError(f"{file.name}: found {run}, wanted all new and all matched")


def _refuse(line: BadLine) -> None:
    raise BenchError(f"found {line.message}, wanted sound posts only")


def _tutorial(frames: sqlite3.Connection, file: Path) -> None:
    import pandas as pd

    score = analyzer().polarity_scores
    with file.open(encoding="utf-8") as lines:
        for chunk in _chunks(lines):
            scored = [row | score(row["text"]) for row in chunk]
            pd.DataFrame(scored).to_sql(
                "posts", frames, if_exists="append", index=False
            )


def _chunks(lines: Iterator[str]) -> Iterator[list[dict[str, Any]]]:
    while chunk := [json.loads(line) for line in islice(lines, 1000)]:
        for row in chunk:
            row["author"] = row["author"]["id"]
            row["addressed"] = " ".join(row.get("addressed", ()))
        yield chunk

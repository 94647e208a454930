"""The row ``crash``: an import killed at random moments, then run again to its end.

What is stored must then be what an undisturbed import stores, row by row. The moments
lie between the first look at the file and its end: before that nothing can be lost.
"""

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import made
from benchmarks.harness import BenchError, Line, Measurement, Spread, Tell
from benchmarks.imports import store_with_brand
from domain.post import Post, PostKey, State, content_hash, joined

ROWS = 5_000
MOMENTS = 50


class Crash(NamedTuple):
    """What came of one killed import: what was kept by then, and what is wrong now."""

    killed: bool
    kept: int
    faults: list[str]


def measure(rows: int, *, folder: Path, tell: Tell) -> list[Line]:
    """Kill imports at up to fifty moments, one for each hundred posts of the file."""
    posts = messy(rows)
    file, start, whole = (folder / name for name in ("p.jsonl", "start.db", "whole.db"))
    made.write(file, posts)
    store_with_brand(start).close()
    shutil.copy(start, whole)
    idle, full = _durations(folder, file, whole)
    check(whole, posts)
    tell(f"crash: an import takes {full:.1f} s, {idle:.1f} s of it to start")
    dice = made.dice_of(-1)
    took: list[float] = []
    done: list[Crash] = []
    moments = max(min(MOMENTS, rows // 100), 1)
    for number in range(moments):
        path = folder / f"crash-{number}.db"
        shutil.copy(start, path)
        took.append(idle + dice.random() * (full - idle))
        done.append(_crash(path, file, after=took[-1], whole=whole))
        tell(f"crash: {_told(done)}")
    return [_line(done, took)]


def messy(rows: int) -> list[Post]:
    """Make posts with repeats, edits and deletions among them, in no order at all."""
    dice = made.dice_of(-rows)
    # Guessing languages costs each process a second before the first page.
    posts = [replace(post, lang="en") for page in made.pages(rows) for post in page]
    more: list[Post] = []
    for post in posts:
        later = post.posted_at + timedelta(hours=dice.randrange(1, 90))
        if dice.random() < 0.1:
            more.append(replace(post, likes=(post.likes or 0) + 7))
        if dice.random() < 0.1:
            text = f"{post.text} Edit: solved."
            more.append(replace(post, text=text, edited_at=later))
        if dice.random() < 0.1:
            gone = {"state": State.DELETED, "deleted_at": later, "text": ""}
            more.append(replace(post, **gone))  # type: ignore[arg-type]
    posts += more
    dice.shuffle(posts)
    return posts


def command(store: Path, file: Path) -> list[str]:
    """Return the command that imports ``file`` into ``store``."""
    url = f"sqlite:///{store}"
    return [sys.executable, "-m", "app.cli", "--store", url, "import", str(file)]


def check(store: Path, posts: Iterable[Post]) -> None:
    """Raise BenchError unless the store holds these posts, each with its last words."""
    last: dict[PostKey, Post] = {}
    for post in posts:
        last[post.key] = joined(last[post.key], post) if post.key in last else post
    wanted = {(*key, content_hash(post)) for key, post in last.items()}
    rows = asked(store, "SELECT network, id, hash FROM posts")
    if len(rows) != len(wanted) or set(rows) != wanted:
        raise BenchError(f"crash: found {len(rows)} posts, wanted {len(wanted)} others")


def differences(store: Path, whole: Path) -> list[str]:
    """Name each table that differs from the undisturbed store's, and what is broken.

    Days are left out: they say when they were laid out, and nothing hangs on them.
    """
    tables = [
        row[0]
        for row in asked(
            whole,
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'days'"
            " ORDER BY name",
        )
    ]
    faults = [
        each
        for each in tables
        if sorted(asked(store, f"SELECT * FROM {each}"), key=repr)  # noqa: S608
        != sorted(asked(whole, f"SELECT * FROM {each}"), key=repr)  # noqa: S608
    ]
    for pragma, wanted in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
        if asked(store, f"PRAGMA {pragma}") != wanted:
            faults.append(pragma)
    return faults


def asked(store: Path, question: str) -> list[tuple[Any, ...]]:
    """Return what a store's file answers, past the store."""
    connection = sqlite3.connect(store)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def _crash(path: Path, file: Path, *, after: float, whole: Path) -> Crash:
    killed = False
    with subprocess.Popen(command(path, file), **_SILENT) as process:  # type: ignore[call-overload] # noqa: S603
        try:
            process.wait(timeout=after)
        except subprocess.TimeoutExpired:
            process.kill()
            killed = True
    kept = asked(path, "SELECT count(*) FROM posts")[0][0]
    _import(path, file)
    return Crash(killed, kept, differences(path, whole))


def _durations(folder: Path, file: Path, whole: Path) -> tuple[float, float]:
    """Return the seconds an import takes to start, and to end."""
    nothing = folder / "none.jsonl"
    nothing.touch()
    spent = []
    for each in (nothing, file):
        begun = time.monotonic()
        _import(whole, each)
        spent.append(time.monotonic() - begun)
    return spent[0], max(spent)


def _import(store: Path, file: Path) -> None:
    subprocess.run(command(store, file), check=True, **_SILENT)  # type: ignore[call-overload] # noqa: S603


_SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def _line(done: Sequence[Crash], took: Sequence[float]) -> Line:
    fine = sum(not each.faults for each in done)
    wrong = sorted({fault for each in done for fault in each.faults})
    share = Spread.of([fine / len(done)])
    return Line(
        name="crash",
        n=1,
        ours=Measurement(name="until the kill", wall=tuple(took), cpu=()),
        ratio=share,
        wanted=1.0,
        notes=(_told(done), *(f"differs: {each}" for each in wrong)),
    )


def _told(done: Sequence[Crash]) -> str:
    fine = sum(not each.faults for each in done)
    killed = sum(each.killed for each in done)
    halfway = len({each.kept for each in done})
    return (
        f"{fine}/{len(done)} fine, {killed} killed before the end,"
        f" {halfway} different numbers of posts kept by then"
    )

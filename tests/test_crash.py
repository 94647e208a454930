"""An import that dies leaves whole pages; run again, it stores what it would have.

Each import is killed as soon as its write-ahead log outgrows a size drawn by lot, which
is often amid a commit. ``earshot bench --only crash`` draws fifty moments instead.
"""

import shutil
import subprocess
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.crash import check, command, differences, messy
from benchmarks.imports import store_with_brand
from benchmarks.made import dice_of, write
from sentiment import engine
from services.bring_in import bring_in
from services.watch import watched
from store import Store
from tests.terminal import VADER

POSTS = 1_600
"""With their repeats, edits and deletions three pages."""

LOTS = [(number + dice_of(number).random()) / 5.5 for number in range(5)]
DEADLINE = 60.0
NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)


class Scene:
    """A file of posts, a store that waits for it, and one that has it already."""

    def __init__(self, folder: Path) -> None:
        posts = messy(POSTS)
        self.file, self.start, self.whole = (
            folder / name for name in ("posts.jsonl", "start.db", "whole.db")
        )
        write(self.file, posts)
        # An engine of words takes a second less to load, and judges nothing of a crash.
        (folder / "earshot.toml").write_text(VADER, encoding="utf-8")
        store_with_brand(self.start).close()
        shutil.copy(self.start, self.whole)
        store = Store(f"sqlite:///{self.whole}")
        self.bring_in(store)
        self.log = log_of(self.whole)
        store.close()
        check(self.whole, posts)

    def bring_in(self, store: Store) -> None:
        """Import the file here."""
        bring_in(
            store,
            self.file,
            watches=watched(store),
            engine=engine("vader"),
            now=NOW,
            on_bad=lambda line: pytest.fail(line.message),
        )

    def killed(self, path: Path, *, log: float) -> None:
        """Import the file in a process that dies when its log outgrows ``log``."""
        shutil.copy(self.start, path)
        latest = time.monotonic() + DEADLINE
        words = command(path, self.file)
        with subprocess.Popen(words, cwd=self.file.parent) as process:
            while log_of(path) <= log and _runs(process):
                assert time.monotonic() < latest
            process.kill()
        assert process.returncode == -9


def _runs(process: subprocess.Popen[bytes]) -> bool:
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=0.002)
    return process.returncode is None


def log_of(path: Path) -> int:
    """Return the size of a store's write-ahead log; 0 without one."""
    log = path.with_name(f"{path.name}-wal")
    return log.stat().st_size if log.exists() else 0


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(tmp_path_factory.mktemp("crash"))


@pytest.mark.parametrize("lot", LOTS, ids="log at {:.0%}".format)
def test_an_import_killed_and_run_again_stores_what_one_left_in_peace_does(
    scene: Scene, tmp_path: Path, lot: float
) -> None:
    path = tmp_path / "crash.db"
    scene.killed(path, log=lot * scene.log)
    store = Store(f"sqlite:///{path}")
    scene.bring_in(store)
    store.close()
    assert differences(path, scene.whole) == []

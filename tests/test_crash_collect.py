"""An engine that dies while it collects loses nothing and doubles nothing.

Each is killed when it has asked a share of its questions that is drawn by lot, and a
little later. ``earshot bench --only collect-crash`` draws fifty moments instead.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.settings import Judging, Settings
from benchmarks.collect_crash import Scene, differences, world
from benchmarks.harness import BenchError
from benchmarks.little_x import LittleX
from benchmarks.made import dice_of
from domain.clock import utc_now
from tests.terminal import VADER

POSTS = 300
PAGE = 20
"""Fifteen pages of a search, more than an engine reads in one go."""

LOTS = [(number + dice_of(number).random()) / 5 for number in range(5)]


class Light(Scene):
    """One whose engines judge by words: they take a second less to begin."""

    def settings(self, path: Path) -> Settings:
        return replace(super().settings(path), judging=Judging(engine="vader"))

    def _written(self) -> Path:
        path = super()._written()
        with path.open("a", encoding="utf-8") as file:
            file.write(VADER)
        return path


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    now = utc_now()
    with LittleX(world(POSTS, now=now), page=PAGE).listening() as little:
        yield Light(tmp_path_factory.mktemp("crash"), little, now=now)


@pytest.mark.xdist_group("collect-crash")
@pytest.mark.parametrize("lot", LOTS, ids="{:.0%} asked".format)
def test_what_a_killed_engine_left_undone_the_next_one_does(
    scene: Scene, lot: float
) -> None:
    number = LOTS.index(lot)
    delay = dice_of(-number).random() / 20
    assert scene.crash(number, share=lot, delay=delay).faults == []


@pytest.mark.xdist_group("collect-crash")
def test_a_lost_post_and_a_doubled_one_would_be_noticed(
    scene: Scene, tmp_path: Path
) -> None:
    path = tmp_path / "copy.db"
    shutil.copy(scene.whole, path)
    assert differences(path, scene.whole) == []
    with sqlite3.connect(path) as changed:
        changed.execute("DELETE FROM posts WHERE id = (SELECT max(id) FROM posts)")
        changed.execute(
            "INSERT INTO events"
            " (brand_id, network, post_id, customer, kind, at, detail)"
            " VALUES (1, 'x', '1', 'c', 'noted', '2026-11-02', '{}')"
        )
    changed.close()
    assert differences(path, scene.whole) == ["posts", "events"]
    path.rename(scene.folder / "short.db")
    with pytest.raises(BenchError, match="found 299 posts, wanted 300 others"):
        scene.check(scene.folder / "short.db")

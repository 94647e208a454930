"""The row ``collect-crash``: an engine killed at random moments while it collects.

A next engine then reads on. What is stored must be what is there to be read, once, and
what follows of it what an undisturbed engine makes of it.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import SecretStr

from app.engine import run
from app.jobs import jobs
from app.networks import Networks, X
from app.settings import Engine, Secrets, Settings, for_child
from app.settings import Store as At
from app.wiring import Desk
from benchmarks import made
from benchmarks.crash import asked
from benchmarks.harness import BenchError, Line, Measurement, Spread, Tell
from benchmarks.little_x import ACME, TOKEN, LittleX, Said, posts
from domain.account import Account
from domain.clock import utc_now
from services.apply import apply
from store import Store, checkpoints
from store.upgrade import upgrade

ROWS = 2_000
MOMENTS = 50
PAGE = 50
LATE = 60.0
"""Seconds until an engine that asks nothing more is given up."""

AGO = timedelta(hours=1)
"""When listening began; all posts are younger."""

TABLES: Mapping[str, str] = {
    "posts": "network, id, root, author_id, text, posted_at, reply_to, thread,"
    " addressed, kind, state, hash, backfilled",
    "versions": "*",
    "judgements": "*",
    "mentions": "*",
    "cases": "*",
    "events": "brand_id, network, post_id, customer, kind, at",
    "turns": "brand_id, network, root, customer, episode, number, kind, posts,"
    " started_at, replied_at, reply_id, reply_kind, substantive_at, void, backfilled",
    "checks": "network, post_id, times",
    "coverage WHERE state <> 'read'": "network, stream, state, reason",
}
"""What must be equal: all but the moments at which we looked."""


class Crash(NamedTuple):
    """What came of one killed engine: the posts kept by then, what is wrong now."""

    kept: int
    faults: list[str]


class Scene:
    """A little X full of posts, and a store that has begun to listen to it before."""

    def __init__(self, folder: Path, little: LittleX, *, now: datetime) -> None:
        self.folder = folder
        self.little = little
        self.begun = now - AGO
        self.start = folder / "start.db"
        self.whole = folder / "whole.db"
        self._begin()
        shutil.copy(self.start, self.whole)
        little.expect(0)
        self.read_on(self.whole)
        self.questions = little.questions
        self.check(self.whole)

    def settings(self, path: Path) -> Settings:
        """Return the settings of an engine that works on this store."""
        second = timedelta(seconds=1)
        reading = X(base_url=self.little.url, every=second, monthly_usd=1e6)
        return Settings(
            store=At(url=SecretStr(f"sqlite:///{path}")),
            engine=Engine(every=second),
            networks=Networks(x=reading),
            secrets=Secrets(x_bearer_token=SecretStr(TOKEN)),
        )

    def _begin(self) -> None:
        """Listen once while nothing is said, so that the rest is news, not history."""
        store = Store(f"sqlite:///{self.start}")
        upgrade(store)
        account = Account(network="x", id=ACME, handle="acme")
        apply(store, [replace(made.BRAND, accounts=(account,))], now=self.begun)
        said, self.little.said = self.little.said, ()
        desk = Desk(self.settings(self.start), store, lambda: self.begun)
        run(desk, jobs(desk), once=True)
        self.little.said = said
        store.close()

    def read_on(self, path: Path) -> None:
        """Let an engine read what is left; raise BenchError when it never ends."""
        store = Store(f"sqlite:///{path}")
        desk = Desk(self.settings(path), store)
        plan = jobs(desk)
        late = time.monotonic() + LATE
        while not self._is_read(store):
            if time.monotonic() > late or run(desk, plan, once=True):
                raise BenchError("collect-crash: found no end, wanted all posts read")
        store.close()

    def _is_read(self, store: Store) -> bool:
        with store.reading() as session:
            found = [each.checkpoint for each in checkpoints.every(session)]
        return all(
            each.drain is None and each.floor and each.floor > self.begun
            for each in found
        )

    def check(self, path: Path) -> None:
        """Raise BenchError unless a store holds what is there to be read."""
        found = asked(path, "SELECT id, text FROM posts")
        wanted = {(each["id"], each["text"]) for each in self.little.said}
        if len(found) != len(wanted) or set(found) != wanted:
            count = f"{len(found)} posts, wanted {len(wanted)} others"
            raise BenchError(f"collect-crash: found {count}")

    def kill(self, path: Path, *, after: int, delay: float) -> None:
        """Kill an engine some seconds after its so many-eth question."""
        shutil.copy(self.start, path)
        self.little.expect(after)
        command = [sys.executable, "-m", "app.cli", "engine"]
        settings = replace(self.settings(path), config=self._written())
        environment = for_child(settings) | {"EARSHOT_X_BEARER_TOKEN": TOKEN}
        quiet = subprocess.DEVNULL
        with subprocess.Popen(  # noqa: S603
            command, env=environment, stdout=quiet, stderr=quiet
        ) as process:
            there = self.little.asked.wait(LATE)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=delay)
            process.kill()
        if not there or process.returncode != -9:
            raise BenchError(
                "collect-crash: found an engine at rest, wanted it at work"
            )

    def _written(self) -> Path:
        """Write the settings down for another process."""
        path = self.folder / "earshot.toml"
        path.write_text(
            '[engine]\nevery = "1s"\n[networks.x]\nevery = "1s"\n'
            f'monthly_usd = 1000000\nbase_url = "{self.little.url}"\n',
            encoding="utf-8",
        )
        return path

    def crash(self, number: int, *, share: float, delay: float) -> Crash:
        """Kill an engine when it has asked this share of its questions; read on."""
        path = self.folder / f"crash-{number}.db"
        self.kill(path, after=1 + int(share * (self.questions - 1)), delay=delay)
        kept = asked(path, "SELECT count(*) FROM posts")[0][0]
        self.read_on(path)
        return Crash(kept, differences(path, self.whole))


def world(rows: int, *, now: datetime) -> list[Said]:
    """Make the posts there are, all younger than the listening."""
    minute = timedelta(minutes=1)
    return posts(rows, since=now - AGO + minute, until=now - minute)


def differences(store: Path, whole: Path) -> list[str]:
    """Name each table that differs from the undisturbed store's, and what is broken."""
    faults = []
    for table, columns in TABLES.items():
        question = f"SELECT {columns} FROM {table}"  # noqa: S608
        mine, theirs = (
            sorted(asked(each, question), key=repr) for each in (store, whole)
        )
        if mine != theirs:
            faults.append(table)
    for pragma, wanted in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
        if asked(store, f"PRAGMA {pragma}") != wanted:
            faults.append(pragma)
    return faults


def _rows(path: Path, question: str) -> list[tuple[Any, ...]]:
    return sorted(asked(path, question), key=repr)


def measure(rows: int, *, folder: Path, tell: Tell) -> list[Line]:
    """Kill engines at up to fifty moments, one for each twenty posts."""
    now = utc_now()
    dice = made.dice_of(-2)
    took: list[float] = []
    done: list[Crash] = []
    with LittleX(world(rows, now=now), page=PAGE).listening() as little:
        scene = Scene(folder, little, now=now)
        for number in range(max(min(MOMENTS, rows // 20), 1)):
            begun = time.monotonic()
            share, delay = dice.random(), dice.random() / 5
            done.append(scene.crash(number, share=share, delay=delay))
            took.append(time.monotonic() - begun)
            tell(f"collect-crash: {_told(done)}")
    return [_line(done, took)]


def _line(done: Sequence[Crash], took: Sequence[float]) -> Line:
    fine = sum(not each.faults for each in done)
    wrong = sorted({fault for each in done for fault in each.faults})
    return Line(
        name="collect-crash",
        n=1,
        ours=Measurement(name="a killed engine and a next", wall=tuple(took), cpu=()),
        ratio=Spread.of([fine / len(done)]),
        wanted=1.0,
        notes=(_told(done), *(f"differs: {each}" for each in wrong)),
    )


def _told(done: Sequence[Crash]) -> str:
    fine = sum(not each.faults for each in done)
    halfway = len({each.kept for each in done})
    return f"{fine}/{len(done)} fine, {halfway} different numbers of posts kept by then"

"""The row ``upsert``: pages of posts into SQLite, against the bare driver.

The driver gets the same table with the same indexes and pragmas, and a page of
dictionaries; both make their parameters inside the measurement.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from benchmarks import made
from benchmarks.harness import (
    Contender,
    Line,
    Measurement,
    Tell,
    compared,
    take_turns,
)
from domain.post import Post, content_hash
from services.join import join
from services.place import place
from store import Store, posts
from store.engine import PRAGMAS
from store.posts import COLUMNS, StoredPost
from store.upgrade import upgrade

ROWS = 50_000
WANTED, AIM = 0.6, 0.8

_INSTANTS = ("posted_at", "seen_at", "edited_at", "deleted_at")


def measure(rows: int, *, folder: Path, tell: Tell) -> list[Line]:
    """Write new posts, then the same with other likes; a round is a page of them."""
    size = min(rows, 1000)
    saving, joining = (_store(folder / f"{name}.db") for name in ("save", "join"))
    raw = _raw(folder / "raw.db", like=folder / "save.db")
    lines = []
    for title, likes in (("new", 0), ("changed", 100)):
        contenders = (
            Contender(
                name="posts.save",
                ready=partial(_stored, size=size, likes=likes),
                run=partial(_save, saving),
            ),
            Contender(
                name="join, place and posts.save",
                ready=partial(_page, size=size, likes=likes),
                run=partial(_join, joining),
            ),
            Contender(
                name="sqlite3.executemany",
                ready=partial(_dicts, size=size, likes=likes),
                run=partial(_executemany, raw),
            ),
        )
        times = take_turns(
            contenders, rounds=max(rows // size, 1), tell=tell, title=f"upsert {title}"
        )
        lines += _lines(title, size, times)
    for store in (saving, joining):
        store.close()
    raw.close()
    return lines


def _lines(title: str, n: int, times: Sequence[Measurement]) -> list[Line]:
    save, whole, raw = times
    return [
        compared(f"upsert {title}", save, raw, n=n, wanted=WANTED, aim=AIM),
        compared(f"join and upsert {title}", whole, raw, n=n),
    ]


def _save(store: Store, page: Sequence[StoredPost]) -> None:
    with store.begin() as session:
        posts.save(session, page)


def _join(store: Store, posted: Sequence[Post]) -> None:
    with store.begin() as session:
        page = join(session, posted)
        placed, _ = place(session, page, page.changed)
        posts.save(session, placed)


def _executemany(raw: sqlite3.Connection, page: Iterable[dict[str, object]]) -> None:
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany(_SQL, [_parameters(each) for each in page])
    raw.execute("COMMIT")


_SQL = (
    f"INSERT INTO posts ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608
    " ON CONFLICT (network, id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[2:])
)


def _parameters(row: dict[str, object]) -> tuple[object, ...]:
    for name in _INSTANTS:
        moment = row[name]
        if isinstance(moment, datetime):
            row[name] = moment.replace(tzinfo=None).isoformat(" ", "microseconds")
    return tuple(row.values())


def _page(number: int, size: int, likes: int) -> list[Post]:
    return [
        replace(each, likes=(each.likes or 0) + likes)
        for each in made.page(number, size)
    ]


def _stored(number: int, size: int, likes: int) -> list[StoredPost]:
    return [
        StoredPost(each, each.thread or each.id, content_hash(each))
        for each in _page(number, size, likes)
    ]


def _dicts(number: int, size: int, likes: int) -> list[dict[str, object]]:
    return [_dict(*each) for each in _stored(number, size, likes)]


def _dict(post: Post, root: str, named: str) -> dict[str, object]:
    author = post.author
    row = {name: getattr(post, name, None) for name in COLUMNS}
    return {
        **row,
        "root": root,
        "author_id": author.id if author else None,
        "author_handle": author.handle if author else None,
        "author_name": author.name if author else None,
        "author_followers": author.followers if author else None,
        "addressed": "\n".join(post.addressed) or None,
        "kind": post.kind.value if post.kind else None,
        "state": post.state.value,
        "hash": named,
    }


def _store(path: Path) -> Store:
    store = Store(f"sqlite:///{path}")
    upgrade(store)
    return store


def _raw(path: Path, *, like: Path) -> sqlite3.Connection:
    """Open a file with the same table ``posts`` and its indexes."""
    model = sqlite3.connect(like)
    made_by = model.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'posts' AND sql IS NOT NULL"
        " ORDER BY type DESC"
    ).fetchall()
    model.close()
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        raw.execute(f"PRAGMA {pragma}")
    for (statement,) in made_by:
        raw.execute(statement)
    return raw

"""The shipped example: a month of a small shop, moved so that it ends now."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from domain.brand import read_brands
from domain.post import Post
from sentiment import Engine
from services.apply import apply
from services.bring_in import ImportRun, pages
from services.ingest import ingest
from services.records import BadLine, read
from services.watch import watched
from store import Store, brands, posts

HOME = Path(__file__).parents[1] / "examples"
LAST_POST_AGO = timedelta(minutes=2)
"""How long before now the newest post of the example lies."""


def is_loaded(store: Store) -> bool:
    """Tell whether the example is in the store."""
    with store.reading() as session:
        return any(each.record.demo for each in brands.load(session))


def load(store: Store, *, engine: Engine, now: datetime) -> ImportRun | None:
    """Bring the example in as if it had come live; None if it is there already."""
    if is_loaded(store):
        return None
    brand_file = HOME / "demo.toml"
    wanted = read_brands(tomllib.loads(brand_file.read_text(encoding="utf-8")))
    apply(store, wanted, now=now, demo=True)
    moved = list(_moved(HOME / "demo.jsonl", now.replace(microsecond=0)))
    run = ImportRun()
    for page, _ in pages(moved):
        kept = ingest(store, page, watches=watched(store), engine=engine)
        run = replace(run, read=run.read + len(page), page=run.page + kept)
    return run


def remove(store: Store) -> int:
    """Take the example away with all that hangs on it; return how many posts went."""
    with store.begin() as session:
        for each in brands.load(session):
            if each.record.demo:
                brands.remove(session, each.id)
        return posts.remove_demo(session)


def _moved(path: Path, now: datetime) -> Iterator[Post]:
    """Yield the example's posts with their times moved to end just before ``now``."""
    told = [
        each for each in read(path, now=now, live=True) if not isinstance(each, BadLine)
    ]
    last = max(post.posted_at for post in told)
    by = now - LAST_POST_AGO - last
    for post in told:
        yield replace(
            post,
            posted_at=post.posted_at + by,
            seen_at=post.seen_at + by,
            edited_at=post.edited_at + by if post.edited_at else None,
            deleted_at=post.deleted_at + by if post.deleted_at else None,
            demo=True,
        )

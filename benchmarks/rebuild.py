"""The row ``rebuild``: everything derived worked out anew, and checked, on one core.

It has no peer: what is set against its CPU time is the limit of 120 s for a million
posts. The store is filled past the rules with facts only, so that the first rebuild
has everything to write and the second one, which is measured as well, nothing.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import made
from benchmarks.harness import BenchError, Line, Measurement, Spread, Tell, Took, timed
from benchmarks.imports import store_with_brand
from domain.post import Post, content_hash
from sentiment import Text, engine
from services.audit import audit
from services.rebuild import rebuild
from services.watch import watched
from store import Store, judgements, posts
from store.judgements import StoredJudgement
from store.posts import StoredPost
from store.sql import ask

ROWS = 20_000
LIMIT_S = 120.0
OF = 1_000_000
"""The posts that the limit is for."""


def measure(rows: int, *, folder: Path, tell: Tell) -> list[Line]:
    """Work out a store twice and check it, once each: a round is the whole store."""
    store = filled(folder / "facts.db", rows, tell=tell)
    lines = [
        _line("rebuild, all new", partial(rebuild, store, watched(store)), rows),
        _line("rebuild, all there", partial(rebuild, store, watched(store)), rows),
        _line("db check --rebuild", partial(_check, store), rows),
    ]
    for each in lines:
        tell(f"{each.name}: {each.notes[0]}")
    store.close()
    return lines


def filled(path: Path, rows: int, *, tell: Tell) -> Store:
    """Make a store with the facts of ``rows`` posts, and nothing that follows."""
    store = store_with_brand(path)
    for number, page in enumerate(made.pages(rows)):
        _keep(store, page)
        if number % 50 == 49:
            tell(f"rebuild: {(number + 1) * 1000} of {rows} posts laid out")
    return store


def _keep(store: Store, page: list[Post]) -> None:
    hashes = {each.key: content_hash(each) for each in page}
    asked = [each for each in page if each.author and each.author.id != "shop"]
    told = engine("vader").judge([Text(each.text, each.lang or "en") for each in asked])
    with store.begin() as session:
        posts.save(
            session,
            [
                StoredPost(each, each.thread or each.id, hashes[each.key])
                for each in page
            ],
        )
        judgements.save(
            session,
            [
                StoredJudgement(post.key, hashes[post.key], verdict)
                for post, verdict in zip(asked, told, strict=True)
            ],
        )


def _check(store: Store) -> None:
    found = audit(store)
    if found.rows:
        raise BenchError(f"rebuild: found {dict(found.rows)} rows that differ")
    with store.reading() as session:
        turns = ask(session, "SELECT count(*) FROM turns")[0][0]
    if not turns:
        raise BenchError("rebuild: found no turn, wanted some")


def _line(name: str, run: Callable[[], object], rows: int) -> Line:
    took = timed(run)
    return Line(
        name=name,
        n=rows,
        ours=Measurement(name=name, wall=(took.wall,), cpu=(took.cpu,)),
        ratio=Spread.of([LIMIT_S * rows / OF / took.cpu]),
        wanted=1.0,
        notes=(_told(took, rows),),
    )


def _told(took: Took, rows: int) -> str:
    return (
        f"{took.cpu:.1f} s of CPU for {rows} posts, {rows / took.cpu:,.0f} a second;"
        f" {took.cpu * OF / rows:.0f} s a million, limit {LIMIT_S:.0f} s"
    )

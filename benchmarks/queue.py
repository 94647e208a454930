"""The row ``queue``: the first page of who waits, in a store ten times as large.

Its time must hang on the page alone. So the ratio is set against the same question to
a store of a tenth of the posts, and the plan is read: the index, and no sorting.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.filled import BRANDS, NOW, filled
from benchmarks.harness import (
    BenchError,
    Contender,
    Line,
    Tell,
    compared,
    take_turns,
)
from services.queue import queue as full_queue
from store import Session, Store, brands, cases
from store.cases import Waiting
from store.sql import SQLITE, ask, run

ROWS = 100_000
PAGE = 50
PAGES = 100
ROUNDS = 7
WANTED = 0.5
LIMIT = "2 ms a page at 1,000,000 posts"

_Question = Callable[[Session], object]


def measure(rows: int, *, folder: Path, tell: Tell) -> list[Line]:
    """Ask both stores for the same pages in turns; a round is a hundred pages."""
    small = filled(folder / "small.db", rows // 10, tell=tell)
    large = filled(folder / "large.db", rows, tell=tell)
    plan = _plan(large)
    asked = partial(
        _line,
        large=large,
        small=small,
        times=max(min(PAGES, rows // 100), 1),
        tell=tell,
    )
    query = asked("queue, the query", _query)
    page = asked("queue, the page", _full_page(large))
    notes = (f"limit {LIMIT}", f"{rows} posts against {rows // 10}", f"plan: {plan}")
    wanted = WANTED if _fills_a_page(small) else None
    lines = [replace(query, wanted=wanted, notes=notes), page]
    with large.begin() as session:
        run(session, "ANALYZE")
    _plan(large)
    for store in (small, large):
        store.close()
    return lines


def _line(
    name: str,
    question: _Question,
    *,
    large: Store,
    small: Store,
    times: int,
    tell: Tell,
) -> Line:
    contenders = (
        Contender(name="all posts", run=lambda _: _pages(large, question, times)),
        Contender(name="a tenth of them", run=lambda _: _pages(small, question, times)),
    )
    took = take_turns(contenders, rounds=ROUNDS, tell=tell, title=name)
    return compared(name, *took, n=times)


def _pages(store: Store, question: _Question, times: int) -> None:
    for _ in range(times):
        with store.reading() as session:
            question(session)


def _query(session: Session) -> list[Waiting]:
    return cases.queue(session, 1, BRANDS[0], limit=PAGE)


def _fills_a_page(store: Store) -> bool:
    with store.reading() as session:
        return len(_query(session)) == PAGE


def _full_page(store: Store) -> _Question:
    with store.reading() as session:
        (brand,) = brands.load(session, BRANDS[0])
    return lambda session: full_queue(session, brand, now=NOW, limit=PAGE)


def _plan(store: Store) -> str:
    """Return how SQLite answers; raise BenchError if it sorts or reads the table."""
    with store.reading() as session:
        asked = f"EXPLAIN QUERY PLAN {cases.queue_sql(SQLITE)}"
        told = [str(row[3]) for row in ask(session, asked, 1, PAGE, 0)]
    plan = "; ".join(told)
    if "ix_cases_queue" not in plan or "TEMP B-TREE" in plan:
        raise BenchError(
            f"queue: found the plan {plan}, wanted ix_cases_queue, no sort"
        )
    return plan

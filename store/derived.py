"""Derived rows as they lie in the tables, set beside what the facts make of them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlmodel import Session

from domain.mention import Mention
from domain.post import PostKey
from store.cases import CASE_COLUMNS, TURN_COLUMNS, Row, Standing, rows
from store.posts import by_network
from store.sql import ask, spelling

_KEYS = {"cases": 5, "turns": 6}
"""How many of a table's first columns name a row: brand, network, root, customer…"""

_OF_MENTION = (
    "posted_at", "given", "queries", "addressed", "replied", "complaint", "topic",
    "sentiment",
)  # fmt: skip


class Difference(NamedTuple):
    """One column of one row that is not as it should be.

    ``key`` names the row within its brand, whose number is ``brand_id`` (None for a
    post, which is of no brand). ``column`` is ``*`` where a whole row is missing or
    too many; the side that has it says ``a row`` then, the other None.
    """

    table: str
    brand_id: int | None
    key: tuple[str, ...]
    column: str
    stored: object
    derived: object

    @property
    def thread(self) -> PostKey:
        """Name the thread of a case or a turn."""
        return PostKey(*self.key[:2])


def of_cases(
    session: Session,
    brand_id: int,
    threads: Iterable[PostKey],
    standings: Iterable[Standing],
) -> list[Difference]:
    """Compare the brand's cases and turns of the threads with what is stored there."""
    how = spelling(session)
    named = by_network(threads)
    found: list[Difference] = []
    for table, columns, wanted in zip(
        ("cases", "turns"),
        (CASE_COLUMNS, TURN_COLUMNS),
        rows(brand_id, standings, how),
        strict=True,
    ):
        sql = (
            f"SELECT {', '.join(columns)} FROM {table} WHERE brand_id = {how.mark}"
            f" AND network = {how.mark} AND root {how.among}"
        )
        stored = [
            row
            for network, roots in named.items()
            for row in ask(session, sql, brand_id, network, how.values(roots))
        ]
        found.extend(_compared(table, columns, stored, wanted))
    return found


def of_mention(
    brand_id: int, stored: Mention | None, derived: Mention
) -> Iterator[Difference]:
    """Compare a mention with the one that should be there, or should not."""
    if stored is None or not derived.counts:
        sides = ("a row" if stored else None, "a row" if derived.counts else None)
        yield Difference("mentions", brand_id, derived.key, "*", *sides)
        return
    for name in _OF_MENTION:
        there, wanted = getattr(stored, name), getattr(derived, name)
        if there != wanted:
            yield Difference("mentions", brand_id, derived.key, name, there, wanted)


def of_root(key: PostKey, *, stored: str, derived: str) -> Difference:
    """Say that a post hangs in another thread than it should."""
    return Difference("posts", None, key, "root", stored, derived)


def of_day(brand_id: int, day: str) -> Difference:
    """Say that a day does not hold what its turns make of it."""
    return Difference("days", brand_id, (day,), "turns", "others", "those there are")


def _compared(
    table: str, columns: Sequence[str], stored: Iterable[Row], wanted: Iterable[Row]
) -> Iterator[Difference]:
    size = _KEYS[table]
    there = {row[:size]: row for row in stored}
    for row in wanted:
        key = row[:size]
        before = there.pop(key, None)
        if before is None:
            yield _row(table, key, None, "a row")
        elif before != row:
            for name, old, new in zip(columns, before, row, strict=True):
                if old != new:
                    yield _row(table, key, old, new, column=name)
    for key in there:
        yield _row(table, key, "a row", None)


def _row(
    table: str, key: Row, stored: object, derived: object, *, column: str = "*"
) -> Difference:
    brand_id, *rest = key
    assert isinstance(brand_id, int)  # noqa: S101 - the first column of both
    return Difference(table, brand_id, tuple(map(str, rest)), column, stored, derived)

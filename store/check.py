"""Is the store sound: its file, its version, and the rows that hang on others."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy.engine import Connection
from sqlmodel import Session

from domain.errors import shown
from store.engine import Store
from store.sql import ask, run
from store.upgrade import head, looking, version

MOST = 5
"""Damages that are told."""

_POST = "p.network = t.network AND p.id = t.{}"
_THREAD = "p.network = t.network AND p.root = t.root"
_CASE = (
    "p.brand_id = t.brand_id AND p.network = t.network AND p.root = t.root"
    " AND p.customer = t.customer AND p.episode = t.episode"
)


class Hold(NamedTuple):
    """What each row of a table needs another row for."""

    table: str
    id: str
    other: str
    where: str

    @property
    def derived(self) -> bool:
        """Tell whether the rows follow from others: nothing is lost with them."""
        return self.table in {"cases", "turns"}


HOLDS = (
    Hold("versions", "id", "posts", _POST.format("id")),
    Hold("judgements", "post_id", "posts", _POST.format("post_id")),
    Hold("mentions", "post_id", "posts", _POST.format("post_id")),
    Hold("events", "post_id", "posts", _POST.format("post_id")),
    Hold("checks", "post_id", "posts", _POST.format("post_id")),
    Hold("spot_checks", "post_id", "posts", _POST.format("post_id")),
    Hold("cases", "root", "posts", _THREAD),
    Hold("turns", "root", "posts", _THREAD),
    Hold("turns", "root", "cases", _CASE),
)


class Orphans(NamedTuple):
    """Rows that hang on nothing; ``example`` names one by network and id.

    ``derived`` ones are taken away by a repair, all others are facts.
    """

    table: str
    other: str
    rows: int
    example: str
    derived: bool

    def __str__(self) -> str:
        """Say it in one line."""
        return (
            f"{self.table}: found {self.rows} without a row in {self.other}, such as"
            f" {shown(self.example)}, wanted none"
        )


class Soundness(NamedTuple):
    """``findings`` are one line each; empty is sound."""

    version: str | None
    findings: tuple[str, ...]
    orphans: tuple[Orphans, ...] = ()


def soundness(store: Store) -> Soundness:
    """Look the store over; reads all of an SQLite file. Raises StoreError."""
    with looking(store) as connection:
        found = version(connection)
        broken = tuple(_sqlite(connection) if store.sqlite else _postgres(connection))
    if found != head():
        wanted = f"{head()}: earshot db upgrade"
        wrong = f"tables: found version {found}, wanted {wanted}"
        return Soundness(found, (*broken, wrong))
    with store.reading() as session:
        orphans = tuple(_orphans(session))
    return Soundness(found, broken, orphans)


def clear(session: Session) -> None:
    """Take derived rows away that hang on nothing."""
    for each in HOLDS:
        if each.derived:
            run(session, f"DELETE FROM {each.table} AS t WHERE {_missing(each)}")


def _orphans(session: Session) -> Iterator[Orphans]:
    for each in HOLDS:
        asked = (
            f"SELECT count(*), min(t.network || ':' || t.{each.id})"
            f" FROM {each.table} AS t WHERE {_missing(each)}"
        )
        for count, example in ask(session, asked):
            if count:
                yield Orphans(each.table, each.other, count, example, each.derived)


def _missing(hold: Hold) -> str:
    return f"NOT EXISTS (SELECT 1 FROM {hold.other} AS p WHERE {hold.where})"


def _sqlite(connection: Connection) -> Iterator[str]:
    for said in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST})").scalars():
        if said != "ok":
            yield f"file: found damage, wanted a backup: {shown(said)}"
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    for table in sorted({str(row[0]) for row in broken}):
        count = sum(row[0] == table for row in broken)
        yield f"{table}: found {count} rows of a brand that is not there, wanted none"


def _postgres(connection: Connection) -> Iterator[str]:
    """Ask what PostgreSQL knows of itself: it has no check of a whole database."""
    indexes = connection.exec_driver_sql(
        "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE NOT i.indisvalid ORDER BY 1"
    )
    for name in indexes.scalars():
        yield f"{name}: found an index that is not valid, wanted REINDEX INDEX {name}"
    failures = connection.exec_driver_sql(
        "SELECT checksum_failures FROM pg_stat_database"
        " WHERE datname = current_database()"
    ).scalar()
    if failures:
        yield f"database: found {failures} pages of a wrong checksum, wanted a backup"

"""The two ways our databases spell what a driver-level batch needs, side by side.

A batch goes through ``exec_driver_sql``: it reaches 0.85 of what the bare driver does,
where a statement of SQLAlchemy's with a list reaches half of that.
"""

import json
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from store.types import same_instant, sqlite_instant


class Spelling(NamedTuple):
    """How one database wants a parameter, an instant and a set of values."""

    mark: str
    among: str
    instant: Callable[[datetime | None], object]
    values: Callable[[Collection[str]], object]


SQLITE = Spelling(
    "?",
    "IN (SELECT value FROM json_each(?))",
    sqlite_instant,
    lambda each: json.dumps(list(each)),
)
POSTGRES = Spelling("%s", "= ANY(%s)", same_instant, list)


def spelling(session: Session) -> Spelling:
    """Return the spelling of the session's database."""
    return SQLITE if session.get_bind().dialect.name == "sqlite" else POSTGRES


def insert(table: str, columns: Sequence[str], how: Spelling, tail: str = "") -> str:
    """Write an INSERT of one row with a mark for each column."""
    names, marks = ", ".join(columns), ", ".join([how.mark] * len(columns))
    return f"INSERT INTO {table} ({names}) VALUES ({marks}){tail}"


def upsert(
    table: str, columns: Sequence[str], *, key: Sequence[str], how: Spelling
) -> str:
    """Write an INSERT that gives a row with the same key the new values."""
    news = ", ".join(f"{each} = excluded.{each}" for each in columns if each not in key)
    return insert(
        table, columns, how, f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {news}"
    )


def batch(session: Session, sql: str, rows: Sequence[tuple[object, ...]]) -> int:
    """Run one statement for many rows; return how many rows it touched."""
    if not rows:
        return 0
    done = session.connection().exec_driver_sql(sql, list(rows))
    return done.rowcount


def ask(session: Session, sql: str, *parameters: object) -> list[Any]:
    """Run one query at the driver's level and return its rows, plain tuples."""
    done = session.connection().exec_driver_sql(sql, parameters)
    # SQLAlchemy's rows cost as much again as the query, and nobody asks for names.
    rows: list[Any] = list(done.cursor.fetchall())
    done.close()
    return rows


def run(session: Session, sql: str, *parameters: object) -> int:
    """Run one statement at the driver's level; return how many rows it touched."""
    return session.connection().exec_driver_sql(sql, parameters).rowcount

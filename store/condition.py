"""In what condition the database is: its version, its size, whether it is damaged."""

from typing import NamedTuple

from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from domain.errors import shown
from store.engine import Store
from store.upgrade import HOME, alembic_config, looking, version

MOST = 5
"""Damages that are told."""


class Condition(NamedTuple):
    """``damage`` is what SQLite's quick check found, one line each; empty is none.

    PostgreSQL watches over itself: of it no damage is ever told.
    """

    version: str | None
    is_current: bool
    size: int
    damage: tuple[str, ...]


def condition(store: Store) -> Condition:
    """Look the database over. Reads all of an SQLite file. Raises StoreError."""
    with looking(store) as connection:
        found = version(connection)
        scripts = ScriptDirectory.from_config(alembic_config(connection, HOME))
        return Condition(
            version=found,
            is_current=found == scripts.get_current_head(),
            size=_size(connection, store),
            damage=_damage(connection) if store.sqlite else (),
        )


def _size(connection: Connection, store: Store) -> int:
    """Return the bytes of the database, without SQLite's write-ahead log."""
    if store.sqlite:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one())
    asked = "SELECT pg_database_size(current_database())"
    return int(connection.exec_driver_sql(asked).scalar_one())


def _damage(connection: Connection) -> tuple[str, ...]:
    found = connection.exec_driver_sql(f"PRAGMA quick_check({MOST})").scalars().all()
    return tuple(shown(each) for each in found if each != "ok")

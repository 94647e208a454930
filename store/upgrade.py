"""Brings a store to the version of this program. Alembic does the work.

SQLite drops a table that it changes in a batch and would delete each row that hangs
on it by a cascade: foreign keys are off around a migration and checked after it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from domain.errors import StoreError
from store.engine import Store

HOME = Path(__file__).with_name("migrations")


def upgrade(store: Store, *, to: str = "head", migrations: Path = HOME) -> bool:
    """Create or upgrade the tables; return whether anything changed.

    All or nothing: a failed migration leaves the store as it was. Raises StoreError
    for a store that a newer version of Earshot has made.
    """
    store.make_private()
    with store.raw() as connection:
        found = version(connection)
        config = alembic_config(connection, migrations)
        scripts = ScriptDirectory.from_config(config)
        if found == scripts.get_current_head():
            return False
        _refuse_newer(store, found, scripts)
        _switch_foreign_keys(connection, store, on=False)
        try:
            with connection.begin():
                command.upgrade(config, to)
                _check_foreign_keys(connection, store)
        finally:
            _switch_foreign_keys(connection, store, on=True)
    return True


def head() -> str:
    """Return the version of the tables of this program."""
    return revisions()[-1]


def revisions() -> list[str]:
    """List the versions there have been, the oldest first."""
    scripts = ScriptDirectory(str(HOME)).walk_revisions()
    return [each.revision for each in scripts][::-1]


def version_of(store: Store) -> str | None:
    """Return the version of a store's tables, None where there are none yet."""
    if store.path and not store.path.exists():
        return None  # to look would make it
    with looking(store) as connection:
        return version(connection)


def knows_leases(store: Store) -> bool:
    """Tell whether an engine may lead there: the first version knew of none."""
    return version_of(store) not in {None, *revisions()[:1]}


def is_current(store: Store) -> bool:
    """Tell whether the tables are those of this program."""
    with looking(store) as connection:
        scripts = ScriptDirectory.from_config(alembic_config(connection, HOME))
        return version(connection) == scripts.get_current_head()


@contextmanager
def looking(store: Store) -> Iterator[Connection]:
    """Hand out a bare connection that waits for no writer, and holds none up."""
    with store.raw() as connection:
        yield connection.execution_options(reading=True)


def alembic_config(connection: Connection, migrations: Path) -> Config:
    """Return what Alembic needs to know; there is no ini file."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def version(connection: Connection) -> str | None:
    """Return the version of the tables, None where there are none yet."""
    found = MigrationContext.configure(connection).get_current_revision()
    connection.rollback()  # the look began a transaction
    return found


def _refuse_newer(store: Store, found: str | None, scripts: ScriptDirectory) -> None:
    known = {script.revision for script in scripts.walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"{store.name}: found a store of version {found!r}, which is newer than"
            " this program, wanted the newest Earshot"
        )


def _switch_foreign_keys(connection: Connection, store: Store, *, on: bool) -> None:
    """Switch the check; the pragma does nothing inside a transaction of ours."""
    if store.sqlite:
        raw: Any = connection.connection.driver_connection
        raw.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}").close()


def _check_foreign_keys(connection: Connection, store: Store) -> None:
    if not store.sqlite:
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise StoreError(
            f"{store.name}: found {len(broken)} rows that hang on nothing after the"
            " upgrade, wanted none; nothing was changed"
        )

"""One database: SQLite in a file, or PostgreSQL.

SQLite gets our own BEGIN (the driver's leaves half a migration behind), IMMEDIATE for
every transaction that will write: a deferred read that turns into a write fails at
once, whatever the timeout.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, make_url
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import Session, create_engine

from domain.errors import ConfigError, StoreError
from store.faults import explained

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",  # NORMAL may lose the last commits at a power cut
    "foreign_keys = ON",
    "busy_timeout = 5000",
)

ONE_WRITER = "SELECT pg_advisory_xact_lock(20261122)"
"""What SQLite does by itself; the number is ours alone, the lock ends by itself."""


class Store:
    """Owns the connections to one database. Raises StoreError when it fails."""

    def __init__(self, url: str) -> None:
        """Take the address; nothing is opened before the first use.

        Raises ConfigError for an address that is none, or of another database.
        """
        self.url = _parsed(url)
        self._checks: tuple[Callable[[Session], None], ...] = ()

    def guarded(self, check: Callable[[Session], None]) -> "Store":
        """Return this store, with ``check`` called first in all that may write.

        What ``check`` raises ends the transaction before anything is written. The
        connections are shared: closing this store lets go of them, closing the
        returned one does nothing.
        """
        twin = Store.__new__(Store)
        twin.__dict__ |= {
            "url": self.url,
            "_checks": (*self._checks, check),
            "_engine": self._engine,
            "_reader": self._reader,
        }
        return twin

    @property
    def sqlite(self) -> bool:
        """Tell whether this is a file of SQLite."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def name(self) -> str:
        """Say where the store is, without a password."""
        return self.url.render_as_string(hide_password=True)

    @property
    def path(self) -> Path | None:
        """The file of SQLite; None for PostgreSQL and in memory."""
        return Path(self.url.database) if self.sqlite and self.url.database else None

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Open one transaction that may write: commit at the end, or nothing.

        One writer at a time, on both databases: what a page means depends on what is
        stored, so two pages must not be worked out side by side.
        """
        with self._transaction(self._engine) as session:
            if not self.sqlite:
                session.connection().exec_driver_sql(ONE_WRITER)
            for check in self._checks:
                check(session)
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open one transaction that only reads; it waits for no writer."""
        with self._transaction(self._reader) as session:
            yield session

    @contextmanager
    def raw(self) -> Iterator[Connection]:
        """Hand out a bare connection outside any transaction, for migrations."""
        with self._faults(), self._engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Let go of all connections, unless they are another store's."""
        if "_engine" in self.__dict__ and not self._checks:
            self._engine.dispose()

    @cached_property
    def _engine(self) -> Engine:
        if self.sqlite:
            engine = create_engine(self.url, hide_parameters=True)
            event.listen(engine, "connect", _prepare)
            event.listen(engine, "begin", _begin)
            return engine
        return create_engine(
            self.url,
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 10},
        )

    @cached_property
    def _reader(self) -> Engine:
        return self._engine.execution_options(reading=True)

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Session]:
        self.make_private()
        with self._faults(), Session(engine) as session, session.begin():
            yield session

    def make_private(self) -> None:
        """Make a missing file ourselves: SQLite would let the world read it."""
        path = self.path
        if path is None or path.exists():
            return
        try:
            os.close(
                os.open(path, os.O_CREAT | os.O_WRONLY, stat.S_IRUSR | stat.S_IWUSR)
            )
        except OSError as error:
            raise StoreError(
                f"{self.name}: found {error.strerror}, wanted a folder we may write to"
            ) from error

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise explained(self.name, error) from error


def _parsed(url: str) -> URL:
    wanted = "sqlite:///earshot.db or postgresql+psycopg://user@host/earshot"
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ConfigError.at("store.url", found=url, wanted=wanted) from None
    if parsed.drivername not in {"sqlite", "postgresql+psycopg"}:
        found = parsed.drivername
        raise ConfigError.at("store.url", found=found, wanted=wanted)
    return parsed


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

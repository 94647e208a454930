"""Copies of an SQLite store: each is checked before it counts, and can be brought back.

A copy is one file without a log beside it. It is written under another name first, so
that whatever has the right name is whole.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from time import monotonic
from typing import NamedTuple

from domain.errors import ConfigError, StoreDamaged, StoreError, shown
from store.engine import Store
from store.upgrade import revisions

PATIENCE = 10.0
"""Seconds to wait for whoever writes just now."""

_SIDES = ("", "-wal", "-shm")
_FORGOTTEN = ("sessions", "links", "leases")
"""Tables of what must not come back: who was signed in, who leads."""


class Copied(NamedTuple):
    """A copy of a store of this version; ``size`` in bytes."""

    version: str | None
    size: int


class Restored(NamedTuple):
    """What was brought back, and where that lies which it took the place of."""

    version: str | None
    kept: Path | None


def backup(store: Store, file: Path) -> Copied:
    """Write a copy of the store, as it is now, to a new file that only we may read.

    Nobody has to wait for it. Raises ConfigError when ``file`` is there or cannot be,
    StoreError when the copy is not sound.
    """
    source = _file_of(store)
    if not source.exists():
        raise StoreError(f"{store.name}: found no file, wanted a store")
    _refuse_taken(file)
    with _growing(file) as part:
        with _opened(source) as here:
            _copy(here, part)
        version = _checked(part, name=str(source))
        _refuse_taken(file)
        part.replace(file)
        _sync(file.parent)
    return Copied(version, file.stat().st_size)


def restore(store: Store, file: Path, *, now: datetime) -> Restored:
    """Put a checked copy in place of what is stored, which is kept in a file beside it.

    All or nothing, also for whoever has the store open. Nobody stays signed in. Raises
    ConfigError for a file that is no sound copy, StoreError.
    """
    target = _file_of(store)
    if not file.is_file():
        raise ConfigError(f"{file}: found no file, wanted a copy of a store")
    if target.exists() and file.samefile(target):
        raise ConfigError(f"{file}: found the store itself, wanted a copy of it")
    with _growing(target) as part:
        try:
            with _opened(file) as there:
                _copy(there, part)
            version = _checked(part, name=str(file))
        except StoreError as error:
            raise ConfigError(str(error)) from error
        _forget(part)
        kept = _kept(target, now) if target.exists() else None
        _put(part, target, kept)
        _sync(target.parent)
    return Restored(version, kept)


def _file_of(store: Store) -> Path:
    if store.path is None:
        raise ConfigError(f"{store.name}: found no file, wanted an SQLite store")
    return store.path


def _refuse_taken(file: Path) -> None:
    if file.exists():
        raise ConfigError(f"{file}: found a file, wanted a name that is not taken")


def _kept(target: Path, now: datetime) -> Path:
    """Return a name that is not taken for what lay in ``target``."""
    name = f"{target.name}.{now:%Y%m%d-%H%M%S}"
    names = (target.with_name(f"{name}{end}") for end in ("", "-2", "-3", "-4"))
    for each in names:
        if not each.exists():
            return each
    raise ConfigError(f"{target}.{name}: found a file, wanted a name not taken")


@contextmanager
def _growing(file: Path) -> Iterator[Path]:
    """Make an empty file beside ``file``, only for us, and take it away at the end."""
    part = file.with_name(f".{file.name}.{token_hex(4)}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        found, wanted = error.strerror, "a folder we may write to"
        raise ConfigError(f"{file}: found {found}, wanted {wanted}") from error
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a file of SQLite that is there; say its name when it fails."""
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            yield connection
    except sqlite3.Error as error:
        said = f"{file}: found {shown(str(error))}, wanted a sound SQLite store"
        kind = StoreDamaged if _is_damage(error) else StoreError
        raise kind(said) from error


def _is_damage(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _copy(source: sqlite3.Connection, target: Path) -> None:
    with closing(sqlite3.connect(target, isolation_level=None)) as there:
        source.backup(there, progress=_patient())


def _patient() -> Callable[[int, int, int], None]:
    """Return a listener that gives up when somebody else writes for too long."""
    begun = monotonic()

    def listen(status: int, _remaining: int, _total: int) -> None:
        busy = status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
        if busy and monotonic() - begun > PATIENCE:
            raise StoreError(
                f"store: found it locked by another program for {PATIENCE:.0f} s,"
                " wanted that program to end"
            )

    return listen


def _checked(part: Path, *, name: str) -> str | None:
    """Return the version of a copy that is sound; raise StoreDamaged otherwise."""
    with _opened(part) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").close()
        for pragma in ("integrity_check(1)", "foreign_key_check"):
            found = connection.execute(f"PRAGMA {pragma}").fetchone()
            if found not in {None, ("ok",)}:
                said = shown(str(found[0]))
                raise StoreDamaged(f"{name}: found damage, wanted none: {said}")
        version = _version(connection)
    if version not in revisions():
        known = ", ".join(revisions())
        raise StoreError(f"{name}: found version {version}, wanted one of {known}")
    _sync(part)
    return version


def _version(connection: sqlite3.Connection) -> str | None:
    if "alembic_version" not in _tables(connection):
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def _tables(connection: sqlite3.Connection) -> set[str]:
    asked = "SELECT name FROM sqlite_master WHERE type = 'table'"
    return {str(name) for (name,) in connection.execute(asked)}


def _forget(part: Path) -> None:
    with _opened(part) as connection:
        for table in _tables(connection).intersection(_FORGOTTEN):
            connection.execute(f"DELETE FROM {table}").close()


def _put(part: Path, target: Path, kept: Path | None) -> None:
    """Put ``part`` in place of ``target``, and what was there into ``kept``."""
    if kept is None:
        part.replace(target)
        return
    try:
        with _growing(kept) as old:
            with _opened(target) as here:
                _copy(here, old)
            _sync(old)
            old.replace(kept)
            with _opened(part) as new, _opened(target) as there:
                # Through SQLite, not by name: whoever has it open must see the new
                # one, and no log of the old may be read into it.
                new.backup(there, progress=_patient())
    except StoreDamaged:
        # Nobody can have it open: it is no database any more.
        for end in _SIDES:
            old = Path(f"{target}{end}")
            if old.exists():
                old.replace(f"{kept}{end}")
        part.replace(target)


def _sync(path: Path) -> None:
    """Let the disk have a file's content, or a folder's names, before they count."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

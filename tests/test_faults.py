"""A store that cannot be used says so in one line, and nothing in it is harmed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from domain.errors import ConfigError, StoreError
from store import Store
from store.upgrade import upgrade
from tests.raw import opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A store in a file, with one brand in it."""
    path = tmp_path / "earshot.db"
    store = Store(f"sqlite:///{path}")
    upgrade(store)
    with store.begin() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO brands (name, demo, created_at)"
            " VALUES ('Acme', 0, '2026-01-01')"
        )
    store.close()
    return path


def brands_in(path: Path) -> list[tuple[str]]:
    with opened(path) as raw:
        return raw.execute("SELECT name FROM brands").fetchall()


def write_to(path: Path, *, timeout_ms: int = 5000) -> None:
    store = Store(f"sqlite:///{path}")
    try:
        with store.reading() as session:
            session.connection().exec_driver_sql(f"PRAGMA busy_timeout = {timeout_ms}")
        with store.begin() as session:
            session.connection().exec_driver_sql("DELETE FROM brands")
    finally:
        store.close()


def test_a_locked_store(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="found it locked by another program"):
            write_to(file, timeout_ms=1)
        other.execute("ROLLBACK")
    assert brands_in(file) == [("Acme",)]


def test_a_file_that_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "earshot.db"
    path.write_bytes(b"Dear diary, " * 200)
    store = Store(f"sqlite:///{path}")
    with pytest.raises(StoreError, match="found a file that is no SQLite database"):
        upgrade(store)
    store.close()
    assert path.read_bytes() == b"Dear diary, " * 200


def test_a_damaged_store(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096 * 2 :] = b"\xff" * (len(content) - 4096 * 2)
    file.write_bytes(content)
    with pytest.raises(StoreError, match="found a damaged SQLite database"):
        write_to(file)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="wanted a folder we may write to"):
        upgrade(Store(f"sqlite:///{tmp_path / 'none' / 'earshot.db'}"))


def test_a_store_that_may_only_be_read(file: Path) -> None:
    with opened(file) as raw:  # root may write to any file, not so to this
        raw.execute("PRAGMA journal_mode = DELETE")
    store = Store(f"sqlite:///{file}")
    with store.reading() as session:
        session.connection().exec_driver_sql("PRAGMA query_only = ON")
    with (
        pytest.raises(StoreError, match="found a file that may not be written"),
        store.begin() as session,
    ):
        session.connection().exec_driver_sql("DELETE FROM brands")
    store.close()
    assert brands_in(file) == [("Acme",)]


def test_a_server_that_does_not_answer() -> None:
    store = Store("postgresql+psycopg://nobody:hush@127.0.0.1:1/earshot")
    with pytest.raises(StoreError, match="wanted a store that answers") as caught:
        upgrade(store)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("url", ["mysql://localhost/earshot", "earshot.db", ""])
def test_an_address_of_no_store(url: str) -> None:
    with pytest.raises(ConfigError, match=r"store\.url: found .* wanted sqlite:///"):
        Store(url)

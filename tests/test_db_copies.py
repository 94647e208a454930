"""``earshot db`` as an operator meets it: copies that can be trusted, and come back."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from app.exits import RUNNING, STORE, USAGE
from app.lead import NAME
from domain.clock import utc_now
from domain.errors import ConfigError, StoreError
from store import Store, leases
from store.backup import backup, restore
from store.sql import run
from store.upgrade import head, upgrade, version_of
from tests.desk import NOW, keep, open_acme, told
from tests.lived_in import STORY, count, db, do, lived_in, modes
from tests.made import a_post
from tests.raw import opened
from tests.terminal import earshot


@pytest.fixture
def full(store: Store) -> Store:
    """A store in which something happened."""
    return lived_in(store)


def test_a_copy_never_takes_the_place_of_anything(
    sqlite_store: Store, tmp_path: Path
) -> None:
    there = tmp_path / "letter.txt"
    there.write_text("dear aunt")
    said = db(sqlite_store, "backup", str(there))
    assert said.code == USAGE
    assert said.err == (
        f"earshot: {there}: found a file, wanted a name that is not taken\n"
    )
    assert there.read_text() == "dear aunt"


def test_a_copy_into_a_folder_that_is_not_there_is_refused(
    sqlite_store: Store, tmp_path: Path
) -> None:
    said = db(sqlite_store, "backup", str(tmp_path / "none" / "copy.db"))
    assert said.code == USAGE
    assert "wanted a folder we may write to" in said.err


def test_an_unsound_store_gives_no_copy(sqlite_store: Store, tmp_path: Path) -> None:
    open_acme(sqlite_store)
    keep(sqlite_store, STORY)
    assert sqlite_store.path
    with opened(sqlite_store.path) as raw:
        raw.execute("DELETE FROM brands")
    with pytest.raises(StoreError, match="found damage, wanted none"):
        backup(sqlite_store, tmp_path / "copy.db")
    names = {each.name for each in tmp_path.iterdir()}
    assert not any("copy" in name for name in names)


def test_what_was_stored_comes_back_and_what_it_replaced_is_kept(
    sqlite_store: Store, tmp_path: Path
) -> None:
    open_acme(sqlite_store)
    keep(sqlite_store, STORY)
    expected = told(sqlite_store)
    backup(sqlite_store, tmp_path / "copy.db")
    keep(sqlite_store, [a_post("9", "12:00", "cem")])
    later = told(sqlite_store)
    done = restore(sqlite_store, tmp_path / "copy.db", now=NOW)
    assert done.kept == tmp_path / "earshot.db.20260401-120000"
    assert told(sqlite_store) == expected  # by those as well who had it open
    kept = Store(f"sqlite:///{done.kept}")
    assert told(kept) == later
    kept.close()
    assert modes(tmp_path) == {0o600}
    assert db(sqlite_store, "check", "--rebuild").code == 0
    again = restore(sqlite_store, tmp_path / "copy.db", now=NOW)
    assert again.kept == tmp_path / "earshot.db.20260401-120000-2"


def test_a_store_that_is_gone_comes_back(sqlite_store: Store, tmp_path: Path) -> None:
    backup(sqlite_store, tmp_path / "copy.db")
    store = Store(f"sqlite:///{tmp_path / 'new.db'}")
    said = db(store, "restore", str(tmp_path / "copy.db"))
    assert (said.code, said.out) == (
        0,
        f"{store.name}: is now {tmp_path / 'copy.db'}, version {head()}\n",
    )
    assert db(store, "check").code == 0


def test_a_store_that_is_no_database_any_more_comes_back(
    sqlite_store: Store, tmp_path: Path
) -> None:
    backup(sqlite_store, tmp_path / "copy.db")
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no database, but long enough to look like one" * 100)
    store = Store(f"sqlite:///{broken}")
    assert db(store, "check").code == STORE
    assert db(store, "restore", str(tmp_path / "copy.db")).code == 0
    assert db(store, "check").code == 0
    (kept,) = tmp_path.glob("broken.db.*")
    assert kept.read_bytes().startswith(b"no database")


def test_nobody_who_was_signed_in_then_is_signed_in_again(
    sqlite_store: Store, tmp_path: Path
) -> None:
    columns = "(hash, created_at, expires_at) VALUES ('h', '2026-01-01', '2027-01-01')"
    do(
        sqlite_store,
        f"INSERT INTO sessions {columns}",
        f"INSERT INTO links {columns}",
    )
    backup(sqlite_store, tmp_path / "copy.db")
    restore(sqlite_store, tmp_path / "copy.db", now=NOW)
    assert count(sqlite_store, "sessions") == count(sqlite_store, "links") == 0


def test_nothing_is_brought_back_while_an_engine_leads(
    sqlite_store: Store, tmp_path: Path
) -> None:
    backup(sqlite_store, tmp_path / "copy.db")
    with sqlite_store.begin() as session:
        leases.take(session, NAME, "somebody", now=utc_now(), ttl=timedelta(minutes=1))
    said = db(sqlite_store, "restore", str(tmp_path / "copy.db"))
    assert said.code == RUNNING
    assert "found another engine at work" in said.err
    assert not list(tmp_path.glob("earshot.db.*-*"))


def test_after_a_restore_an_engine_may_lead_at_once(
    sqlite_store: Store, tmp_path: Path
) -> None:
    with sqlite_store.begin() as session:
        leases.take(session, NAME, "somebody", now=utc_now(), ttl=timedelta(minutes=1))
    backup(sqlite_store, tmp_path / "copy.db")
    with sqlite_store.begin() as session:
        run(session, "DELETE FROM leases")
    assert db(sqlite_store, "restore", str(tmp_path / "copy.db")).code == 0
    with sqlite_store.reading() as session:
        assert leases.current(session, NAME) is None


NO_COPIES = [
    pytest.param("missing", "found no file, wanted a copy of a store", id="no file"),
    pytest.param("letter", "not a database", id="no database"),
    pytest.param("empty", "found version None, wanted one of 0001", id="no tables"),
    pytest.param("newer", "found version 9999, wanted one of 0001", id="newer"),
    pytest.param("broken", "found damage, wanted none", id="rows of no brand"),
    pytest.param("earshot", "found the store itself", id="the store itself"),
]


@pytest.mark.parametrize(("name", "said"), NO_COPIES)
def test_what_is_no_sound_copy_is_refused_and_changes_nothing(
    sqlite_store: Store, tmp_path: Path, name: str, said: str
) -> None:
    open_acme(sqlite_store)
    keep(sqlite_store, STORY)
    expected = told(sqlite_store)
    (tmp_path / "letter.db").write_text("dear aunt " * 1000)
    with opened(tmp_path / "empty.db") as raw:
        raw.execute("CREATE TABLE notes (text)")
    for each, statement in (
        ("newer", "UPDATE alembic_version SET version_num = '9999'"),
        ("broken", "DELETE FROM brands"),
    ):
        backup(sqlite_store, tmp_path / f"{each}.db")
        with opened(tmp_path / f"{each}.db") as raw:
            raw.execute(statement)
    before = sorted(tmp_path.iterdir())
    found = db(sqlite_store, "restore", str(tmp_path / f"{name}.db"))
    assert found.code == USAGE
    assert said in found.err
    assert len(found.err.splitlines()) == 1
    assert told(sqlite_store) == expected
    assert sorted(tmp_path.iterdir()) == before


def test_a_copy_of_an_older_version_is_brought_back_and_upgraded_later(
    tmp_path: Path,
) -> None:
    old = Store(f"sqlite:///{tmp_path / 'old.db'}")
    upgrade(old, to="0001")
    old.close()
    store = Store(f"sqlite:///{tmp_path / 'new.db'}")
    assert db(store, "restore", str(tmp_path / "old.db")).code == 0
    assert version_of(store) == "0001"
    assert db(store, "upgrade").out == f"{store.name}: from version 0001 to {head()}\n"
    store.close()


def test_a_copy_with_a_log_beside_it_is_read_with_its_log(tmp_path: Path) -> None:
    busy = Store(f"sqlite:///{tmp_path / 'busy.db'}")
    upgrade(busy)
    open_acme(busy)
    keep(busy, STORY)
    expected = told(busy)
    folder = tmp_path / "copies"
    folder.mkdir()
    for each in tmp_path.glob("busy.db*"):
        shutil.copy(each, folder)
    store = Store(f"sqlite:///{tmp_path / 'new.db'}")
    restore(store, folder / "busy.db", now=NOW)
    assert told(store) == expected
    store.close()
    busy.close()


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("backup", "pg_dump --format=custom --file='a copy' --dbname="),
        ("restore", "pg_restore --clean --if-exists 'a copy' --dbname="),
    ],
)
def test_postgresql_has_better_tools_and_they_are_named_without_the_password(
    word: str, wanted: str
) -> None:
    url = "postgresql+psycopg://me:sesame@127.0.0.1:1/shop"
    said = earshot("--store", url, "db", word, "a copy")
    assert said.code == USAGE
    assert f"{wanted}postgresql://me@127.0.0.1:1/shop" in said.err
    assert "sesame" not in said.err


def test_a_postgresql_store_is_no_file_to_copy(tmp_path: Path) -> None:
    store = Store("postgresql+psycopg://me@127.0.0.1:1/shop")
    with pytest.raises(ConfigError, match="found no file, wanted an SQLite store"):
        backup(store, tmp_path / "copy.db")

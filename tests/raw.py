"""A store's file past the store, and closed in the end: Python 3.13 minds open ones."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file of SQLite; commit at the end unless the block failed."""
    with closing(sqlite3.connect(path)) as connection, connection:
        yield connection

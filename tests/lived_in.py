"""A store in which something happened, and the ways into it that an operator has."""

import stat
from pathlib import Path

from store import Store
from store.sql import ask, run
from tests.desk import keep, open_acme
from tests.made import a_post, ours
from tests.terminal import Said, earshot

STORY = [
    a_post("1", "10:00", text="@acme where is my parcel?"),
    ours("2", "10:30", reply_to="1"),
    a_post("3", "11:00", "bea", reply_to="2", text="mine is late too"),
]


def lived_in(store: Store) -> Store:
    """Let the story happen in an empty store."""
    open_acme(store)
    keep(store, STORY)
    return store


def db(store: Store, *words: str) -> Said:
    """Run ``earshot db`` on a store."""
    url = store.url.render_as_string(hide_password=False)
    return earshot("--store", url, "db", *words)


def do(store: Store, *statements: str) -> None:
    """Change rows past all rules."""
    with store.begin() as session:
        for each in statements:
            assert run(session, each)


def count(store: Store, table: str) -> int:
    """Return how many rows a table has."""
    with store.reading() as session:
        return int(ask(session, f"SELECT count(*) FROM {table}")[0][0])


def modes(folder: Path) -> set[int]:
    """Return what may be done with the files of a folder, and by whom."""
    return {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()}

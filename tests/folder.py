"""A folder with a store, a brand file and posts, and the command line in it.

The commands that every such folder begins with run once; the rest are copies.
"""

import json
from pathlib import Path
from shutil import copy

import pytest

from tests.raw import opened
from tests.terminal import VADER, Said, earshot

ACME = """
[[brand]]
name = "Acme"
queries = ["acme"]
languages = ["en"]
accounts = [{ network = "x", id = "9001", handle = "acme" }]
"""
BRAND = f"""{ACME}
[brand.calendar]
zone = "Europe/Warsaw"
mon = ["09:00-17:00"]
tue = ["09:00-17:00"]
wed = ["09:00-17:00"]
"""
POSTS = [
    {"network": "x", "id": "1", "author": {"id": "a", "handle": "ania"},
     "text": "acme lost my parcel, awful", "posted_at": "2026-03-24T10:00:00Z",
     "seen_at": "2026-03-24T10:12:00Z"},
    {"network": "x", "id": "2", "author": {"id": "a", "handle": "ania"},
     "text": "anyone there?", "posted_at": "2026-03-24T13:00:00Z", "reply_to": "1"},
    {"network": "x", "id": "3", "author": {"id": "9001"}, "text": "Found it!",
     "posted_at": "2026-03-24T13:30:00Z", "reply_to": "2"},
    {"network": "x", "id": "4", "author": {"id": "b"}, "text": "acme broke it. Bad!",
     "posted_at": "2026-03-24T14:00:00Z"},
]  # fmt: skip


class House:
    """A folder with a store, a brand file and posts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "earshot.db"
        self.url = f"sqlite:///{self.file}"
        self.config = folder / "earshot.toml"
        self.config.write_text(VADER, encoding="utf-8")
        self.brand = folder / "acme.toml"
        self.posts = folder / "posts.jsonl"
        self.brand.write_text(BRAND, encoding="utf-8")
        lines = [json.dumps(each) for each in POSTS]
        self.posts.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def __call__(self, *words: str | Path) -> Said:
        where = ("--config", str(self.config), "--store", self.url)
        return earshot(*where, *map(str, words))

    def json(self, *words: str) -> object:
        said = self(*words, "--format", "json")
        assert said.code == 0, said.err
        return json.loads(said.out)

    def count(self) -> int:
        with opened(self.file) as raw:
            return int(raw.execute("SELECT count(*) FROM posts").fetchone()[0])


@pytest.fixture(scope="session")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store with a brand."""
    house = House(tmp_path_factory.mktemp("applied"))
    assert house("apply", house.brand).out == "Acme: new brand\n"
    return house.file


@pytest.fixture(scope="session")
def imported(applied: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store with a brand and the posts."""
    house = House(tmp_path_factory.mktemp("imported"))
    copy(applied, house.file)
    said = house("import", house.posts, "--live")
    assert (said.code, said.err) == (0, "")
    assert "4 posts read, 4 new" in said.out
    return house.file


@pytest.fixture
def house(applied: Path, tmp_path: Path) -> House:
    """A house with a brand, and no posts yet."""
    house = House(tmp_path)
    copy(applied, house.file)
    return house


@pytest.fixture
def full(imported: Path, house: House) -> House:
    """A house with the posts, as if they had come live."""
    copy(imported, house.file)
    return house


def one_line(said: Said) -> str:
    """Return the one line that a command complained in."""
    assert said.err.count("\n") == 1, said.err
    return said.err.removeprefix("earshot: ").rstrip("\n")

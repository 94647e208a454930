"""``earshot db`` as an operator meets it: what is wrong is told and put right."""

from pathlib import Path

import pytest

from app.exits import STORE, USAGE
from services.days import fill_all
from store import Store, brands, posts
from store.posts import StoredPost
from store.sql import ask
from store.upgrade import head, upgrade, version_of
from tests.desk import NOW, keep, open_acme, told
from tests.lived_in import STORY, count, db, do, lived_in, modes
from tests.made import ACME_FILE, DAY, a_post
from tests.raw import opened


@pytest.fixture
def full(store: Store) -> Store:
    """A store in which something happened."""
    return lived_in(store)


def test_a_sound_store_is_called_sound(full: Store) -> None:
    said = db(full, "check", "--rebuild")
    assert said.code == 0
    assert said.out.splitlines() == [
        f"{full.name}: version {head()}, sound",
        "worked out anew: 1 threads, no differences",
    ]


PLANTED = [
    pytest.param(
        "UPDATE mentions SET complaint = NOT complaint WHERE post_id = '3'",
        "mentions Acme/x/3 complaint: stored True, derived False",
        "mentions",
        id="mentions",
    ),
    pytest.param(
        "DELETE FROM mentions WHERE post_id = '1'",
        "mentions Acme/x/1 *: stored None, derived 'a row'",
        "mentions",
        id="a mention that is missing",
    ),
    pytest.param(
        "INSERT INTO mentions (brand_id, network, post_id, posted_at, given, queries,"
        " addressed, replied, complaint) SELECT brand_id, network, '2', posted_at,"
        " false, '0', false, false, false FROM mentions WHERE post_id = '1'",
        "mentions Acme/x/2 *: stored 'a row', derived None",
        "mentions",
        id="a mention too many",
    ),
    pytest.param(
        "UPDATE cases SET posts = 7 WHERE customer = 'ania'",
        "cases Acme/x/1/ania/1 posts: stored 7, derived 1",
        "cases",
        id="cases",
    ),
    pytest.param(
        "DELETE FROM cases WHERE customer = 'bea'",
        "cases Acme/x/1/bea/1 *: stored None, derived 'a row'",
        "cases",
        id="a case that is missing",
    ),
    pytest.param(
        "UPDATE cases SET customer = 'dan' WHERE customer = 'bea'",
        "cases Acme/x/1/dan/1 *: stored 'a row', derived None",
        "cases",
        id="a case too many",
    ),
    pytest.param(
        "UPDATE turns SET reply_id = '9' WHERE customer = 'ania'",
        "turns Acme/x/1/ania/1/1 reply_id: stored '9', derived '2'",
        "turns",
        id="turns",
    ),
    pytest.param(
        "DELETE FROM turns WHERE customer = 'bea'",
        "turns Acme/x/1/bea/1/1 *: stored None, derived 'a row'",
        "turns",
        id="a turn that is missing",
    ),
    pytest.param(
        "UPDATE turns SET number = 2 WHERE customer = 'ania'",
        "turns Acme/x/1/ania/1/2 *: stored 'a row', derived None",
        "turns",
        id="a turn too many",
    ),
    pytest.param(
        "UPDATE posts SET root = '3' WHERE id = '3'",
        "posts x/3 root: stored '3', derived '1'",
        "posts",
        id="roots of posts",
    ),
]


@pytest.mark.parametrize(("plant", "line", "table"), PLANTED)
def test_a_wrong_row_is_found_and_put_right(
    full: Store, plant: str, line: str, table: str
) -> None:
    expected = told(full)
    do(full, plant)
    found = db(full, "check", "--rebuild")
    assert found.code == STORE
    assert line in found.out.splitlines()
    assert f"{table}: " in found.out
    assert db(full, "check", "--rebuild").out == found.out  # nothing was written
    put_right = db(full, "check", "--rebuild", "--repair")
    assert put_right.code == 0, put_right
    assert "put right" in put_right.out
    assert db(full, "check", "--rebuild").code == 0
    assert told(full) == expected


def test_a_day_of_figures_that_are_not_its_own_is_found_and_worked_out_anew(
    sqlite_store: Store,
) -> None:
    open_acme(sqlite_store)
    keep(sqlite_store, STORY)
    assert fill_all(sqlite_store, now=NOW)
    assert db(sqlite_store, "check", "--rebuild").code == 0
    do(sqlite_store, "UPDATE days SET names = 'no' WHERE day = '2026-03-24'")
    found = db(sqlite_store, "check", "--rebuild")
    assert found.code == STORE
    line, *_, summary = found.out.splitlines()[1:]
    assert line.startswith("days Acme/2026-03-24 names: stored 'no', derived '")
    assert summary == "days: 1 rows differ"
    assert db(sqlite_store, "check", "--rebuild", "--repair").code == 0
    assert db(sqlite_store, "check", "--rebuild").code == 0
    assert fill_all(sqlite_store, now=NOW) == 1


def test_of_many_differences_some_are_told_and_all_are_counted(store: Store) -> None:
    open_acme(store)
    keep(store, [a_post(str(number), "10:00") for number in range(30)])
    do(store, "UPDATE turns SET url = 'https://x.example/not-there'")
    said = db(store, "check", "--rebuild")
    assert said.code == STORE
    assert said.out.count("url: stored 'https://x.example/not-there'") == 20
    assert "turns: 30 rows differ, 20 of them told" in said.out.splitlines()


ORPHANED = [
    pytest.param("posts", "mentions: found 2 without a row in posts", id="mentions"),
    pytest.param("posts", "cases: found 2 without a row in posts", id="cases"),
    pytest.param("cases", "turns: found 2 without a row in cases", id="turns"),
]


@pytest.mark.parametrize(("emptied", "line"), ORPHANED)
def test_rows_that_hang_on_nothing_are_found(
    full: Store, emptied: str, line: str
) -> None:
    do(full, f"DELETE FROM {emptied}")
    said = db(full, "check")
    assert said.code == STORE
    assert line in said.out


def test_derived_rows_that_hang_on_nothing_are_taken_away(full: Store) -> None:
    do(full, "DELETE FROM posts WHERE id = '3'", "DELETE FROM mentions",
       "DELETE FROM judgements WHERE post_id = '3'", "DELETE FROM posts")  # fmt: skip
    do(full, "DELETE FROM judgements")
    assert db(full, "check").code == STORE
    assert db(full, "check", "--rebuild", "--repair").code == 0
    assert count(full, "cases") == count(full, "turns") == 0
    assert db(full, "check").code == 0


def test_rows_of_a_brand_that_is_not_there_are_found(sqlite_store: Store) -> None:
    open_acme(sqlite_store)
    keep(sqlite_store, STORY)
    assert sqlite_store.path
    with opened(sqlite_store.path) as raw:
        raw.execute("DELETE FROM brands")
    said = db(sqlite_store, "check")
    assert said.code == STORE
    assert "turns: found 2 rows of a brand that is not there" in said.out


def test_a_damaged_file_is_found(sqlite_store: Store) -> None:
    open_acme(sqlite_store)
    keep(sqlite_store, STORY)
    path = sqlite_store.path
    sqlite_store.close()
    assert path
    with opened(path) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
        (page,) = raw.execute(
            "SELECT rootpage FROM sqlite_master"
            " WHERE tbl_name = 'turns' AND name LIKE 'ix%'"
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\x00" * 4096)
    said = db(sqlite_store, "check", "--rebuild")
    assert said.code == STORE
    assert "damage" in said.out + said.err


def test_a_store_of_another_version_is_checked_only_so_far(
    sqlite_store: Store,
) -> None:
    do(sqlite_store, "UPDATE alembic_version SET version_num = '0001'")
    said = db(sqlite_store, "check", "--rebuild")
    assert said.code == STORE
    assert said.out.splitlines() == [
        f"tables: found version 0001, wanted {head()}: earshot db upgrade"
    ]
    assert version_of(sqlite_store) == "0001"


@pytest.mark.parametrize("word", ["check", "backup"])
def test_a_store_that_is_not_there_is_not_made(tmp_path: Path, word: str) -> None:
    store = Store(f"sqlite:///{tmp_path / 'none.db'}")
    said = db(store, word, *([str(tmp_path / "copy.db")] if word == "backup" else []))
    assert (said.code, said.err) == (
        STORE,
        f"earshot: {store.name}: found no file, wanted a store\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_repairing_without_looking_is_refused(full: Store) -> None:
    said = db(full, "check", "--repair")
    assert said.code == USAGE
    assert "wanted --rebuild beside it" in said.err


def test_an_upgrade_says_from_where_to_where(store_url: str) -> None:
    store = Store(store_url)
    assert db(store, "upgrade").out == f"{store.name}: made, {head()}\n"
    assert db(store, "upgrade").out.endswith(f"is of version {head()}, the newest\n")
    store.close()


def test_an_upgrade_works_out_what_the_older_version_did_not(store_url: str) -> None:
    store = Store(store_url)
    upgrade(store, to="0001")
    with store.begin() as session:
        brands.apply(session, ACME_FILE, now=DAY)
        posts.save(session, [StoredPost(each, "1", "-") for each in STORY])
    assert db(store, "upgrade").out == f"{store.name}: from version 0001 to {head()}\n"
    assert '"reply_id": "2"' in told(store)
    assert db(store, "check", "--rebuild").code == 0
    store.close()


def test_a_copy_is_what_the_store_was_and_only_ours_to_read(
    sqlite_store: Store, tmp_path: Path
) -> None:
    open_acme(sqlite_store)
    keep(sqlite_store, STORY)
    expected = told(sqlite_store)
    folder = tmp_path / "copies"
    folder.mkdir()
    with sqlite_store.reading() as session:  # somebody is at work
        ask(session, "SELECT * FROM posts")
        said = db(sqlite_store, "backup", str(folder / "copy.db"))
    assert said.code == 0
    assert f"a sound copy, version {head()}" in said.out
    assert [each.name for each in folder.iterdir()] == ["copy.db"]
    assert modes(folder) == {0o600}
    copy = Store(f"sqlite:///{folder / 'copy.db'}")
    assert told(copy) == expected
    copy.close()

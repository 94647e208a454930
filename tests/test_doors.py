"""A link opens one session and no second; neither can be read out of the store."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import text

from domain.errors import StoreError
from store import Store, doors
from store.doors import LINK_LIVES, SESSION_LIVES, Visitor
from tests.desk import NOW

INSTANT = timedelta(microseconds=1)


def a_link(store: Store) -> str:
    with store.begin() as session:
        return doors.make_link(session, now=NOW)


def a_session(store: Store, person: str | None = None) -> str:
    with store.begin() as session:
        return doors.open_session(session, now=NOW, person=person)


def test_a_link_is_spent_once(store: Store) -> None:
    token = a_link(store)
    for expected in (True, False):
        with store.begin() as session:
            assert doors.redeem(session, token, now=NOW) is expected


@pytest.mark.parametrize(
    ("age", "opens"),
    [
        pytest.param(LINK_LIVES - INSTANT, True, id="in its last moment"),
        pytest.param(LINK_LIVES, False, id="old"),
    ],
)
def test_a_link_grows_old(store: Store, age: timedelta, opens: bool) -> None:
    token = a_link(store)
    with store.begin() as session:
        assert doors.redeem(session, token, now=NOW + age) is opens


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("", id="nothing"),
        pytest.param("x", id="short"),
        pytest.param("\ud800", id="half a character"),
        pytest.param("\0", id="nul"),
        pytest.param("' OR 1=1 --", id="sql"),
        pytest.param("x" * 60_000, id="long"),
    ],
)
def test_a_token_that_nobody_made_opens_nothing(store: Store, token: str) -> None:
    a_link(store)
    a_session(store)
    with store.begin() as session:
        assert not doors.redeem(session, token, now=NOW)
        assert doors.visitor(session, token, now=NOW) is None


def test_of_two_who_click_at_once_one_comes_in(store: Store) -> None:
    for _ in range(5):
        token, ready = a_link(store), Barrier(2)

        def click(token: str = token, ready: Barrier = ready) -> bool:
            ready.wait()
            with store.begin() as session:
                return doors.redeem(session, token, now=NOW)

        with ThreadPoolExecutor(2) as pool:
            clicks = [pool.submit(click) for _ in range(2)]
            assert sorted(each.result() for each in clicks) == [False, True]


def test_a_link_stays_unspent_when_what_it_opens_fails(store: Store) -> None:
    token = a_link(store)

    def fail() -> None:
        with store.begin() as session:
            assert doors.redeem(session, token, now=NOW)
            raise StoreError("full")

    with pytest.raises(StoreError, match="full"):
        fail()
    with store.begin() as session:
        assert doors.redeem(session, token, now=NOW)


@pytest.mark.parametrize("person", [None, "marta@example.com"])
def test_a_session_lives_for_thirty_days(store: Store, person: str | None) -> None:
    key = a_session(store, person)
    with store.reading() as session:
        last = NOW + SESSION_LIVES - INSTANT
        assert doors.visitor(session, key, now=last) == Visitor(person)
        assert doors.visitor(session, key, now=NOW + SESSION_LIVES) is None


def test_one_session_ends_alone(store: Store) -> None:
    mine, yours = a_session(store), a_session(store)
    with store.begin() as session:
        doors.end_session(session, mine)
        assert doors.visitor(session, mine, now=NOW) is None
        assert doors.visitor(session, yours, now=NOW) == Visitor(None)


def test_all_sessions_and_links_end_together(store: Store) -> None:
    keys, token = [a_session(store), a_session(store)], a_link(store)
    with store.begin() as session:
        assert doors.end_all(session) == 2
        assert [doors.visitor(session, each, now=NOW) for each in keys] == [None, None]
        assert not doors.redeem(session, token, now=NOW)


def test_what_nobody_can_use_is_swept_away_and_nothing_else(store: Store) -> None:
    token, key = a_link(store), a_session(store)
    with store.begin() as session:
        doors.sweep(session, now=NOW + LINK_LIVES - INSTANT)
        assert doors.redeem(session, token, now=NOW)
    with store.begin() as session:
        doors.sweep(session, now=NOW + LINK_LIVES)
        assert doors.visitor(session, key, now=NOW) == Visitor(None)
    assert (_rows(store, "links"), _rows(store, "sessions")) == (0, 1)
    with store.begin() as session:
        doors.sweep(session, now=NOW + SESSION_LIVES)
    assert _rows(store, "sessions") == 0


def test_neither_a_token_nor_a_key_stands_in_the_store(store: Store) -> None:
    token, key = a_link(store), a_session(store)
    assert len({token, key, a_link(store), a_session(store)}) == 4
    with store.reading() as session:
        written = "".join(
            str(row)
            for table in ("links", "sessions")
            for row in session.connection().execute(text(f"SELECT * FROM {table}"))
        )
    assert written
    assert token not in written
    assert key not in written
    assert min(len(token), len(key)) >= 43  # 256 bits


def _rows(store: Store, table: str) -> int:
    with store.reading() as session:
        found = session.connection().execute(text(f"SELECT count(*) FROM {table}"))
        return int(found.scalar_one())

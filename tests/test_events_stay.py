"""Events are facts: no code of ours changes one, and the database would refuse."""

import re
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from domain.case import CaseKey
from domain.errors import EarshotError
from domain.event import EventKind
from domain.post import PostKey
from services.act import act
from store import Store, brands, events
from store.append_only import REFUSAL, erasing
from tests.desk import acme, keep, open_acme
from tests.made import a_post, at

STORE = Path(__file__).parents[1] / "store"
TOUCHES = re.compile(
    r"\b(?:UPDATE|DELETE\s+FROM|REPLACE\s+INTO|TRUNCATE(?:\s+TABLE)?)\s+[\"'{]*events\b"
    r"|\b(?:update|delete)\(\s*EventRow\b|\bupsert\(\s*[\"']events\b",
    re.IGNORECASE,
)
KEY = CaseKey("Acme", "x", "1", "ania")


@pytest.fixture
def logged(store: Store) -> Store:
    """A store with two events about one case."""
    watch = open_acme(store)
    keep(store, [a_post("1", "10:00")])
    for kind in (EventKind.NOTED, EventKind.RESOLVED):
        assert act(store, watch, KEY, kind, at=at("11:00"), detail={"text": "hm"})
    return store


def kinds(store: Store) -> list[str]:
    with store.reading() as session:
        found = events.load(session, [PostKey("x", "1")])
    return [each.kind.value for each in found.get("Acme", [])]


def run(session: Session, sql: str) -> None:
    session.connection().exec_driver_sql(sql)


@pytest.mark.parametrize(
    "file", sorted(STORE.rglob("*.py")), ids=lambda path: path.name
)
def test_no_code_of_the_store_changes_an_event(file: Path) -> None:
    assert TOUCHES.findall(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        'run(session, f"DELETE FROM events WHERE id = {mark}")',
        '"UPDATE events SET by = NULL"',
        '"insert or replace into events"',
        "session.exec(delete(EventRow))",
        "update(EventRow).values(by=None)",
        'upsert("events", COLUMNS, key=("id",), how=how)',
    ],
)
def test_the_look_at_the_code_can_fail(code: str) -> None:
    assert TOUCHES.search(code)


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("UPDATE events SET kind = 'noted'", id="change all"),
        pytest.param("UPDATE events SET detail = '{}' WHERE kind = 'noted'", id="one"),
        pytest.param("DELETE FROM events", id="delete all"),
        pytest.param("DELETE FROM events WHERE kind = 'noted'", id="delete one"),
    ],
)
def test_the_database_refuses(logged: Store, sql: str) -> None:
    with (
        pytest.raises((DBAPIError, EarshotError), match=REFUSAL),
        logged.begin() as session,
    ):
        run(session, sql)
    assert kinds(logged) == ["noted", "resolved"]


def test_sqlite_replaces_none_either(sqlite_store: Store) -> None:
    watch = open_acme(sqlite_store)
    keep(sqlite_store, [a_post("1", "10:00")])
    act(sqlite_store, watch, KEY, EventKind.RESOLVED, at=at("11:00"))
    columns = "id, brand_id, network, post_id, customer, kind, at, detail"
    with (
        pytest.raises((DBAPIError, EarshotError), match=REFUSAL),
        sqlite_store.begin() as session,
    ):
        run(
            session,
            f"INSERT OR REPLACE INTO events ({columns}) SELECT id, brand_id, network,"
            " post_id, customer, 'noted', at, detail FROM events",
        )
    assert kinds(sqlite_store) == ["resolved"]


def test_a_brand_takes_its_events_along(logged: Store) -> None:
    with logged.begin() as session:
        brands.remove(session, acme(logged).id)
    with logged.reading() as session:
        (row,) = session.connection().exec_driver_sql("SELECT count(*) FROM events")
    assert row[0] == 0


def test_who_is_forgotten_takes_them_along_and_then_it_is_shut(logged: Store) -> None:
    with logged.begin() as session, erasing(session):
        run(session, "UPDATE events SET customer = 'gone' WHERE kind = 'noted'")
        run(session, "DELETE FROM events WHERE kind = 'resolved'")
    assert kinds(logged) == ["noted"]
    with (
        pytest.raises((DBAPIError, EarshotError), match=REFUSAL),
        logged.begin() as session,
    ):
        run(session, "DELETE FROM events")


def test_a_forgetting_that_fails_leaves_it_shut(logged: Store) -> None:
    with pytest.raises(LookupError), logged.begin() as session, erasing(session):
        _fail_halfway(session)
    assert kinds(logged) == ["noted", "resolved"]
    with (
        pytest.raises((DBAPIError, EarshotError), match=REFUSAL),
        logged.begin() as session,
    ):
        run(session, "DELETE FROM events")


def _fail_halfway(session: Session) -> None:
    run(session, "DELETE FROM events")
    raise LookupError

"""Topics: what is spoken of in a window, beside the window before it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from domain.post import Post
from services.topics import topics
from store import Store, brands
from tests.desk import keep, open_acme
from tests.made import a_post, at


def mention(name: str, when: datetime, text: str, *, complaint: bool = False) -> Post:
    return a_post(name, when, f"c{name}", text=text, complaint=complaint)


@pytest.fixture
def told(store: Store) -> Store:
    """Acme with two days of mentions, one of them history."""
    open_acme(store)
    keep(
        store,
        [
            mention("1", at("10:00"), "acme, my parcel never came", complaint=True),
            mention("2", at("11:00"), "acme refund please"),
            mention("3", at("10:00", day=1), "acme, the parcel is here"),
            mention("4", at("11:00", day=1), "acme size guide?", complaint=True),
            mention("5", at("12:00", day=1), "acme, hm"),
            replace(mention("6", at("09:00"), "acme parcel"), backfilled=True),
        ],
    )
    return store


def found(
    store: Store, since: datetime | None, until: datetime, **more: Any
) -> list[tuple[object, ...]]:
    with store.reading() as session:
        (brand,) = brands.load(session)
        rows = topics(session, brand, since=since, until=until, **more)
    return [tuple(row.to_json().values()) for row in rows]


def test_topics_are_set_beside_the_same_time_before(told: Store) -> None:
    day = at("00:00", day=1)
    assert found(told, day, at("00:00", day=2)) == [
        ("delivery", 1, 0, 1, 0),
        ("wrong_item", 1, 1, 0, 1),
        (None, 1, 0, 0, 1),
        ("refund", 0, 0, 1, -1),
    ]


def test_without_a_beginning_there_is_nothing_before(told: Store) -> None:
    rows = found(told, None, at("00:00", day=2))
    assert rows[0] == ("delivery", 2, 1, None, None)
    assert {row[3] for row in rows} == {None}


def test_history_counts_when_it_is_asked_for(told: Store) -> None:
    rows = found(told, None, at("00:00", day=2), backfilled=True)
    assert rows[0][:2] == ("delivery", 3)


def test_a_window_that_ends_before_it_begins_is_empty(told: Store) -> None:
    assert found(told, at("12:00", day=1), at("00:00")) == []


def test_a_window_longer_than_time_itself_has_nothing_before(told: Store) -> None:
    early = datetime(2, 1, 1, tzinfo=at("00:00").tzinfo)
    rows = found(told, early, at("00:00", day=2))
    assert sum(int(str(row[1])) for row in rows) == 5
    assert {row[3] for row in rows} == {0}

"""Cases as they lie in the store, and how one is found by its id."""

import pytest

from store import Store, cases
from tests.desk import keep, open_acme
from tests.made import a_post, at, ours

RETURNS = [
    a_post("1", "10:00"),
    ours("2", "11:00", reply_to="1"),
    a_post("3", at("12:00", day=30), reply_to="2"),
    ours("4", at("13:00", day=30), reply_to="3"),
    a_post("5", at("12:00", day=60), reply_to="3"),
]
"""A customer who comes back to one thread twice, a month after the last answer."""


@pytest.mark.parametrize(
    ("again", "episode"), [("", 1), ("/2", 2), ("/3", 3), ("/4", None), ("/1", None)]
)
def test_each_case_of_a_customer_is_found_by_its_id(
    sqlite_store: Store, again: str, episode: int | None
) -> None:
    watch = open_acme(sqlite_store)
    keep(sqlite_store, RETURNS)
    named = f"Acme/x/1/ania{again}"
    with sqlite_store.reading() as session:
        key = cases.find(session, watch.id, "Acme", named)
    assert (key and key.episode) == episode
    assert key is None or str(key) == named


def test_the_queue_tells_the_cases_of_a_customer_apart(store: Store) -> None:
    watch = open_acme(store)
    keep(store, RETURNS)
    with store.reading() as session:
        (waiting,) = cases.queue(session, watch.id, "Acme", limit=9)
    assert str(waiting.key) == "Acme/x/1/ania/3"

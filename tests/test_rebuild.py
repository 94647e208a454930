"""What is stored follows from the facts alone: not from their order, pages or past."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.event import Event, EventKind
from domain.post import Kind, PostKey
from sentiment import engine
from services.act import note
from services.apply import apply
from services.audit import audit
from services.derive import derive
from services.ingest import ingest
from services.rebuild import rebuild
from services.turns import turns
from services.watch import watched
from store import Session, Store, brands, events, posts
from store.sql import ask, run
from store.upgrade import upgrade
from tests.desk import acme, keep, open_acme
from tests.gossip import BRANDS, IDS, Gossip, Telling, gossips, tellings
from tests.made import ACME_FILE, DAY, a_post, at, ours

DERIVED = ("turns", "cases", "mentions")
TABLES = (*DERIVED, "judgements", "posts")


class Memory:
    """A store without a file, made empty hundreds of times."""

    def __init__(self) -> None:
        self.store = Store("sqlite://")
        upgrade(self.store)
        apply(self.store, BRANDS, now=DAY)
        self._fresh = sqlite3.connect(":memory:")
        with self.store.raw() as connection:
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            raw.backup(self._fresh)

    def emptied(self) -> Store:
        """Return the store with its brands, and nothing else in it."""
        with self.store.raw() as connection:
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            self._fresh.backup(raw)
        return self.store

    def close(self) -> None:
        self._fresh.close()
        self.store.close()


@pytest.fixture(scope="module")
def memory() -> Iterator[Memory]:
    memory = Memory()
    yield memory
    memory.close()


def tell(store: Store, telling: Telling) -> None:
    """Let it reach us in this order."""
    for number, page in enumerate(telling.pages):
        ingest(store, page, watches=watched(store), engine=engine("vader"))
        for after, deed in telling.deeds:
            if after == number:
                do(store, deed)


def do(store: Store, deed: Event) -> None:
    (watch,) = (each for each in watched(store) if each.record.name == deed.brand)
    with store.begin() as session:
        events.add(session, watch.id, deed)
        root = posts.load(session, [deed.about])[deed.about].root
        derive(session, [PostKey(deed.about.network, root)], [watch])


def stored(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of posts and of what follows from them."""
    with store.reading() as session:
        return {
            table: sorted(ask(session, f"SELECT * FROM {table}"), key=repr)
            for table in TABLES
        }


@settings(max_examples=25)
@given(data=st.data(), gossip=gossips())
def test_any_order_ends_in_the_same_store(
    memory: Memory, data: st.DataObject, gossip: Gossip
) -> None:
    store = memory.emptied()
    tell(store, data.draw(tellings(gossip)))
    expected = stored(store)
    assert audit(store).told == []
    store = memory.emptied()
    tell(store, data.draw(tellings(gossip)))
    assert stored(store) == expected
    rebuild(store, watched(store))
    assert stored(store) == expected


@settings(max_examples=15)
@given(data=st.data(), gossip=gossips())
def test_whatever_is_wrong_is_found_and_put_right(
    memory: Memory, data: st.DataObject, gossip: Gossip
) -> None:
    store = memory.emptied()
    tell(store, data.draw(tellings(gossip)))
    expected = stored(store)
    _garble(store, data)
    wrong = stored(store) != expected
    assert bool(audit(store).told) == wrong
    assert bool(audit(store, repair=True).told) == wrong
    assert stored(store) == expected
    assert audit(store).told == []


def _garble(store: Store, data: st.DataObject) -> None:
    """Hang posts into any threads, and lose any of what is derived."""
    names = st.sampled_from((*IDS, "lost", "t"))
    with store.begin() as session:
        for network, each in ask(session, "SELECT network, id FROM posts"):
            if data.draw(st.booleans()):
                root = data.draw(names)
                sql = "UPDATE posts SET root = ? WHERE network = ? AND id = ?"
                run(session, sql, root, network, each)
        lost = data.draw(st.sampled_from([*DERIVED, None]))
        if lost == "mentions":  # what a text that is gone once matched is a fact
            run(session, "UPDATE mentions SET complaint = NOT complaint")
            run(
                session,
                "UPDATE mentions SET queries = '5' WHERE EXISTS (SELECT 1 FROM posts p"
                " WHERE p.network = mentions.network AND p.id = mentions.post_id"
                " AND p.state = 'live')",
            )
        elif lost:
            run(session, f"DELETE FROM {lost}")


STORY = [
    a_post("1", "10:00"),
    ours("2", "10:30", reply_to="1"),
    a_post("3", "11:00", "bea", reply_to="2"),
]


def test_looking_writes_nothing(store: Store) -> None:
    open_acme(store)
    keep(store, STORY)
    with store.begin() as session:
        run(session, "UPDATE cases SET posts = 5")
        run(session, "UPDATE mentions SET complaint = NOT complaint")
    before = stored(store)
    assert audit(store).rows == {"cases": 2, "mentions": 2}
    assert stored(store) == before


def test_what_changes_while_we_look_is_no_difference(store: Store) -> None:
    open_acme(store)
    keep(store, STORY)
    wrong = "UPDATE turns SET url = 'https://x.example/elsewhere'"
    with store.begin() as session:
        run(session, wrong)
    assert audit(store).rows == {"turns": 2}

    def put_right(session: Session) -> None:
        run(session, "UPDATE turns SET url = NULL")

    assert audit(store.guarded(put_right)).told == []


def test_a_rebuild_with_nothing_to_do_writes_nothing(sqlite_store: Store) -> None:
    open_acme(sqlite_store)
    keep(sqlite_store, STORY)
    with sqlite_store.reading() as session:
        before = ask(session, "PRAGMA data_version")
    other = Store(sqlite_store.name)
    rebuild(other, watched(other))
    other.close()
    with sqlite_store.reading() as session:
        assert ask(session, "PRAGMA data_version") == before


def test_a_day_laid_out_that_is_not_as_its_turns_is_found(store: Store) -> None:
    from services.days import fill

    open_acme(store)
    keep(store, STORY)
    with store.reading() as session:
        (brand,) = brands.load(session)
    assert fill(store, brand, now=at("12:00", day=3))
    assert audit(store).told == []
    with store.begin() as session:
        run(session, "UPDATE days SET names = 'others'")
    assert set(audit(store).rows) == {"days"}
    audit(store, repair=True)
    assert audit(store).told == []


def test_a_deed_on_one_brands_case_leaves_the_cases_of_others(store: Store) -> None:
    open_acme(store)
    apply(store, [replace(ACME_FILE, name="Bird")], now=DAY)
    keep(store, [a_post("1", "10:00")])
    watch = acme(store)
    with store.reading() as session:
        (told, _) = (turns(session, each, as_of=None) for each in brands.load(session))
    assert note(store, watch, told[0].key, text="ask Jan", at=at("11:00"))
    assert {row[0] for row in stored(store)["cases"]} == {watch.id, watch.id + 1}
    assert audit(store).told == []


def test_a_deed_stays_on_its_network(store: Store) -> None:
    open_acme(store)
    both = [a_post("1", "10:00", network=each) for each in ("x", "reddit")]
    keep(store, both)
    deed = Event(
        brand="Acme",
        about=both[0].key,
        customer="ania",
        kind=EventKind.WAIVED,
        at=at("11:00"),
    )
    do(store, deed)
    expected = stored(store)
    rebuild(store, watched(store))  # both threads in one look
    assert stored(store) == expected
    with store.reading() as session:
        waived = ask(session, "SELECT network FROM turns WHERE waived IS NOT NULL")
    assert waived == [("x",)]


def test_what_lies_two_quotes_away_is_not_seen_from_beside(store: Store) -> None:
    open_acme(store)
    quote = {"kind": Kind.QUOTE}
    keep(store, [a_post("1", "10:00"), ours("2", "11:00", reply_to="1", **quote)])
    keep(store, [ours("3", "12:00", reply_to="2", **quote)])
    keep(store, [a_post("4", "11:30", "bea", thread="3")])
    expected = stored(store)
    rebuild(store, watched(store))  # all threads in one look
    assert stored(store) == expected


def test_a_post_that_turns_out_to_be_ours_is_no_mention(store: Store) -> None:
    open_acme(store)
    nobodys = replace(ours("1", "10:00", text="acme is awful"), author=None)
    keep(store, [nobodys])
    keep(store, [ours("1", "10:00", text="acme is awful")])
    found = stored(store)
    assert found["mentions"] == found["judgements"] == found["cases"] == []


def test_an_edit_that_takes_the_brands_name_away_ends_the_mention(
    store: Store,
) -> None:
    open_acme(store)
    edited = a_post("1", "10:00", text="never mind", edited="11:00", needs_reply=None)
    keep(store, [a_post("1", "10:00", needs_reply=None), edited])
    together = stored(store)["mentions"]
    keep(store, [a_post("2", "10:00", needs_reply=None)])
    keep(store, [replace(edited, id="2")])
    assert together == stored(store)["mentions"] == []

"""The queue: its order, and that the database finds it without looking at the rest."""

import json
from datetime import timedelta

import pytest

from domain.case import CaseKey
from domain.errors import ConfigError
from domain.event import EventKind
from services.act import act, answered_elsewhere, not_about_us, note
from services.queue import queue
from store import Store, brands
from store.cases import queue_sql
from store.sql import ask, spelling
from tests.desk import NOW, acme, keep, open_acme
from tests.made import a_post, at, ours


def waiting(store: Store) -> list[str]:
    """Return who waits, by the first post, in the order of the Inbox.

    What is worked out anew for an instant says the same of each and in that order.
    """
    with store.reading() as session:
        (brand,) = brands.load(session, "Acme")
        told, anew = (
            queue(session, brand, now=NOW, as_of=each).rows for each in (None, NOW)
        )
    assert told == anew
    return [row.post.id for row in told]


def test_the_most_urgent_comes_first(store: Store) -> None:
    open_acme(store)
    keep(
        store,
        [
            a_post("question", "09:00"),
            a_post("late", "10:00", "bea", complaint=True),
            a_post("later", "11:00", "cem", complaint=True),
            a_post("loud", "12:00", "dan", complaint=True, followers=50_000),
            a_post("spark", "12:30", "eva", text="acme kettle caught fire!"),
            a_post("b", "11:00", "bob", complaint=True, network="reddit"),
            a_post("a", "11:00", "amy", complaint=True),
            a_post("old", "08:00", "fay", complaint=True, backfilled=True),
        ],
    )
    assert waiting(store) == [
        "loud", "spark", "late", "b", "a", "later", "question", "old",
    ]  # fmt: skip


def test_three_nudges_make_a_case_critical(store: Store) -> None:
    open_acme(store)
    nudges = [a_post(f"n{n}", f"14:0{n}", "bea", reply_to="q") for n in range(3)]
    keep(store, [a_post("c", "10:00", complaint=True), a_post("q", "13:00", "bea")])
    assert waiting(store) == ["c", "q"]
    keep(store, nudges)
    assert waiting(store) == ["q", "c"]


def test_the_queue_is_read_from_its_index_alone(store: Store) -> None:
    open_acme(store)
    keep(store, [a_post(str(n), "10:00", f"p{n}") for n in range(300)])
    answered = [ours(f"r{n}", "11:00", reply_to=str(n)) for n in range(250)]
    keep(store, answered)
    with store.begin() as session:
        ask_analyze(session)
    explain = "EXPLAIN QUERY PLAN " if store.sqlite else "EXPLAIN (FORMAT JSON) "
    with store.reading() as session:
        how = spelling(session)
        if not store.sqlite:  # so few rows it would rather read whole, and sort
            for way in ("seqscan", "bitmapscan", "sort"):
                session.connection().exec_driver_sql(f"SET LOCAL enable_{way} = off")
        rows = ask(session, explain + queue_sql(how), acme(store).id, 50, 0)
    plan = json.dumps([list(row) for row in rows], default=str)
    assert "ix_cases_queue" in plan
    assert "TEMP B-TREE" not in plan
    assert '"Sort"' not in plan


def ask_analyze(session: object) -> None:
    session.connection().exec_driver_sql("ANALYZE")  # type: ignore[attr-defined]


CASE = CaseKey("Acme", "x", "1", "ania")


def test_an_answer_elsewhere_empties_the_queue_and_can_be_taken_back(
    store: Store,
) -> None:
    watch = open_acme(store)
    keep(store, [a_post("1", "10:00")])
    assert answered_elsewhere(store, watch, CASE, where="phone", at=at("11:00"))
    assert waiting(store) == []
    act(store, watch, CASE, EventKind.UNANSWERED, at=at("11:01"))
    assert waiting(store) == ["1"]


def test_not_about_us_empties_the_queue_and_can_be_taken_back(store: Store) -> None:
    watch = open_acme(store)
    keep(store, [a_post("1", "10:00")])
    assert not_about_us(store, watch, CASE, at=at("11:00"), by="marta")
    assert waiting(store) == []
    act(store, watch, CASE, EventKind.JUDGED, at=at("11:01"), detail={"ours": True})
    assert waiting(store) == ["1"]


def test_a_deed_survives_a_new_root(store: Store) -> None:
    watch = open_acme(store)
    keep(store, [a_post("2", "10:00", reply_to="1")])
    key = CASE._replace(thread="1")
    assert answered_elsewhere(store, watch, key, where="dm", at=at("11:00"))
    keep(store, [a_post("1", "09:00", "bea", reply_to="0", needs_reply=None)])
    assert waiting(store) == []


def test_what_cannot_be_done_is_said(store: Store) -> None:
    watch = open_acme(store)
    keep(store, [a_post("1", "10:00")])
    with pytest.raises(ConfigError, match="found 'pigeon', wanted one of phone"):
        answered_elsewhere(store, watch, CASE, where="pigeon", at=at("11:00"))
    with pytest.raises(ConfigError, match="wanted a text of 1 to 5000"):
        note(store, watch, CASE, text="  ", at=at("11:00"))
    nobody = CASE._replace(customer="zoe")
    assert not note(store, watch, nobody, text="hm", at=at("11:00"))


def test_waited_is_never_negative(store: Store) -> None:
    open_acme(store)
    keep(store, [a_post("1", NOW + timedelta(minutes=3))])
    with store.reading() as session:
        (brand,) = brands.load(session, "Acme")
        (row,) = queue(session, brand, now=NOW).rows
    assert row.waited == timedelta()

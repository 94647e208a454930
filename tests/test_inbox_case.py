"""A case of the Inbox as plain values: what was said, where it stands, its facts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.case import CaseKey
from domain.event import EventKind
from domain.post import State
from screens import inbox_case, words
from screens.inbox_case import Standing, earlier, facts, standing, told
from screens.inbox_judged import OFFERED, because, corrections
from sentiment import engine
from services.act import (
    act,
    answered_elsewhere,
    classify,
    mute,
    not_about_us,
    note,
)
from services.conversation import Conversation, conversation
from services.sense import Acted
from store import Store
from store.brands import StoredBrand
from tests.desk import NOW, acme, keep, open_acme
from tests.made import ACME, a_post, at, ours
from tests.test_inbox_rows import a_row

HOSTILE = "![x](https://evil.example/x.png) <img src=x onerror=alert(1)> :red[Answered]"


def case_of(store: Store, root: str, customer: str = "ania") -> Conversation:
    """Return a case of Acme on X by its thread and customer."""
    watch = acme(store)
    with store.reading() as session:
        key = CaseKey("Acme", "x", root, customer)
        found = conversation(session, StoredBrand(watch.id, watch.record), key)
    assert found is not None
    return found


def test_a_conversation_is_told_oldest_first(sqlite_store: Store) -> None:
    watch = open_acme(sqlite_store)
    keep(
        sqlite_store,
        [
            a_post("1", "10:00", text=HOSTILE + " acme"),
            a_post("2", "10:05", "bea", text="same here", reply_to="1"),
            ours("3", "10:18", reply_to="1"),
            a_post("4", "11:00", reply_to="3", text="still broken"),
            a_post("5", "11:30", reply_to="3", text="?", state=State.DELETED),
        ],
    )
    key = case_of(sqlite_store, "1").case.key
    note(sqlite_store, watch, key, text="Called. *No* answer.", at=at("12:00"))
    found = case_of(sqlite_store, "1")
    laid_out = told(found, a_row(because=("never came", "refund")), ACME, now=NOW)
    assert [
        (each["kind"], each["who"], each["text"], each["told"])
        for each in laid_out["messages"]
    ] == [
        ("customer", "", HOSTILE + " acme", ""),
        ("other", "bea", "same here", ""),
        ("ours", "9001", "Sorted.", "answered in 18 min"),
        ("customer", "", "still broken", "waiting since then"),
        ("customer", "", "Deleted by its author", ""),
        ("note", "Note", "Called. *No* answer.", ""),
    ]
    assert [each["at"] for each in laid_out["messages"] if each.get("start")] == [
        words.milliseconds(at("11:00"))
    ]
    assert laid_out["because"] == ["never came", "refund"]


def test_deeds_stand_in_the_conversation(sqlite_store: Store) -> None:
    watch = open_acme(sqlite_store)
    keep(sqlite_store, [a_post("1", "10:00", complaint=True)])
    key = case_of(sqlite_store, "1").case.key
    assert standing(case_of(sqlite_store, "1").case) is Standing.WAITING

    answered_elsewhere(sqlite_store, watch, key, where="dm", at=at("11:35"), by="kasia")
    found = case_of(sqlite_store, "1")
    assert standing(found.case) is Standing.ANSWERED_ELSEWHERE
    deed = told(found, None, ACME, now=NOW)["messages"][-1]
    assert (deed["kind"], deed["who"], deed["text"], deed["told"]) == (
        "event",
        "kasia",
        "Answered in a private message",
        "answered in 1 h 35 min",
    )
    assert earlier(found, ACME) == [
        ("Complaint, Tue 24 Mar, 10:00", "answered in 1 h 35 min, late")
    ]

    act(sqlite_store, watch, key, EventKind.UNANSWERED, at=at("12:00"))
    not_about_us(sqlite_store, watch, key, at=at("12:05"))
    found = case_of(sqlite_store, "1")
    assert standing(found.case) is Standing.NOT_OURS
    assert [
        each["text"] for each in told(found, None, ACME, now=NOW)["messages"][1:]
    ] == [
        "Answered in a private message",
        "The answer was taken back",
        "Not about us",
    ]


def test_the_facts_are_those_of_the_open_turn(sqlite_store: Store) -> None:
    open_acme(sqlite_store)
    keep(
        sqlite_store,
        [
            a_post("1", "10:00", seen="10:12", complaint=True, followers=1_840),
            a_post("2", "10:30", reply_to="1"),
        ],
    )
    found = case_of(sqlite_store, "1")
    assert facts(found, ACME, now=at("13:30")) == [
        ("Waits since", "Tue 24 Mar, 10:00"),
        ("Waited", "3 h 30 min"),
        ("In open hours", "3 h 30 min"),
        ("Answer due", "Tue 24 Mar, 11:00"),
        ("Seen by us", "after 12 min"),
        ("Asked again", "once"),
        ("Followers", "1,840"),
        ("Their posts", "2"),
    ]
    assert earlier(found, ACME) == []


@pytest.mark.parametrize(
    ("deeds", "chips"),
    [
        pytest.param([classify], ["gray Press", "gray Question"], id="press"),
        pytest.param([mute], ["green Needs no answer", "gray Question", "gray Muted"],
                     id="muted"),
        pytest.param([answered_elsewhere],
                     ["green Answered elsewhere", "gray Question"], id="answered"),
        pytest.param([answered_elsewhere, act], ["green Settled", "gray Question"],
                     id="answered, then settled"),
        pytest.param([not_about_us, act], ["gray Not about us", "gray Question"],
                     id="not about us, whatever else"),
    ],
)  # fmt: skip
def test_a_chip_says_where_a_case_stands_that_waits_no_more(
    sqlite_store: Store, deeds: list[Callable[..., Acted]], chips: list[str]
) -> None:
    watch = open_acme(sqlite_store)
    keep(sqlite_store, [a_post("1", "10:00")])
    key = case_of(sqlite_store, "1").case.key
    more: dict[Callable[..., Acted], dict[str, Any]] = {
        classify: {"author": "press"},
        answered_elsewhere: {"where": "dm"},
        act: {"kind": EventKind.RESOLVED},
    }
    for each in deeds:
        when = {"at": at("11:00")} | more.get(each, {})
        assert each(sqlite_store, watch, key, **when)
    found = case_of(sqlite_store, "1")
    shown = told(found, None, ACME, now=NOW)["chips"]
    assert [f"{each['tone']} {each['text']}" for each in shown] == chips


@pytest.mark.parametrize(
    ("url", "link"),
    [
        pytest.param("https://x.example/1", "Open on X", id="https"),
        pytest.param("HTTPS://x.example/1", "Open on X", id="in capitals"),
        pytest.param("http://x.example/1", None, id="http"),
        pytest.param("javascript:alert(1)", None, id="a script"),
        pytest.param("//x.example/1", None, id="no scheme"),
        pytest.param(None, None, id="none"),
    ],
)
def test_only_https_is_a_way_out(
    sqlite_store: Store, url: str | None, link: str | None
) -> None:
    open_acme(sqlite_store)
    keep(sqlite_store, [replace(a_post("1", "10:00"), url=url)])
    laid_out = told(case_of(sqlite_store, "1"), None, ACME, now=NOW)
    found = [laid_out["head"]["link"], laid_out["messages"][0]["link"]]
    assert [each and each["label"] for each in found] == [link, link]


def test_an_endless_thread_leaves_out_others_and_never_the_customer(
    sqlite_store: Store,
) -> None:
    open_acme(sqlite_store)
    crowd = [
        a_post(f"c{n}", at("10:01") + timedelta(seconds=n), f"p{n}", reply_to="1",
               needs_reply=False)
        for n in range(inbox_case.MOST + 4)
    ]  # fmt: skip
    keep(sqlite_store, [a_post("1", "10:00"), *crowd])
    laid_out = told(case_of(sqlite_store, "1"), None, ACME, now=NOW)
    assert len(laid_out["messages"]) == inbox_case.MOST
    assert laid_out["messages"][0]["start"]
    assert laid_out["messages"][1]["text"] == laid_out["messages"][-1]["text"]
    assert laid_out["left_out"] == "5 posts of others are not shown."


def test_what_was_said_is_offered_no_more_and_the_engine_says_why(
    sqlite_store: Store,
) -> None:
    watch = open_acme(sqlite_store)
    text = "acme broke it. Awful!"
    post = a_post("1", "10:00", text=text, needs_reply=None)
    keep(sqlite_store, [post], judge=engine("vader"))
    found = case_of(sqlite_store, "1")
    assert list(corrections(found)) == list(OFFERED)
    assert "Awful" in because(found)
    assert told(found, None, ACME, now=NOW)["because"] == because(found)
    key = found.case.key
    said = {"complaint": False, "needs_reply": True, "topic": "refund"}
    act(sqlite_store, watch, key, EventKind.JUDGED, at=at("11:00"), detail=said)
    found = case_of(sqlite_store, "1")
    gone = ["Not a complaint", "Needs a reply", "Topic: refund"]
    assert [each for each in OFFERED if each not in corrections(found)] == gone
    deed = told(found, None, ACME, now=NOW)["messages"][-1]
    assert deed["text"] == "No complaint; Needs an answer; About: refund"
    taken = dict.fromkeys(said)
    act(sqlite_store, watch, key, EventKind.JUDGED, at=at("12:00"), detail=taken)
    found = case_of(sqlite_store, "1")
    assert list(corrections(found)) == list(OFFERED)
    deed = told(found, None, ACME, now=NOW)["messages"][-1]
    assert deed["text"].startswith("Whether it is a complaint was taken back; ")

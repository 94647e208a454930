"""The log of a case as a person reads it: all of what happened, in order, by whom."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import pytest

from domain.account import Account, AccountKind
from domain.brand import BrandRecord
from domain.case import Case
from domain.entry import Actor, Entry, What
from domain.event import Event, EventKind
from domain.post import Post, PostKey, State
from domain.thread import Heard, Thread, Version
from response.cases import cases
from response.history import UNKNOWN_PERSON, history
from tests.made import ACME, a_judgement, a_post, a_thread, at, ours

AGENT = Account(network="x", id="77", handle="marta_acme", kind=AccountKind.AGENT)


def a_deed(kind: EventKind, when: str, *, day: int = 0, by: str | None = None,
           post: str = "1", **detail: object) -> Event:  # fmt: skip
    return Event(
        brand="Acme",
        about=PostKey("x", post),
        customer="ania",
        kind=kind,
        at=at(when, day=day),
        by=by,
        detail=detail,
    )


def case_of(thread: Thread, brand: BrandRecord, now: datetime) -> Case:
    found = cases(thread, brand, as_of=now)
    return next(each for each in found if each.key.customer == "ania")


def log_of(
    *posts: Post | Heard,
    events: Iterable[Event] = (),
    now: datetime | None = None,
    brand: BrandRecord = ACME,
) -> list[Entry]:
    plain = [each for each in posts if isinstance(each, Post)]
    heard = [each for each in posts if isinstance(each, Heard)]
    thread = a_thread(*plain)
    thread = replace(thread, heard=(*thread.heard, *heard), events=tuple(events))
    moment = now or at("18:00")
    return history(case_of(thread, brand, moment), thread, brand, now=moment)


def said(log: Iterable[Entry]) -> list[tuple[str, str, str | None, str]]:
    return [
        (f"{each.at:%d %H:%M}", each.what.value, each.who, each.text) for each in log
    ]


def test_the_one_scenario_is_told_in_order() -> None:
    log = log_of(
        a_post("1", "10:00", seen="10:12", complaint=True),
        a_post("2", "13:00", reply_to="1"),
        ours("3", "13:30", reply_to="2"),
        ours("4", "15:00", reply_to="1", text="Here is the number."),
        events=[a_deed(EventKind.NOTED, "15:05", by="ola", text="Rang.")],
    )
    assert said(log) == [
        ("24 10:00", "posted", "ania",
         "Wrote, and waits from here on; seen after 12 min"),
        ("24 11:00", "overdue", None, "Overdue from here on"),
        ("24 13:00", "asked_again", "ania", "Asked again; seen at once"),
        ("24 13:30", "replied", UNKNOWN_PERSON, "Replied to the matter"),
        ("24 15:00", "replied", UNKNOWN_PERSON, "Replied to the matter"),
        ("24 15:05", "noted", "ola", "Note: Rang."),
    ]  # fmt: skip
    assert (log[0].seen_at, log[0].actor) == (at("10:12"), Actor.CUSTOMER)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sorry, we are looking into it.", "Replied: a first word, not settled yet"),
        ("Please DM us.", "Replied: asked to go on in private"),
        ("Your refund was sent today.", "Replied to the matter"),
    ],
)
def test_a_reply_says_what_it_did(text: str, words: str) -> None:
    log = log_of(a_post("1", "10:00"), ours("2", "10:30", reply_to="1", text=text))
    assert [each.words for each in log if each.what is What.REPLIED] == [words]


def test_what_a_machine_wrote_is_no_reply() -> None:
    text = "This is an automated reply. We have received your message."
    log = log_of(a_post("1", "10:00"), ours("2", "10:30", reply_to="1", text=text))
    assert [(each.what, each.words) for each in log if each.post == "2"] == [
        (What.AUTO_REPLIED, "Replied by machine, which counts for nothing")
    ]


def test_an_edited_reply_says_what_it_became() -> None:
    texts = ["We are looking into it.", "Your refund was sent today."]
    versions = tuple(
        Version(written_at=at(when), seen_at=at(when), text=text)
        for when, text in zip(("10:30", "12:00"), texts, strict=True)
    )
    post = replace(
        ours("2", "10:30", reply_to="1", text=texts[1]), edited_at=at("12:00")
    )
    log = log_of(a_post("1", "10:00"), Heard(post=post, versions=versions))
    assert [(f"{each.at:%H:%M}", each.words) for each in log if each.post == "2"] == [
        ("10:30", "Replied: a first word, not settled yet"),
        ("12:00", "Edited the reply, which goes to the matter"),
    ]


def test_an_agent_is_named() -> None:
    brand = replace(ACME, accounts=(*ACME.accounts, AGENT))
    reply = a_post("2", "10:30", "77", reply_to="1", needs_reply=None, text="Sent.")
    assert reply.author is not None
    reply = replace(reply, author=replace(reply.author, handle="marta_acme"))
    log = log_of(a_post("1", "10:00"), reply, brand=brand)
    assert [each.who for each in log if each.actor is Actor.BRAND] == ["marta_acme"]


def test_a_reply_to_somebody_else_is_not_in_it() -> None:
    log = log_of(
        a_post("1", "10:00"),
        a_post("2", "10:10", "bea", reply_to="1"),
        ours("3", "10:30", reply_to="2"),
        ours("4", "10:40", reply_to="2", addressed=("ania",)),
    )
    assert [each.post for each in log if each.what is What.REPLIED] == ["4"]


def test_others_who_answer_are_named_and_others_are_not_in_it() -> None:
    log = log_of(
        a_post("1", "10:00"),
        a_post("2", "10:10", "bea", reply_to="1", needs_reply=False),
        a_post("3", "10:20", "cem", reply_to="2", needs_reply=False),
    )
    assert [
        (each.who, each.words) for each in log if each.actor is Actor.OTHER
    ] == [("bea", "Somebody else replied")]  # fmt: skip


def test_a_withdrawn_reply_stands_there_twice() -> None:
    gone = replace(
        ours("2", "10:30", reply_to="1", text=""),
        state=State.DELETED,
        deleted_at=at("12:00"),
    )
    log = log_of(a_post("1", "10:00", complaint=True), gone)
    assert [(each.what.value, f"{each.at:%H:%M}") for each in log] == [
        ("posted", "10:00"),
        ("replied", "10:30"),
        ("overdue", "11:00"),
        ("reply_withdrawn", "12:00"),
    ]
    assert log[1].words == "Replied"


@pytest.mark.parametrize(
    ("state", "deleted", "line"),
    [
        (State.DELETED, "12:00", ("24 12:00", "deleted", "ania", "Deleted the post")),
        (State.REMOVED, "12:00",
         ("24 12:00", "removed", None, "The network removed the post")),
        (State.DELETED, None,
         ("24 10:00", "deleted", "ania", "Deleted the post, nobody knows when")),
    ],
)  # fmt: skip
def test_a_post_that_is_gone(
    state: State, deleted: str | None, line: tuple[str, str, str | None, str]
) -> None:
    gone = a_post("1", "10:00", seen="10:01", state=state, deleted=deleted)
    log = said(log_of(gone))
    assert log[-1] == line
    assert "overdue" not in [what for _, what, _, _ in log]


def edited(*texts: tuple[str, bool]) -> Heard:
    """A post whose versions came an hour apart; each needs a reply or not."""
    versions = tuple(
        Version(
            written_at=at(f"{10 + number}:00"),
            seen_at=at(f"{10 + number}:00"),
            text=text,
            needs_reply=needs,
        )
        for number, (text, needs) in enumerate(texts)
    )
    last = versions[-1]
    post = a_post("1", "10:00", text=last.text, needs_reply=last.needs_reply)
    post = replace(post, edited_at=last.written_at)
    return Heard(post=post, mentioned=True, versions=versions)


def test_an_edit_from_which_the_customer_waits() -> None:
    log = log_of(edited(("acme is nice", False), ("acme lost it", True)))
    assert [(each.what, each.words) for each in log[:2]] == [
        (What.POSTED, "Wrote; seen at once"),
        (What.EDITED, "Edited the post, and waits from here on"),
    ]


def test_an_edit_after_a_judgement_says_so() -> None:
    judged = a_deed(EventKind.JUDGED, "10:30", complaint=True)
    post = edited(("acme lost it", True), ("acme lost it!", True), ("acme", True))
    log = log_of(post, events=[judged])
    assert [each.words for each in log if each.what is What.EDITED] == [
        "Edited the post, after a person had judged it",
        "Edited the post, after a person had judged it",
    ]
    plain = log_of(post)
    assert [each.words for each in plain if each.what is What.EDITED] == [
        "Edited the post",
        "Edited the post",
    ]


@pytest.mark.parametrize(
    ("now", "line"),
    [
        ("10:59", ("24 11:00", "due", None, "Answer due")),
        ("11:00", ("24 11:00", "overdue", None, "Overdue from here on")),
    ],
)
def test_what_is_due_stands_at_the_end(
    now: str, line: tuple[str, str, str | None, str]
) -> None:
    assert said(log_of(a_post("1", "10:00", complaint=True), now=at(now)))[-1] == line


def test_who_was_answered_or_waived_in_time_was_never_overdue() -> None:
    post = a_post("1", "10:00", complaint=True)
    answered = log_of(post, ours("2", "11:00", reply_to="1"))
    waived = log_of(post, events=[a_deed(EventKind.WAIVED, "10:59", reason="x")])
    late = log_of(post, events=[a_deed(EventKind.WAIVED, "11:01", reason="x")])
    overdue = [[each.what for each in log].count(What.OVERDUE)
               for log in (answered, waived, late)]  # fmt: skip
    assert overdue == [0, 0, 1]


def test_a_post_that_was_found_too_late_says_so() -> None:
    log = log_of(a_post("1", "10:00", seen="12:00", complaint=True))
    assert said(log)[1][3] == "Overdue, before we had seen the post"


def test_history_is_never_overdue() -> None:
    log = log_of(a_post("1", "10:00", complaint=True, backfilled=True))
    assert said(log) == [
        (
            "24 10:00",
            "posted",
            "ania",
            "Wrote, and waits from here on; imported as history",
        )
    ]


def test_a_redirect_is_due_until_its_outcome_is_known() -> None:
    posts = [
        a_post("1", "10:00"),
        ours("2", "10:30", reply_to="1", text="Please DM us"),
    ]
    due = ("25 10:30", "follow_up_due", None, "Outcome due")
    assert said(log_of(*posts))[-1] == due
    late = said(log_of(*posts, now=at("12:00", day=1)))[-1]
    assert late[3] == "Outcome overdue from here on"
    told = a_deed(EventKind.ANSWERED, "12:00", where="dm")
    assert said(log_of(*posts, events=[told]))[-1][1] == "answered"


def test_the_customer_opens_a_settled_case_again() -> None:
    log = log_of(
        a_post("1", "10:00"),
        ours("2", "10:30", reply_to="1"),
        a_post("3", at("09:00", day=2), reply_to="2"),
        events=[a_deed(EventKind.RESOLVED, "11:00")],
        now=at("10:00", day=2),
    )
    assert said(log)[-3:-1] == [
        ("26 09:00", "posted", "ania", "Wrote, and waits from here on; seen at once"),
        ("26 09:00", "reopened", "ania", "Opened the case again"),
    ]


def test_courtesy_opens_nothing() -> None:
    log = log_of(
        a_post("1", "10:00"),
        ours("2", "10:30", reply_to="1"),
        a_post("3", "12:00", reply_to="2", needs_reply=False, text="thanks"),
        events=[a_deed(EventKind.RESOLVED, "11:00")],
    )
    assert said(log)[-1] == (
        "24 12:00",
        "posted",
        "ania",
        "Wrote; needs no answer; seen at once",
    )
    assert What.REOPENED not in [each.what for each in log]


def test_where_nobody_is_sure_the_log_says_so() -> None:
    post = a_post("1", "10:00", needs_reply=None)
    made = a_judgement(complaint=0.2, needs_reply=0.5)
    heard = Heard(post=post, judgement=made, mentioned=True)
    (line,) = log_of(heard, now=at("11:00"))
    assert line.text == "Wrote; nobody is sure if it needs an answer; seen at once"


def test_a_case_that_lapsed_says_when_and_who_came_back() -> None:
    posts = [a_post("1", "10:00"), ours("2", "10:30", reply_to="1")]
    log = log_of(*posts, now=at("12:00", day=10))
    assert said(log)[-1] == ("31 10:30", "lapsed", None, "Closed by silence")
    back = a_post("3", at("09:00", day=9), reply_to="2")
    log = log_of(*posts, back, now=at("09:30", day=9))
    assert [each.what.value for each in log] == [
        "posted", "replied", "lapsed", "posted", "reopened", "due",
    ]  # fmt: skip


def test_what_happens_later_is_not_in_it_yet() -> None:
    posts = [a_post("1", "10:00"), ours("2", "12:00", reply_to="1")]
    noted = a_deed(EventKind.NOTED, "12:00", text="x")
    log = log_of(*posts, events=[noted], now=at("11:00"))
    assert [each.what for each in log] == [What.POSTED, What.DUE]


def test_a_line_says_outside_what_it_says_inside() -> None:
    line = log_of(a_post("1", "10:00", seen="10:12"))[0]
    assert line.to_json() == {
        "at": "2026-03-24T10:00:00Z",
        "what": "posted",
        "actor": "customer",
        "who": "ania",
        "words": "Wrote, and waits from here on; seen after 12 min",
        "quoted": None,
        "until": None,
        "seen_at": "2026-03-24T10:12:00Z",
        "post": "1",
        "url": None,
    }


def test_strangers_write_no_words_of_ours() -> None:
    evil = ":red[Answered] ![x](https://evil.example/a.png)"
    post = a_post("1", "10:00", text=evil)
    assert post.author is not None
    post = replace(post, author=replace(post.author, name=evil))
    noted = a_deed(EventKind.NOTED, "12:00", by=evil, text=evil)
    log = log_of(post, events=[noted])
    assert [each for each in log if "evil" in each.words] == []
    assert [each.quoted for each in log if each.quoted] == [evil]

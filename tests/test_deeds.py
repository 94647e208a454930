"""What people did about a case, each deed in its words in the log."""

from dataclasses import replace
from datetime import datetime

import pytest

from domain.entry import Actor, What
from domain.event import EventKind
from tests.made import a_post, at
from tests.test_history import a_deed, log_of


@pytest.mark.parametrize(
    ("kind", "detail", "what", "text"),
    [
        (EventKind.ANSWERED, {"where": "phone"}, "answered", "Answered by phone"),
        (EventKind.ANSWERED, {"where": "dm"}, "answered",
         "Answered in a private message"),
        (EventKind.ANSWERED, {}, "answered", "Answered elsewhere"),
        (EventKind.UNANSWERED, {}, "taken_back", "The answer was taken back"),
        (EventKind.JUDGED, {"complaint": True}, "judged", "A complaint"),
        (EventKind.JUDGED, {"ours": False, "needs_reply": False}, "judged",
         "Not about us; Needs no answer"),
        (EventKind.JUDGED, {}, "judged", "Judged"),
        (EventKind.ASSIGNED, {"to": "ola"}, "assigned", "Given to ola"),
        (EventKind.ASSIGNED, {"to": None}, "assigned", "Given to nobody"),
        (EventKind.RESOLVED, {}, "resolved", "Closed as settled"),
        (EventKind.REOPENED, {}, "reopened", "Opened again"),
        (EventKind.WAIVED, {"reason": "a joke"}, "waived", "Needs no answer: a joke"),
        (EventKind.SNOOZED, {"until": "2026-03-25T08:00:00Z"}, "snoozed", "Snoozed"),
        (EventKind.MUTED, {}, "muted", "Muted the author"),
        (EventKind.UNMUTED, {}, "unmuted", "Hears the author again"),
    ],
)  # fmt: skip
def test_every_deed_has_its_words(
    kind: EventKind, detail: dict[str, object], what: str, text: str
) -> None:
    done = replace(a_deed(kind, "12:00", by="marta"), detail=detail)
    (line,) = [
        each
        for each in log_of(a_post("1", "10:00"), events=[done])
        if each.actor is Actor.COLLEAGUE
    ]
    assert (line.what.value, line.who, line.text) == (what, "marta", text)


def test_no_deed_is_without_words() -> None:
    for kind in EventKind:
        log = log_of(a_post("1", "10:00"), events=[a_deed(kind, "12:00")])
        assert [each for each in log if each.actor is Actor.COLLEAGUE]


@pytest.mark.parametrize(
    ("until", "end"),
    [("2026-03-25T08:00:00Z", at("08:00", day=1)), ("soon", None), (None, None)],
)
def test_a_snooze_says_until_when(until: object, end: datetime | None) -> None:
    done = a_deed(EventKind.SNOOZED, "12:00", until=until)
    log = log_of(a_post("1", "10:00"), events=[done])
    assert [each.until for each in log if each.what is What.SNOOZED] == [end]


def test_a_judgement_of_several_posts_was_one_deed() -> None:
    judged = [
        a_deed(EventKind.JUDGED, "12:00", by=by, post=post, complaint=True)
        for by, post in [("ola", "1"), ("ola", "2"), ("jan", "1")]
    ]
    log = log_of(
        a_post("1", "10:00"), a_post("2", "10:30", reply_to="1"), events=judged
    )
    found = [each.who for each in log if each.what is What.JUDGED]
    assert found == ["ola", "jan"]

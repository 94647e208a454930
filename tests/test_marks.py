"""What people did about a case, and took back: a person's word wins."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.case import Case, Turn, Where
from domain.event import Event, EventKind
from domain.post import Kind
from domain.thread import Thread
from response.cases import cases
from tests.made import ACME, a_post, a_thread, an_event, at, ours

LATER = at("00:00", day=9)
HOUR = timedelta(hours=1)


def with_events(thread: Thread, *events: Event) -> Case:
    (case,) = cases(replace(thread, events=events), ACME, as_of=LATER)
    return case


@pytest.mark.parametrize(
    ("kind", "detail", "stands"),
    [
        pytest.param(EventKind.ANSWERED, {"where": "phone"}, "answered", id="phone"),
        pytest.param(EventKind.WAIVED, {"reason": "spam"}, "waived", id="waived"),
        pytest.param(EventKind.JUDGED, {"ours": False}, "void", id="not about us"),
        pytest.param(EventKind.JUDGED, {"needs_reply": False}, "none", id="no reply"),
        pytest.param(EventKind.NOTED, {"text": "rang her"}, "open", id="a note"),
    ],
)
def test_what_a_person_says_wins(
    kind: EventKind, detail: dict[str, object], stands: str
) -> None:
    case = with_events(
        a_thread(a_post("1", "10:00")), an_event(kind, "12:00", **detail)
    )
    assert _standing(case) == stands


@pytest.mark.parametrize(
    ("deed", "undo"),
    [
        (EventKind.ANSWERED, EventKind.UNANSWERED),
        (EventKind.WAIVED, EventKind.REOPENED),
    ],
)
def test_what_a_person_did_can_be_taken_back(deed: EventKind, undo: EventKind) -> None:
    thread = a_thread(a_post("1", "10:00"))
    case = with_events(thread, an_event(deed, "12:00"), an_event(undo, "12:01"))
    assert _standing(case) == "open"


def test_an_answer_elsewhere_ends_the_wait_when_it_was_given() -> None:
    event = an_event(EventKind.ANSWERED, "12:00", where="phone")
    (turn,) = with_events(a_thread(a_post("1", "10:00")), event).turns
    assert turn.reply is not None
    assert (turn.reply.where, turn.reply.person) == (Where.OFF_PLATFORM, "marta")
    assert turn.wait(LATER) == 2 * HOUR


def _standing(case: Case) -> str:
    if not case.turns:
        return "none"
    turn: Turn = case.turns[0]
    if turn.void:
        return "void"
    if turn.waived:
        return "waived"
    return "answered" if turn.reply else "open"


def test_deeds_of_one_instant_do_not_hang_on_how_they_came() -> None:
    deeds = [
        an_event(EventKind.RESOLVED, "12:00"),
        an_event(EventKind.REOPENED, "12:00"),
        an_event(EventKind.JUDGED, "12:00", complaint=True),
        an_event(EventKind.JUDGED, "12:00", complaint=False),
    ]
    thread = a_thread(a_post("1", "10:00"))
    assert with_events(thread, *deeds) == with_events(thread, *reversed(deeds))


def test_a_bare_share_of_the_brands_post_is_no_mention() -> None:
    shared = a_post("2", "10:00", reply_to="1", kind=Kind.QUOTE, text="")
    above = replace(a_thread(shared, root="2"), elsewhere={"1": ours("1", "09:00")})
    alone = replace(above, heard=(replace(above.heard[0], mentioned=False),))
    assert cases(alone, ACME, as_of=LATER) == []
    quoted = replace(shared, text="What a lamp")
    told = replace(alone, heard=(replace(alone.heard[0], post=quoted),))
    assert len(cases(told, ACME, as_of=LATER)) == 1

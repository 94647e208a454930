"""What people did about a case, as lines of its log.

A judgement is one event for each post it is about; a person did it once.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from domain.case import AuthorClass
from domain.clock import parse_instant
from domain.entry import Actor, Entry, What
from domain.event import Event, EventKind
from response.marks import sentiment_in, topic_in

PLACES = {"phone": "by phone", "dm": "in a private message", "mail": "by mail"}

VERDICTS = {
    "ours": ("About us", "Not about us"),
    "complaint": ("A complaint", "No complaint"),
    "needs_reply": ("Needs an answer", "Needs no answer"),
}

TAKEN_BACK = {
    "complaint": "Whether it is a complaint was taken back",
    "needs_reply": "Whether it needs an answer was taken back",
    "topic": "The topic was taken back",
    "sentiment": "The mood was taken back",
}

CLASSES: Mapping[str, str] = {
    AuthorClass.CUSTOMER: "a customer",
    AuthorClass.COMPETITOR: "a competitor",
    AuthorClass.PRESS: "press",
    AuthorClass.STAFF: "one of us",
}

WORDS = {
    EventKind.UNANSWERED: (What.TAKEN_BACK, "The answer was taken back"),
    EventKind.NOTED: (What.NOTED, "Note"),
    EventKind.RESOLVED: (What.RESOLVED, "Closed as settled"),
    EventKind.REOPENED: (What.REOPENED, "Opened again"),
    EventKind.WAIVED: (What.WAIVED, "Needs no answer"),
    EventKind.SNOOZED: (What.SNOOZED, "Snoozed"),
    EventKind.MUTED: (What.MUTED, "Muted the author"),
    EventKind.UNMUTED: (What.UNMUTED, "Hears the author again"),
    EventKind.ACKNOWLEDGED: (What.ACKNOWLEDGED, "Knows of it"),
}


def deeds(events: Iterable[Event]) -> Iterator[Entry]:
    """Yield what the events say was done, a judgement of several posts once."""
    judged: set[tuple[object, ...]] = set()
    for event in events:
        if event.kind is EventKind.JUDGED:
            if (said := _judgement(event)) in judged:
                continue
            judged.add(said)
        yield _deed(event)


def _deed(event: Event) -> Entry:
    what, words = _words(event)
    return Entry(
        at=event.at,
        what=what,
        actor=Actor.COLLEAGUE,
        words=words,
        who=event.by,
        quoted=_quoted(event),
        until=None if _is_over(event) else put_off_until(event),
    )


def _words(event: Event) -> tuple[What, str]:
    detail = event.detail
    match event.kind:
        case EventKind.ANSWERED:
            where = PLACES.get(str(detail.get("where")), "elsewhere")
            return What.ANSWERED, f"Answered {where}"
        case EventKind.JUDGED:
            return What.JUDGED, "; ".join(_verdicts(detail)) or "Judged"
        case EventKind.ASSIGNED:
            given = detail.get("to")
            return What.ASSIGNED, "Given to" if given else "Given to nobody"
        case EventKind.SNOOZED if _is_over(event):
            return What.SNOOZED, "Snoozed no longer"
        case EventKind.CLASSED:
            who = CLASSES.get(str(detail.get("as")), "somebody else")
            return What.CLASSED, f"Said that the author is {who}"
        case _:
            return WORDS[event.kind]


def _quoted(event: Event) -> str:
    key = {
        EventKind.NOTED: "text",
        EventKind.WAIVED: "reason",
        EventKind.ASSIGNED: "to",
    }.get(event.kind)
    return str(event.detail.get(key) or "") if key else ""


def _is_over(event: Event) -> bool:
    """Tell whether a snooze ends at once: it ends the one before."""
    until = put_off_until(event)
    return until is not None and until <= event.at


def put_off_until(event: Event) -> datetime | None:
    """Return the end of a snooze; None for another deed, or an end nobody can read."""
    if event.kind is not EventKind.SNOOZED:
        return None
    try:
        return parse_instant(str(event.detail.get("until")))
    except ValueError:
        return None


def _verdicts(detail: Mapping[str, object]) -> Iterator[str]:
    for name, (yes, no) in VERDICTS.items():
        if isinstance(detail.get(name), bool):
            yield yes if detail[name] else no
    if topic := topic_in(detail):
        yield "About: " + topic.replace("_", " ")
    if mood := sentiment_in(detail):
        yield mood.capitalize()
    for name, words in TAKEN_BACK.items():
        if name in detail and detail[name] is None:
            yield words


def _judgement(event: Event) -> tuple[object, ...]:
    return event.at, event.by, json.dumps(dict(event.detail), sort_keys=True)

"""What takes a deed back: further events that make the case what it was before.

Nothing is ever deleted, so the log holds the deed and its undoing.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from domain.case import CaseKey
from domain.clock import iso, parse_instant
from domain.event import EventKind
from response.case_words import put_off
from response.marks import Marks, marks
from services import act
from services.conversation import Conversation
from services.sense import WORDS, Acted, Detail, about, refusal, words_on
from services.watch import Watch
from store import Store

OPPOSITE = {
    EventKind.ANSWERED: EventKind.UNANSWERED,
    EventKind.MUTED: EventKind.UNMUTED,
    EventKind.UNMUTED: EventKind.MUTED,
}


NOTHING: Detail = MappingProxyType({})


class Step(NamedTuple):
    """One event on the way back. A snooze without ``until`` ends at once.

    ``posts`` are those that a judgement is about.
    """

    kind: EventKind
    detail: Detail = NOTHING
    posts: tuple[str, ...] | None = None


def way_back(
    before: Conversation,
    kind: EventKind,
    *,
    at: datetime,
    detail: Detail = NOTHING,
) -> tuple[Step, ...]:
    """Return what takes a deed of this kind back; nothing when that cannot be.

    ``before`` is the case just before the deed ``at`` that time, ``detail`` what was
    said with it. A word that nobody had said before is said no more.
    """
    if kind is EventKind.JUDGED and not detail.keys().isdisjoint(WORDS):
        return tuple(_unsaid(before, detail, at))
    return tuple(_steps(before, kind, at))


def unsaid(found: Conversation, *, at: datetime) -> tuple[Step, ...]:
    """Return what takes back all that people say of the posts of a case."""
    return tuple(
        Step(EventKind.JUDGED, dict.fromkeys(words), (post,))
        for post, words in words_on(found, at=at).items()
    )


def go_back(
    store: Store,
    watch: Watch,
    key: CaseKey,
    steps: Iterable[Step],
    *,
    at: datetime,
    by: str | None = None,
) -> Acted:
    """Do the steps in their order; stop at one that means nothing, and return why."""
    acted = Acted.NOTHING_TO_UNDO
    for kind, detail, posts in steps:
        if kind is EventKind.SNOOZED:
            acted = _snooze(store, watch, key, detail, at=at, by=by)
        else:
            acted = act.act(
                store, watch, key, kind, at=at, by=by, detail=detail, posts=posts
            )
        if not acted:
            return acted
    return acted


def _steps(before: Conversation, kind: EventKind, at: datetime) -> Iterator[Step]:
    said = _said(before, at)
    if kind in said:
        yield Step(kind, said[kind])
    elif kind in OPPOSITE:
        yield Step(OPPOSITE[kind])
    elif kind is EventKind.RESOLVED:
        yield Step(EventKind.REOPENED)
        yield from _waived(before, at)
    elif kind is EventKind.REOPENED:
        if refusal(before, EventKind.RESOLVED, {}, at=at) is Acted.ALREADY:
            yield Step(EventKind.RESOLVED)
        yield from _waived(before, at)


def _unsaid(before: Conversation, detail: Detail, at: datetime) -> Iterator[Step]:
    """Yield what was said of each post before, together where that is the same."""
    said, ids = words_on(before, at=at), about(before.case, EventKind.JUDGED, detail)
    names = [each for each in WORDS if each in detail]
    news = {name: detail[name] for name in names}
    together: list[tuple[Detail, list[str]]] = []
    for each in ids:
        words = {name: said.get(each, NOTHING).get(name) for name in names}
        if words == news:
            continue  # it was said of this post before
        same = next((posts for held, posts in together if held == words), None)
        if same is None:
            together.append((words, [each]))
        else:
            same.append(each)
    for before_it, posts in together:
        yield Step(EventKind.JUDGED, before_it, tuple(posts))


def _said(before: Conversation, at: datetime) -> Mapping[EventKind, Detail]:
    """Return what held of the words of which only the last counts."""
    case, end = before.case, put_off(before.case, now=at)
    return {
        EventKind.JUDGED: {"ours": case.ours},
        EventKind.ASSIGNED: {"to": case.assignee},
        EventKind.CLASSED: {"as": case.author.value},
        EventKind.SNOOZED: {"until": iso(end)} if end else {},
    }


def _waived(before: Conversation, at: datetime) -> Iterator[Step]:
    """Yield the waiver that a reopening takes back as well."""
    told = marks(before.events, at).get(before.case.key.customer, Marks())
    waivers = [each for each in told.deeds if each.kind is EventKind.WAIVED]
    for each in waivers[-1:]:
        yield Step(EventKind.WAIVED, each.detail)


def _snooze(
    store: Store,
    watch: Watch,
    key: CaseKey,
    detail: Detail,
    *,
    at: datetime,
    by: str | None,
) -> Acted:
    until = parse_instant(str(detail["until"])) if detail else at
    if until > at:
        return act.snooze(store, watch, key, until=until, at=at, by=by)
    return act.unsnooze(store, watch, key, at=at, by=by)

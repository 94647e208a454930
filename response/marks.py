"""What people did about each customer's case, with what they took back removed."""

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.case import AuthorClass
from domain.event import AUTHOR_WIDE, Event, EventKind
from domain.judgement import TOPICS, Sentiment

_KINDS = tuple(EventKind)
_CLASSES = frozenset(AuthorClass)
_SENTIMENTS = frozenset(Sentiment)


@dataclass(frozen=True, slots=True)
class Marks:
    """People's words on one case, as they stand.

    ``deeds`` are those that end or begin something, oldest first: answers off the
    platform, waivers, resolutions, reopenings. ``judged`` is what was said of single
    posts, by post id; ``ours`` whether the case is about the brand. From ``muted_at``
    on nothing of this customer needs a reply. ``author`` is who they are. ``events``
    is all of which this was read, oldest first.
    """

    deeds: tuple[Event, ...] = ()
    judged: Mapping[str, Sequence[Event]] = field(default_factory=dict)
    assignee: str | None = None
    ours: bool = True
    muted_at: datetime | None = None
    author: AuthorClass = AuthorClass.CUSTOMER
    events: tuple[Event, ...] = ()

    def about(self, posts: Container[str], *, or_none: Container[str]) -> "Marks":
        """Return the words that concern some of the customer's ``posts``.

        What was said of the author concerns them all, and ``or_none`` are posts whose
        words are left out; words about any other post are taken in.
        """
        mine = [
            each
            for each in self.events
            if each.kind in AUTHOR_WIDE
            or each.about.id in posts
            or each.about.id not in or_none
        ]
        return _standing(mine)

    def said(self, post_id: str) -> Mapping[str, object]:
        """Return all that was said of a post, the last word of each kind."""
        return said(self.judged.get(post_id, ()))


def said(events: Iterable[Event]) -> Mapping[str, object]:
    """Return what judgements of one post say together, the last word of each kind.

    A word that was taken back was never said.
    """
    words: dict[str, object] = {}
    for event in events:
        words.update(event.detail)
    return {name: word for name, word in words.items() if word is not None}


def topic_in(told: Mapping[str, object]) -> str | None:
    """Return the topic that a person named; any other word is none."""
    word = told.get("topic")
    return word if isinstance(word, str) and word in TOPICS else None


def sentiment_in(told: Mapping[str, object]) -> str | None:
    """Return the sentiment that a person named; any other word is none."""
    word = told.get("sentiment")
    return word if isinstance(word, str) and word in _SENTIMENTS else None


def marks(events: Iterable[Event], as_of: datetime) -> dict[str, Marks]:
    """Return what stands of ``events`` at ``as_of``, by customer id."""
    done: dict[str, list[Event]] = {}
    seen = [event for event in events if event.at <= as_of]
    for event in sorted(seen, key=_in_order):
        done.setdefault(event.customer, []).append(event)
    return {customer: _standing(each) for customer, each in done.items()}


def _in_order(event: Event) -> tuple[datetime, int, str, str]:
    """Order events, those of one instant too: never by how they came to us."""
    told = json.dumps(dict(event.detail), sort_keys=True, default=str)
    return event.at, _KINDS.index(event.kind), event.about.id, told


def _standing(events: list[Event]) -> Marks:
    judged: dict[str, list[Event]] = {}
    for event in _of(events, EventKind.JUDGED):
        judged.setdefault(event.about.id, []).append(event)
    words = [each.detail["ours"] for each in events if "ours" in each.detail]
    to = [each.detail.get("to") for each in _of(events, EventKind.ASSIGNED)][-1:]
    mutings = _of(events, EventKind.MUTED, EventKind.UNMUTED)
    return Marks(
        deeds=_deeds(events),
        judged=judged,
        assignee=next((each for each in to if isinstance(each, str)), None),
        ours=words[-1] is True or words[-1] is None if words else True,
        muted_at=_muted_at(mutings),
        author=_author(_of(events, EventKind.CLASSED)),
        events=tuple(events),
    )


def _author(events: list[Event]) -> AuthorClass:
    """Return who a person last said the author is; any other word is none."""
    told = [str(each.detail.get("as")) for each in events]
    known = [each for each in told if each in _CLASSES]
    return AuthorClass(known[-1]) if known else AuthorClass.CUSTOMER


def _muted_at(mutings: list[Event]) -> datetime | None:
    """Return the first muting since the last word against it."""
    since = None
    for each in mutings:
        if each.kind is EventKind.UNMUTED:
            since = None
        elif since is None:
            since = each.at
    return since


def _of(events: list[Event], *kinds: EventKind) -> list[Event]:
    return [each for each in events if each.kind in kinds]


def _deeds(events: list[Event]) -> tuple[Event, ...]:
    """Return the deeds that nobody took back."""
    deeds: list[Event] = []
    for event in events:
        match event.kind:
            case EventKind.ANSWERED | EventKind.WAIVED | EventKind.RESOLVED:
                deeds.append(event)
            case EventKind.MUTED:
                deeds.append(event)
            case EventKind.UNANSWERED:
                _take_back(deeds, EventKind.ANSWERED)
            case EventKind.UNMUTED:
                deeds = [each for each in deeds if each.kind is not EventKind.MUTED]
            case EventKind.REOPENED:
                _take_back(deeds, EventKind.WAIVED)
                deeds.append(event)
            case _:
                pass
    return tuple(deeds)


def _take_back(deeds: list[Event], kind: EventKind) -> None:
    """Drop the last of a kind: a person took it back."""
    for position in range(len(deeds) - 1, -1, -1):
        if deeds[position].kind is kind:
            del deeds[position]
            return

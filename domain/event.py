"""An event: something a person did about a case. Never edited, never deleted.

An event names the post it is about rather than the case, because a case's thread may
get a new root when a missing parent arrives late.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.clock import in_utc
from domain.post import PostKey


class EventKind(StrEnum):
    """What was done."""

    ANSWERED = "answered"
    """Answered off the platform; ``detail``: ``where`` phone, dm, mail or other."""
    UNANSWERED = "unanswered"
    """The last recorded answer is taken back."""
    NOTED = "noted"
    """An internal note; ``detail``: ``text``."""
    JUDGED = "judged"
    """A person's word; ``detail`` any of ``ours``, ``complaint``, ``needs_reply``,
    ``topic`` (one of ``TOPICS``) and ``sentiment``. None takes a word back."""
    RESOLVED = "resolved"
    REOPENED = "reopened"
    WAIVED = "waived"
    """The open turn needs no answer; ``detail``: ``reason``."""
    ASSIGNED = "assigned"
    """``detail``: ``to``, a person, or None for nobody."""
    MUTED = "muted"
    """Nothing of this author needs a reply, in whatever thread of the brand."""
    UNMUTED = "unmuted"
    """The author was never to be muted."""
    CLASSED = "classed"
    """Who the author is, in whatever thread; ``detail``: ``as``, an AuthorClass."""
    SNOOZED = "snoozed"
    """Put off; ``detail``: ``until``, an instant. No clock stops for it."""
    ACKNOWLEDGED = "acknowledged"
    """A named person knows of it: the ladder waits for a while. No clock stops."""


AUTHOR_WIDE = frozenset({EventKind.MUTED, EventKind.UNMUTED, EventKind.CLASSED})
"""Deeds that speak of an author wherever they write, not of one case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One deed of one person. ``at`` is an instant in UTC.

    ``about`` is a post of the case, ``customer`` its author's id. ``by`` is the
    person, or None when unknown.
    """

    brand: str
    about: PostKey
    customer: str
    kind: EventKind
    at: datetime
    by: str | None = None
    detail: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep the instant in UTC."""
        object.__setattr__(self, "at", in_utc(self.at))

"""One line of a case's log: what happened, when, and who did it.

Nothing here is stored: a log is read out of facts, so nobody can change a line of it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.clock import iso, iso_or_none


class What(StrEnum):
    """What sort of thing happened."""

    POSTED = "posted"
    ASKED_AGAIN = "asked_again"
    EDITED = "edited"
    DELETED = "deleted"
    REMOVED = "removed"
    REPLIED = "replied"
    AUTO_REPLIED = "auto_replied"
    REPLY_WITHDRAWN = "reply_withdrawn"
    OTHERS_REPLIED = "others_replied"
    ANSWERED = "answered"
    TAKEN_BACK = "taken_back"
    NOTED = "noted"
    JUDGED = "judged"
    ASSIGNED = "assigned"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    WAIVED = "waived"
    SNOOZED = "snoozed"
    MUTED = "muted"
    UNMUTED = "unmuted"
    CLASSED = "classed"
    ACKNOWLEDGED = "acknowledged"
    ALERTED = "alerted"
    LAPSED = "lapsed"
    DUE = "due"
    OVERDUE = "overdue"
    FOLLOW_UP_DUE = "follow_up_due"


class Actor(StrEnum):
    """Who did it, in the order of a tie. Time runs out by itself: that is the clock."""

    CUSTOMER = "customer"
    OTHER = "other"
    BRAND = "brand"
    COLLEAGUE = "colleague"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line. ``words`` are ours alone; ``who`` and ``quoted`` are others'.

    ``who`` is None when unknown or nobody. ``quoted`` is a note, a reason, or whom a
    case was given to. ``until`` ends what was put off. ``seen_at`` is when the post
    ``post`` reached us.
    """

    at: datetime
    what: What
    actor: Actor
    words: str
    who: str | None = None
    quoted: str = ""
    until: datetime | None = None
    seen_at: datetime | None = None
    post: str | None = None
    url: str | None = None

    @property
    def text(self) -> str:
        """The words with what a person wrote, so no longer ours alone."""
        between = " " if self.what is What.ASSIGNED else ": "
        return f"{self.words}{between}{self.quoted}" if self.quoted else self.words

    def to_json(self) -> dict[str, object]:
        """Return the line with the fields outsiders know."""
        return {
            "at": iso(self.at),
            "what": self.what.value,
            "actor": self.actor.value,
            "who": self.who,
            "words": self.words,
            "quoted": self.quoted or None,
            "until": iso_or_none(self.until),
            "seen_at": iso_or_none(self.seen_at),
            "post": self.post,
            "url": self.url,
        }

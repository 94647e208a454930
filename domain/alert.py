"""An alert: that one person is to be told one thing, once, by one channel.

What is said is worked out when it is sent, from what holds then: an alert carries no
words, so that none of a customer's can lie in the outbox or go out when it is too late.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Self

from domain.clock import in_utc
from domain.errors import ConfigError
from domain.post import PostKey

MAIL = "mail"
"""The channel of whoever names no other; the rest are ``secret:NAME``."""


class Step(StrEnum):
    """What is told. The first four are the ladder of a turn, the gravest last."""

    NUDGE = "nudge"
    """Most of the time is over; the assignee hears."""
    OVERDUE = "overdue"
    """The time is over; the lead hears."""
    ESCALATED = "escalated"
    """It has been over for long; the manager hears."""
    CRITICAL = "critical"
    """It cannot wait; whoever is on call hears at once."""
    OUTCOME = "outcome"
    """The customer was sent elsewhere, and nobody knows what became of it."""
    AUTHOR = "author"
    """Somebody wrote who is no customer: the press, a competitor, one of the staff."""
    SPIKE = "spike"
    """Far more complaints than usual."""
    BLIND = "blind"
    """A source is not read."""
    ENDED = "ended"
    """To those who were told: it is answered, or over."""
    DAILY = "daily"
    WEEKLY = "weekly"


LADDER = (Step.NUDGE, Step.OVERDUE, Step.ESCALATED, Step.CRITICAL)
"""The steps of a turn, the gravest last."""

GRAVITY = (
    Step.ENDED,
    Step.WEEKLY,
    Step.DAILY,
    Step.AUTHOR,
    Step.OUTCOME,
    Step.NUDGE,
    Step.OVERDUE,
    Step.ESCALATED,
    Step.BLIND,
    Step.SPIKE,
    Step.CRITICAL,
)
"""All steps, the gravest last: of several in one message it gives the subject."""

DIGESTS = frozenset({Step.DAILY, Step.WEEKLY})
"""Mails of their own, which no cap holds back."""


class Topic(StrEnum):
    """What kind of thing an alert is about."""

    TURN = "turn"
    """The wait that begins with a post: ``turn/x/123``."""
    AGAIN = "again"
    """That wait, after it was told to be over and was not: ``again/x/123``."""
    SPIKE = "spike"
    """``spike/2026-11-23T10:00:00Z``, the hour in which it was noticed."""
    SOURCE = "source"
    """``source/reddit/2026-11-23T04:10:00Z``, blind since then."""
    DAY = "day"
    """A digest's local date: ``day/2026-11-23``."""


class About(NamedTuple):
    """What an alert is about, as a key that outlives a restart and a late parent.

    A turn is named by its first post rather than by its case, whose thread may get a
    new root.
    """

    topic: Topic
    rest: str

    @classmethod
    def turn(cls, start: PostKey) -> Self:
        """Name the wait that begins with a post."""
        return cls(Topic.TURN, f"{start.network}/{start.id}")

    @classmethod
    def again(cls, start: PostKey) -> Self:
        """Name the wait that goes on after it was told to be over."""
        return cls(Topic.AGAIN, f"{start.network}/{start.id}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``str`` wrote; raise ConfigError for anything else."""
        topic, slash, rest = text.partition("/")
        if topic not in set(Topic) or not slash or not rest:
            raise ConfigError.at("about", found=text, wanted="such as turn/x/123")
        return cls(Topic(topic), rest)

    @property
    def start(self) -> PostKey | None:
        """The post with which a turn begins; None for anything but a turn."""
        if self.topic not in {Topic.TURN, Topic.AGAIN}:
            return None
        network, _, post_id = self.rest.partition("/")
        return PostKey(network, post_id)

    def __str__(self) -> str:
        """Write it as it stands in the store."""
        return f"{self.topic}/{self.rest}"


class AlertKey(NamedTuple):
    """What makes an alert the same alert: it is raised and told once.

    ``recipient`` is a person's mail address, ``channel`` how they are told.
    """

    about: About
    step: Step
    recipient: str
    channel: str = MAIL


class Delivery(StrEnum):
    """What became of an alert."""

    WAITING = "waiting"
    """Held back, or to be tried again."""
    TAKEN = "taken"
    """Being sent now, or it was when a process died."""
    SENT = "sent"
    CANCELLED = "cancelled"
    """What it was about had ended before it went out."""
    FAILED = "failed"
    """Given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert as it stands. Instants are UTC.

    ``ready_at`` is when it may go out at the earliest. ``message`` is the id of the
    message that carries it, once it was tried, ``said`` in a few words of ours why it
    did not go out. ``tries`` counts the times that it was sent without a yes.
    """

    id: int
    brand_id: int
    key: AlertKey
    raised_at: datetime
    ready_at: datetime
    delivery: Delivery = Delivery.WAITING
    tries: int = 0
    taken_at: datetime | None = None
    sent_at: datetime | None = None
    message: str | None = None
    said: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """An alert to be written down, unless its key is there. ``at`` is when it arose."""

    key: AlertKey
    at: datetime
    ready_at: datetime

    def __post_init__(self) -> None:
        """Keep the instants in UTC."""
        object.__setattr__(self, "at", in_utc(self.at))
        object.__setattr__(self, "ready_at", in_utc(self.ready_at))

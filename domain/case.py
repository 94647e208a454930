"""A case: one customer in one thread of one brand, and the turns of waiting in it.

Everything here is derived from facts (posts, events, versions of the brand) and an
``as_of``; where it is stored for speed it can be rebuilt.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from domain.event import Event


class CaseKey(NamedTuple):
    """What makes a case the same case, whatever the order of arrival.

    ``episode`` is 1 but for a customer who comes back to the same thread with a new
    need, long after the case before was over.
    """

    brand: str
    network: str
    thread: str
    customer: str
    episode: int = 1

    def __str__(self) -> str:
        """Write the case's id, as outsiders know it."""
        again = () if self.episode == 1 else (str(self.episode),)
        return "/".join((*self[:4], *again))


class AuthorClass(StrEnum):
    """Who the author of a case is; only a customer has an SLA."""

    CUSTOMER = "customer"
    COMPETITOR = "competitor"
    PRESS = "press"
    STAFF = "staff"


class TurnKind(StrEnum):
    """What a turn is about; it chooses the SLA."""

    COMPLAINT = "complaint"
    QUESTION = "question"
    REVIEW = "review"


class ReplyKind(StrEnum):
    """What a reply does for the customer; only the last settles the matter."""

    HOLDING = "holding"
    REDIRECT = "redirect"
    SUBSTANTIVE = "substantive"


class Where(StrEnum):
    """Where a reply was given."""

    NATIVE = "native"
    EARSHOT = "earshot"
    OFF_PLATFORM = "off-platform"


class TurnState(StrEnum):
    """Where a turn stands towards its first-reply target.

    ``open`` and ``answered`` are those of a turn that no target governs.
    """

    RUNNING = "running"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met_late"
    WAIVED = "waived"
    VOID = "void"
    OPEN = "open"
    ANSWERED = "answered"


class CaseStatus(StrEnum):
    """Where a case stands as a whole, as derived at an ``as_of``."""

    WAITING = "waiting"
    """The customer waits for a reply."""
    ANSWERED = "answered"
    """Replied to; nothing is pending."""
    REDIRECTED = "redirected"
    """Asked to write elsewhere, and no outcome is known of that."""
    WAITING_CUSTOMER = "waiting_customer"
    """A reply that settles asked the customer something."""
    RESOLVED = "resolved"
    LAPSED = "lapsed"
    """Closed by silence; never counted as resolved."""
    VOID = "void"


class CaseFlag(StrEnum):
    """What a person should know of a case beside its turns."""

    ANSWERED_BY_COMMUNITY = "answered_by_community"
    """Somebody else than the brand replied to the customer."""
    LOOKS_LIKE_STAFF = "looks_like_staff"
    """An unlisted account replied whose handle or name is like the brand's."""
    CUSTOMER_REPLIED_AGAIN = "customer_replied_again"
    """The newest post is the customer's, in a case that was answered."""
    TEXT_CHANGED = "text_changed"
    """A post was edited after a person had judged it."""
    FOUND_LATE = "found_late"
    """A turn's first post was seen more than an hour after it was posted."""
    UNSURE = "unsure"
    """Nobody knows whether a post needs a reply: a person must say."""


LATE = timedelta(minutes=60)
"""A turn seen later than this is the collector's failure, not the team's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One qualifying reply. ``id`` is None for an answer given off the platform."""

    at: datetime
    id: str | None
    kind: ReplyKind
    where: Where
    person: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One run of waiting: from the first unanswered post to the first reply.

    ``posts`` are the ids of the customer's needs-reply posts in it, the start first;
    ``reply`` is the first qualifying reply, None while nobody answered;
    ``substantive_at`` the first reply that settles. ``withdrawn_at`` is when a reply
    of this turn was deleted again. ``void`` turns count nowhere; ``waived`` gives
    the reason of a person's waiver. ``critical`` is the word of ``response.urgency``;
    an SLA may promise such a turn more.
    """

    number: int
    kind: TurnKind
    posts: tuple[str, ...]
    started_at: datetime
    seen_at: datetime
    reply: Reply | None = None
    substantive_at: datetime | None = None
    withdrawn_at: datetime | None = None
    void: bool = False
    waived: str | None = None
    backfilled: bool = False
    url: str | None = None
    critical: bool = False

    @property
    def open(self) -> bool:
        """Tell whether the customer still waits."""
        return self.reply is None and not self.void and self.waived is None

    @property
    def nudges(self) -> int:
        """Count how often the customer asked again."""
        return len(self.posts) - 1

    @property
    def found_late(self) -> bool:
        """Tell whether it counts in the customer's wait, but not in the team's SLA."""
        return not self.backfilled and self.seen_at - self.started_at > LATE

    def wait(self, as_of: datetime) -> timedelta:
        """Return how long the customer waited, so far or until the reply."""
        end = self.reply.at if self.reply else as_of
        return max(end - self.started_at, timedelta())

    def collector_lag(self, as_of: datetime) -> timedelta:
        """Return the part of the wait before we saw the post."""
        lag = max(self.seen_at - self.started_at, timedelta())
        return min(lag, self.wait(as_of))


class Unsure(NamedTuple):
    """A post of which only a person can say whether it needs a reply."""

    post: str
    at: datetime
    backfilled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One customer in one thread, with the turns so far.

    ``posts`` are the ids of all the customer's posts of the case, oldest first.
    ``resolved_at`` is the last resolution that was not reopened, ``assignee`` who
    has it in hand. ``ours`` is False when a person said it is not about the brand.
    ``first_resolved_at`` is the first resolution, ``reopened`` counts how often a
    resolution was undone, by a person or by the customer. ``pauses`` are the spans in
    which we waited for the customer, the last one maybe without an end; they stop the
    resolution clock only. ``follow_up_due_at`` is when a redirect needs an outcome,
    ``lapsed_at`` when the case was closed by silence: for what is stored after all
    facts, that may be a time to come.
    ``author`` is who wrote, by a person's word. ``events`` are what people did about
    the case or its author, oldest first. ``replies`` are the ids of all that the brand
    wrote to the customer, whether it counts or not. ``unsure`` are the posts that no
    clock runs for until a person says that they need a reply, oldest first; none while
    the customer waits anyway.
    """

    key: CaseKey
    posts: tuple[str, ...]
    turns: tuple[Turn, ...] = ()
    resolved_at: datetime | None = None
    assignee: str | None = None
    ours: bool = True
    status: CaseStatus = CaseStatus.ANSWERED
    flags: frozenset[CaseFlag] = frozenset()
    first_resolved_at: datetime | None = None
    reopened: int = 0
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()
    follow_up_due_at: datetime | None = None
    lapsed_at: datetime | None = None
    author: AuthorClass = AuthorClass.CUSTOMER
    events: tuple[Event, ...] = ()
    replies: tuple[str, ...] = ()
    unsure: tuple[Unsure, ...] = ()

    @property
    def open_turn(self) -> Turn | None:
        """The turn in which the customer waits now, if any (at most the last)."""
        waiting = [turn for turn in self.turns if turn.open]
        return waiting[-1] if waiting else None

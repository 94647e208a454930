"""What a message tells, as data: who is told, of whom, and what can be done. No markup.

Texts and names are a stranger's, as they were written: whoever renders a letter
escapes them, shortens them, and makes none of their links work.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.alert import GRAVITY, Step
from domain.case import TurnKind

QUOTE = 280
"""Characters of a customer's text that a mail quotes."""

MOST_CARDS = 5
"""Cards of one message; the rest is counted, and behind one link."""


MOST_ENDED = 10
"""Settled ones, or sources, that one message lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """To whom it is said, in which language, by which clock."""

    email: str
    language: str = "en"
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where a click leads; None without ``public_url``, and for what has no address.

    ``open`` is the case in the dashboard, ``take`` the page with the button, ``post``
    the post on its network.
    """

    open: str | None = None
    take: str | None = None
    post: str | None = None


NO_LINKS = Links()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One customer who waits, or waited, as the reader should see it.

    ``step`` is the gravest that is told, ``kind`` what the customer wants. ``waited``
    is the customer's wait by the wall clock, ``target`` what was promised as it is
    written ("1h"), ``due_at`` when it ends. ``contacts`` are the last words between
    the two, oldest first, each with whether the brand wrote them. ``next_to`` hears
    next, at ``next_at``.
    """

    case: str
    step: Step
    name: str | None
    handle: str | None
    network: str
    followers: int | None
    text: str
    posted_at: datetime
    waited: timedelta
    kind: TurnKind = TurnKind.COMPLAINT
    due_at: datetime | None = None
    target: str | None = None
    topic: str | None = None
    sentiment: str | None = None
    flags: Sequence[str] = ()
    because: Sequence[str] = ()
    nudges: int = 0
    assignee: str | None = None
    found_late: bool = False
    contacts: Sequence[tuple[bool, str]] = ()
    next_to: str | None = None
    next_at: datetime | None = None
    links: Links = NO_LINKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What became of somebody the reader was told of.

    ``how`` is ``answered``, ``waived``, ``gone`` or ``no complaint``; ``by`` answered,
    ``text`` is the brand's own reply, ``waited`` how long the customer waited for it.
    ``told`` is the step that they were told of, whose subject is kept, and ``kind``
    what the customer wanted.
    """

    case: str
    name: str | None
    network: str
    how: str
    at: datetime
    by: str | None = None
    waited: timedelta | None = None
    text: str | None = None
    told: Step = Step.OVERDUE
    kind: TurnKind = TurnKind.COMPLAINT
    links: Links = NO_LINKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """Many who wait at once: ``count`` in ``span``, ``usual`` in as long.

    ``usual`` is None where they are only many of one topic, which is not held against
    what is usual.
    ``topics`` are the largest, with how many each; ``topic`` is set when one of them
    is what it is about.
    """

    count: int
    usual: float | None
    span: timedelta
    since: datetime
    networks: int = 1
    topic: str | None = None
    topics: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A source that is not read since ``since``: what is the matter, and what to do.

    ``ended_at`` is set once it is read again.
    """

    network: str
    sentence: str
    advice: str
    since: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message to one person about one brand.

    ``cards`` are at most ``MOST_CARDS`` of ``waiting`` customers, gravest first;
    ``inbox`` leads to all of them, ``settings`` to where it is changed who gets what.
    ``sample`` marks one that was asked for to
    see what it looks like.
    """

    brand: str
    reader: Reader
    now: datetime
    cards: Sequence[Card] = ()
    waiting: int = 0
    ended: Sequence[Ended] = ()
    surges: Sequence[Surge] = ()
    outages: Sequence[Outage] = ()
    inbox: str | None = None
    settings: str | None = None
    sample: bool = False

    @property
    def more(self) -> int:
        """Count who waits and has no card."""
        return max(self.waiting - len(self.cards), 0)

    @property
    def step(self) -> Step:
        """The gravest step that it tells of."""
        told = [Step.SPIKE for _ in self.surges] + [Step.BLIND for _ in self.outages]
        told += [each.step for each in self.cards]
        return max(told, key=GRAVITY.index, default=Step.ENDED)

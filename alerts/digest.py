"""A digest as data: the numbers, the customers and the changes of one mail. No words.

Words, in the reader's language, and markup are made of it elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alerts.letter import NO_LINKS, Card, Links, Outage, Reader
from domain.alert import Step

FIRST = 5
"""Who is to be answered first: so many."""

THANKS = 3
CHART_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number beside what it was in the span before; None where there is none."""

    now: float | None
    before: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicChange:
    """How often a topic came up, in this span and in the one before, and where."""

    topic: str
    posts: int
    before: int
    networks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Praise:
    """Somebody worth thanking. ``first``: nothing kind was heard of them before."""

    name: str | None
    handle: str | None
    network: str
    text: str
    first: bool
    links: Links = NO_LINKS


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMood:
    """How many mentions a local day brought, by how they feel."""

    day: date
    negative: int
    neutral: int
    positive: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mate:
    """How many first replies somebody gave, and their median.

    ``person`` None: nobody knows who.
    """

    person: str | None
    answered: int
    median_s: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """The estimated share of complaints among what was judged to need no reply.

    All are shares of 0..1; the interval holds in 95 of 100 cases. ``checked`` is by how
    many answers.
    """

    share: float
    low: float
    high: float
    checked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One digest of one brand for one reader, of [since, until).

    ``kind`` is daily or weekly, ``day`` its local date. ``waiting`` and ``overdue`` are
    counts at ``until``, beside those at ``since``; ``median_s`` is the median first
    reply in seconds, ``in_target`` a share of 0..1, each beside the span before, which
    is as long. There is no median until half of those who wrote are answered;
    ``answered`` counts them. ``target_s`` is what a complaint is promised. ``oldest``
    is how long the oldest has waited. ``outages`` are the sources that are blind now,
    ``blind`` how long any was in the span (None: no source is set up). ``covers``
    counts the digests that were due since the last one and did not go out.
    """

    kind: Step
    brand: str
    reader: Reader
    day: date
    since: datetime
    until: datetime
    waiting: Figure
    overdue: Figure
    median_s: Figure
    in_target: Figure
    answered: int = 0
    target_s: int | None = None
    oldest: timedelta | None = None
    mentions: int = 0
    complaints: int = 0
    first: Sequence[Card] = ()
    topics: Sequence[TopicChange] = ()
    thanks: Sequence[Praise] = ()
    days: Sequence[DayMood] = ()
    team: Sequence[Mate] = ()
    outages: Sequence[Outage] = ()
    blind: timedelta | None = None
    missed: Missed | None = None
    covers: int = 0
    inbox: str | None = None
    overdue_link: str | None = None
    settings: str | None = None
    unsubscribe: str | None = None
    sample: bool = False

"""A source: a network we listen to, what we read there, and how it can fail.

A stream is one thing we ask a network for again and again. Its posts come in pages,
newest first; where we are in them is kept in a ``domain.checkpoint.Checkpoint``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from domain.account import Account
from domain.errors import EarshotError
from domain.post import Post


class Fault(StrEnum):
    """Every way in which a network may fail us; each client's errors become one."""

    RATE_LIMITED = "rate_limited"
    """Too many requests; the network says, or we guess, when to come back."""
    QUOTA_EXHAUSTED = "quota_exhausted"
    """A cap of the month, of credits or of our money: a person must act or wait."""
    AUTH_INVALID = "auth_invalid"
    """The credentials are not accepted."""
    AUTH_SCOPE = "auth_scope"
    """The credentials are good, but not for this."""
    NOT_FOUND = "not_found"
    BAD_QUERY = "bad_query"
    """The network refuses what we ask; asking again would not help."""
    UNAVAILABLE = "unavailable"
    """No answer, none in time, or one of a server in trouble."""
    CONTRACT_CHANGED = "contract_changed"
    """An answer of a shape that we do not know. It is never "all quiet"."""
    CURSOR_LOOP = "cursor_loop"
    """The same page again and again."""


class SourceError(EarshotError):
    """A network failed. ``until`` is when to come back, if it said so (UTC).

    The message is one bounded line of ours, fit for logs: no words of posts in it.
    ``network_wide`` says that all we ask of the network shares the limit that was hit.
    """

    def __init__(
        self,
        network: str,
        fault: Fault,
        said: str,
        *,
        until: datetime | None = None,
        network_wide: bool = False,
    ) -> None:
        super().__init__(f"{network}: {fault}: {said}")
        self.network = network
        self.fault = fault
        self.said = said
        self.until = until
        self.network_wide = network_wide


class Family(StrEnum):
    """What sort of thing a stream reads. A network's limits go by family, too."""

    MENTIONS = "mentions"
    """Posts that tag the brand."""
    INBOX = "inbox"
    """What the network itself puts before the brand."""
    OWN = "own"
    """The brand's own posts: the cheap way to see its answers."""
    SEARCH = "search"
    """Posts of anybody that hold the brand's words."""
    COMMENTS = "comments"
    """All comments of some places; most of them concern nobody we watch."""


PRIORITY = (Family.MENTIONS, Family.INBOX, Family.OWN, Family.SEARCH, Family.COMMENTS)
"""What is read first, and goes on longest when money runs short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """What a collector must know of one brand to listen for it.

    ``needles`` are words and phrases as the owner wrote them: a post that matches any
    of the brand's queries holds one of them (``response.needles``). ``accounts`` are
    those of the collector's network, valid now; an account may still lack its id.
    """

    brand: str
    needles: tuple[str, ...] = ()
    accounts: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One thing to ask a network for again and again.

    ``query`` is what exactly: a search text, an account's id, names of places; the
    same question always has the same ``id``, so that its checkpoint is found again.
    ``overlap`` is read twice, for posts that show late. ``horizon`` is how far back
    the network lets us look (None: as far as its listing goes). ``wide`` says that
    most of what comes concerns nobody we watch and is not to be kept.
    """

    network: str
    family: Family
    query: str
    overlap: timedelta = timedelta(minutes=10)
    horizon: timedelta | None = None
    wide: bool = False
    id: str = field(init=False)

    def __post_init__(self) -> None:
        """Name the stream by what it asks."""
        object.__setattr__(self, "id", f"{self.family}:{self.query}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which page to read: that at ``token``, or the newest one before ``until``.

    ``since`` is how far back the reading goes at all; ``size`` the most posts we can
    afford. Instants are UTC.
    """

    since: datetime | None = None
    until: datetime | None = None
    token: str | None = None
    size: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer of a network, newest post first.

    ``token`` leads to the next older page, None when there is none. ``reach`` is when
    the last item was posted, kept or not. ``ids`` name all items, so that a page that
    repeats another is noticed. ``skipped`` counts items that are no post we can read.
    ``capped`` says that the network holds older posts and does not give them.
    ``requests`` is what the page took; ``usd`` what one post of it costs.
    """

    posts: tuple[Post, ...] = ()
    token: str | None = None
    reach: datetime | None = None
    ids: frozenset[str] = frozenset()
    skipped: int = 0
    capped: bool = False
    requests: int = 1
    usd: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How posts stand now: those that are still there, and the ids of the others.

    ``deleted`` were taken away by their author or with the account, ``removed`` by
    the network or a moderator. An id in none of the three is unknown: leave it.
    """

    posts: tuple[Post, ...] = ()
    deleted: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    requests: int = 1
    usd: float = 0.0


class How(StrEnum):
    """How a post can be answered."""

    API = "api"
    LINK = "link"
    """By a person, on the network itself."""
    NO = "no"


@dataclass(frozen=True, slots=True)
class Answerable:
    """Whether and how a post can be answered, with the reason in a few words."""

    how: How
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a source lacks, or would need to be set up.

    ``secrets`` are the names of settings in the environment; ``where`` says in one
    sentence where they are had.
    """

    secrets: Sequence[str]
    where: str

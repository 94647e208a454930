"""Coverage: which spans of time of a stream were read, failed or may lack posts.

A span speaks of when posts were posted, [since, until). That of a failure begins where
reading ended and grows with each try in vain.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SpanState(StrEnum):
    """What is known of a span."""

    READ = "read"
    GAP = "gap"
    """Posts of it may be missing: the network did not give them."""
    FAILED = "failed"
    RATE_LIMITED = "rate_limited"


FAILURES = frozenset({SpanState.FAILED, SpanState.RATE_LIMITED})
"""What ends when the stream is read again; a gap stays until it is read itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One span of one stream, which is named by its id. Instants are UTC.

    ``reason`` says in a few words why posts may be missing. ``posts`` came in a span
    that was read. ``recovered_at`` is when what was missed had been read after all,
    None while it has not.
    """

    network: str
    stream: str
    state: SpanState
    reason: str | None
    since: datetime
    until: datetime
    posts: int = 0
    recovered_at: datetime | None = None

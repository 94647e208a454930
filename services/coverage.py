"""Coverage: which spans of time were read, which failed, which may lack posts.

It is told by source and by what was asked there. Brands share both.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.clock import iso
from domain.coverage import Span
from store import Session, coverage

MOST = 100_000
"""Spans of one report, the newest: a bound, not a page."""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One span as outsiders know it."""

    span: Span

    def to_json(self) -> dict[str, object]:
        """Return the row. ``query`` is what was asked, with its family before it."""
        span = self.span
        return {
            "network": span.network,
            "query": span.stream,
            "from": iso(span.since),
            "to": iso(span.until),
            "state": span.state.value,
            "reason": span.reason,
            "posts": span.posts,
        }


def covered(
    session: Session, *, since: datetime | None = None, until: datetime | None = None
) -> list[CoverageRow]:
    """Return the spans that reach into [since, until), whole, oldest first."""
    found = coverage.spans(session, since=since, until=until, limit=MOST)
    return [CoverageRow(each) for each in found]

"""How many people complained of a brand, hour by hour and just now.

Authors are counted, not posts, and only what was heard in time: history, posts that
were found late and those that are gone would make a spike of what is none. Who has no
account any more is nobody's distinct author.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session

from domain.case import LATE
from store.sql import SQLITE, Spelling, ask, spelling
from store.types import known_instant

MOST_TOPICS = 3


class Loud(NamedTuple):
    """Of what a span's complaints are: networks, and the largest topics with authors.

    ``authors`` are all, also those who complain of nothing that has a name.
    """

    authors: int
    networks: int
    topics: Sequence[tuple[str, int]]


def by_hour(
    session: Session, brand_id: int, *, since: datetime, until: datetime
) -> dict[datetime, int]:
    """Return how many authors complained in each hour of UTC in [since, until).

    Hours without any are left out.
    """
    how = spelling(session)
    hour = (
        "substr(m.posted_at, 1, 13)"
        if how is SQLITE
        else "to_char(m.posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')"
    )
    rows = ask(
        session,
        f"SELECT {hour}, {_AUTHORS} {_among(how)} GROUP BY 1",
        *_asked(how, brand_id, since, until),
    )
    return {known_instant(f"{name}:00"): count for name, count in rows if count}


def authors(
    session: Session, brand_id: int, spans: Sequence[timedelta], *, until: datetime
) -> list[int]:
    """Return how many authors complained in each of the spans that end at ``until``."""
    how = spelling(session)
    counts = ", ".join(
        f"COUNT(DISTINCT CASE WHEN m.posted_at >= {how.mark} THEN {_AUTHOR} END)"
        for _ in spans
    )
    rows = ask(
        session,
        f"SELECT {counts} {_among(how)}",
        *(how.instant(until - each) for each in spans),
        *_asked(how, brand_id, until - max(spans), until),
    )
    return list(rows[0])


def loud(session: Session, brand_id: int, *, since: datetime, until: datetime) -> Loud:
    """Tell what the complaints in [since, until) are about, the largest topics first.

    A topic is a person's word before one handed over, and that before the engine's.
    """
    how = spelling(session)
    asked = _asked(how, brand_id, since, until)
    count, networks = ask(
        session, f"SELECT {_AUTHORS}, COUNT(DISTINCT m.network) {_among(how)}", *asked
    )[0]
    judged = (
        " LEFT JOIN judgements j ON j.network = m.network AND j.post_id = m.post_id"
    )
    rows = ask(
        session,
        f"SELECT COALESCE(m.topic, p.topic, j.topic) AS about, {_AUTHORS} AS many"
        f" {_among(how, judged)} AND COALESCE(m.topic, p.topic, j.topic) IS NOT NULL"
        f" GROUP BY about ORDER BY many DESC, about LIMIT {MOST_TOPICS}",
        *asked,
    )
    return Loud(count, networks, [(topic, many) for topic, many in rows])


def first(
    session: Session, brand_id: int, *, since: datetime, until: datetime
) -> datetime | None:
    """Return when the first mention that was heard in time was posted, of any kind."""
    how = spelling(session)
    rows = ask(
        session,
        f"SELECT m.posted_at {_among(how, kind='')} ORDER BY m.posted_at LIMIT 1",
        *_asked(how, brand_id, since, until),
    )
    return known_instant(rows[0][0]) if rows else None


_AUTHOR = "p.network || '/' || p.author_id"
_AUTHORS = f"COUNT(DISTINCT {_AUTHOR})"
_MINUTES = LATE // timedelta(minutes=1)
_IN_TIME = (
    f"(julianday(p.seen_at) - julianday(p.posted_at)) * 1440 <= {_MINUTES} + 1e-4"
)
_IN_TIME_POSTGRES = f"p.seen_at <= p.posted_at + INTERVAL '{_MINUTES} minutes'"


def _among(how: Spelling, joined: str = "", *, kind: str = " AND m.complaint") -> str:
    """Write what is counted; the parameters are those of ``_asked``."""
    return (
        "FROM mentions m JOIN posts p ON p.network = m.network AND p.id = m.post_id"
        f"{joined} WHERE m.brand_id = {how.mark} AND m.posted_at >= {how.mark}"
        f" AND m.posted_at < {how.mark}{kind}"
        " AND (m.given OR m.addressed OR m.replied OR m.queries <> '')"
        " AND p.state = 'live' AND NOT p.backfilled"
        f" AND {_IN_TIME if how is SQLITE else _IN_TIME_POSTGRES}"
    )


def _asked(
    how: Spelling, brand_id: int, since: datetime, until: datetime
) -> tuple[object, ...]:
    return brand_id, how.instant(since), how.instant(until)

"""Whether a brand hears far more complaints than usual, and what a spike is made of.

Cheap first: what is usual is asked only once enough people complained. Nothing is kept
between two questions, so that a restart changes no answer.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from alerts.letter import Surge
from alerts.spike import (
    AFTERMATH,
    HOUR,
    LEAST,
    WINDOWS,
    Spike,
    Told,
    Usual,
    learn,
    past,
    spike,
)
from domain.alert import About, Topic
from store import Session, complaint_hours, outbox
from store.brands import StoredBrand

_HOUR = "%Y-%m-%dT%H:%M:%SZ"


def risen(session: Session, brand: StoredBrand, *, now: datetime) -> About | None:
    """Name the spike that is to be told at ``now``, by the hour it was noticed in.

    None while complaints are as usual, or what is unusual was told.
    """
    counts = complaint_hours.authors(session, brand.id, WINDOWS, until=now)
    if max(counts) < LEAST:
        return None
    told = _told(session, brand, now)
    found = spike(_usual(session, brand, now), counts, now=now, told=told)
    return _about(now) if found else None


def surge(
    session: Session, brand: StoredBrand, about: About, *, now: datetime
) -> Surge | None:
    """Return what a spike is made of: as it stands, or stood when it was noticed.

    None when its complaints are gone or were found to be none.
    """
    noticed = _hour_of(about) + HOUR
    for moment in (now, min(now, noticed)):
        counts = complaint_hours.authors(session, brand.id, WINDOWS, until=moment)
        if max(counts) < LEAST:
            continue
        usual = _usual(session, brand, moment)
        found = spike(usual, counts, now=moment)
        if found:
            return _surge(session, brand, found, moment)
    return None


def _usual(session: Session, brand: StoredBrand, now: datetime) -> Usual:
    since, until = past(now)
    begun = complaint_hours.first(session, brand.id, since=since, until=until)
    if begun is None:
        return learn({}, since=until, until=until)
    hours = complaint_hours.by_hour(session, brand.id, since=begun, until=until)
    return learn(hours, since=begun, until=until)


def _told(session: Session, brand: StoredBrand, now: datetime) -> Told | None:
    """Return the spike that was last told, with the counts of that moment."""
    since = now - AFTERMATH
    recent = outbox.of_topic(session, brand.id, Topic.SPIKE, moment=since)
    moments = [each.raised_at for each in recent]
    if not moments:
        return None
    at = max(moments)
    counts = complaint_hours.authors(session, brand.id, WINDOWS, until=at)
    return Told(at, counts)


def _surge(
    session: Session, brand: StoredBrand, found: Spike, until: datetime
) -> Surge:
    since = until - found.span
    made = complaint_hours.loud(session, brand.id, since=since, until=until)
    return Surge(
        count=found.authors,
        usual=found.usual,
        span=found.span,
        since=since,
        networks=made.networks,
        topic=_one(made.topics, made.authors),
        topics=made.topics,
    )


def _one(topics: Sequence[tuple[str, int]], authors: int) -> str | None:
    """Return the topic that at least half of them complain of."""
    return next((topic for topic, many in topics if 2 * many >= authors), None)


def _about(now: datetime) -> About:
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return About(Topic.SPIKE, hour.strftime(_HOUR))


def _hour_of(about: About) -> datetime:
    return datetime.strptime(about.rest, _HOUR).replace(tzinfo=UTC)

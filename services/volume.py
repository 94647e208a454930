"""How much is said: mentions by day, network and mood."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.judgement import Sentiment
from store import Session, mentions
from store.brands import StoredBrand


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeRow:
    """Mentions of one local day of the brand, one network and one mood."""

    day: str
    network: str
    sentiment: Sentiment
    posts: int
    complaints: int

    def to_json(self) -> dict[str, object]:
        """Return the row with the fields outsiders know."""
        return {
            "day": self.day,
            "network": self.network,
            "sentiment": self.sentiment.value,
            "posts": self.posts,
            "complaints": self.complaints,
        }


def volume(
    session: Session,
    brand: StoredBrand,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    backfilled: bool = False,
) -> list[VolumeRow]:
    """Return the counts of mentions posted in [since, until), by day and network."""
    zone = ZoneInfo(brand.record.policies[-1].calendar.zone)
    posts: Counter[tuple[str, str, Sentiment]] = Counter()
    complaints: Counter[tuple[str, str, Sentiment]] = Counter()
    for each in mentions.spoken(
        session, brand.id, since=since, until=until, backfilled=backfilled
    ):
        day = each.posted_at.astimezone(zone).date().isoformat()
        key = (day, each.network, each.sentiment)
        posts[key] += 1
        complaints[key] += each.complaint
    return [
        VolumeRow(
            day=day,
            network=network,
            sentiment=sentiment,
            posts=posts[day, network, sentiment],
            complaints=complaints[day, network, sentiment],
        )
        for day, network, sentiment in sorted(posts)
    ]

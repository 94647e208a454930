"""What mentions are about, and how that changed: a window against the one before it.

A topic is a person's word before the engine's; what nobody knew one for is a row too.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from store import Session, mentions
from store.brands import StoredBrand


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """The mentions of one topic; None is for those without any.

    ``before`` counts the posts of the window before, None when there is none to
    compare with: a window from the beginning of time has nothing before it.
    ``networks`` counts those on which the posts were.
    """

    topic: str | None
    posts: int
    complaints: int
    before: int | None
    networks: int = 0

    @property
    def change(self) -> int | None:
        """How many posts more than before, fewer when negative."""
        return None if self.before is None else self.posts - self.before

    def to_json(self) -> dict[str, object]:
        """Return the row with the fields outsiders know."""
        return {
            "topic": self.topic,
            "posts": self.posts,
            "complaints": self.complaints,
            "before": self.before,
            "change": self.change,
        }


def topics(
    session: Session,
    brand: StoredBrand,
    *,
    since: datetime | None,
    until: datetime,
    backfilled: bool = False,
) -> list[TopicRow]:
    """Return the topics of mentions posted in [since, until), the most spoken of first.

    The window before is as long and ends where this one begins.
    """
    begin = None if since is None else _as_long_before(since, until)
    posts: Counter[str | None] = Counter()
    complaints: Counter[str | None] = Counter()
    before: Counter[str | None] = Counter()
    where: dict[str | None, set[str]] = {}
    for each in mentions.spoken(
        session, brand.id, since=begin, until=until, backfilled=backfilled
    ):
        if since is not None and each.posted_at < since:
            before[each.topic] += 1
            continue
        posts[each.topic] += 1
        complaints[each.topic] += each.complaint
        where.setdefault(each.topic, set()).add(each.network)
    rows = [
        TopicRow(
            topic=topic,
            posts=posts[topic],
            complaints=complaints[topic],
            before=None if since is None else before[topic],
            networks=len(where.get(topic, ())),
        )
        for topic in posts.keys() | before.keys()
    ]
    return sorted(rows, key=_most_first)


def _most_first(row: TopicRow) -> tuple[int, bool, str]:
    return -row.posts, row.topic is None, row.topic or ""


def _as_long_before(since: datetime, until: datetime) -> datetime | None:
    try:
        return since - max(until - since, timedelta())
    except OverflowError:
        return None  # before the first year there is nothing to leave out

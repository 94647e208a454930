"""Which posts concern which brand, and why."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from domain.judgement import Sentiment
from domain.mention import Mention
from domain.post import PostKey
from store.posts import by_network
from store.sql import ask, batch, spelling, upsert
from store.types import known_instant

COLUMNS = (
    "brand_id", "network", "post_id", "posted_at", "given", "queries", "addressed",
    "replied", "complaint", "topic", "sentiment",
)  # fmt: skip


class Spoken(NamedTuple):
    """One mention as the volume counts it.

    ``topic`` and ``sentiment`` are a person's word, if there is one, in the tool before
    one handed over. Else they are the engine's, which need not know a topic.
    """

    network: str
    posted_at: datetime
    sentiment: Sentiment
    complaint: bool
    topic: str | None


def save(session: Session, brand_id: int, mentions: Iterable[Mention]) -> None:
    """Write mentions of one brand in place of what was known of the same posts.

    One that counts no more is taken away: what is stored must not hang on what was
    once so, or on the order in which posts came.
    """
    how = spelling(session)
    key = ("brand_id", "network", "post_id")
    statement = upsert("mentions", COLUMNS, key=key, how=how)
    news = list(mentions)
    rows = [
        (
            brand_id, *each.key, how.instant(each.posted_at), each.given,
            ",".join(map(str, each.queries)), each.addressed, each.replied,
            each.complaint, each.topic, each.sentiment,
        )
        for each in news
        if each.counts
    ]  # fmt: skip
    batch(session, statement, rows)
    gone = [(brand_id, *each.key) for each in news if not each.counts]
    mine = " AND ".join(f"{each} = {how.mark}" for each in key)
    batch(session, f"DELETE FROM mentions WHERE {mine}", gone)


def load(
    session: Session, keys: Iterable[PostKey]
) -> dict[int, dict[PostKey, Mention]]:
    """Return what is known of the posts, by brand's id."""
    how = spelling(session)
    sql = (
        f"SELECT {', '.join(COLUMNS)} FROM mentions"
        f" WHERE network = {how.mark} AND post_id {how.among}"
    )
    found: dict[int, dict[PostKey, Mention]] = {}
    # The planner must not walk all of a brand's mentions: the key starts with it.
    brands = [row[0] for row in ask(session, "SELECT id FROM brands")]
    sql += f" AND brand_id = {how.mark}"
    for network, ids in by_network(keys).items():
        for brand in brands:
            for row in ask(session, sql, network, how.values(ids), brand):
                mention = _read(row)
                found.setdefault(brand, {})[mention.key] = mention
    return found


def spoken(
    session: Session,
    brand_id: int,
    *,
    since: datetime | None,
    until: datetime | None,
    backfilled: bool,
) -> list[Spoken]:
    """Return the brand's mentions posted in [since, until), history only if asked."""
    how = spelling(session)
    rows = ask(
        session,
        "SELECT m.network, m.posted_at, COALESCE(m.sentiment, j.sentiment),"
        " m.complaint, COALESCE(m.topic, p.topic, j.topic) FROM mentions m"
        " JOIN posts p ON p.network = m.network AND p.id = m.post_id"
        " LEFT JOIN judgements j ON j.network = m.network AND j.post_id = m.post_id"
        f" WHERE m.brand_id = {how.mark} AND m.posted_at >= {how.mark}"
        f" AND m.posted_at < {how.mark}"
        " AND (m.given OR m.addressed OR m.replied OR m.queries <> '')"
        + ("" if backfilled else " AND NOT p.backfilled"),
        brand_id,
        how.instant(since or datetime(1, 1, 1, tzinfo=UTC)),
        how.instant(until or datetime(9999, 1, 1, tzinfo=UTC)),
    )
    return [
        Spoken(
            network, known_instant(at), Sentiment(mood or "neutral"), bool(bad), topic
        )
        for network, at, mood, bad, topic in rows
    ]


def _read(row: Any) -> Mention:
    (
        _, network, post_id, posted_at, given, queries, addressed, replied, complaint,
        topic, sentiment,
    ) = row  # fmt: skip
    return Mention(
        key=PostKey(network, post_id),
        posted_at=known_instant(posted_at),
        given=bool(given),
        queries=tuple(map(int, queries.split(","))) if queries else (),
        addressed=bool(addressed),
        replied=bool(replied),
        complaint=bool(complaint),
        topic=topic,
        sentiment=sentiment,
    )

"""What asking took and brought, by the hour of UTC: requests, posts and money."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from store.sql import ask, insert, run, spelling
from store.types import known_instant

SUMS = ("requests", "posts", "new", "skipped", "usd")
COLUMNS = ("network", "stream", "hour", *SUMS)


class Tally(NamedTuple):
    """One hour's sums. ``usd`` is an estimate by the network's public prices."""

    hour: datetime
    requests: int
    posts: int
    new: int
    skipped: int
    usd: float


def add(
    session: Session,
    stream_key: tuple[str, str],
    hour: datetime,
    *,
    requests: int = 0,
    posts: int = 0,
    new: int = 0,
    skipped: int = 0,
    usd: float = 0.0,
) -> None:
    """Add to what a stream, named by network and id, took in the hour of ``hour``."""
    how = spelling(session)
    sums = ", ".join(f"{each} = tallies.{each} + excluded.{each}" for each in SUMS)
    run(
        session,
        insert("tallies", COLUMNS, how)
        + f" ON CONFLICT (network, stream, hour) DO UPDATE SET {sums}",
        *stream_key,
        how.instant(hour.replace(minute=0, second=0, microsecond=0)),
        requests,
        posts,
        new,
        skipped,
        usd,
    )


def spent(session: Session, network: str, *, since: datetime, until: datetime) -> float:
    """Return the dollars of the hours that begin in [since, until)."""
    how = spelling(session)
    ((total,),) = ask(
        session,
        f"SELECT COALESCE(SUM(usd), 0) FROM tallies WHERE network = {how.mark}"
        f" AND hour >= {how.mark} AND hour < {how.mark}",
        network,
        how.instant(since),
        how.instant(until),
    )
    return float(total)


def hourly(
    session: Session,
    network: str,
    stream_id: str | None = None,
    *,
    since: datetime,
    until: datetime,
) -> list[Tally]:
    """Return the hours that begin in [since, until), those without a request left out.

    Of one stream, or of the whole network for None.
    """
    how = spelling(session)
    mine = "" if stream_id is None else f" AND stream = {how.mark}"
    counts = ", ".join(f"CAST(SUM({each}) AS BIGINT)" for each in SUMS[:-1])
    rows = ask(
        session,
        f"SELECT hour, {counts}, SUM(usd) FROM tallies WHERE network = {how.mark}"
        f" AND hour >= {how.mark} AND hour < {how.mark}{mine}"
        " GROUP BY hour ORDER BY hour",
        network,
        how.instant(since),
        how.instant(until),
        *([] if stream_id is None else [stream_id]),
    )
    return [Tally(known_instant(row[0]), *row[1:]) for row in rows]

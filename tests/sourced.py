"""Sources for tests: what a store holds once somebody has collected for a while."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import SecretStr

from app.networks import X, networks
from app.settings import Secrets, Settings
from app.wiring import Desk
from domain.checkpoint import Checkpoint, Gap
from domain.coverage import SpanState
from domain.pause import Pause
from domain.source import Family, Fault, Stream
from store import Store, checkpoints, coverage, leases, pauses, tallies
from tests.desk import NOW

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

SEARCH = Stream(network="x", family=Family.SEARCH, query="**acme** OR acmeshop")
OWN = Stream(network="x", family=Family.OWN, query="9001")


def listening(given: str | None = "t", *, monthly_usd: float = 20.0) -> Settings:
    """Switch X on, with or without its secret."""
    secret = SecretStr(given) if given else None
    on = networks({"x": {}}, key="networks")
    return Settings(
        networks=type(on)(x=X(monthly_usd=monthly_usd)),
        secrets=Secrets(x_bearer_token=secret),
    )


def at_desk(store: Store, settings: Settings | None = None) -> Desk:
    return Desk(settings or listening(), store, lambda: NOW)


def engine_runs(store: Store, *, until: datetime = NOW + MINUTE) -> None:
    """Let an engine hold the lead until then."""
    with store.begin() as session:
        leases.take(session, "engine", "here", now=NOW - DAY, ttl=until - NOW + DAY)


def was_read(
    store: Store,
    *streams: Stream,
    at: datetime = NOW - 2 * MINUTE,
    posts: int = 3,
    usd: float = 0.01,
) -> None:
    """Note that streams were read, and brought so many posts in the hour before."""
    with store.begin() as session:
        for each in streams or (SEARCH, OWN):
            begun = Checkpoint(begun_at=NOW - 9 * DAY, floor=at)
            checkpoints.save(session, each, begun, tried_at=at, read_at=at)
            coverage.read(session, each, NOW - 8 * DAY, at, posts)
            tallies.add(
                session,
                (each.network, each.id),
                (at - HOUR).replace(minute=0),
                requests=1,
                posts=posts,
                new=posts,
                skipped=1,
                usd=usd,
            )


def holds(
    store: Store, fault: Fault, scope: str = "", *, until: timedelta = 5 * MINUTE
) -> None:
    """Write down a pause."""
    held = Pause(
        network="x",
        scope=scope,
        fault=fault,
        failures=2,
        since=NOW - HOUR,
        until=NOW + until,
        said="<b>401</b>",
    )
    with store.begin() as session:
        pauses.save(session, held)


def failed(
    store: Store,
    *streams: Stream,
    since: datetime,
    until: datetime,
    caught_up: bool = False,
    fault: Fault = Fault.UNAVAILABLE,
) -> None:
    """Write an outage into the ledger."""
    limited = fault is Fault.RATE_LIMITED
    state = SpanState.RATE_LIMITED if limited else SpanState.FAILED
    with store.begin() as session:
        for each in streams or (SEARCH, OWN):
            coverage.failed(
                session, "x", each.id, state, fault.value, since=since, now=until
            )
            if caught_up:
                coverage.recovered(session, each, until)


def lacks(store: Store, stream: Stream, *, since: datetime, until: datetime) -> None:
    """Write a gap into the ledger."""
    missing = Gap(since=since, until=until, reason="the network's cap")
    with store.begin() as session:
        coverage.gap(session, stream, missing)


def brought(store: Store, stream: Stream, hours: Sequence[int]) -> None:
    """Write how many posts were new in each of the last hours, the newest first."""
    hour = NOW.replace(minute=0, second=0, microsecond=0)
    with store.begin() as session:
        for back, new in enumerate(hours):
            key = (stream.network, stream.id)
            tallies.add(session, key, hour - back * HOUR, posts=new, new=new)

"""How every source stands: the facts of the store, judged by ``alerts.blind``.

Streams that are not asked for any more are left out; what they missed stays in the
ledger of coverage.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.blind import asked, state_of
from alerts.silence import HOUR, MEMORY
from alerts.source_state import Engine, Facts, House, Reading, SourceState, house
from domain.coverage import Span, SpanState
from domain.pause import Pause
from domain.source import PRIORITY, Family, Need
from services import money
from store import Session, brands, checkpoints, coverage, leases, pauses, tallies
from store.checkpoints import StoredCheckpoint

LOOK_BACK = timedelta(days=7)
"""How far back outages are told."""

MOST_SPANS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A network as it is set up.

    ``readable``: there is a collector for it. ``missing`` are the secrets it lacks;
    ``monthly_usd`` is what it may cost a month, None when reading is free.
    """

    network: str
    name: str
    on: bool
    readable: bool = True
    need: Need | None = None
    missing: Sequence[str] = ()
    every: timedelta = timedelta(minutes=5)
    monthly_usd: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamHealth:
    """One stream: how far it is read, and what the last 24 hours brought.

    ``posts`` are those that were new, ``skipped`` items that could not be read.
    """

    reading: Reading
    posts: int
    skipped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """One network: how it stands, what is read, what it cost, what it missed.

    ``usd`` is this month's estimate (of UTC); ``spans`` are those of the last seven
    days, oldest first.
    """

    known: Known
    state: SourceState
    as_of: datetime
    streams: Sequence[StreamHealth] = ()
    usd: float = 0.0
    spans: Sequence[Span] = ()

    @property
    def posts(self) -> int:
        """Count the posts that were new in the last 24 hours."""
        return sum(each.posts for each in self.streams)

    @property
    def skipped(self) -> int:
        """Count what came in the last 24 hours and could not be read."""
        return sum(each.skipped for each in self.streams)

    @property
    def outages(self) -> list[Span]:
        """Return the spans in which something was not read."""
        return [each for each in self.spans if each.state is not SpanState.READ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesHealth:
    """All sources at an instant. ``demo``: the shipped example is in the store."""

    house: House
    engine: Engine
    sources: Sequence[SourceHealth]
    as_of: datetime
    demo: bool = False

    @property
    def states(self) -> list[SourceState]:
        """Return how each source stands."""
        return [each.state for each in self.sources]


def sources(
    session: Session, known: Sequence[Known], *, lease: str, as_of: datetime
) -> SourcesHealth:
    """Say how these networks stand. ``lease`` names the engine's."""
    engine = _engine(session, lease, as_of)
    watched = [each.record.demo for each in brands.load(session)]
    read: dict[str, list[StoredCheckpoint]] = {}
    for each in checkpoints.every(session):
        read.setdefault(each.network, []).append(each)
    held: dict[str, list[Pause]] = {}
    for pause in pauses.every(session):
        held.setdefault(pause.network, []).append(pause)
    found = [
        _source(
            session,
            each,
            engine=engine,
            watched=not all(watched),
            readings=[_reading(one) for one in read.get(each.network, ())],
            paused=held.get(each.network, ()),
            as_of=as_of,
        )
        for each in known
    ]
    return SourcesHealth(
        house=house(each.state for each in found),
        engine=engine,
        sources=found,
        as_of=as_of,
        demo=any(watched),
    )


def _source(
    session: Session,
    known: Known,
    *,
    engine: Engine,
    watched: bool,
    readings: Sequence[Reading],
    paused: Sequence[Pause],
    as_of: datetime,
) -> SourceHealth:
    facts = Facts(
        network=known.network,
        name=known.name,
        on=known.on,
        known=known.readable,
        missing=known.missing,
        need=known.need,
        watched=watched,
        every=known.every,
        engine=engine,
        readings=readings,
        pauses=paused,
        news=_news(session, known, readings, as_of) if known.on else {},
    )
    state = state_of(facts, as_of=as_of)
    if not known.on:
        return SourceHealth(known=known, state=state, as_of=as_of)
    begin, end = money.month(as_of)
    return SourceHealth(
        known=known,
        state=state,
        as_of=as_of,
        streams=[
            _stream(session, known, each, as_of)
            for each in sorted(asked(facts), key=_rank)
        ],
        usd=tallies.spent(session, known.network, since=begin, until=end),
        spans=coverage.spans(
            session,
            since=as_of - LOOK_BACK,
            network=known.network,
            limit=MOST_SPANS,
        ),
    )


def _engine(session: Session, lease: str, as_of: datetime) -> Engine:
    found = leases.current(session, lease)
    if found is None:
        return Engine.GONE
    return Engine.ALIVE if as_of < found.expires_at else Engine.DIED


def _reading(stored: StoredCheckpoint) -> Reading:
    return Reading(
        stream=stored.stream,
        family=stored.family,
        query=stored.query,
        begun_at=stored.checkpoint.begun_at,
        tried_at=stored.tried_at,
        read_at=stored.read_at,
        draining=stored.checkpoint.drain is not None,
    )


def _rank(reading: Reading) -> tuple[int, str]:
    return PRIORITY.index(Family(reading.family)), reading.query


def _news(
    session: Session, known: Known, readings: Sequence[Reading], as_of: datetime
) -> Mapping[datetime, int]:
    """Count what was new by the hour, without what the brands posted themselves."""
    news: Counter[datetime] = Counter()
    since, until = as_of - MEMORY, as_of + HOUR
    for each in tallies.hourly(session, known.network, since=since, until=until):
        news[each.hour] += each.new
    for own in readings:
        if own.family == Family.OWN:
            of_it = tallies.hourly(
                session, known.network, own.stream, since=since, until=until
            )
            for each in of_it:
                news[each.hour] -= each.new
    return news


def _stream(
    session: Session, known: Known, reading: Reading, as_of: datetime
) -> StreamHealth:
    day = tallies.hourly(
        session,
        known.network,
        reading.stream,
        since=as_of - timedelta(days=1),
        until=as_of + HOUR,
    )
    return StreamHealth(
        reading=reading,
        posts=sum(each.new for each in day),
        skipped=sum(each.skipped for each in day),
    )

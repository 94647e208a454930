"""Reads what is due of one network, a page at a time, and says what came of it.

Posts, checkpoint, coverage and costs of a page are one transaction: after a crash the
reading goes on where it was. A network that fails is left alone for a while.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.checkpoint import Checkpoint, Step
from domain.post import Post
from domain.source import Fault, Page, SourceError, Stream
from services import money
from services.failing import failed, fine, open_pauses, resting
from services.ingest import PageRun, ingest
from services.introduce import introduce
from services.listen import streams
from services.reading import CollectRun, Source
from services.relevance import relevant
from services.watch import Watch, watched
from store import Session, Store, checkpoints, checks, coverage, tallies

log = logging.getLogger(__name__)

RUN_PAGES = 10
"""Pages of one stream in one run: the next one goes on, and others have their turn."""

FIRST_CHECK = timedelta(minutes=10)
"""After which a new post is looked at again."""

EARLY = timedelta(seconds=5)
"""Ticks are never quite even: what is due so soon is done now."""


def collect(store: Store, source: Source) -> CollectRun:
    """Read all that is due of one network. Raises StoreError; a fault is returned."""
    network = source.collector.network
    run = CollectRun(network=network)
    if "" in open_pauses(store, network, source.clock()):
        return run
    watches = introduce(store, source, watched(store))
    wanted = streams(source.collector, watches, now=source.clock())
    for stream in wanted:
        if source.stop():
            break
        if not _is_due(store, stream, source):
            continue
        run += _read(store, source, stream, watches)
        source.beat()
        if "" in open_pauses(store, network, source.clock()):
            break
    if run.pages or run.faults:
        log.info(
            "collected",
            extra={"source": network, "pages": run.pages, "new": run.new},
        )
    return run


def _is_due(store: Store, stream: Stream, source: Source) -> bool:
    """Tell whether the stream is to be read now: its time has come, or it goes on."""
    now = source.clock()
    if resting(open_pauses(store, stream.network, now), stream):
        return False
    with store.reading() as session:
        stored = checkpoints.load(session, stream.network, stream.id)
    if stored is None or stored.tried_at is None or stored.checkpoint.drain:
        return True
    # A clock that was set back must not silence a source until it has caught up.
    return not timedelta() <= now - stored.tried_at < source.every - EARLY


def _read(
    store: Store, source: Source, stream: Stream, watches: Sequence[Watch]
) -> CollectRun:
    """Read pages of one stream until it is done, has had its turn, or fails."""
    run = CollectRun(network=stream.network)
    checkpoint = _opened(store, stream, source.clock())
    trail = _Trail()
    try:
        while run.pages < RUN_PAGES and not source.stop():
            page = _fetch(store, source, stream, checkpoint)
            step = checkpoint.after(page)
            before = checkpoint.drain.posts if checkpoint.drain else 0
            kept = _keep(
                store, source, stream, watches, page=page, step=step, before=before
            )
            run += CollectRun(
                network=stream.network, pages=1, posts=len(page.posts), new=kept.new
            )
            source.beat()
            checkpoint = step.counted(kept.new)
            if step.ended:
                break
            trail.follow(stream.network, page)
    except SourceError as error:
        failed(store, source, error, stream)
        run += CollectRun(network=stream.network, faults=(error.fault,))
    return run


def _opened(store: Store, stream: Stream, now: datetime) -> Checkpoint:
    """Open the drain, and note that we tried: a crash from here on is no busy loop."""
    with store.begin() as session:
        stored = checkpoints.load(session, stream.network, stream.id)
        before = stored.checkpoint if stored else Checkpoint(begun_at=now)
        opened = before.opened(stream, now)
        checkpoints.save(session, stream, opened.checkpoint, tried_at=now, read_at=None)
        if opened.gap:
            coverage.gap(session, stream, opened.gap)
    return opened.checkpoint


def _fetch(
    store: Store, source: Source, stream: Stream, checkpoint: Checkpoint
) -> Page:
    """Read the next page, as large as the money allows."""
    if checkpoint.drain is None:
        raise ValueError("no drain was opened")
    place = checkpoint.drain.place
    price = source.collector.price(stream)
    if price and source.monthly_usd is not None:
        size = money.affordable(
            store,
            stream.network,
            family=stream.family,
            price=price,
            monthly_usd=source.monthly_usd,
            now=source.clock(),
        )
        place = replace(place, size=min(place.size, size))
    return source.collector.fetch(stream, place)


def _keep(
    store: Store,
    source: Source,
    stream: Stream,
    watches: Sequence[Watch],
    *,
    page: Page,
    step: Step,
    before: int,
) -> PageRun:
    """Keep a page with everything that must be known with it, or nothing of it.

    ``before`` is how many new posts the drain has brought so far.
    """
    now = source.clock()
    with store.reading() as session:
        found = relevant(session, page.posts, watches) if stream.wide else page.posts
        paid = money.paid(session, page, now=now)
    begun = step.checkpoint.begun_at
    kept = [_marked(post, begun) for post in found]

    def also(session: Session, run: PageRun) -> None:
        checkpoints.save(
            session,
            stream,
            step.counted(run.new),
            tried_at=now,
            read_at=now if step.ended else None,
        )
        tallies.add(
            session,
            (stream.network, stream.id),
            now.replace(minute=0, second=0, microsecond=0),
            requests=page.requests,
            posts=len(page.ids),
            new=run.new,
            skipped=page.skipped,
            usd=paid,
        )
        checks.plan(session, [post.key for post in kept], now + FIRST_CHECK)
        if step.gap:
            coverage.gap(session, stream, step.gap)
        if step.read:
            since, until = step.read
            coverage.read(session, stream, since, until, before + run.new)
            coverage.recovered(session, stream, now)
            fine(session, stream)

    return ingest(
        store, kept, watches=watches, engine=source.engine, also=also, alarm=now
    )


def _marked(post: Post, begun: datetime) -> Post:
    """Mark what was posted before we began to listen as history."""
    return replace(post, backfilled=True) if post.posted_at < begun else post


@dataclass(slots=True)
class _Trail:
    """The pages of one run, so that a network that goes in circles is noticed."""

    tokens: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)

    def follow(self, network: str, page: Page) -> None:
        """Take a page in; raise SourceError when it leads where we have been."""
        again = bool(page.ids) and page.ids <= self.ids
        if again or page.token in self.tokens:
            raise SourceError(network, Fault.CURSOR_LOOP, "the same page came again")
        self.ids |= page.ids
        if page.token:
            self.tokens.add(page.token)

"""Looks again at posts that are stored: whether they still stand, as they were.

What was deleted there is deleted here; an edit becomes a new version; a reply that the
brand took back is withdrawn. Posts of open cases come first and often, all others
once a week.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.post import Post, State
from domain.source import Fault, Looked, Page, SourceError
from services import money
from services.failing import MONEY, BudgetError, open_pauses, pause_for, tell
from services.ingest import PageRun, ingest
from services.reading import CollectRun, Source
from services.relevance import relevant
from services.watch import Watch, watched
from store import Session, Store, checkpoints, checks, pauses, posts, tallies
from store.checks import Due

SOON = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""Ages at which a post of an open case is looked at, beside the day and the weeks."""

DAY = timedelta(days=1)
WEEK = timedelta(days=7)

AT_LAST = timedelta(days=90)
"""Age after which nobody looks at a post again."""

BATCH = 100
"""Posts of one look: what the networks allow."""

THREADS = 5
"""Threads of open cases read in one run, each a request."""

LOOK = "checks"
"""Under this name the books count what looking again takes, and pauses hold it."""

_OF_ONE_THREAD = {Fault.NOT_FOUND, Fault.AUTH_SCOPE}

_ALL_OF_IT = {Fault.AUTH_INVALID, Fault.UNAVAILABLE}
"""Faults that are not only of looking again."""


def recheck(store: Store, source: Source) -> CollectRun:
    """Look again at what is due of one network. Raises StoreError."""
    network = source.collector.network
    run = CollectRun(network=network)
    now = source.clock()
    if not open_pauses(store, network, now).keys().isdisjoint({"", LOOK}):
        return run
    with store.reading() as session:
        due = checks.due(session, network, now, limit=BATCH)
    if not due:
        return run
    try:
        due = due[: _affordable(store, source)]
        run += _look(store, source, due)
        run += _follow(store, source, due)
        with store.begin() as session:
            for scope in (LOOK, MONEY + LOOK):
                pauses.lift(session, network, scope)
    except SourceError as error:
        with store.begin() as session:
            pause = pause_for(session, source, error, _scope(error))
        tell(error, pause, family=LOOK)
        run += CollectRun(network=network, faults=(error.fault,))
    return run


def _scope(error: SourceError) -> str:
    if isinstance(error, BudgetError):
        return MONEY + LOOK
    return "" if error.fault in _ALL_OF_IT or error.network_wide else LOOK


def _affordable(store: Store, source: Source) -> int:
    price = source.collector.price(None)
    if not price or source.monthly_usd is None:
        return BATCH
    return money.affordable(
        store,
        source.collector.network,
        family=None,
        price=price,
        monthly_usd=source.monthly_usd,
        now=source.clock(),
    )


def _look(store: Store, source: Source, due: Sequence[Due]) -> CollectRun:
    network = source.collector.network
    looked = source.collector.look_up([each.key.id for each in due])
    now = source.clock()
    with store.reading() as session:
        stored = posts.load(session, {each.key for each in due})
    before = {key.id: each.post for key, each in stored.items()}
    news = [*_current(looked.posts, before), *_gone(looked, before, now)]
    paid = bool(source.collector.price(None))

    def also(session: Session, _: PageRun) -> None:
        gone = looked.deleted | looked.removed
        checks.done(
            session,
            [
                (
                    each.key,
                    each.times + 1,
                    None if each.key.id in gone else following(each, now, paid=paid),
                )
                for each in due
            ],
        )
        tallies.add(
            session,
            (network, LOOK),
            now.replace(minute=0, second=0, microsecond=0),
            requests=looked.requests,
            posts=len(looked.posts),
            new=0,
            skipped=0,
            usd=looked.usd * len(due),
        )

    ingest(
        store,
        news,
        watches=watched(store),
        engine=source.engine,
        also=also,
        alarm=now,
    )
    source.beat()
    return CollectRun(network=network, pages=1, posts=len(looked.posts))


def following(due: Due, now: datetime, *, paid: bool) -> datetime | None:
    """Say when a post is looked at next; None is never again.

    Where looking costs money, only posts of open cases are looked at on their first
    day.
    """
    ages = (*SOON, DAY) if due.waiting or not paid else (DAY,)
    for age in ages:
        if due.seen_at + age > now:
            return due.seen_at + age
    return now + WEEK if now + WEEK <= due.seen_at + AT_LAST else None


def _current(found: Iterable[Post], before: dict[str, Post]) -> list[Post]:
    """Return the posts as they stand; what was history stays history."""
    return [
        replace(each, backfilled=before[each.id].backfilled)
        for each in found
        if each.id in before
    ]


def _gone(looked: Looked, before: dict[str, Post], now: datetime) -> list[Post]:
    """Return the tombstones of the posts that are gone, dated at their discovery."""
    ends = ((looked.deleted, State.DELETED), (looked.removed, State.REMOVED))
    return [
        replace(before[name], state=state, deleted_at=now)
        for names, state in ends
        for name in sorted(names)
        if name in before
    ]


def _follow(store: Store, source: Source, due: Sequence[Due]) -> CollectRun:
    """Read the threads of open cases, where a network shows what is said there."""
    run = CollectRun(network=source.collector.network)
    if not source.collector.follows_threads:
        return run
    roots = dict.fromkeys(each.root for each in due if each.waiting)
    for root in list(roots)[:THREADS]:
        if source.stop():
            break
        try:
            page = source.collector.thread(root)
        except SourceError as error:
            if error.fault not in _OF_ONE_THREAD:
                raise
            continue  # its posts tell by themselves that they are gone
        run += _keep(store, source, page, watched(store))
        source.beat()
    return run


def _keep(
    store: Store, source: Source, page: Page, watches: Sequence[Watch]
) -> CollectRun:
    now = source.clock()
    with store.reading() as session:
        found = relevant(session, page.posts, watches)
        network = source.collector.network
        begun = min(
            (
                each.checkpoint.begun_at
                for each in checkpoints.every(session)
                if each.network == network
            ),
            default=now,
        )
    # A post that is known as live stays so: live wins when the two are joined.
    kept = [replace(each, backfilled=each.posted_at < begun) for each in found]

    def also(session: Session, run: PageRun) -> None:
        checks.plan(session, [each.key for each in kept], now + SOON[0])
        tallies.add(
            session,
            (source.collector.network, LOOK),
            now.replace(minute=0, second=0, microsecond=0),
            requests=page.requests,
            posts=len(page.ids),
            new=run.new,
            skipped=page.skipped,
            usd=0.0,
        )

    kept_run = ingest(
        store, kept, watches=watches, engine=source.engine, also=also, alarm=now
    )
    return CollectRun(
        network=source.collector.network,
        pages=1,
        posts=len(page.posts),
        new=kept_run.new,
    )

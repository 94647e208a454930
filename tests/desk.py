"""A small house for tests: a store with the brand Acme, and the way in for posts."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from domain.case import CaseKey
from domain.post import Post
from sentiment import Engine, engine
from services.apply import apply
from services.conversation import Conversation, conversation
from services.ingest import PageRun, ingest
from services.queue import queue
from services.reply_times import reply_times
from services.watch import Watch, watched
from store import Store, brands
from store.brands import StoredBrand
from tests.made import ACME_FILE, DAY, a_post

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)


def open_acme(store: Store) -> Watch:
    """Put the brand Acme into an empty store."""
    apply(store, [ACME_FILE], now=DAY)
    return acme(store)


def acme(store: Store) -> Watch:
    """Return the brand Acme as it is stored."""
    return next(each for each in watched(store) if each.record.name == "Acme")


def keep(
    store: Store,
    posts: Iterable[Post],
    *,
    page: int = 1000,
    given: Watch | None = None,
    judge: Engine | None = None,
) -> PageRun:
    """Bring posts in by the real way, in pages of this size."""
    every: Sequence[Post] = list(posts)
    run = PageRun()
    for start in range(0, len(every), page):
        run += ingest(
            store,
            every[start : start + page],
            watches=watched(store),
            engine=judge or engine("vader"),
            given=given,
        )
    return run


def told(store: Store, *, as_of: datetime | None = None) -> str:
    """Return all that the reports say of Acme, as one text."""
    with store.reading() as session:
        (brand,) = brands.load(session, "Acme")
        stored = StoredBrand(*brand)
        times = reply_times(session, stored, now=NOW, as_of=as_of, backfilled=True)
        waiting = queue(session, stored, now=NOW, as_of=as_of)
    return json.dumps([times.to_json(rows=True), waiting.to_json()], indent=1)


def ania_waits(store: Store) -> Watch:
    """Put Acme into an empty store, for which one customer waits since 10:00."""
    watch = open_acme(store)
    keep(store, [a_post("1", "10:00")])
    return watch


def case_told(
    store: Store, watch: Watch, key: CaseKey, *, as_of: datetime
) -> Conversation:
    """Return a case with all that was said and done in it."""
    with store.reading() as session:
        brand = StoredBrand(watch.id, watch.record)
        found = conversation(session, brand, key, as_of=as_of)
    assert found is not None
    return found


def empty(store: Store) -> None:
    """Delete every post with all that is kept of it; brands and events stay."""
    tables = ("turns", "cases", "mentions", "judgements", "versions", "posts")
    with store.begin() as session:
        for table in tables:
            session.connection().exec_driver_sql(f"DELETE FROM {table}")

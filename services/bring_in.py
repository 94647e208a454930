"""Imports files of posts, a page at a time: what is read is kept, come what may."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from domain.post import Post
from sentiment import Engine
from services.ingest import PageRun, ingest
from services.records import BadLine, read
from services.watch import Watch
from store import Store

PAGE = 1000
"""Posts of one transaction: larger ones are hardly faster and hold the lock longer."""


@dataclass(frozen=True, slots=True)
class ImportRun:
    """What came of an import. ``read`` counts good records, ``bad`` the others.

    ``unmatched`` concern no brand and are kept as context only.
    """

    read: int = 0
    bad: int = 0
    page: PageRun = field(default_factory=PageRun)

    @property
    def unchanged(self) -> int:
        """Count the records that told nothing new."""
        return max(self.read - self.page.new - self.page.changed, 0)


def bring_in(
    store: Store,
    source: Path,
    *,
    watches: Sequence[Watch],
    engine: Engine,
    now: datetime,
    live: bool = False,
    given: Watch | None = None,
    on_bad: Callable[[BadLine], None],
    on_page: Callable[[ImportRun], None] = lambda _: None,
) -> ImportRun:
    """Import one file; tell ``on_bad`` of each line that is no post.

    ``on_page`` hears of the progress after each page. Raises ConfigError for a file
    that cannot be read and StoreError; pages before that are kept.
    """
    run = ImportRun()
    for page, bad in pages(read(source, now=now, live=live)):
        for line in bad:
            on_bad(line)
        kept = ingest(
            store,
            page,
            watches=watches,
            engine=engine,
            given=given,
            alarm=now if live else None,
        )
        run = replace(
            run,
            read=run.read + len(page),
            bad=run.bad + len(bad),
            page=run.page + kept,
        )
        on_page(run)
    return run


def pages(
    records: Iterable[Post | BadLine], *, size: int = PAGE
) -> Iterator[tuple[list[Post], list[BadLine]]]:
    """Cut what a file holds into pages of at most ``size`` lines."""
    posts: list[Post] = []
    bad: list[BadLine] = []
    for record in records:
        if isinstance(record, BadLine):
            bad.append(record)
        else:
            posts.append(record)
        if len(posts) + len(bad) >= size:
            yield posts, bad
            posts, bad = [], []
    if posts or bad:
        yield posts, bad

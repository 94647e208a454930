"""Compares what is stored with what the facts make of it, beside a running engine.

A look waits for nobody and holds nobody up. A thread in which something seems to
differ is looked at again while nobody else may write, since it may just have changed:
only what differs then is a difference. Cases are worked out in threads as these are
stored, so a wrong root makes them differ as well.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from domain.post import PostKey
from services.rebuild import PIECE, Look, OnPiece, look, without_collecting, write
from services.watch import Watch, as_they_are
from store import Store, brands, days, threads
from store.days import StoredDay
from store.derived import Difference, of_day

MOST = 20
"""Differences of one table that are told; of more, only the number is said."""


@dataclass(slots=True)
class Audit:
    """What came of it: ``rows`` counts the rows that differ, by table."""

    threads: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    told: list[Difference] = field(default_factory=list)
    brands: dict[int, str] = field(default_factory=dict)
    """The names of the brands that differences speak of, by number."""

    def add(self, seen: Look, watches: Sequence[Watch]) -> None:
        """Count what a look found, and keep the first of it."""
        self.brands |= {each.id: each.record.name for each in watches}
        self.count(seen.differences)

    def count(self, differences: Iterable[Difference]) -> None:
        """Count the rows that differ, and keep the first of each table."""
        rows: dict[tuple[object, ...], list[Difference]] = {}
        for each in differences:
            rows.setdefault((each.table, each.brand_id, each.key), []).append(each)
        for (table, *_), found in rows.items():
            if self.rows[str(table)] < MOST:
                self.told += found
            self.rows[str(table)] += 1


def audit(
    store: Store, *, repair: bool = False, on_piece: OnPiece = lambda _: None
) -> Audit:
    """Work everything derived out and compare; ``repair`` puts right what differs.

    Runs piece by piece; ``on_piece`` hears how many threads are done.
    """
    found, last = Audit(), PostKey("", "")
    watches: Sequence[Watch] = ()
    while True:
        with without_collecting(), store.reading() as session:
            piece = threads.names(session, after=last, limit=PIECE)
            if not piece:
                break
            watches = as_they_are(session, watches)
            seen = look(session, piece, watches)
        if seen.differences:
            watches = _again(store, seen, watches, found, repair=repair)
        found.threads, last = found.threads + len(piece), piece[-1]
        on_piece(found.threads)
    _look_at_days(store, found, repair=repair)
    return found


def _look_at_days(store: Store, found: Audit, *, repair: bool) -> None:
    """Compare the days that are laid out with the turns in them.

    They go with the turns when these are put right; what is left is wrong by itself.
    """
    from services.days import stale  # numpy is heavy: only where it pays

    with store.reading() as session:
        every = brands.load(session)
        suspects = [each for each in every if stale(session, each)]
    for brand in suspects:
        with store.begin() as session:
            wrong = stale(session, brand)
            if repair:
                days.drop(session, brand.id, [there.day for there, _ in wrong])
        found.brands[brand.id] = brand.record.name
        for there, wanted in wrong:
            found.count(_of_day(brand.id, there, wanted))


def _of_day(brand_id: int, there: StoredDay, wanted: StoredDay) -> Iterator[Difference]:
    for name, old, new in zip(StoredDay._fields, there, wanted, strict=True):
        if old == new:
            continue
        if name == "turns":  # packed: nobody could read them
            yield of_day(brand_id, there.day)
        else:
            yield Difference("days", brand_id, (there.day,), name, old, new)


def _again(
    store: Store, seen: Look, watches: Sequence[Watch], found: Audit, *, repair: bool
) -> Sequence[Watch]:
    with without_collecting(), store.begin() as session:
        watches = as_they_are(session, watches)
        sure = look(session, seen.suspects, watches)
        if repair:
            write(session, sure, watches)
    found.add(sure, watches)
    return watches

"""The row ``series``: how long first replies took on each day of a year.

Read off the days that were laid out, against the same store before they were. Both
must say the same to the last digit.
"""

from datetime import timedelta
from functools import partial
from pathlib import Path

from benchmarks.filled import BRANDS, NOW, filled
from benchmarks.harness import (
    BenchError,
    Contender,
    Line,
    Measurement,
    Tell,
    compared,
    take_turns,
    timed,
)
from services.days import DayFigures, fill, series
from store import Store, brands
from store.brands import StoredBrand

ROWS = 100_000
ROUNDS = 15
ROUNDS_BEFORE = 3
WANTED = 50.0
LIMIT = "10 ms for 365 days at 1,000,000 posts"
FEW = 20_000
"""Posts below which there is nothing to win."""

DAYS = 365


def measure(rows: int, *, folder: Path, tell: Tell) -> list[Line]:
    """Ask before the days are laid out and after; the peer is the median before."""
    store = filled(folder / "year.db", rows, tell=tell)
    with store.reading() as session:
        (brand,) = brands.load(session, BRANDS[0])
    ask = partial(_asked, store, brand)
    before = ask()
    turns = Contender(name="by turns", run=lambda _: ask())
    (slow,) = take_turns([turns], rounds=ROUNDS_BEFORE, tell=tell, title="series")
    took = timed(partial(fill, store, brand, now=NOW))
    if ask() != before:
        raise BenchError("series: found two answers, wanted one")
    days = Contender(name="by days", run=lambda _: ask())
    (quick,) = take_turns([days], rounds=ROUNDS, tell=tell, title="series")
    notes = (
        f"limit {LIMIT}",
        f"{len(before)} days of {sum(each.turns for each in before)} turns",
        f"laying the days out took {took.cpu:.1f} s of CPU time",
    )
    wanted = WANTED if rows >= FEW else None
    store.close()
    middle = _middle(slow)
    return [compared("series", quick, middle, n=1, wanted=wanted, notes=notes)]


def _asked(store: Store, brand: StoredBrand) -> list[DayFigures]:
    with store.reading() as session:
        since = NOW - timedelta(days=DAYS)
        midnight = since.replace(hour=0, minute=0, second=0, microsecond=0)
        return series(session, brand, now=NOW, since=midnight)


def _middle(slow: Measurement) -> Measurement:
    """Stand a few slow rounds beside many quick ones: their median, as often."""
    wall, cpu = (sorted(each)[len(each) // 2] for each in (slow.wall, slow.cpu))
    return Measurement(name=slow.name, wall=(wall,) * ROUNDS, cpu=(cpu,) * ROUNDS)

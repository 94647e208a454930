"""The row ``statistics``: the report on the reply times of one brand's year.

Read off the days that were laid out, against the same report made of a row for each
turn. Both must say the same to the last digit.
"""

from datetime import timedelta
from functools import partial
from pathlib import Path

from benchmarks.filled import BRANDS, NOW, filled
from benchmarks.harness import (
    BenchError,
    Contender,
    Line,
    Tell,
    compared,
    take_turns,
    timed,
)
from services.days import fill
from services.reply_times import ReplyTimes, reply_times, summed_up
from store import Store, brands
from store.brands import StoredBrand

ROWS = 200_000
ROUNDS = 3
WANTED = 10.0
LIMIT = "300 ms for a year of 100,000 turns, which are 200,000 posts"
FEW = 20_000
"""Posts below which there is nothing to win."""

YEAR = timedelta(days=365)


def measure(rows: int, *, folder: Path, tell: Tell) -> list[Line]:
    """Make both reports in turns; the days are laid out before, and that is noted."""
    store = filled(folder / "year.db", rows, tell=tell, brands=1)
    with store.reading() as session:
        (brand,) = brands.load(session, BRANDS[0])
    took = timed(partial(fill, store, brand, now=NOW))
    contenders = (
        Contender(name="by days", run=lambda _: _by_days(store, brand)),
        Contender(name="by turns", run=lambda _: _by_turns(store, brand)),
    )
    days, turns = _by_days(store, brand), _by_turns(store, brand)
    if days.to_json(rows=False) != turns.to_json(rows=False):
        raise BenchError("statistics: found two answers, wanted one")
    times = take_turns(contenders, rounds=ROUNDS, tell=tell, title="statistics")
    notes = (
        f"limit {LIMIT}",
        f"{days.figures.turns} turns",
        f"laying the days out took {took.cpu:.1f} s of CPU time",
    )
    wanted = WANTED if rows >= FEW else None
    store.close()
    return [compared("statistics", *times, n=1, wanted=wanted, notes=notes)]


def _by_days(store: Store, brand: StoredBrand) -> ReplyTimes:
    with store.reading() as session:
        return summed_up(session, brand, now=NOW, since=NOW - YEAR)


def _by_turns(store: Store, brand: StoredBrand) -> ReplyTimes:
    with store.reading() as session:
        return reply_times(session, brand, now=NOW, since=NOW - YEAR)

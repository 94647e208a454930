"""The figures of Reply times as words and rows; pure, and the same as the report's.

Every text in here is our own but a customer's name, which stays in cells of text.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from domain.brand import BrandRecord
from domain.case import TurnState
from domain.post import Author, PostKey
from domain.wording import share
from screens import words
from services.reply_times import Figures, Row
from store.cases import Waiting

MOST = 500
"""Turns listed below the figures; all of them are in the figures."""


class Range(StrEnum):
    """Which turns are looked at. The values are read on the screen."""

    WEEK = "7 days"
    MONTH = "30 days"
    ALL = "All"


def since(range_: Range, now: datetime) -> datetime | None:
    """Return the start of a range that ends now; None from the beginning."""
    days = {Range.WEEK: 7, Range.MONTH: 30}.get(range_)
    return now - timedelta(days=days) if days else None


STATES: Mapping[TurnState, str] = {
    TurnState.RUNNING: "Waiting",
    TurnState.DUE_SOON: "Waiting, due soon",
    TurnState.OVERDUE: "Waiting, overdue",
    TurnState.OPEN: "Waiting, no target",
    TurnState.MET: "Answered in time",
    TurnState.MET_LATE: "Answered late",
    TurnState.ANSWERED: "Answered",
    TurnState.WAIVED: "Needed no answer",
    TurnState.VOID: "Does not count",
}

EDGES = (0, 1, 4, 24, 72)
"""Hours of waiting at which a bar of the ageing begins."""

BARS = ("under 1 h", "1 to 4 h", "4 to 24 h", "1 to 3 days", "over 3 days")


class Bar(NamedTuple):
    """How many have waited so long, and how many of them past their deadline."""

    label: str
    waiting: int
    overdue: int


def ageing(
    waiting: Iterable[Waiting], *, now: datetime, history: bool
) -> tuple[Bar, ...]:
    """Sort who waits by how long. History is never overdue; without it, left out."""
    ages = [
        (
            # Never negative: a post may be dated a little after our now.
            max(now - each.started_at, timedelta()),
            not each.history and _is_late(each, now),
        )
        for each in waiting
        if history or not each.history
    ]
    edges = [*(timedelta(hours=each) for each in EDGES), timedelta.max]
    return tuple(
        Bar(
            label,
            sum(start <= age < end for age, _ in ages),
            sum(start <= age < end and late for age, late in ages),
        )
        for label, (start, end) in zip(BARS, pairwise(edges), strict=True)
    )


class Met(NamedTuple):
    """How many turns met their target, of those that were due."""

    met: int
    judged: int

    @property
    def share(self) -> float | None:
        """The share of them, 0..1; None when none was due."""
        return self.met / self.judged if self.judged else None


def in_target(figures: Figures) -> Met:
    """Return who was answered in time; who is overdue was not."""
    met, late, overdue = (figures.sla[each] for each in ("met", "met_late", "overdue"))
    return Met(met, met + late + overdue)


def by_network(groups: Mapping[str, Figures]) -> list[dict[str, str]]:
    """Lay out one row a network, the one with most turns first."""
    busiest = sorted(groups.items(), key=lambda each: (-each[1].turns, each[0]))
    return [_network_row(name, figures) for name, figures in busiest if figures.turns]


def turns(
    rows: Sequence[Row], authors: Mapping[PostKey, Author | None], brand: BrandRecord
) -> list[dict[str, str]]:
    """Lay out one row a turn, the newest first, at most ``MOST``."""
    return [_turn_row(each, authors, brand) for each in newest(rows)]


def newest(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that are listed: those that count, the newest first."""
    counted = [each for each in rows if not each.told.turn.void]
    return counted[: -MOST - 1 : -1]


def start(row: Row) -> PostKey:
    """Return the post that began the turn."""
    return PostKey(row.told.key.network, row.told.turn.posts[0])


def span(seconds: int | None) -> str:
    """Say whole seconds; of a share of customers that nobody reached, ``not yet``."""
    return "not yet" if seconds is None else words.span(timedelta(seconds=seconds))


def _network_row(name: str, figures: Figures) -> dict[str, str]:
    first = figures.first_reply
    return {
        "Network": words.network(name).name,
        "Turns": f"{figures.turns:,}",
        "Answered": f"{figures.answered:,}",
        "Waiting": f"{figures.waiting:,}",
        "Median": span(first.median_s),
        "90% within": span(first.p90_s),
        "In target": share(in_target(figures).share),
    }


def _turn_row(
    row: Row, authors: Mapping[PostKey, Author | None], brand: BrandRecord
) -> dict[str, str]:
    key, turn = row.told.key, row.told.turn
    author = authors.get(start(row))
    return {
        "Started": words.date_and_time(turn.started_at, brand),
        "Network": words.network(key.network).name,
        "Customer": words.name(author) if author else key.customer,
        "Waited": words.span(row.wait),
        "Of it before we saw it": words.span(row.collector_lag),
        "State": STATES[row.state],
    }


def _is_late(waiting: Waiting, now: datetime) -> bool:
    return waiting.due_at is not None and waiting.due_at <= now

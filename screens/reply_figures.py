"""The figures of Reply times in words; pure, and the same as the report's.

Every text in here is our own, so that it may stand where markup is read.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from domain.case import CaseKey, TurnState
from domain.post import PostKey
from domain.wording import open_span
from domain.wording import span as of_seconds
from response.speed import Speed
from services.figures import Figures, States

MINUTE_S = 60

LATE = "found late, not held against the team"
LAPSED = "{} closed by silence, never counted as resolved"
GONE = "left out: deleted or no complaint"

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


class Open(NamedTuple):
    """Somebody who waits, whatever the window. ``start`` is the post that began it."""

    key: CaseKey
    start: PostKey
    started_at: datetime
    due_at: datetime | None
    history: bool


class Bar(NamedTuple):
    """Those who have waited so long, and how many of them past their deadline."""

    label: str
    waiting: tuple[Open, ...]
    overdue: int


def ageing(waiting: Iterable[Open], *, now: datetime) -> tuple[Bar, ...]:
    """Sort who waits by how long, the longest first within a bar."""
    edges = [*(timedelta(hours=each) for each in EDGES), timedelta.max]
    # Never negative: a post may be dated a little after our now.
    ages = [(max(now - each.started_at, timedelta()), each) for each in waiting]
    ages.sort(key=lambda aged: (-aged[0], aged[1].key))
    bars = []
    for label, (start, end) in zip(BARS, pairwise(edges), strict=True):
        within = tuple(each for age, each in ages if start <= age < end)
        late = sum(is_late(each, now) for each in within)
        bars.append(Bar(label, within, late))
    return tuple(bars)


def ageing_lines(
    bars: Sequence[Bar], *, chosen: str | None = None
) -> list[dict[str, object]]:
    """Lay out the bars, the longest one filling its line."""
    most = max([1, *(len(each.waiting) for each in bars)])
    return [
        {
            "label": each.label,
            "waiting": f"{len(each.waiting):,}",
            "overdue": f"{each.overdue:,} overdue" if each.overdue else "",
            "late": round(each.overdue / most, 4),
            "calm": round((len(each.waiting) - each.overdue) / most, 4),
            "chosen": each.label == chosen,
        }
        for each in bars
    ]


def is_late(waiting: Open, now: datetime) -> bool:
    """Tell whether the deadline is over; history has none."""
    due = waiting.due_at
    return due is not None and due <= now and not waiting.history


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
    return met_of(figures.sla)


def met_of(states: States) -> Met:
    """Return how many met a promise, of those that were due."""
    met, late, overdue = (states[each] for each in ("met", "met_late", "overdue"))
    return Met(met, met + late + overdue)


def headline(figures: Figures) -> str:
    """Say in one sentence how long customers waited, and how many still do."""
    first = figures.first_reply
    if not figures.turns:
        return "Nobody needed an answer in this time."
    return f"{_waited(first)}; {_still(figures.waiting)}."


def _waited(first: Speed) -> str:
    if not first.turns:
        return "Nobody wrote for the first time"
    if first.turns == 1:
        return _one(first)
    if first.median_s is None:
        return "Fewer than half of those who wrote have an answer"
    if first.median_s < MINUTE_S:
        return "Half of those who wrote were answered within a minute"
    return f"Half of those who wrote waited {of_seconds(first.median_s)} or longer"


def _one(first: Speed) -> str:
    if first.median_s is None:
        return "The one customer who wrote has no answer yet"
    return f"The one customer who wrote waited {of_seconds(first.median_s)}"


def _still(waiting: int) -> str:
    if not waiting:
        return "nobody waits any more"
    return f"{waiting:,} still {'waits' if waiting == 1 else 'wait'}"


def reached(speed: Speed, seconds: int | None) -> str:
    """Say a quantile of a speed; ``not yet`` when so many have no answer so far."""
    if not speed.turns:
        return "-"
    return "not yet" if seconds is None else of_seconds(seconds)


def in_open_hours(speed: Speed, seconds: int | None) -> str:
    """Say the same quantile of open hours, to stand below that of the wall clock."""
    return f"{reached_open(speed, seconds)} in open hours" if speed.turns else ""


def reached_open(speed: Speed, seconds: int | None) -> str:
    """Say a quantile of open hours as ``reached`` says one of the wall clock."""
    said = reached(speed, seconds)
    return said if seconds is None else open_span(seconds)


def beside(figures: Figures) -> str:
    """Say what else there is to these turns, empty when there is nothing."""
    told = (
        (figures.reopened, "case reopened", "cases reopened"),
        (figures.lapsed, LAPSED.format("case"), LAPSED.format("cases")),
        (figures.withdrawn, "answer withdrawn", "answers withdrawn"),
        (figures.found_late, LATE, LATE),
        (figures.sla["waived"], "needed no answer", "needed no answer"),
        (figures.void, GONE, GONE),
    )
    return " · ".join(
        f"{number:,} {one if number == 1 else many}"
        for number, one, many in told
        if number
    )

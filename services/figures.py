"""The figures over rows of the report on reply times.

Who still waits counts in all of them but the median of the answered, which says so.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from domain.brand import BrandRecord
from domain.case import TurnState
from domain.clock import whole_seconds
from response.sla import terms
from response.speed import Speed, Wait, attainment, rounded, speed
from services.rows import Row
from services.turns import ToldTurn


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures over some turns. ``attainment`` and shares are 0..1 or None.

    ``reopened`` counts how often cases that begin here were opened again,
    ``withdrawn`` turns of which a reply was deleted. ``found_late`` turns count in
    every wait, and not in ``sla``: nobody could answer what nobody had seen.
    """

    cases: int
    turns: int
    answered: int
    waiting: int
    void: int
    first_reply: Speed
    next_reply: Speed
    substantive: Speed
    resolution: Speed
    sla: Mapping[str, int]
    reopened: int
    withdrawn: int
    found_late: int
    first_resolution: Speed

    @property
    def attainment(self) -> float | None:
        """The share of judged turns that met their target."""
        return attainment(*(self.sla[name] for name in ("met", "met_late", "overdue")))

    def to_json(self) -> dict[str, object]:
        """Return the fields in the order outsiders know, without those of ``more``."""
        return {
            "cases": self.cases,
            "turns": self.turns,
            "answered": self.answered,
            "waiting": self.waiting,
            "void": self.void,
            "first_reply": self.first_reply.to_json(),
            "next_reply": self.next_reply.to_json(),
            "substantive": self.substantive.to_json(),
            "resolution": self.resolution.to_json(),
            "sla": {**self.sla, "attainment": rounded(self.attainment)},
        }

    def more(self) -> dict[str, object]:
        """Return the fields that came later: they stand at the end of a report."""
        return {
            "reopened": self.reopened,
            "withdrawn": self.withdrawn,
            "found_late": self.found_late,
            "first_resolution": self.first_resolution.to_json(),
        }


def figures(rows: Sequence[Row], brand: BrandRecord, as_of: datetime) -> Figures:
    """Return the figures over ``rows``. Void turns are counted, and left out of all.

    A waived turn is neither answered nor waiting: it is shown beside the SLA.
    """
    counted = [row for row in rows if not row.told.turn.void]
    judged = [row for row in counted if row.told.turn.waived is None]
    leads = [row for row in judged if row.told.leads]
    return Figures(
        cases=len({row.told.key for row in counted}),
        turns=len(counted),
        answered=sum(row.told.turn.reply is not None for row in counted),
        waiting=sum(row.is_open for row in counted),
        void=len(rows) - len(counted),
        first_reply=speed(_wait(row) for row in judged if row.told.turn.number == 1),
        next_reply=speed(_wait(row) for row in judged if row.told.turn.number > 1),
        substantive=speed(_substantive(row, brand, as_of) for row in judged),
        resolution=speed(_settled(leads, _RESOLVED, brand, as_of)),
        sla=_sla(row.state for row in counted if not row.told.turn.found_late),
        reopened=sum(row.told.reopened for row in leads),
        withdrawn=sum(row.told.turn.withdrawn_at is not None for row in counted),
        found_late=sum(row.told.turn.found_late for row in counted),
        first_resolution=speed(_settled(leads, _FIRST_RESOLVED, brand, as_of)),
    )


def _wait(row: Row) -> Wait:
    return Wait(
        seconds=whole_seconds(row.wait),
        business_seconds=whole_seconds(row.business),
        answered=row.told.turn.reply is not None,
    )


def _substantive(row: Row, brand: BrandRecord, as_of: datetime) -> Wait:
    turn = row.told.turn
    if turn.reply is not None and turn.substantive_at == turn.reply.at:
        return _wait(row)
    return _until(row.told, turn.substantive_at, brand, as_of)


_RESOLVED = attrgetter("resolved_at")
_FIRST_RESOLVED = attrgetter("first_resolved_at")


def _settled(
    leads: Iterable[Row],
    when: Callable[[ToldTurn], datetime | None],
    brand: BrandRecord,
    as_of: datetime,
) -> Iterable[Wait]:
    """Yield the wait from the start of each case to its settling; it alone pauses."""
    for row in leads:
        yield _until(row.told, when(row.told), brand, as_of, pauses=row.told.pauses)


def _until(
    told: ToldTurn,
    end: datetime | None,
    brand: BrandRecord,
    as_of: datetime,
    *,
    pauses: Iterable[tuple[datetime, datetime | None]] = (),
) -> Wait:
    """Return the wait from a turn's start to ``end``; pauses stop open time only."""
    start = told.turn.started_at
    stop = max(end or as_of, start)
    held = [(since, until or stop) for since, until in pauses]
    policy = brand.policy_at(start)
    hours = terms(policy, told.turn.kind, told.key.network).hours
    return Wait(
        seconds=whole_seconds(stop - start),
        business_seconds=whole_seconds(hours.between(start, stop, held)),
        answered=end is not None,
    )


def _sla(states: Iterable[TurnState]) -> dict[str, int]:
    found = list(states)
    running = (TurnState.RUNNING, TurnState.DUE_SOON)
    return {
        "met": found.count(TurnState.MET),
        "met_late": found.count(TurnState.MET_LATE),
        "overdue": found.count(TurnState.OVERDUE),
        "running": sum(each in running for each in found),
        "waived": found.count(TurnState.WAIVED),
    }

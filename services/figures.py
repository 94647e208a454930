"""The figures over rows of the report on reply times.

Who still waits counts in all of them but the median of the answered, which says so.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from domain.brand import BrandRecord
from domain.case import TurnKind, TurnState
from domain.clock import whole_seconds
from response.sla import terms
from response.speed import Speed, Wait, attainment, rounded, speed
from services.rows import Row
from services.turns import ToldTurn

States = Mapping[str, int]
"""How many met a promise, met it late, are overdue, run, or are waived; by name."""

PROMISES = ("first_reply", "next_reply", "substantive", "resolution")
"""What an SLA promises, in the order in which it is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures over some turns. ``attainment`` and shares are 0..1 or None.

    ``reopened`` counts how often cases that begin here were opened again,
    ``withdrawn`` turns of which a reply was deleted. ``found_late`` turns count in
    every wait, and not in ``sla``: nobody could answer what nobody had seen.
    ``sla_by`` has the like of ``sla`` for each of ``PROMISES``; of it, ``sla`` is the
    first two as one. ``lapsed`` counts the cases that begin here and were closed by
    silence, none of which is resolved. ``complaints_due`` are those whose deadline has
    passed, ``complaints_answered`` those of them that have a reply, however late.
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
    lapsed: int
    sla_by: Mapping[str, States]
    complaints_due: int
    complaints_answered: int

    @property
    def response_rate(self) -> float | None:
        """The share of complaints answered, of all whose deadline has passed."""
        due = self.complaints_due
        return self.complaints_answered / due if due else None

    @property
    def attainment(self) -> float | None:
        """The share of judged turns that met their target."""
        return attained(self.sla)

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
            "sla": _shown(self.sla),
        }

    def more(self) -> dict[str, object]:
        """Return the fields that came later: they stand at the end of a report."""
        return {
            "reopened": self.reopened,
            "withdrawn": self.withdrawn,
            "found_late": self.found_late,
            "first_resolution": self.first_resolution.to_json(),
            "lapsed": self.lapsed,
            "sla_by": {name: _shown(states) for name, states in self.sla_by.items()},
            "complaints_due": self.complaints_due,
            "complaints_answered": self.complaints_answered,
            "response_rate": rounded(self.response_rate),
        }


class Brief(NamedTuple):
    """Those figures over some turns that a chart shows."""

    turns: int
    waiting: int
    first_reply: Speed


def attained(states: States) -> float | None:
    """Return the share that met a promise, 0..1; None when none was due."""
    return attainment(*(states[name] for name in ("met", "met_late", "overdue")))


def together(*all_of: States) -> States:
    """Return the states of several promises as one."""
    return {name: sum(each[name] for each in all_of) for name in all_of[0]}


def figures(rows: Sequence[Row], brand: BrandRecord, as_of: datetime) -> Figures:
    """Return the figures over ``rows``. Void turns are counted, and left out of all.

    A waived turn is neither answered nor waiting: it is shown beside the SLA.
    """
    counted = [row for row in rows if not row.told.turn.void]
    judged = [row for row in counted if row.told.turn.waived is None]
    leads = [row for row in judged if row.told.leads]
    due = [row for row in judged if _is_due_complaint(row, as_of)]
    promised = _promised([row for row in counted if not row.told.turn.found_late])
    return Figures(
        cases=len({row.told.key for row in counted}),
        turns=len(counted),
        answered=sum(row.told.turn.reply is not None for row in judged),
        waiting=sum(row.is_open for row in counted),
        void=len(rows) - len(counted),
        first_reply=speed(_wait(row) for row in judged if row.told.turn.number == 1),
        next_reply=speed(_wait(row) for row in judged if row.told.turn.number > 1),
        substantive=speed(_substantive(row, brand, as_of) for row in judged),
        resolution=speed(_settled(leads, _RESOLVED, brand, as_of)),
        sla=together(promised["first_reply"], promised["next_reply"]),
        reopened=sum(row.told.reopened for row in leads),
        withdrawn=sum(row.told.turn.withdrawn_at is not None for row in counted),
        found_late=sum(row.told.turn.found_late for row in counted),
        first_resolution=speed(_settled(leads, _FIRST_RESOLVED, brand, as_of)),
        lapsed=sum(_has_lapsed(row.told, as_of) for row in leads),
        sla_by=promised,
        complaints_due=len(due),
        complaints_answered=sum(row.told.turn.reply is not None for row in due),
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


def _is_due_complaint(row: Row, as_of: datetime) -> bool:
    due = row.due_at
    is_complaint = row.told.turn.kind is TurnKind.COMPLAINT
    return is_complaint and due is not None and due <= as_of


def _has_lapsed(told: ToldTurn, as_of: datetime) -> bool:
    return told.lapsed_at is not None and told.lapsed_at <= as_of


def _promised(rows: Sequence[Row]) -> dict[str, States]:
    """Return the states of each promise over turns that the team could see in time."""
    # A case of which every turn is waived has none that leads, and counts once.
    alone = [row.told.key for row in rows if not row.told.led]
    states: tuple[Iterable[TurnState], ...] = (
        (row.state for row in rows if row.told.turn.number == 1),
        (row.state for row in rows if row.told.turn.number > 1),
        (row.settling.state for row in rows),
        [
            *(row.closing.state for row in rows if row.closing),
            *(TurnState.WAIVED for _ in set(alone)),
        ],
    )
    return dict(zip(PROMISES, map(_states, states), strict=True))


def _shown(states: States) -> dict[str, object]:
    return {**states, "attainment": rounded(attained(states))}


def _states(states: Iterable[TurnState]) -> dict[str, int]:
    found = Counter(states)
    return {
        "met": found[TurnState.MET],
        "met_late": found[TurnState.MET_LATE],
        "overdue": found[TurnState.OVERDUE],
        "running": found[TurnState.RUNNING] + found[TurnState.DUE_SOON],
        "waived": found[TurnState.WAIVED],
    }

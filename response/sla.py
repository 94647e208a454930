"""When a turn is due and where it stands, from what was promised when it started.

Targets run in the brand's open hours; the cap runs on the wall clock beside them, and
the earlier of the two is due.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from domain.brand import Policy
from domain.case import Turn, TurnKind, TurnState
from domain.duration import Duration
from domain.errors import ConfigError
from response.hours import Hours, Pause, hours_of, working_day

NEAR_SHARE = 4
"""A turn is due soon in the last quarter of its target,"""

NEAR_AT_LEAST = timedelta(minutes=15)
"""but no later than with this much open time left,"""

NEAR_CAP = timedelta(hours=2)
"""or with this much left to the cap on the wall clock."""


class Terms(NamedTuple):
    """What one kind of turn is promised: budgets of open time, and the cap."""

    hours: Hours
    first_reply: timedelta | None
    next_reply: timedelta | None
    substantive: timedelta | None
    resolution: timedelta | None
    cap: timedelta | None

    def due(
        self, budget: timedelta | None, start: datetime, pauses: tuple[Pause, ...] = ()
    ) -> datetime | None:
        """Return when ``budget`` has run since ``start``; None when it never does."""
        if budget is None:
            return None
        try:
            return self.hours.deadline(start, budget, pauses)
        except ConfigError:
            # A desk that closed for good promises nothing; the cap may still hold.
            return None

    def is_near(
        self,
        budget: timedelta,
        start: datetime,
        as_of: datetime,
        pauses: tuple[Pause, ...] = (),
    ) -> bool:
        """Tell whether little of a budget that still runs is left at ``as_of``."""
        left = budget - self.hours.between(start, as_of, pauses)
        return left <= max(budget / NEAR_SHARE, NEAR_AT_LEAST)


def terms(
    policy: Policy, kind: TurnKind, network: str, *, critical: bool = False
) -> Terms:
    """Return what a policy promises to such turns, in time to be counted down."""
    held = _HELD.get(id(policy))
    if held is None or len(held[1]) >= _KEPT:
        if len(_HELD) >= _KEPT:
            _HELD.clear()
        held = _HELD[id(policy)] = (policy, {})
    asked = (kind, network, critical)
    found = held[1].get(asked)
    if found is None:
        found = held[1][asked] = _terms(policy, kind, network, critical=critical)
    return found


def due_at(turn: Turn, *, policy: Policy, network: str) -> datetime | None:
    """Return when a reply to the turn is due, in UTC; None when nothing is promised."""
    return reached_at(turn, 100, policy=policy, network=network)


def reached_at(
    turn: Turn, share: int, *, policy: Policy, network: str
) -> datetime | None:
    """Return when so much of the turn's target has run, in UTC; None without any.

    ``share`` is in per cent. The same share of the cap counts beside it.
    """
    promised = terms(policy, turn.kind, network, critical=turn.critical)
    budget = _reply_budget(turn, promised)
    part = None if budget is None else budget * share / 100
    due = promised.due(part, turn.started_at)
    if promised.cap is None:
        return due
    cap = turn.started_at + promised.cap * share / 100
    return cap if due is None or cap < due else due


def substantive_due_at(turn: Turn, *, policy: Policy, network: str) -> datetime | None:
    """Return when a reply that settles is due, in UTC; None when none is promised.

    The cap is about the first words to a customer and does not touch this.
    """
    promised = terms(policy, turn.kind, network, critical=turn.critical)
    return promised.due(promised.substantive, turn.started_at)


def state(
    turn: Turn,
    due: datetime | None,
    *,
    policy: Policy,
    network: str,
    as_of: datetime,
) -> TurnState:
    """Return where the turn stands towards ``due``, as ``due_at`` gives it.

    A reply at the very instant is in time; without one the turn is then overdue.
    """
    replied = turn.reply.at if turn.reply else None
    ended = _ended(turn, replied, due, as_of)
    if ended is not None:
        return ended
    promised = terms(policy, turn.kind, network, critical=turn.critical)
    budget = _reply_budget(turn, promised)
    cap = promised.cap
    if cap is not None and turn.started_at + cap - as_of <= NEAR_CAP:
        return TurnState.DUE_SOON
    return _running(promised, budget, turn.started_at, as_of)


def substantive_state(
    turn: Turn,
    due: datetime | None,
    *,
    policy: Policy,
    network: str,
    as_of: datetime,
) -> TurnState:
    """Return where the turn stands towards a reply that settles.

    ``due`` is what ``substantive_due_at`` gives. Holding replies and redirects end no
    wait here.
    """
    ended = _ended(turn, turn.substantive_at, due, as_of)
    if ended is not None:
        return ended
    promised = terms(policy, turn.kind, network, critical=turn.critical)
    return _running(promised, promised.substantive, turn.started_at, as_of)


def _ended(
    turn: Turn, replied: datetime | None, due: datetime | None, as_of: datetime
) -> TurnState | None:
    """Return the state of a turn that no budget has to be looked at for."""
    if turn.void:
        return TurnState.VOID
    if turn.waived is not None:
        return TurnState.WAIVED
    if due is None:
        return TurnState.OPEN if replied is None else TurnState.ANSWERED
    if replied is not None:
        return TurnState.MET if replied <= due else TurnState.MET_LATE
    return TurnState.OVERDUE if as_of >= due else None


def _running(
    promised: Terms, budget: timedelta | None, start: datetime, as_of: datetime
) -> TurnState:
    near = budget is not None and promised.is_near(budget, start, as_of)
    return TurnState.DUE_SOON if near else TurnState.RUNNING


def _reply_budget(turn: Turn, promised: Terms) -> timedelta | None:
    return promised.first_reply if turn.number == 1 else promised.next_reply


_KEPT = 64
_HELD: dict[int, tuple[Policy, dict[tuple[TurnKind, str, bool], Terms]]] = {}
"""The terms of each policy asked for lately.

By the policy's id, for hashing one takes longer than all else here; the policy is held
beside, so that its id is not another's meanwhile.
"""


def _terms(policy: Policy, kind: TurnKind, network: str, *, critical: bool) -> Terms:
    target = policy.sla.target(kind, network, critical=critical)
    day = working_day(policy.calendar)

    def budget(figure: Duration | None) -> timedelta | None:
        return figure.business(day) if figure else None

    return Terms(
        hours=hours_of(policy.calendar),
        first_reply=budget(target.first_reply),
        next_reply=budget(target.next_reply),
        substantive=budget(target.substantive),
        resolution=budget(target.resolution),
        cap=target.cap.wall() if target.cap else None,
    )

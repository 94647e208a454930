"""When a turn is due and where it stands, from what was promised when it started.

Targets run in the brand's open hours; the cap runs on the wall clock beside them, and
the earlier of the two is due.
"""

from datetime import datetime, timedelta

from domain.brand import Policy
from domain.case import Turn, TurnState
from domain.duration import Duration
from domain.errors import ConfigError
from domain.sla import Target
from response.hours import business_time, deadline, working_day

NEAR_SHARE = 4
"""A turn is due soon in the last quarter of its target,"""

NEAR_AT_LEAST = timedelta(minutes=15)
"""but no later than with this much open time left,"""

NEAR_CAP = timedelta(hours=2)
"""or with this much left to the cap on the wall clock."""


def due_at(turn: Turn, *, policy: Policy, network: str) -> datetime | None:
    """Return when a reply to the turn is due, in UTC; None when nothing is promised."""
    target = policy.sla.target(turn.kind, network)
    business = _business_due(turn, _reply_figure(turn, target), policy)
    cap = _cap_at(turn, target)
    return min((each for each in (business, cap) if each is not None), default=None)


def substantive_due_at(turn: Turn, *, policy: Policy, network: str) -> datetime | None:
    """Return when a reply that settles is due, in UTC; None when none is promised.

    The cap is about the first words to a customer and does not touch this.
    """
    target = policy.sla.target(turn.kind, network)
    return _business_due(turn, target.substantive, policy)


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
    if turn.void:
        return TurnState.VOID
    if turn.waived is not None:
        return TurnState.WAIVED
    if due is None:
        return TurnState.ANSWERED if turn.reply else TurnState.OPEN
    if turn.reply:
        return TurnState.MET if turn.reply.at <= due else TurnState.MET_LATE
    if as_of >= due:
        return TurnState.OVERDUE
    target = policy.sla.target(turn.kind, network)
    near = _is_near(turn, target, policy, as_of)
    return TurnState.DUE_SOON if near else TurnState.RUNNING


def _is_near(turn: Turn, target: Target, policy: Policy, as_of: datetime) -> bool:
    cap = _cap_at(turn, target)
    if cap is not None and cap - as_of <= NEAR_CAP:
        return True
    figure = _reply_figure(turn, target)
    if figure is None:
        return False
    budget = figure.business(working_day(policy.calendar))
    left = budget - business_time(policy.calendar, turn.started_at, as_of)
    return left <= max(budget / NEAR_SHARE, NEAR_AT_LEAST)


def _reply_figure(turn: Turn, target: Target) -> Duration | None:
    return target.first_reply if turn.number == 1 else target.next_reply


def _business_due(
    turn: Turn, figure: Duration | None, policy: Policy
) -> datetime | None:
    if figure is None:
        return None
    budget = figure.business(working_day(policy.calendar))
    try:
        return deadline(policy.calendar, turn.started_at, budget)
    except ConfigError:
        # A desk that closed for good promises nothing; the cap may still hold.
        return None


def _cap_at(turn: Turn, target: Target) -> datetime | None:
    return turn.started_at + target.cap.wall() if target.cap else None

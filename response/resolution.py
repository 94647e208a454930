"""The clock of a whole case: from its first turn until it is settled.

It alone stands still while we wait for the customer, and no cap touches it. While such
a pause goes on nothing is due: when it ends is the customer's to say.
"""

from datetime import datetime, timedelta

from domain.brand import Policy
from domain.case import Case, Turn, TurnState
from response.hours import Pause
from response.sla import Terms, terms


def begins(case: Case) -> Turn | None:
    """Return the turn that starts the clock: the first that is not void or waived.

    The policy of its start governs the case.
    """
    counted = (turn for turn in case.turns if not turn.void and turn.waived is None)
    return next(counted, None)


def resolution_time(case: Case, *, policy: Policy, as_of: datetime) -> timedelta:
    """Return the open time until the case was resolved, or so far, without pauses."""
    first = begins(case)
    if first is None:
        return timedelta()
    end = case.resolved_at or as_of
    hours = _terms(case, first, policy).hours
    return hours.between(first.started_at, end, _pauses(case, until=end))


def resolution_due_at(case: Case, *, policy: Policy) -> datetime | None:
    """Return when the case is to be resolved, in UTC; None when that is not promised.

    None also while a pause without an end holds the clock.
    """
    first = begins(case)
    if first is None:
        return None
    promised = _terms(case, first, policy)
    ended = tuple((held, freed) for held, freed in case.pauses if freed is not None)
    due = promised.due(promised.resolution, first.started_at, ended)
    held = _held_since(case)
    return None if due is None or (held is not None and held < due) else due


def resolution_state(
    case: Case, due: datetime | None, *, policy: Policy, as_of: datetime
) -> TurnState:
    """Return where the case stands towards ``due``, as ``resolution_due_at`` gives it.

    ``open`` and ``answered`` (resolved) are those of a case that is promised none.
    """
    first = begins(case)
    if first is None:
        void = all(turn.void for turn in case.turns)
        return TurnState.VOID if void else TurnState.WAIVED
    promised = _terms(case, first, policy)
    held = _held_since(case)
    if promised.resolution is None or (due is None and held is None):
        return TurnState.OPEN if case.resolved_at is None else TurnState.ANSWERED
    if case.resolved_at is not None:
        late = due is not None and case.resolved_at > due
        return TurnState.MET_LATE if late else TurnState.MET
    if due is not None and as_of >= due:
        return TurnState.OVERDUE
    pauses = _pauses(case, until=as_of)
    near = promised.is_near(promised.resolution, first.started_at, as_of, pauses)
    return TurnState.DUE_SOON if near else TurnState.RUNNING


def _terms(case: Case, first: Turn, policy: Policy) -> Terms:
    critical = any(turn.critical for turn in case.turns if not turn.void)
    return terms(policy, first.kind, case.key.network, critical=critical)


def _held_since(case: Case) -> datetime | None:
    return next((held for held, freed in case.pauses if freed is None), None)


def _pauses(case: Case, *, until: datetime) -> tuple[Pause, ...]:
    return tuple((held, freed or until) for held, freed in case.pauses)

"""Where a turn and its case stand towards what was promised beside the first words.

A reply that settles is promised for every turn; that the case is closed, once for a
case: its clock begins with the turn that leads, and stands still in pauses.
"""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from domain.brand import Policy
from domain.case import Case, TurnState
from response.resolution import resolution_due_at, resolution_state
from response.sla import substantive_due_at, substantive_state
from services.turns import ToldTurn


class Promise(NamedTuple):
    """When something is due, and how it stands.

    ``due_at`` is None where nothing is promised, and while the customer has to answer
    first; ``state`` tells these apart.
    """

    due_at: datetime | None
    state: TurnState


def settling(told: ToldTurn, *, policy: Policy, as_of: datetime) -> Promise:
    """Return how the turn stands towards a reply that settles."""
    turn, network = told.turn, told.key.network
    due = None
    if not turn.void and turn.waived is None:
        due = substantive_due_at(turn, policy=policy, network=network)
    state = substantive_state(turn, due, policy=policy, network=network, as_of=as_of)
    return Promise(due, state)


def closing(told: ToldTurn, *, policy: Policy, as_of: datetime) -> Promise:
    """Return how the case of a turn that leads stands towards its resolution."""
    turn = told.turn
    if told.critical and not turn.critical:
        turn = replace(turn, critical=True)
    case = Case(
        key=told.key,
        posts=turn.posts,
        turns=(turn,),
        resolved_at=told.resolved_at,
        pauses=told.pauses,
    )
    due = resolution_due_at(case, policy=policy)
    return Promise(due, resolution_state(case, due, policy=policy, as_of=as_of))

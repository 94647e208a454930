"""Who waits at an instant, counted as the Inbox counts: now, or then worked out anew.

History is left out: nobody is told in a mail of what was over before we listened.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from alerts.ladder import Wait
from domain.case import CaseKey
from domain.post import PostKey
from response.sla import due_at
from services.turns import worked_out
from store import Session, cases, waiting_at, waits
from store.brands import StoredBrand
from store.cases import NEVER

PIECE = 500
"""Threads that are worked out at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many wait, how many of them are overdue, since when the oldest waits.

    ``first`` are the most urgent, in the order of the Inbox.
    """

    waiting: int
    overdue: int
    oldest: datetime | None
    first: Sequence[Wait] = ()


def standing(
    session: Session, brand: StoredBrand, *, now: datetime, first: int
) -> Standing:
    """Return who waits now; ``first`` of them are named."""
    name = brand.record.name
    count = cases.count(session, brand.id, now=now)
    # History comes last, so that none of it stands before anybody who waits.
    rows = cases.queue(session, brand.id, name, limit=min(first, count.waiting))
    turns = waits.of_posts(session, brand.id, name, [each.start for each in rows])
    return Standing(
        waiting=count.waiting,
        overdue=count.overdue,
        oldest=waiting_at.oldest(session, brand.id),
        first=[turns[each.start] for each in rows if each.start in turns],
    )


def standing_at(
    session: Session, brand: StoredBrand, *, as_of: datetime, first: int = 0
) -> Standing:
    """Return who waited at an instant of the past, by what was known of it then.

    To name the ``first`` takes far longer than to count.
    """
    stood = waiting_at.waiting(session, brand.id, moment=as_of)
    touched = waiting_at.touched(session, brand.id, moment=as_of)
    if first:
        touched |= {each.thread for each in stood}
    rest = [each for each in stood if each.thread not in touched]
    every = sorted(_waiting(session, brand, sorted(touched), as_of), key=_order)
    due = [each.due_at for each in rest] + [due or NEVER for due, _ in every]
    started = [each.started_at for each in rest]
    started += [each.turn.started_at for _, each in every]
    return Standing(
        waiting=len(started),
        overdue=sum(each <= as_of for each in due),
        oldest=min(started, default=None),
        first=[each for _, each in every[:first]],
    )


def _waiting(
    session: Session, brand: StoredBrand, threads: Sequence[PostKey], as_of: datetime
) -> Iterator[tuple[datetime | None, Wait]]:
    """Yield who waited then in these threads, each with the deadline."""
    pieces = _pieces(threads)
    for _, case in worked_out(session, brand, as_of=as_of, among=pieces):
        turn = case.open_turn
        if turn is None or turn.backfilled:
            continue
        policy = brand.record.policy_at(turn.started_at)
        due = due_at(turn, policy=policy, network=case.key.network)
        yield due, Wait(key=case.key, turn=turn, assignee=case.assignee)


def _pieces(names: Sequence[PostKey]) -> Iterator[list[PostKey]]:
    given = iter(names)
    while piece := list(islice(given, PIECE)):
        yield piece


def _order(
    told: tuple[datetime | None, Wait],
) -> tuple[bool, datetime, datetime, CaseKey]:
    due, wait = told
    turn = wait.turn
    return not turn.critical, due or NEVER, turn.started_at, wait.key

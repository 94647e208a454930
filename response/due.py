"""When time ran out in a case, or will: what no fact says, but every log should."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from domain.brand import BrandRecord
from domain.case import Case, Turn
from domain.entry import Actor, Entry, What
from domain.event import Event, EventKind
from response.sla import due_at

WAIVERS = frozenset({EventKind.WAIVED, EventKind.MUTED, EventKind.CLASSED})
"""Deeds after which no answer is needed."""


def due(
    case: Case, brand: BrandRecord, events: Iterable[Event], *, now: datetime
) -> Iterator[Entry]:
    """Yield the deadlines that were missed, and the one that runs.

    ``events`` are the case's, for when a person said that no answer is needed.
    """
    waived = [each.at for each in events if each.kind in WAIVERS]
    for turn in case.turns:
        ended = _ended(turn, waived)
        at = _due_at(case, turn, brand)
        if at is not None and (ended is None or ended > at):
            yield _turn(turn, at, now)
    if case.follow_up_due_at is not None:
        late = case.follow_up_due_at <= now
        words = "Outcome overdue from here on" if late else "Outcome due"
        yield _tick(case.follow_up_due_at, What.FOLLOW_UP_DUE, words)


def _turn(turn: Turn, at: datetime, now: datetime) -> Entry:
    if at > now:
        return _tick(at, What.DUE, "Answer due")
    if at <= turn.seen_at:
        return _tick(at, What.OVERDUE, "Overdue, before we had seen the post")
    return _tick(at, What.OVERDUE, "Overdue from here on")


def _due_at(case: Case, turn: Turn, brand: BrandRecord) -> datetime | None:
    if turn.void or turn.backfilled:
        return None
    policy = brand.policy_at(turn.started_at)
    return due_at(turn, policy=policy, network=case.key.network)


def _ended(turn: Turn, waived: Iterable[datetime]) -> datetime | None:
    if turn.reply:
        return turn.reply.at
    if turn.waived is None:
        return None
    return min((at for at in waived if at >= turn.started_at), default=turn.started_at)


def _tick(at: datetime, what: What, words: str) -> Entry:
    return Entry(at=at, what=what, actor=Actor.CLOCK, words=words)

"""The ladder: which step of a wait falls due when. Pure: it tells nobody.

Times are shares of what the turn was promised, counted in the brand's open hours as the
promise is, so that a step falls due where the Inbox shows it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from domain.alert import Step
from domain.brand import BrandRecord
from domain.case import CaseKey, Turn
from domain.errors import ConfigError
from response.hours import hours_of
from response.sla import reached_at

ACKNOWLEDGED = timedelta(minutes=30)
"""Open time for which the ladder waits once a named person said that they know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A customer who waits: the open turn of a case, and who has it in hand."""

    key: CaseKey
    turn: Turn
    assignee: str | None = None


class Rung(NamedTuple):
    """A step, and when it falls due."""

    step: Step
    at: datetime


def rungs(
    wait: Wait, brand: BrandRecord, *, before: datetime | None = None
) -> list[Rung]:
    """Return the steps of a wait, by when they fall due; those ``before`` an instant.

    None falls due before we had seen the post. History has none: nobody is told of what
    was over before we listened.
    """
    if wait.turn.backfilled:
        return []
    seen_at = wait.turn.seen_at
    found: list[Rung] = []
    for step, due_at in _rungs(wait, brand):
        at = max(due_at, seen_at)
        if before is not None and at >= before:
            break
        found.append(Rung(step, at))
    return sorted(found, key=lambda each: each.at)


def _rungs(wait: Wait, brand: BrandRecord) -> Iterator[Rung]:
    """Yield the steps in the order in which they fall due."""
    turn, policy = wait.turn, brand.policy_at(wait.turn.started_at)
    if turn.critical:
        yield Rung(Step.CRITICAL, turn.started_at)
    shares = {
        Step.NUDGE: brand.alerts.nudge,
        Step.OVERDUE: brand.alerts.overdue,
        Step.ESCALATED: brand.alerts.escalated,
    }
    for step, share in sorted(shares.items(), key=lambda each: each[1]):
        at = reached_at(turn, share, policy=policy, network=wait.key.network)
        if at is not None:
            yield Rung(step, at)


def due(wait: Wait, brand: BrandRecord, *, as_of: datetime) -> list[Rung]:
    """Return the steps of a wait that have fallen due."""
    return [each for each in rungs(wait, brand) if each.at <= as_of]


def held_until(
    acknowledged: Iterable[datetime], wait: Wait, brand: BrandRecord
) -> datetime | None:
    """Return until when the ladder waits for somebody who said that they know.

    ``acknowledged`` are the instants at which that was said of the case; those of
    earlier turns do not count.
    """
    said = [each for each in acknowledged if each >= wait.turn.started_at]
    if not said:
        return None
    calendar = brand.policy_at(wait.turn.started_at).calendar
    try:
        return hours_of(calendar).deadline(max(said), ACKNOWLEDGED)
    except ConfigError:  # a desk that closed for good: by the wall clock
        return max(said) + ACKNOWLEDGED

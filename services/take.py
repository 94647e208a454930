"""A person takes a case by a signed link, from wherever they are.

It is theirs then, and the ladder stands still for a while. Nothing is answered by it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from alerts.ladder import Wait
from domain.alert import About
from domain.case import CaseKey
from services import act
from services.sense import Acted
from services.watch import Watch
from store import Session, Store, waits


class Stands(StrEnum):
    """How a wait stands that somebody wants to take."""

    WAITS = "waits"
    MINE = "mine"
    """It is in this person's hands already."""
    OVER = "over"
    """It was answered, or needs no answer any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A wait as the page shows it. ``waited`` is the customer's wait so far.

    ``key`` is None for what is not there any more; ``assignee`` has it now.
    """

    stands: Stands
    key: CaseKey | None = None
    network: str = ""
    waited: timedelta | None = None
    assignee: str | None = None


def offered(
    session: Session, watch: Watch, about: About, *, person: str, now: datetime
) -> Offered:
    """Say how the wait stands that a person is asked to take."""
    start = about.start
    if start is None:
        return Offered(stands=Stands.OVER)
    found = waits.of_posts(session, watch.id, watch.record.name, [start]).get(start)
    if found is None:
        return Offered(stands=Stands.OVER, network=start.network)
    return Offered(
        stands=_stands(found, person),
        key=found.key,
        network=start.network,
        waited=found.turn.wait(now),
        assignee=found.assignee,
    )


def take(
    store: Store, watch: Watch, about: About, *, person: str, now: datetime
) -> Offered:
    """Put the wait into this person's hands; return how it stood before.

    Raises StoreError.
    """
    with store.reading() as session:
        found = offered(session, watch, about, person=person, now=now)
    if found.key is None or found.stands is Stands.OVER:
        return found
    if found.stands is Stands.WAITS:
        acted = act.assign(store, watch, found.key, to=person, at=now, by=person)
        if acted is not Acted.ALREADY:
            return found
    act.acknowledge(store, watch, found.key, at=now, by=person)
    return found


def _stands(found: Wait, person: str) -> Stands:
    if not found.turn.open:
        return Stands.OVER
    return Stands.MINE if found.assignee == person else Stands.WAITS

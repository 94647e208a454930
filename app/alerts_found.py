"""What ``doctor`` tells of alerts: who is told by what, and what did not go out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from domain.clock import iso_or_none

if TYPE_CHECKING:
    from app.wiring import Desk
    from domain.alert import Alert

BACK = timedelta(hours=48)
"""So far back it is looked: what could not be sent is given up then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsFound:
    """Alerts of the last 48 hours. ``lacking`` says what channels that are used lack.

    ``stuck`` wait for such a channel, or were tried and failed so far; ``why`` is the
    last reason, in words of ours. ``untold`` are brands with people of whom none has a
    duty: nobody is told of who waits.
    """

    people: int
    sent: int
    waiting: int
    stuck: int
    failed: int
    oldest: datetime | None
    why: str | None
    lacking: Sequence[str]
    untold: Sequence[str] = ()

    @property
    def reasons(self) -> Iterator[str]:
        """Say what is not well."""
        because = f": {self.why}" if self.why else ""
        if self.stuck:
            yield f"alerts: found {self.stuck} that cannot be sent for now{because}"
            yield from (f"alerts: {each}" for each in self.lacking)
        if self.failed:
            yield f"alerts: found {self.failed} given up in the last 48 h{because}"

    @property
    def said(self) -> str:
        """Say all of it on one line."""
        told = f"{self.people} to be told, last 48 h: {self.sent} sent"
        told += f", {self.waiting} waiting, {self.failed} given up"
        nobody = f"; nobody has a duty at {', '.join(self.untold)}"
        return told + (nobody if self.untold else "")

    def to_json(self) -> dict[str, object]:
        """Return it with the fields outsiders know."""
        return {
            "people": self.people,
            "sent": self.sent,
            "waiting": self.waiting,
            "stuck": self.stuck,
            "failed": self.failed,
            "oldest": iso_or_none(self.oldest),
            "why": self.why,
            "lacking": list(self.lacking),
            "untold": list(self.untold),
        }


def alerts_of(desk: "Desk", *, now: datetime) -> AlertsFound:
    """Look at the outbox. Raises StoreError."""
    from alerts import duty
    from app.outgoing import senders
    from domain.alert import Delivery
    from services.escalate import tells
    from store import brands, outbox

    _, lacking = senders(desk)
    with desk.store.reading() as session:
        known = brands.load(session)
        found = outbox.since(session, None, moment=now - BACK)
    people = {
        person.email
        for each in known
        if not each.record.demo
        for person in each.record.people
        if person.channels
    }
    by: dict[Delivery, list[Alert]] = {each: [] for each in Delivery}
    for each in found:
        by[each.delivery].append(each)
    waiting = [*by[Delivery.WAITING], *by[Delivery.TAKEN]]
    stuck = [each for each in waiting if each.tries or each.key.channel in lacking]
    why = [each.said for each in (*stuck, *by[Delivery.FAILED]) if each.said]
    return AlertsFound(
        people=len(people),
        sent=len(by[Delivery.SENT]),
        waiting=len(waiting),
        stuck=len(stuck),
        failed=len(by[Delivery.FAILED]),
        oldest=min((each.raised_at for each in waiting), default=None),
        why=why[0] if why else None,
        lacking=sorted(
            {lacking[each.key.channel] for each in stuck if each.key.channel in lacking}
        ),
        untold=[
            each.record.name
            for each in known
            if tells(each) and not duty.hears(each.record.people)
        ],
    )

"""Who was told of a case, as lines of its log. Pure."""

from collections.abc import Iterable, Iterator

from domain.alert import MAIL, Alert, Delivery, Step
from domain.entry import Actor, Entry, What

STEPS = {
    Step.NUDGE: "Due soon",
    Step.OVERDUE: "Overdue",
    Step.ESCALATED: "Overdue for long",
    Step.CRITICAL: "Critical",
    Step.OUTCOME: "No outcome known",
    Step.AUTHOR: "No customer wrote",
    Step.ENDED: "That it is over",
}
"""What a person was told of a case."""

BECAME = {
    Delivery.WAITING: "is to be told",
    Delivery.TAKEN: "is being told",
    Delivery.SENT: "was told",
    Delivery.CANCELLED: "was not told",
    Delivery.FAILED: "could not be told",
}


def told(alerts: Iterable[Alert]) -> Iterator[Entry]:
    """Yield a line for each alert: what it says, to whom, and what became of it."""
    for each in alerts:
        how = "by mail" if each.key.channel == MAIL else "by chat"
        words = f"{STEPS.get(each.key.step, 'Alert')}: {BECAME[each.delivery]} {how}"
        yield Entry(
            at=each.sent_at or each.raised_at,
            what=What.ALERTED,
            actor=Actor.CLOCK,
            words=f"{words} ({each.said})" if each.said else words,
            who=each.key.recipient,
        )

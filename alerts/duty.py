"""Who hears of a step: whoever has it in hand, else the next person up. Pure."""

from collections.abc import Sequence

from domain.alert import Step
from domain.person import Duty, Person, Role

UP = (None, Duty.LEAD, Duty.MANAGER, Duty.ON_CALL)
"""From the assignee, who has no duty but the case, up to who is on call."""

FIRST = {
    Step.NUDGE: None,
    Step.OVERDUE: Duty.LEAD,
    Step.ESCALATED: Duty.MANAGER,
    Step.CRITICAL: Duty.ON_CALL,
    Step.OUTCOME: None,
    Step.AUTHOR: Duty.MANAGER,
    Step.SPIKE: Duty.LEAD,
}
"""Whose a step is."""


def told(
    step: Step, people: Sequence[Person], *, assignee: str | None = None
) -> list[Person]:
    """Return who hears of a step, all who share the duty; nobody where there is nobody.

    Where nobody has the duty the next up hears, and above the last the next down, for
    somebody must. A blind source is the operator's, who is an admin.
    """
    if step is Step.BLIND:
        admins = [each for each in people if each.role is Role.ADMIN]
        return admins or _of(Duty.ON_CALL, people, None) or told(Step.SPIKE, people)
    begin = UP.index(FIRST[step])
    for duty in (*UP[begin:], *reversed(UP[:begin])):
        if found := _of(duty, people, assignee):
            return found
    return []


def hears(people: Sequence[Person]) -> bool:
    """Tell whether anybody hears of what waits and is in nobody's hands."""
    return bool(told(Step.OVERDUE, people))


def person(name: str | None, people: Sequence[Person]) -> Person | None:
    """Return whom a name means: an address, or what stands before its ``@``."""
    wanted = (name or "").casefold()
    for each in people:
        if wanted and wanted in {each.email.casefold(), short(each.email).casefold()}:
            return each
    return None


def short(email: str) -> str:
    """Return what people call somebody of whom only the address is known."""
    return email.partition("@")[0]


def _of(
    duty: Duty | None, people: Sequence[Person], assignee: str | None
) -> list[Person]:
    if duty is None:
        found = person(assignee, people)
        return [found] if found else []
    return [each for each in people if duty in each.duty]

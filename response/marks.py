"""What people did about each customer's case, with what they took back removed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.event import Event, EventKind


@dataclass(frozen=True, slots=True)
class Marks:
    """People's words on one case, as they stand.

    ``closing`` are the answers off the platform and the waivers, oldest first;
    ``said`` is what was said of single posts, by post id; ``resolved_at`` the last
    resolution that was not reopened; ``ours`` whether the case is about the brand.
    """

    closing: tuple[Event, ...] = ()
    said: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    resolved_at: datetime | None = None
    assignee: str | None = None
    ours: bool = True


def marks(events: Iterable[Event], as_of: datetime) -> dict[str, Marks]:
    """Return what stands of ``events`` at ``as_of``, by customer id."""
    done: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda each: each.at):
        if event.at <= as_of:
            done.setdefault(event.customer, []).append(event)
    return {customer: _standing(each) for customer, each in done.items()}


def _standing(events: list[Event]) -> Marks:
    closing: list[Event] = []
    said: dict[str, dict[str, object]] = {}
    resolved_at: datetime | None = None
    assignee: str | None = None
    ours = True
    for event in events:
        match event.kind:
            case EventKind.ANSWERED | EventKind.WAIVED:
                closing.append(event)
            case EventKind.UNANSWERED:
                _take_back(closing, EventKind.ANSWERED)
            case EventKind.REOPENED:
                resolved_at = None
                _take_back(closing, EventKind.WAIVED)
            case EventKind.RESOLVED:
                resolved_at = event.at
            case EventKind.ASSIGNED:
                to = event.detail.get("to")
                assignee = to if isinstance(to, str) else None
            case EventKind.JUDGED:
                said.setdefault(event.about.id, {}).update(event.detail)
                ours = event.detail.get("ours", ours) is True
            case EventKind.NOTED:
                pass
    return Marks(tuple(closing), said, resolved_at, assignee, ours)


def _take_back(closing: list[Event], kind: EventKind) -> None:
    """Drop the last of a kind: a person took it back."""
    for position in range(len(closing) - 1, -1, -1):
        if closing[position].kind is kind:
            del closing[position]
            return

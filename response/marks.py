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
    said: dict[str, dict[str, object]] = {}
    for event in _of(events, EventKind.JUDGED):
        said.setdefault(event.about.id, {}).update(event.detail)
    words = [each.detail["ours"] for each in events if "ours" in each.detail]
    to = [each.detail.get("to") for each in _of(events, EventKind.ASSIGNED)][-1:]
    ends = _of(events, EventKind.RESOLVED, EventKind.REOPENED)[-1:]
    return Marks(
        closing=_closing(events),
        said=said,
        resolved_at=next(
            (each.at for each in ends if each.kind is EventKind.RESOLVED), None
        ),
        assignee=next((each for each in to if isinstance(each, str)), None),
        ours=words[-1] is True if words else True,
    )


def _of(events: list[Event], *kinds: EventKind) -> list[Event]:
    return [each for each in events if each.kind in kinds]


def _closing(events: list[Event]) -> tuple[Event, ...]:
    """Return the answers and waivers that nobody took back."""
    closing: list[Event] = []
    for event in events:
        match event.kind:
            case EventKind.ANSWERED | EventKind.WAIVED:
                closing.append(event)
            case EventKind.UNANSWERED:
                _take_back(closing, EventKind.ANSWERED)
            case EventKind.REOPENED:
                _take_back(closing, EventKind.WAIVED)
            case _:
                pass
    return tuple(closing)


def _take_back(closing: list[Event], kind: EventKind) -> None:
    """Drop the last of a kind: a person took it back."""
    for position in range(len(closing) - 1, -1, -1):
        if closing[position].kind is kind:
            del closing[position]
            return

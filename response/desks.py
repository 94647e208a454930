"""The desks of a thread: one for each customer, another for each later case.

A need that comes long after a case was over is a new case: its customer gets a fresh
desk, and the former one stays as it was left.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.event import AUTHOR_WIDE, Event
from response.desk import Desk


class Desks:
    """All desks while a thread is read, by customer id."""

    def __init__(self) -> None:
        """Begin with none."""
        self._now: dict[str, Desk] = {}
        self._former: dict[str, list[Desk]] = {}

    def __contains__(self, customer: str) -> bool:
        """Tell whether the customer has a case."""
        return customer in self._now

    def __iter__(self) -> Iterator[str]:
        """Yield the customers, by id."""
        return iter(sorted(self._now))

    def get(self, customer: str) -> Desk | None:
        """Return the customer's desk of now."""
        return self._now.get(customer)

    def take(self, customer: str, at: datetime, *, needs_reply: bool) -> Desk:
        """Return where the customer's words of ``at`` belong, maybe to a new case."""
        desk = self._now.get(customer)
        if desk is None or (needs_reply and desk.is_over(at)):
            if desk is not None:
                self._former.setdefault(customer, []).append(desk)
            desk = self._now[customer] = Desk()
        return desk

    def of(self, customer: str) -> list[Desk]:
        """Return the customer's desks, the first one first."""
        return [*self._former.get(customer, ()), self._now[customer]]

    def holding(self, customer: str, post_id: str) -> Desk | None:
        """Return the last of the customer's desks on which a post lies."""
        for desk in reversed(self.of(customer)):
            if any(each.id == post_id for each in desk.posts):
                return desk
        return None

    def meant(self, event: Event) -> Desk | None:
        """Return the desk that a person's deed is about."""
        desk = self._now.get(event.customer)
        if event.customer in self._former and event.kind not in AUTHOR_WIDE:
            desk = self.holding(event.customer, event.about.id) or desk
        return desk

    @property
    def asking(self) -> set[str]:
        """The ids of all posts that ask for a reply."""
        return {
            each.post.id
            for customer in self._now
            for desk in self.of(customer)
            for turn in desk.turns
            for each in turn.entries
        }

    @property
    def waiting(self) -> list[str]:
        """The customers who wait for a reply."""
        return [name for name, desk in self._now.items() if desk.open]

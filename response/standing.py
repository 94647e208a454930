"""Where a case stands as a whole: resolved, sent elsewhere, waiting for the customer.

Fed with what happened in the case, in its order; asked at the end.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.case import CaseStatus, ReplyKind

FOLLOW_UP = timedelta(hours=24)
"""So long after "please DM us" somebody must know what became of it (wall clock)."""

LAPSE = timedelta(days=7)
"""So long without a word an answered case is closed; so long it can be reopened."""


@dataclass(slots=True)
class Standing:
    """A case while it is read."""

    resolved_at: datetime | None = None
    first_resolved_at: datetime | None = None
    reopened: int = 0
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    lapsed_at: datetime | None = None
    redirected_at: datetime | None = None
    quiet_since: datetime | None = None
    replied: bool = False
    customer_last: bool = False

    def is_over(self, at: datetime, *, waited: bool) -> bool:
        """Tell whether it ended so long before ``at`` that a need is a new case."""
        self._lapse(at, waiting=waited)
        ended_at = self.resolved_at or self.lapsed_at
        return not waited and ended_at is not None and at - ended_at > LAPSE

    def wrote(self, at: datetime, *, waited: bool, needs_reply: bool) -> None:
        """Take in a post of the customer; ``waited``: for a reply already."""
        self._lapse(at, waiting=waited)
        self.end_pause(at)
        if needs_reply:
            self._reopen()
        self.customer_last = True
        self._stir(at)

    def answered(
        self, at: datetime, kind: ReplyKind, *, waited: bool, asks: bool = False
    ) -> None:
        """Take in a reply to the customer, or a person's word of one elsewhere."""
        self._lapse(at, waiting=waited)
        self.lapsed_at = None
        if kind is ReplyKind.SUBSTANTIVE:
            self.redirected_at = None
            if asks and not self.paused:
                self.pauses.append((at, None))
        elif kind is ReplyKind.REDIRECT and self.redirected_at is None:
            self.redirected_at = at
        self.replied, self.customer_last = True, False
        self._stir(at)

    def amended(self, at: datetime, *, asks: bool) -> None:
        """Take in that a reply settles since it was edited; it is no newer for that."""
        self.redirected_at = None
        if asks and not self.paused and not self.customer_last:
            self.pauses.append((at, None))

    def waived(self, at: datetime) -> None:
        """Take in that a person asks for no reply any more."""
        self._stir(at)

    def resolve(self, at: datetime, *, waited: bool) -> None:
        """Take in a person's word that the matter is settled."""
        self._lapse(at, waiting=waited)
        self.resolved_at, self.lapsed_at, self.redirected_at = at, None, None
        self.first_resolved_at = self.first_resolved_at or at

    def reopen(self, at: datetime, *, waited: bool) -> None:
        """Take in a person's word that the matter is not settled."""
        self._lapse(at, waiting=waited)
        self._reopen()
        self._stir(at)

    def end_pause(self, at: datetime) -> None:
        """Stop waiting for the customer, who wrote."""
        if self.paused:
            begun, _ = self.pauses[-1]
            self.pauses[-1] = (begun, max(at, begun))

    @property
    def paused(self) -> bool:
        """Tell whether we wait for the customer."""
        return bool(self.pauses) and self.pauses[-1][1] is None

    @property
    def follow_up_due_at(self) -> datetime | None:
        """When somebody must know what became of the customer who was sent away."""
        return self.redirected_at + FOLLOW_UP if self.redirected_at else None

    def status(self, as_of: datetime, *, void: bool, waiting: bool) -> CaseStatus:
        """Say where the case stands; ``waiting``: the customer, for a reply."""
        self._lapse(as_of, waiting=waiting)
        if void:
            return CaseStatus.VOID
        if waiting:
            return CaseStatus.WAITING
        if self.resolved_at:
            return CaseStatus.RESOLVED
        if self.redirected_at:
            return CaseStatus.REDIRECTED
        if self.lapsed_at:
            return CaseStatus.LAPSED
        return CaseStatus.WAITING_CUSTOMER if self.paused else CaseStatus.ANSWERED

    def _stir(self, at: datetime) -> None:
        self.quiet_since = max(at, self.quiet_since or at)

    def _lapse(self, at: datetime, *, waiting: bool) -> None:
        """Close the case for silence, if it was silent for long before ``at``."""
        if waiting or not self.replied or self.quiet_since is None:
            return
        held = self.resolved_at or self.lapsed_at or self.redirected_at
        if held is None and at - self.quiet_since >= LAPSE:
            self.lapsed_at = self.quiet_since + LAPSE

    def _reopen(self) -> None:
        """Open the case again, if it was closed."""
        if self.resolved_at or self.lapsed_at:
            self.reopened += 1
            self.resolved_at = self.lapsed_at = None

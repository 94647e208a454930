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
    """A case while it is read.

    ``closed_at`` is the resolution that holds now, for the status. ``resolved_at`` is
    the one that figures count: a need that comes more than 7 days later is another
    matter, which takes back no resolution and moves none.
    """

    resolved_at: datetime | None = None
    first_resolved_at: datetime | None = None
    reopened: int = 0
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    closed_at: datetime | None = None
    lapsed_at: datetime | None = None
    redirected_at: datetime | None = None
    quiet_since: datetime | None = None
    replied: bool = False
    customer_last: bool = False
    another_matter: bool = False

    def wrote(self, at: datetime, *, waited: bool, needs_reply: bool) -> None:
        """Take in a post of the customer; ``waited``: for a reply already."""
        self._lapse(at, waiting=waited)
        self.end_pause(at)
        if needs_reply:
            self._come_back(at)
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
        self.closed_at, self.lapsed_at, self.redirected_at = at, None, None
        if not self.another_matter:
            self.resolved_at = at
        self.first_resolved_at = self.first_resolved_at or at

    def reopen(self, at: datetime, *, waited: bool) -> None:
        """Take in a person's word that the matter is not settled."""
        self._lapse(at, waiting=waited)
        if self.closed_at or self.lapsed_at:
            self._undo()
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
        if self.closed_at:
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
        held = self.closed_at or self.lapsed_at or self.redirected_at
        if held is None and at - self.quiet_since >= LAPSE:
            self.lapsed_at = self.quiet_since + LAPSE

    def _come_back(self, at: datetime) -> None:
        """Open a closed case again, or begin another matter in it."""
        closed_at = self.closed_at or self.lapsed_at
        if closed_at is None:
            return
        if at - closed_at <= LAPSE:
            self._undo()
        else:
            self.another_matter = self.another_matter or self.resolved_at is not None
            self.closed_at = self.lapsed_at = None

    def _undo(self) -> None:
        self.reopened += 1
        self.closed_at = self.lapsed_at = None
        if not self.another_matter:
            self.resolved_at = None

"""How far a stream has been read: lose nothing, whatever breaks off in the middle.

A drain reads from the newest post down to where the last one began, less an overlap.
The floor moves only when a drain has ended; until then the next page is taken up at
the drain's token, also by another process after a crash.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.source import Page, Place, Stream

FIRST_LOOK = timedelta(days=7)
"""How far back the first reading of a stream goes; what it finds is history."""

FIRST_PAGES = 5
"""Pages of the first reading: history is nice to have, and some of it costs money."""

DRAIN_PAGES = 100
"""Pages after which a drain gives up the rest, as a gap: nothing is read for ever."""

SHOWN_LATE = timedelta(hours=1)
"""No stream's overlap is longer."""

TOKEN_LIFE = timedelta(hours=1)
"""Age after which a drain begins again: networks forget their tokens."""

REREAD_HOUR = 22
"""From this hour of the day (UTC) on, the whole day is read once more.

Posts that a network showed late are found then. On X a post read twice on one day
of UTC is paid once.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drain:
    """A reading that has begun and not ended: down to ``since``, next at ``token``.

    ``posts`` counts the new ones that it has brought.
    """

    started_at: datetime
    since: datetime
    token: str | None = None
    pages: int = 0
    posts: int = 0

    @property
    def place(self) -> Place:
        """Return which page comes next."""
        return Place(since=self.since, token=self.token)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Posts of [since, until) may be missing, and why."""

    since: datetime
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """How far a stream is read. Instants are UTC.

    What was posted before ``begun_at`` is history. Everything posted before ``floor``
    that the network gives is stored, but for the gaps that are recorded. ``reread_at``
    is when the day was last read once more.
    """

    begun_at: datetime
    floor: datetime | None = None
    drain: Drain | None = None
    reread_at: datetime | None = None

    def opened(self, stream: Stream, now: datetime) -> "Opened":
        """Take the drain up where it stands, or begin one.

        The gap is what the network gives no more, because we come too late.
        """
        # Up to here nothing that we want is missing.
        known = self.begun_at if self.floor is None else self.floor - stream.overlap
        earliest = now - stream.horizon if stream.horizon else None
        gap = None
        if earliest and known < earliest:
            gap = Gap(since=known, until=earliest, reason="older than is given")
        drain = self.drain
        if drain is not None and abs(now - drain.started_at) <= TOKEN_LIFE:
            return Opened(self, drain, gap)
        reread = self._reread(now)
        since = known
        if self.floor is None:
            since = min(known, now - FIRST_LOOK)
        elif reread:
            midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
            since = min(known, midnight)
        drain = Drain(started_at=now, since=max(since, earliest or since))
        reread_at = now if reread else self.reread_at
        return Opened(replace(self, drain=drain, reread_at=reread_at), drain, gap)

    def after(self, page: Page) -> "Step":
        """Say where we are once ``page``, read at the drain's place, is stored.

        Raises ValueError without a drain.
        """
        if self.drain is None:
            raise ValueError("no drain was opened")
        drain = replace(
            self.drain,
            token=page.token,
            pages=self.drain.pages + 1,
        )
        reached = page.reach is not None and page.reach < drain.since
        if reached or (page.token is None and not page.capped):
            return self._ended(drain, drain.since, None)
        until = page.reach or drain.started_at
        if page.token is None:
            return self._ended(drain, until, "the network's cap")
        history = self.floor is None and until <= self.begun_at
        if drain.pages >= (FIRST_PAGES if history else DRAIN_PAGES):
            return self._ended(drain, until, "too many pages")
        return Step(checkpoint=replace(self, drain=drain))

    def restarted(self) -> "Checkpoint":
        """Forget the drain, whose token is of no use; the floor stays where it is."""
        return replace(self, drain=None)

    def _reread(self, now: datetime) -> bool:
        """Tell whether the day is to be read once more."""
        last = self.reread_at or self.begun_at
        return now.hour >= REREAD_HOUR and last.date() < now.date()

    def _ended(self, drain: Drain, reached: datetime, short: str | None) -> "Step":
        """Move the floor; what lies between ``reached`` and the aim may be missing.

        History is no loss, and neither is a day that was read before.
        """
        aim = self.begun_at if self.floor is None else self.floor - SHOWN_LATE
        aim = max(aim, drain.since)
        gap = None
        if short and aim < reached:
            gap = Gap(since=aim, until=reached, reason=short)
        return Step(
            checkpoint=replace(self, floor=drain.started_at, drain=None),
            read=(min(reached, drain.started_at), drain.started_at),
            gap=gap,
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """A checkpoint with a drain, and the gap that its beginning revealed, if any."""

    checkpoint: Checkpoint
    drain: Drain
    gap: Gap | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a page changed. ``read`` is the span that is read once a drain has ended."""

    checkpoint: Checkpoint
    read: tuple[datetime, datetime] | None = None
    gap: Gap | None = None

    def counted(self, new: int) -> Checkpoint:
        """Return the checkpoint to keep with a page that brought so many new posts."""
        drain = self.checkpoint.drain
        if drain is None:
            return self.checkpoint
        return replace(self.checkpoint, drain=replace(drain, posts=drain.posts + new))

    @property
    def ended(self) -> bool:
        """Tell whether the drain has ended."""
        return self.read is not None

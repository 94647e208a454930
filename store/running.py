"""The tables of what runs: the engine that collects and tells, and the door.

Facts about collecting: coverage, tallies; what was drawn for people to look at: spot
checks; who was told what: the outbox; who wants no digest: opt-outs. State that may be
lost without losing a post or a case: checkpoints, pauses, checks, leases, heartbeats,
links, sessions.
"""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from store.tables import Row
from store.types import Id, UtcDateTime, partial_index


class CheckpointRow(Row, table=True):
    """How far one stream of a network is read; see ``domain.checkpoint``.

    ``stream`` is the stream's id. The ``drain_*`` columns are empty between drains.
    ``read_at`` is when a drain last ended.
    """

    __tablename__ = "checkpoints"

    network: str = Field(primary_key=True, sa_type=Id)
    stream: str = Field(primary_key=True, sa_type=Id)
    family: str
    query: str = Field(sa_type=Text)
    begun_at: datetime = Field(sa_type=UtcDateTime)
    floor: datetime | None = Field(default=None, sa_type=UtcDateTime)
    drain_started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    drain_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    drain_token: str | None = Field(default=None, sa_type=Text)
    drain_pages: int = 0
    drain_posts: int = 0
    reread_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    tried_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PauseRow(Row, table=True):
    """How long a network, a family or a stream is left alone; see ``domain.pause``."""

    __tablename__ = "pauses"

    network: str = Field(primary_key=True, sa_type=Id)
    scope: str = Field(primary_key=True, sa_type=Id)
    fault: str
    failures: int
    since: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)
    said: str = Field(sa_type=Text)


class CoverageRow(Row, table=True):
    """A span of time in which a stream was read, failed, or may lack posts.

    Spans of one state that meet are one row. ``recovered_at`` closes a failure: what
    was posted meanwhile has been read since.
    """

    __tablename__ = "coverage"

    id: int | None = Field(default=None, primary_key=True)
    network: str = Field(sa_type=Id)
    stream: str = Field(sa_type=Id)
    state: str
    reason: str | None = None
    since: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)
    posts: int = 0
    recovered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (Index(None, "network", "stream", "until"),)


class TallyRow(Row, table=True):
    """What one hour (UTC) of asking a stream took and brought.

    ``posts`` counts all that came, ``new`` those that were kept and not stored before,
    ``skipped`` those that could not be read. ``usd`` is an estimate by the network's
    public prices.
    """

    __tablename__ = "tallies"

    network: str = Field(primary_key=True, sa_type=Id)
    stream: str = Field(primary_key=True, sa_type=Id)
    hour: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    requests: int = 0
    posts: int = 0
    new: int = 0
    skipped: int = 0
    usd: float = 0.0

    __table_args__ = (Index(None, "network", "hour"),)


class CheckRow(Row, table=True):
    """When a collected post is looked at again: whether it still stands, as it was."""

    __tablename__ = "checks"

    network: str = Field(primary_key=True, sa_type=Id)
    post_id: str = Field(primary_key=True, sa_type=Id)
    times: int = 0
    due_at: datetime = Field(sa_type=UtcDateTime)

    __table_args__ = (Index(None, "network", "due_at"),)


class SpotCheckRow(Row, table=True):
    """A mention judged to need no reply that was drawn on a local day of its brand.

    What was answered is not here but among the events about the post. ``among`` is of
    how many posts the day's were drawn.
    """

    __tablename__ = "spot_checks"

    brand_id: int = Field(primary_key=True, foreign_key="brands.id", ondelete="CASCADE")
    network: str = Field(primary_key=True, sa_type=Id)
    post_id: str = Field(primary_key=True, sa_type=Id)
    day: str
    drawn_at: datetime = Field(sa_type=UtcDateTime)
    engine: str
    version: str
    among: int
    skipped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (Index(None, "brand_id", "day"),)


class OutboxRow(Row, table=True):
    """That one person is told one thing once by one channel; see ``domain.alert``.

    No words of anybody's: what is said is worked out when it is sent.
    """

    __tablename__ = "outbox"

    id: int | None = Field(default=None, primary_key=True)
    brand_id: int = Field(foreign_key="brands.id", ondelete="CASCADE")
    about: str = Field(sa_type=Id)
    step: str
    recipient: str
    channel: str
    raised_at: datetime = Field(sa_type=UtcDateTime)
    ready_at: datetime = Field(sa_type=UtcDateTime)
    delivery: str
    tries: int = 0
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    message: str | None = None
    said: str | None = None

    __table_args__ = (
        Index(
            "uq_outbox_key",
            "brand_id",
            "about",
            "step",
            "recipient",
            "channel",
            unique=True,
        ),
        partial_index(
            "ix_outbox_open",
            "ready_at",
            where="delivery IN ('waiting', 'taken')",
        ),
        Index(None, "recipient", "sent_at"),
    )


class OptOutRow(Row, table=True):
    """Since when somebody wants no digest of a brand, by a link in the mail."""

    __tablename__ = "opt_outs"

    brand_id: int = Field(primary_key=True, foreign_key="brands.id", ondelete="CASCADE")
    recipient: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)


class LeaseRow(Row, table=True):
    """Which engine leads. ``epoch`` grows with each change of the owner."""

    __tablename__ = "leases"

    name: str = Field(primary_key=True)
    owner: str
    epoch: int
    expires_at: datetime = Field(sa_type=UtcDateTime)


class HeartbeatRow(Row, table=True):
    """When a job of the engine last ended a round, and how often it should."""

    __tablename__ = "heartbeats"

    job: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    every_s: int


class LinkRow(Row, table=True):
    """A one-time link to the dashboard; only the token's hash is kept."""

    __tablename__ = "links"

    hash: str = Field(primary_key=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SessionRow(Row, table=True):
    """A browser that is signed in; only the cookie's hash is kept."""

    __tablename__ = "sessions"

    hash: str = Field(primary_key=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    person: str | None = None

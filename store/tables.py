"""The tables. Nobody outside the store sees a row.

Facts: brands and their versions, accounts, posts, earlier versions of posts, events.
Derived, and rebuilt at any time: judgements, mentions, cases, turns, days. What the
engine and the door keep is in ``store.running``.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Index, MetaData, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from store.types import Id, UtcDateTime, partial_index

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Names of constraints, so that a migration can find them again."""


class Row(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """Base of all rows.

    It has a registry of its own, because Streamlit imports an edited module anew and
    the registry that SQLModel shares refuses to hear of a table twice.
    """


class BrandRow(Row, table=True):
    """A brand that is watched."""

    __tablename__ = "brands"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    demo: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)


class BrandVersionRow(Row, table=True):
    """One version of one part of a brand: calendar, sla, queries and so on.

    ``since`` is None for the first version, which holds from the beginning of time.
    """

    __tablename__ = "brand_versions"

    brand_id: int = Field(primary_key=True, foreign_key="brands.id", ondelete="CASCADE")
    part: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    body: str = Field(sa_type=Text)


class AccountRow(Row, table=True):
    """An account that speaks for a brand, while ``since`` <= t < ``until``."""

    __tablename__ = "accounts"

    id: int | None = Field(default=None, primary_key=True)
    brand_id: int = Field(foreign_key="brands.id", ondelete="CASCADE", index=True)
    network: str = Field(sa_type=Id)
    native_id: str | None = None
    handle: str | None = None
    kind: str
    since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PostRow(Row, table=True):
    """A post as its last version stands. ``root`` is derived from where it hangs."""

    __tablename__ = "posts"

    network: str = Field(primary_key=True, sa_type=Id)
    id: str = Field(primary_key=True, sa_type=Id)
    root: str = Field(sa_type=Id)
    author_id: str | None = None
    author_handle: str | None = None
    author_name: str | None = None
    author_followers: int | None = Field(default=None, sa_type=BigInteger)
    text: str = Field(sa_type=Text)
    posted_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    reply_to: str | None = Field(default=None, sa_type=Id)
    thread: str | None = None
    addressed: str | None = Field(default=None, sa_type=Text)
    kind: str | None = None
    url: str | None = Field(default=None, sa_type=Text)
    lang: str | None = None
    rating: int | None = None
    likes: int | None = Field(default=None, sa_type=BigInteger)
    replies: int | None = Field(default=None, sa_type=BigInteger)
    shares: int | None = Field(default=None, sa_type=BigInteger)
    edited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    state: str
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    complaint: bool | None = None
    needs_reply: bool | None = None
    topic: str | None = None
    hash: str
    backfilled: bool
    demo: bool

    __table_args__ = (
        Index(None, "network", "root"),
        partial_index(
            None,
            "network",
            "reply_to",
            where="reply_to IS NOT NULL",
        ),
        partial_index(
            "ix_posts_told",
            "network",
            "id",
            where="complaint IS NOT NULL",
        ),
    )


class VersionRow(Row, table=True):
    """What an edited post said and says; its text is purged with the post's.

    ``complaint`` and ``needs_reply`` were handed over with this version, the
    ``judged_`` columns are the engine's. Those from ``seen_at`` on, and again those
    from ``judged_unsure`` on, are empty in rows of releases that did not know them.
    """

    __tablename__ = "versions"

    network: str = Field(primary_key=True, sa_type=Id)
    id: str = Field(primary_key=True, sa_type=Id)
    hash: str = Field(primary_key=True)
    text: str = Field(sa_type=Text)
    posted_at: datetime = Field(sa_type=UtcDateTime)
    edited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lang: str | None = None
    rating: int | None = None
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    complaint: bool | None = None
    needs_reply: bool | None = None
    judged_complaint: bool | None = None
    judged_needs_reply: bool | None = None
    judged_question: bool | None = None
    judged_unsure: bool | None = None
    judged_score: float | None = None
    judged_engine: str | None = None
    judged_version: str | None = None


class JudgementRow(Row, table=True):
    """What an engine made of the version of a post named by ``hash``."""

    __tablename__ = "judgements"

    network: str = Field(primary_key=True, sa_type=Id)
    post_id: str = Field(primary_key=True, sa_type=Id)
    hash: str
    lang: str | None = None
    sentiment: str
    compound: float
    p_negative: float
    p_neutral: float
    p_positive: float
    complaint: float
    needs_reply: float
    priority: float
    flags: str
    topic: str | None = None
    because: str = Field(sa_type=Text)
    engine: str
    version: str
    chunked: bool


class MentionRow(Row, table=True):
    """A post that concerns a brand, and why: handed over, matched, tagged or replied.

    ``given`` is a fact (the import named the brand); the others are derived.
    ``queries`` are the positions of the queries that matched, as ``0,2``.
    ``replied`` says that it answers a post of the brand's. ``complaint`` is what
    counts: a person's word before the engine's; ``topic`` and ``sentiment`` are a
    person's word alone. A post for which no reason holds has no row.
    """

    __tablename__ = "mentions"

    brand_id: int = Field(primary_key=True, foreign_key="brands.id", ondelete="CASCADE")
    network: str = Field(primary_key=True, sa_type=Id)
    post_id: str = Field(primary_key=True, sa_type=Id)
    posted_at: datetime = Field(sa_type=UtcDateTime)
    given: bool = False
    queries: str = ""
    addressed: bool = False
    replied: bool = False
    complaint: bool = False
    topic: str | None = None
    sentiment: str | None = None

    __table_args__ = (Index(None, "brand_id", "posted_at"),)


class EventRow(Row, table=True):
    """Something a person did about a case. Only ever added."""

    __tablename__ = "events"

    id: int | None = Field(default=None, primary_key=True)
    brand_id: int = Field(foreign_key="brands.id", ondelete="CASCADE")
    network: str = Field(sa_type=Id)
    post_id: str = Field(sa_type=Id)
    customer: str = Field(sa_type=Id)
    kind: str
    at: datetime = Field(sa_type=UtcDateTime)
    by: str | None = None
    detail: str = Field(default="{}", sa_type=Text)

    __table_args__ = (
        Index(None, "network", "post_id"),
        partial_index(
            "ix_events_authors",
            "network",
            "customer",
            where="kind IN ('muted', 'unmuted', 'classed')",
        ),
        partial_index(
            "ix_events_judged",
            "brand_id",
            "network",
            "post_id",
            where="kind = 'judged'",
        ),
    )


class CaseRow(Row, table=True):
    """A case as it stands after all facts.

    ``pauses`` are spans such as ``begin end``, one a line, the last maybe without its
    end. The columns from ``waiting`` on describe the open turn and order the Inbox:
    live before history, critical before calm, then by what is due first (``due_by`` is
    the year 9999 where no target governs). Where nobody waits and ``unsure`` is set,
    ``history``, ``started_at`` and ``start_post`` are of the first post that a person
    has to look at.
    """

    __tablename__ = "cases"

    brand_id: int = Field(primary_key=True, foreign_key="brands.id", ondelete="CASCADE")
    network: str = Field(primary_key=True, sa_type=Id)
    root: str = Field(primary_key=True, sa_type=Id)
    customer: str = Field(primary_key=True, sa_type=Id)
    episode: int = Field(
        default=1, primary_key=True, sa_column_kwargs={"server_default": "1"}
    )
    posts: int
    resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    first_resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reopened: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    pauses: str = Field(
        default="", sa_type=Text, sa_column_kwargs={"server_default": ""}
    )
    follow_up_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lapsed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    assignee: str | None = None
    ours: bool
    waiting: bool
    history: bool = False
    calm: bool = True
    due_by: datetime | None = Field(default=None, sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    start_post: str | None = None
    turn: int | None = None
    kind: str | None = None
    unsure: bool = Field(
        default=False, sa_column_kwargs={"server_default": sql("false")}
    )

    __table_args__ = (
        partial_index(
            "ix_cases_unsure",
            "brand_id",
            "history",
            "started_at",
            "network",
            "root",
            "customer",
            "episode",
            where="unsure",
        ),
        partial_index(
            "ix_cases_queue",
            "brand_id",
            "history",
            "calm",
            "due_by",
            "started_at",
            "network",
            "root",
            "customer",
            "episode",
            where="waiting",
        ),
        partial_index(
            "ix_cases_follow_up",
            "brand_id",
            "follow_up_due_at",
            where="follow_up_due_at IS NOT NULL",
        ),
        Index(None, "network", "root"),
    )


class TurnRow(Row, table=True):
    """A turn as it stands after all facts; times of an open one end at ``as_of``."""

    __tablename__ = "turns"

    brand_id: int = Field(primary_key=True, foreign_key="brands.id", ondelete="CASCADE")
    network: str = Field(primary_key=True, sa_type=Id)
    root: str = Field(primary_key=True, sa_type=Id)
    customer: str = Field(primary_key=True, sa_type=Id)
    episode: int = Field(
        default=1, primary_key=True, sa_column_kwargs={"server_default": "1"}
    )
    number: int = Field(primary_key=True)
    kind: str
    posts: str = Field(sa_type=Text)
    started_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    replied_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reply_id: str | None = None
    reply_kind: str | None = None
    reply_where: str | None = None
    reply_person: str | None = None
    reply_url: str | None = Field(default=None, sa_type=Text)
    substantive_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    void: bool
    waived: str | None = None
    backfilled: bool
    url: str | None = Field(default=None, sa_type=Text)
    critical: bool = Field(
        default=False, sa_column_kwargs={"server_default": sql("false")}
    )

    __table_args__ = (Index(None, "brand_id", "started_at"),)


class LearntRow(Row, table=True):
    """What people's words taught about an engine's score. Only ever added.

    ``undoes`` is the number of the row that this one takes back.
    """

    __tablename__ = "learnt"

    brand_id: int = Field(primary_key=True, foreign_key="brands.id", ondelete="CASCADE")
    number: int = Field(primary_key=True)
    since: datetime = Field(sa_type=UtcDateTime)
    engine: str
    version: str
    a: float
    b: float
    threshold: float
    recall: int
    labels: int
    positives: int
    precision: float | None = None
    low: float | None = None
    high: float | None = None
    undoes: int | None = None


class DayRow(Row, table=True):
    """A local day of a brand, its turns packed for statistics; missing when stale."""

    __tablename__ = "days"

    brand_id: int = Field(primary_key=True, foreign_key="brands.id", ondelete="CASCADE")
    day: str = Field(primary_key=True)
    since: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)
    stamp: str
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    live: str | None = Field(default=None, sa_type=Text)
    every: str | None = Field(default=None, sa_type=Text)
    turns: bytes
    names: str = Field(sa_type=Text)

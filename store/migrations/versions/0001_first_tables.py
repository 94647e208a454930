"""The first tables"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from store.types import Id, UtcDateTime

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go from the version before to this one."""
    op.create_table(
        "brands",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brands")),
        sa.UniqueConstraint("name", name=op.f("uq_brands_name")),
    )
    op.create_table(
        "judgements",
        sa.Column("network", Id, nullable=False),
        sa.Column("post_id", Id, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=True),
        sa.Column("sentiment", sa.String(), nullable=False),
        sa.Column("compound", sa.Float(), nullable=False),
        sa.Column("p_negative", sa.Float(), nullable=False),
        sa.Column("p_neutral", sa.Float(), nullable=False),
        sa.Column("p_positive", sa.Float(), nullable=False),
        sa.Column("complaint", sa.Float(), nullable=False),
        sa.Column("needs_reply", sa.Float(), nullable=False),
        sa.Column("priority", sa.Float(), nullable=False),
        sa.Column("flags", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("chunked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("network", "post_id", name=op.f("pk_judgements")),
    )
    op.create_table(
        "posts",
        sa.Column("network", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("root", Id, nullable=False),
        sa.Column("author_id", sa.String(), nullable=True),
        sa.Column("author_handle", sa.String(), nullable=True),
        sa.Column("author_name", sa.String(), nullable=True),
        sa.Column("author_followers", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("reply_to", Id, nullable=True),
        sa.Column("thread", sa.String(), nullable=True),
        sa.Column("addressed", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("lang", sa.String(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("likes", sa.BigInteger(), nullable=True),
        sa.Column("replies", sa.BigInteger(), nullable=True),
        sa.Column("shares", sa.BigInteger(), nullable=True),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("complaint", sa.Boolean(), nullable=True),
        sa.Column("needs_reply", sa.Boolean(), nullable=True),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("backfilled", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("network", "id", name=op.f("pk_posts")),
    )
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_posts_network_reply_to"),
            ["network", "reply_to"],
            unique=False,
            sqlite_where=sa.text("reply_to IS NOT NULL"),
            postgresql_where=sa.text("reply_to IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_posts_network_root"), ["network", "root"], unique=False
        )

    op.create_table(
        "versions",
        sa.Column("network", Id, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.Column("lang", sa.String(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("network", "id", "hash", name=op.f("pk_versions")),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("network", Id, nullable=False),
        sa.Column("native_id", sa.String(), nullable=True),
        sa.Column("handle", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=True),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["brand_id"],
            ["brands.id"],
            name=op.f("fk_accounts_brand_id_brands"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_accounts_brand_id"), ["brand_id"], unique=False
        )

    op.create_table(
        "brand_versions",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brand_id"],
            ["brands.id"],
            name=op.f("fk_brand_versions_brand_id_brands"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "brand_id", "part", "number", name=op.f("pk_brand_versions")
        ),
    )
    op.create_table(
        "cases",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("network", Id, nullable=False),
        sa.Column("root", Id, nullable=False),
        sa.Column("customer", Id, nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("assignee", sa.String(), nullable=True),
        sa.Column("ours", sa.Boolean(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("history", sa.Boolean(), nullable=False),
        sa.Column("calm", sa.Boolean(), nullable=False),
        sa.Column("due_by", UtcDateTime(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("start_post", sa.String(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["brand_id"],
            ["brands.id"],
            name=op.f("fk_cases_brand_id_brands"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "brand_id", "network", "root", "customer", name=op.f("pk_cases")
        ),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cases_network_root"), ["network", "root"], unique=False
        )
        batch_op.create_index(
            "ix_cases_queue",
            [
                "brand_id",
                "history",
                "calm",
                "due_by",
                "started_at",
                "network",
                "root",
                "customer",
            ],
            unique=False,
            sqlite_where=sa.text("waiting"),
            postgresql_where=sa.text("waiting"),
        )

    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("network", Id, nullable=False),
        sa.Column("post_id", Id, nullable=False),
        sa.Column("customer", Id, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brand_id"],
            ["brands.id"],
            name=op.f("fk_events_brand_id_brands"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_events_network_post_id"),
            ["network", "post_id"],
            unique=False,
        )

    op.create_table(
        "mentions",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("network", Id, nullable=False),
        sa.Column("post_id", Id, nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("queries", sa.String(), nullable=False),
        sa.Column("addressed", sa.Boolean(), nullable=False),
        sa.Column("replied", sa.Boolean(), nullable=False),
        sa.Column("complaint", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brand_id"],
            ["brands.id"],
            name=op.f("fk_mentions_brand_id_brands"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "brand_id", "network", "post_id", name=op.f("pk_mentions")
        ),
    )
    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mentions_brand_id_posted_at"),
            ["brand_id", "posted_at"],
            unique=False,
        )

    op.create_table(
        "turns",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("network", Id, nullable=False),
        sa.Column("root", Id, nullable=False),
        sa.Column("customer", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("posts", sa.Text(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("replied_at", UtcDateTime(), nullable=True),
        sa.Column("reply_id", sa.String(), nullable=True),
        sa.Column("reply_kind", sa.String(), nullable=True),
        sa.Column("reply_where", sa.String(), nullable=True),
        sa.Column("reply_person", sa.String(), nullable=True),
        sa.Column("reply_url", sa.Text(), nullable=True),
        sa.Column("substantive_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("waived", sa.String(), nullable=True),
        sa.Column("backfilled", sa.Boolean(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["brand_id"],
            ["brands.id"],
            name=op.f("fk_turns_brand_id_brands"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "brand_id", "network", "root", "customer", "number", name=op.f("pk_turns")
        ),
    )
    with op.batch_alter_table("turns", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_turns_brand_id_started_at"),
            ["brand_id", "started_at"],
            unique=False,
        )

    op.execute("ANALYZE")

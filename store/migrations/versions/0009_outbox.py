"""Who is told what, and who wants no digest"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from store.types import Id, UtcDateTime

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go from the version before to this one."""
    _outbox()
    awaited = sa.text("follow_up_due_at IS NOT NULL")
    op.create_index(
        "ix_cases_follow_up",
        "cases",
        ["brand_id", "follow_up_due_at"],
        unique=False,
        sqlite_where=awaited,
        postgresql_where=awaited,
    )
    op.create_table(
        "opt_outs",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["brand_id"],
            ["brands.id"],
            name=op.f("fk_opt_outs_brand_id_brands"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("brand_id", "recipient", name=op.f("pk_opt_outs")),
    )
    op.execute("ANALYZE")


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("about", Id, nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("ready_at", UtcDateTime(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("said", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["brand_id"],
            ["brands.id"],
            name=op.f("fk_outbox_brand_id_brands"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    key = ["brand_id", "about", "step", "recipient", "channel"]
    op.create_index("uq_outbox_key", "outbox", key, unique=True)
    still_open = sa.text("delivery IN ('waiting', 'taken')")
    op.create_index(
        "ix_outbox_open",
        "outbox",
        ["ready_at"],
        unique=False,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    sent = op.f("ix_outbox_recipient_sent_at")
    op.create_index(sent, "outbox", ["recipient", "sent_at"])

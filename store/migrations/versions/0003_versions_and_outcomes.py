"""What each version of a post was judged to be, and how cases ended"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from store.types import UtcDateTime

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go from the version before to this one."""
    with op.batch_alter_table("versions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("complaint", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("needs_reply", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("judged_complaint", sa.Boolean(), nullable=True))
        batch_op.add_column(
            sa.Column("judged_needs_reply", sa.Boolean(), nullable=True)
        )
        batch_op.add_column(sa.Column("judged_question", sa.Boolean(), nullable=True))

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("first_resolved_at", UtcDateTime(), nullable=True)
        )
        batch_op.add_column(
            sa.Column("reopened", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(
            sa.Column("pauses", sa.Text(), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("follow_up_due_at", UtcDateTime(), nullable=True))

    with op.batch_alter_table("turns", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "critical", sa.Boolean(), server_default=sa.false(), nullable=False
            )
        )

    op.create_index(
        "ix_events_mutings",
        "events",
        ["network", "customer"],
        unique=False,
        sqlite_where=sa.text("kind IN ('muted', 'unmuted')"),
        postgresql_where=sa.text("kind IN ('muted', 'unmuted')"),
    )
    op.execute("ANALYZE")

"""Posts that were judged to need no reply, drawn to be looked at"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from store.types import Id, UtcDateTime

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go from the version before to this one."""
    op.create_table(
        "spot_checks",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("network", Id, nullable=False),
        sa.Column("post_id", Id, nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("drawn_at", UtcDateTime(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("among", sa.Integer(), nullable=False),
        sa.Column("skipped_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["brand_id"],
            ["brands.id"],
            name=op.f("fk_spot_checks_brand_id_brands"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "brand_id", "network", "post_id", name=op.f("pk_spot_checks")
        ),
    )
    op.create_index(
        op.f("ix_spot_checks_brand_id_day"), "spot_checks", ["brand_id", "day"]
    )

    op.execute("ANALYZE")

"""A customer's later need in a thread is a case of its own; who an author is"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from store.types import UtcDateTime

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_CASE = ["brand_id", "network", "root", "customer", "episode"]


def upgrade() -> None:
    """Go from the version before to this one."""
    op.drop_index("ix_cases_queue", table_name="cases")
    for table, key in (("cases", _CASE), ("turns", [*_CASE, "number"])):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(
                sa.Column("episode", sa.Integer(), server_default="1", nullable=False)
            )
            batch_op.drop_constraint(f"pk_{table}", type_="primary")
            batch_op.create_primary_key(f"pk_{table}", key)
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lapsed_at", UtcDateTime(), nullable=True))
    op.create_index(
        "ix_cases_queue",
        "cases",
        [
            "brand_id",
            "history",
            "calm",
            "due_by",
            "started_at",
            "network",
            "root",
            "customer",
            "episode",
        ],
        unique=False,
        sqlite_where=sa.text("waiting"),
        postgresql_where=sa.text("waiting"),
    )

    op.drop_index("ix_events_mutings", table_name="events")
    op.create_index(
        "ix_events_authors",
        "events",
        ["network", "customer"],
        unique=False,
        sqlite_where=sa.text("kind IN ('muted', 'unmuted', 'classed')"),
        postgresql_where=sa.text("kind IN ('muted', 'unmuted', 'classed')"),
    )
    op.execute("ANALYZE")

"""Corrections of topic and mood, cases nobody is sure of, what people's words taught"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from store.types import UtcDateTime

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go from the version before to this one."""
    op.create_table(
        "learnt",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("a", sa.Float(), nullable=False),
        sa.Column("b", sa.Float(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("recall", sa.Integer(), nullable=False),
        sa.Column("labels", sa.Integer(), nullable=False),
        sa.Column("positives", sa.Integer(), nullable=False),
        sa.Column("precision", sa.Float(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["brand_id"],
            ["brands.id"],
            name=op.f("fk_learnt_brand_id_brands"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("brand_id", "number", name=op.f("pk_learnt")),
    )
    _add_columns()
    _add_indexes()
    op.execute("ANALYZE")


def _add_columns() -> None:
    op.add_column("versions", sa.Column("judged_unsure", sa.Boolean(), nullable=True))
    op.add_column("versions", sa.Column("judged_score", sa.Float(), nullable=True))
    op.add_column("versions", sa.Column("judged_engine", sa.String(), nullable=True))
    op.add_column("versions", sa.Column("judged_version", sa.String(), nullable=True))
    op.add_column("mentions", sa.Column("topic", sa.String(), nullable=True))
    op.add_column("mentions", sa.Column("sentiment", sa.String(), nullable=True))
    no = sa.text("false")
    op.add_column(
        "cases", sa.Column("unsure", sa.Boolean(), server_default=no, nullable=False)
    )


def _add_indexes() -> None:
    _add_index(
        "ix_cases_unsure",
        "cases",
        [
            "brand_id",
            "history",
            "started_at",
            "network",
            "root",
            "customer",
            "episode",
        ],
        where="unsure",
    )
    _add_index(
        "ix_events_judged",
        "events",
        ["brand_id", "network", "post_id"],
        where="kind = 'judged'",
    )
    _add_index(
        "ix_posts_told", "posts", ["network", "id"], where="complaint IS NOT NULL"
    )


def _add_index(name: str, table: str, columns: list[str], *, where: str) -> None:
    op.create_index(
        name,
        table,
        columns,
        unique=False,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )

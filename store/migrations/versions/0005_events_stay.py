"""The database itself refuses to change events or to take them away"""

from collections.abc import Sequence

from alembic import op

from store.append_only import closing

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go from the version before to this one."""
    connection = op.get_bind()
    for statement in closing(connection.dialect.name):
        connection.exec_driver_sql(statement)

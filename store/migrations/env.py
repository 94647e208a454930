"""How Alembic reaches our tables: the connection is handed in, there is no ini file."""

from typing import Any, Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString

from store import running
from store.types import Id, UtcDateTime


def render_item(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Write our column types into a revision so that it needs no SQLModel."""
    if kind == "type" and isinstance(item, UtcDateTime):
        autogen.imports.add("from store.types import UtcDateTime")
        return "UtcDateTime()"
    if kind == "type" and item is Id:
        autogen.imports.add("from store.types import Id")
        return "Id"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=running.CheckpointRow.metadata,
    render_item=render_item,
    render_as_batch=True,
    compare_type=False,
)
context.run_migrations()

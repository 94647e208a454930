"""Keeps events as they are: the database itself refuses to change one or take it away.

An event goes with its brand, by the cascade, and with a person who is forgotten. SQLite
drops triggers with the table that it rebuilds: a migration that does so must ``close``
again.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

REFUSAL = "events are only ever added"

# By a cascade the brand is gone before its events are.
_LEFT_ALONE = "EXISTS (SELECT 1 FROM brands WHERE id = OLD.brand_id)"

_SQLITE = {
    "events_stay_changed": "BEFORE UPDATE ON events",
    "events_stay_deleted": f"BEFORE DELETE ON events WHEN {_LEFT_ALONE}",
    # REPLACE deletes what is in its way without a word to the trigger above.
    "events_stay_replaced": "BEFORE INSERT ON events"
    " WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id)",
}
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT {_LEFT_ALONE} THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';
END $$"""
_POSTGRES = (
    "CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE ON events"
    " FOR EACH ROW EXECUTE FUNCTION events_stay()"
)


def closing(dialect: str) -> list[str]:
    """Return the statements that make the database refuse, for one sort of it."""
    if dialect != "sqlite":
        return [_FUNCTION, _POSTGRES]
    body = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return [f"CREATE TRIGGER {name} {when} {body}" for name, when in _SQLITE.items()]


def opening(dialect: str) -> list[str]:
    """Return the statements that make it refuse no longer."""
    if dialect != "sqlite":
        return ["DROP TRIGGER events_stay ON events"]
    return [f"DROP TRIGGER {name}" for name in _SQLITE]


@contextmanager
def erasing(session: Session) -> Iterator[None]:
    """Let events be changed and deleted inside, for whoever asks to be forgotten.

    Nobody else may: it is all part of the session's transaction, and others wait.
    """
    connection = session.connection()
    for statement in opening(connection.dialect.name):
        connection.exec_driver_sql(statement)
    yield
    for statement in closing(connection.dialect.name):
        connection.exec_driver_sql(statement)

"""Who wants no digest of a brand any more, by a link in the mail and nobody's leave."""

from datetime import datetime

from sqlmodel import Session

from store.sql import ask, insert, run, spelling
from store.types import known_instant


def add(session: Session, brand_id: int, recipient: str, *, now: datetime) -> None:
    """Note that a person wants no digest; they may say so more than once."""
    how = spelling(session)
    columns = ("brand_id", "recipient", '"at"')
    tail = " ON CONFLICT (brand_id, recipient) DO NOTHING"
    written = insert("opt_outs", columns, how, tail)
    run(session, written, brand_id, recipient, how.instant(now))


def remove(session: Session, brand_id: int, recipient: str) -> bool:
    """Let a person have the digest again; tell whether they had none."""
    mark = spelling(session).mark
    sql = f"DELETE FROM opt_outs WHERE brand_id = {mark} AND recipient = {mark}"
    return bool(run(session, sql, brand_id, recipient))


def load(session: Session, brand_id: int) -> dict[str, datetime]:
    """Return who wants no digest, and since when."""
    mark = spelling(session).mark
    sql = f'SELECT recipient, "at" FROM opt_outs WHERE brand_id = {mark}'
    return {who: known_instant(at) for who, at in ask(session, sql, brand_id)}

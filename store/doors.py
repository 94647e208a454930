"""Who may come in: one-time links, and the sessions that they open.

Only hashes are stored, so that a copy of the store opens no door. The tokens are
random; nothing about them can be guessed, and a plain SHA-256 is enough.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlmodel import Session

from store.sql import ask, insert, run, spelling

BYTES = 32
"""Random bytes of a token: 256 bits."""

LINK_LIVES = timedelta(hours=12)
SESSION_LIVES = timedelta(days=30)
"""However often it is used: after that a person signs in again."""


class Visitor(NamedTuple):
    """Somebody inside; ``person`` is the address that a login vouched for, if any."""

    person: str | None


def make_link(session: Session, *, now: datetime) -> str:
    """Return the token of a new link, which opens one session until it is old."""
    token = secrets.token_urlsafe(BYTES)
    how = spelling(session)
    columns = ("hash", "created_at", "expires_at")
    run(
        session,
        insert("links", columns, how),
        _hash(token),
        how.instant(now),
        how.instant(now + LINK_LIVES),
    )
    return token


def redeem(session: Session, token: str, *, now: datetime) -> bool:
    """Spend a link; tell whether it was there to be spent. Of two, one may."""
    how = spelling(session)
    spent = run(
        session,
        f"UPDATE links SET used_at = {how.mark} WHERE hash = {how.mark}"
        f" AND used_at IS NULL AND expires_at > {how.mark}",
        how.instant(now),
        _hash(token),
        how.instant(now),
    )
    return spent == 1


def open_session(session: Session, *, now: datetime, person: str | None = None) -> str:
    """Return the key of a new session; nobody else is ever told it."""
    key = secrets.token_urlsafe(BYTES)
    how = spelling(session)
    run(
        session,
        insert("sessions", ("hash", "created_at", "expires_at", "person"), how),
        _hash(key),
        how.instant(now),
        how.instant(now + SESSION_LIVES),
        person,
    )
    return key


def visitor(session: Session, key: str, *, now: datetime) -> Visitor | None:
    """Return whose session this is, None when it is none or has ended."""
    how = spelling(session)
    rows = ask(
        session,
        f"SELECT person FROM sessions WHERE hash = {how.mark}"
        f" AND expires_at > {how.mark}",
        _hash(key),
        how.instant(now),
    )
    return Visitor(rows[0][0]) if rows else None


def end_session(session: Session, key: str) -> None:
    """End one session, if it is there."""
    how = spelling(session)
    run(session, f"DELETE FROM sessions WHERE hash = {how.mark}", _hash(key))


def end_all(session: Session) -> int:
    """End all sessions and links; return how many sessions there were."""
    run(session, "DELETE FROM links")
    return run(session, "DELETE FROM sessions")


def sweep(session: Session, *, now: datetime) -> None:
    """Forget what nobody can use any more."""
    how = spelling(session)
    for table in ("links", "sessions"):
        run(
            session,
            f"DELETE FROM {table} WHERE expires_at <= {how.mark}",
            how.instant(now),
        )


def _hash(token: str) -> str:
    # What a stranger sends need not be a text that can be written down.
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

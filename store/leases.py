"""Who may do what only one may: an owner leads until its lease expires.

The epoch grows with each change of the owner and never falls. Expiry says who may
take the lease; whether a transaction may still be written is decided by the epoch
alone (``holds``), since a process that slept does not know what time it is.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session

from store.sql import ask, insert, run, spelling
from store.types import known_instant

COLUMNS = ("name", "owner", "epoch", "expires_at")

NOBODY = ""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""A lease that was given back: the row stays, or its epoch would begin anew."""


class Lease(NamedTuple):
    """What ``owner`` holds until ``expires_at``. No two processes share an owner."""

    name: str
    owner: str
    epoch: int
    expires_at: datetime


def take(
    session: Session, name: str, owner: str, *, now: datetime, ttl: timedelta
) -> Lease | None:
    """Take a lease that is free, expired or one's own; None when another holds it."""
    how = spelling(session)
    rows = ask(
        session,
        insert("leases", COLUMNS, how)
        + " ON CONFLICT (name) DO UPDATE SET owner = excluded.owner,"
        " expires_at = excluded.expires_at, epoch = leases.epoch"
        " + CASE WHEN leases.owner = excluded.owner THEN 0 ELSE 1 END"
        " WHERE leases.owner = excluded.owner"
        f" OR leases.expires_at <= {how.mark} RETURNING epoch",
        name,
        owner,
        1,
        how.instant(now + ttl),
        how.instant(now),
    )
    return Lease(name, owner, rows[0][0], now + ttl) if rows else None


def renew(
    session: Session, lease: Lease, *, now: datetime, ttl: timedelta
) -> Lease | None:
    """Hold a lease for longer; None when it is lost.

    One that expired is held on to as long as nobody took it.
    """
    how = spelling(session)
    kept = run(
        session,
        f"UPDATE leases SET expires_at = {how.mark} WHERE name = {how.mark}"
        f" AND owner = {how.mark} AND epoch = {how.mark}",
        how.instant(now + ttl),
        *lease[:3],
    )
    return lease._replace(expires_at=now + ttl) if kept else None


def release(session: Session, lease: Lease) -> None:
    """Give a lease back, unless it was lost before."""
    how = spelling(session)
    run(
        session,
        f"UPDATE leases SET owner = {how.mark}, expires_at = {how.mark}"
        f" WHERE name = {how.mark} AND owner = {how.mark} AND epoch = {how.mark}",
        NOBODY,
        how.instant(LONG_AGO),
        *lease[:3],
    )


def holds(session: Session, lease: Lease) -> bool:
    """Tell whether nobody took the lease since; whether it has expired is not asked.

    True in a transaction that may write means: until its end.
    """
    found = current(session, lease.name)
    return found is not None and found[:3] == lease[:3]


def current(session: Session, name: str) -> Lease | None:
    """Return the lease as it stands, expired or not; None when nobody has it."""
    how = spelling(session)
    rows = ask(
        session,
        f"SELECT owner, epoch, expires_at FROM leases WHERE name = {how.mark}"
        f" AND owner <> {how.mark}",
        name,
        NOBODY,
    )
    for owner, epoch, expires_at in rows:
        return Lease(name, owner, epoch, known_instant(expires_at))
    return None

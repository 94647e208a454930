"""What we leave alone for a while, kept so that a restart does not hammer."""

from collections.abc import Collection
from typing import Any

from sqlmodel import Session

from domain.pause import Pause
from domain.source import Fault
from store.sql import ask, run, spelling, upsert
from store.types import known_instant

COLUMNS = ("network", "scope", "fault", "failures", "since", "until", "said")


def load(session: Session, network: str) -> dict[str, Pause]:
    """Return a network's pauses by scope, those that are over included."""
    mark = spelling(session).mark
    return {
        each.scope: each for each in _ask(session, f" WHERE network = {mark}", network)
    }


def save(session: Session, pause: Pause) -> None:
    """Write a pause in place of the one of its network and scope."""
    how = spelling(session)
    run(
        session,
        upsert("pauses", COLUMNS, key=("network", "scope"), how=how),
        pause.network,
        pause.scope,
        pause.fault.value,
        pause.failures,
        how.instant(pause.since),
        how.instant(pause.until),
        pause.said,
    )


def lift(session: Session, network: str, scope: str) -> None:
    """Forget a pause and how often it failed before, if there is one."""
    mark = spelling(session).mark
    where = f"network = {mark} AND scope = {mark}"
    run(session, f"DELETE FROM pauses WHERE {where}", network, scope)


def lift_faults(
    session: Session, network: str | None, faults: Collection[Fault]
) -> int:
    """Forget the pauses after these faults, of all networks for None; return how many.

    For what a person has put right, such as new credentials.
    """
    how = spelling(session)
    mine = "" if network is None else f" AND network = {how.mark}"
    return run(
        session,
        f"DELETE FROM pauses WHERE fault {how.among}{mine}",
        how.values([each.value for each in faults]),
        *([] if network is None else [network]),
    )


def every(session: Session) -> list[Pause]:
    """Return all pauses by network and scope, those that are over included."""
    return _ask(session, "")


def _ask(session: Session, where: str, *parameters: object) -> list[Pause]:
    rows = ask(
        session,
        f"SELECT {', '.join(COLUMNS)} FROM pauses{where} ORDER BY network, scope",
        *parameters,
    )
    return [_read(row) for row in rows]


def _read(row: Any) -> Pause:
    network, scope, fault, failures, since, until, said = row
    return Pause(
        network=network,
        scope=scope,
        fault=Fault(fault),
        failures=failures,
        since=known_instant(since),
        until=known_instant(until),
        said=said,
    )

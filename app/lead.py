"""The lead: of all engines of one store, one works.

It is a lease in the store that the leader renews. Whoever waits goes by what it sees
the leader do, not by comparing clocks: those of two machines differ, and may be set.
"""

import os
import platform
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from time import monotonic

from domain.clock import Clock, utc_now
from domain.errors import LeaseLost
from store import Session, Store, leases
from store.leases import Lease

NAME = "engine"

WAIT = 1.05
"""How many lives of a lease one waits for it at most."""

OWNER = re.compile(r".*:(?P<pid>[1-9]\d{0,9}):(?P<place>[^:]+):[^:]+")


def own_name() -> str:
    """Return a name that no other process has: host, number, place, and a lot."""
    return f"{platform.node()}:{os.getpid()}:{_place()}:{token_hex(4)}"


def _place() -> str:
    """Name this start of this machine; empty where we cannot tell.

    Only within it the number of a process says whether the process is still there.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
        return f"{boot.strip()}-{Path('/proc/self/ns/pid').stat().st_ino:x}"
    except OSError:
        return ""


def is_gone(owner: str) -> bool:
    """Tell whether an owner was a process here that has ended; False when unsure."""
    found = OWNER.fullmatch(owner)
    if found is None or found["place"] != _place():
        return False
    try:
        os.kill(int(found["pid"]), 0)  # asks only
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


def another() -> LeaseLost:
    """Return what is said when another engine leads."""
    wanted = "one engine a store: end that one, or wait 15 s"
    return LeaseLost(f"engine: found another engine at work, wanted {wanted}")


@dataclass(slots=True, kw_only=True)
class Lead:
    """The lead that one engine has, or wants; ``ttl`` is how long it is for.

    Its methods raise StoreError. The clock is always the real one.
    """

    store: Store
    ttl: timedelta
    clock: Clock = utc_now
    owner: str = field(default_factory=own_name)
    lease: Lease | None = None

    def take(self, *, wait: Callable[[float], bool]) -> bool:
        """Take the lead, at the latest when its holder was silent for ``ttl``.

        False when the holder is alive. ``wait`` waits for so many seconds and tells
        whether to give up.
        """
        ttl = self.ttl.total_seconds()
        seen = self._try()
        begun = since = monotonic()
        while not self.lease:
            silent = monotonic() - since >= ttl
            if not silent and monotonic() - begun >= WAIT * ttl:
                return False
            if wait(ttl / 30):
                return False
            there = self._try(silent=seen if silent else None)
            if there != seen:
                seen, since = there, monotonic()
        return True

    def _try(self, *, silent: Lease | None = None) -> Lease | None:
        """Take the lead if it is to be had; return the lease as it stood before.

        A lease that stands as when it fell ``silent`` is to be had.
        """
        with self.store.begin() as session:
            there = leases.current(session, NAME)
            now = self.clock()
            if there and (there == silent or is_gone(there.owner)):
                now = max(now, there.expires_at)
            self.lease = leases.take(session, NAME, self.owner, now=now, ttl=self.ttl)
        return there

    def renew(self) -> None:
        """Keep the lead for another while. Raises LeaseLost."""
        with self.store.begin() as session:
            self.lease = leases.renew(
                session, self._held(), now=self.clock(), ttl=self.ttl
            )
        self._held()

    def release(self) -> None:
        """Give the lead back, so that nobody has to wait for it."""
        if self.lease:
            with self.store.begin() as session:
                leases.release(session, self.lease)

    def check(self, session: Session) -> None:
        """Raise LeaseLost, within a transaction that may write, unless we lead."""
        if not leases.holds(session, self._held()):
            raise another()

    def _held(self) -> Lease:
        if self.lease is None:
            raise another()
        return self.lease


def epoch(store: Store) -> int:
    """Return a number that grows each time another engine takes the lead; 0: none."""
    with store.reading() as session:
        found = leases.current(session, NAME)
    return found.epoch if found else 0

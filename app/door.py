"""The door of one store: who is inside, who may come in, and who leaves.

Every answer but a fresh yes asks the store, in the thread of whoever asks: the event
loop of a server must call these in another. A store that fails raises EarshotError.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.settings import Settings
from domain.clock import Clock, utc_now

if TYPE_CHECKING:
    from store import Session, Store

REMEMBERED = timedelta(seconds=30)
"""How long a yes is believed without asking: a page brings a hundred files."""

MOST = 1000
"""Sessions remembered at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Lets people in by link, and by ``welcome`` those whom a login vouches for.

    ``welcome`` is asked about everybody who has a name, each time: who was taken off
    the list is out. Without it nobody with a name comes in.
    """

    store: "Callable[[], Store]"
    clock: Clock = utc_now
    welcome: Callable[[str], bool] | None = None
    inside: dict[str, datetime] = field(default_factory=dict)

    def knows(self, key: str) -> bool:
        """Tell whether the session of this key is alive."""
        now = self.clock()
        if now < self.inside.get(key, now):
            return True
        return self._looks_up(key, now)

    def _looks_up(self, key: str, now: datetime) -> bool:
        from store import doors

        with self.store().reading() as session:
            found = doors.visitor(session, key, now=now)
        if found is None or not (found.person is None or self._welcomes(found.person)):
            self.inside.pop(key, None)
            return False
        if len(self.inside) >= MOST:
            self.inside.clear()
        self.inside[key] = now + REMEMBERED
        return True

    def _welcomes(self, person: str) -> bool:
        return self.welcome is not None and self.welcome(person)

    def redeem(self, token: str, *, before: str | None) -> str | None:
        """Spend a link; return the key of a new session, None when it was no good.

        ``before`` is the key that the visitor came with: that session ends.
        """
        from store import doors

        now = self.clock()
        with self.store().begin() as session:
            if not doors.redeem(session, token, now=now):
                return None
            return self._open(session, before, now, person=None)

    def admit(self, person: str, *, before: str | None) -> str | None:
        """Return the key of a new session for a person, None when not welcome."""
        if not self._welcomes(person):
            return None
        now = self.clock()
        with self.store().begin() as session:
            return self._open(session, before, now, person=person)

    def leave(self, key: str) -> None:
        """End a session."""
        from store import doors

        with self.store().begin() as session:
            doors.end_session(session, key)
        self.inside.pop(key, None)

    @staticmethod
    def _open(
        session: "Session", before: str | None, now: datetime, *, person: str | None
    ) -> str:
        from store import doors

        doors.sweep(session, now=now)
        if before is not None:
            doors.end_session(session, before)
        return doors.open_session(session, now=now, person=person)


def new_link(store: "Store", address: str, *, now: datetime) -> str:
    """Return a fresh one-time link to the dashboard at ``address``."""
    from store import doors

    with store.begin() as session:
        doors.sweep(session, now=now)
        return f"{address}/login?token={doors.make_link(session, now=now)}"


def link_for(settings: Settings, address: str) -> str:
    """Return a fresh one-time link, with the store opened for no longer than that."""
    from store import Store

    with closing(Store(settings.store.url.get_secret_value())) as store:
        return new_link(store, address, now=utc_now())

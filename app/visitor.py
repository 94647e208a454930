"""Who clicks: the person behind a request to the dashboard, as far as anybody knows.

Only a team's login names people. Whoever came by a one-time link is nobody in
particular, and what they do is done by nobody.
"""

from collections.abc import Iterable

from app.asked import Asked
from app.wiring import Desk


def person(desk: Desk, headers: Iterable[tuple[str, str]], *, port: int) -> str | None:
    """Return the address that a login vouched for; None for anybody else.

    ``headers`` are those with which the browser opened its WebSocket, ``port`` is where
    the dashboard listens. Raises StoreError.
    """
    from store import doors

    raw = [(name.lower().encode(), _bytes(value)) for name, value in headers]
    scope = {"type": "websocket", "headers": raw, "server": ("", port)}
    key = Asked.of(scope, public_url=desk.settings.dashboard.public_url).key
    if key is None:
        return None
    with desk.store.reading() as session:
        found = doors.visitor(session, key, now=desk.clock())
    return found.person if found else None


def _bytes(value: str) -> bytes:
    return value.encode("latin-1", "replace")

"""A login over a real store: its clock is set by hand, and what it asks is counted."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.door import Door, new_link
from app.login import Login
from domain.errors import StoreError
from store import Store
from tests.asgi import Reply, answer, inside, scope_of
from tests.desk import NOW


@dataclass
class House:
    """A login over a store, with a clock set by hand and a count of what is asked."""

    store: Store
    now: datetime = NOW
    asked: list[int] = field(default_factory=list)
    public_url: str | None = None
    lost: bool = False
    login: Login = field(init=False)

    def __post_init__(self) -> None:
        door = Door(store=self.hand_over, clock=lambda: self.now)
        self.login = Login(inside, door, self.public_url)

    def hand_over(self) -> Store:
        if self.lost:
            raise StoreError("gone")
        self.asked.append(threading.get_ident())
        return self.store

    def ask(
        self,
        path: str = "/",
        cookie: str = "",
        *,
        method: str = "GET",
        query: str = "",
        headers: Mapping[str, str] | None = None,
        port: int = 8501,
    ) -> Reply:
        brought = {**(headers or {}), **({"Cookie": cookie} if cookie else {})}
        scope = scope_of(path, method=method, query=query, headers=brought, port=port)
        return answer(self.login, scope)

    def token(self) -> str:
        return new_link(self.store, "", now=self.now).partition("token=")[2]

    def redeem(
        self,
        token: str,
        cookie: str = "",
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        query = f"token={token}"
        return self.ask("/login", cookie, method=method, query=query, headers=headers)

    def come_in(self) -> str:
        """Return the cookie of somebody who opened a link."""
        return self.redeem(self.token()).cookie

"""An open WebSocket ends with the session that opened it, whoever ended that."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from starlette.types import Message, Receive, Scope, Send

from app.door import REMEMBERED
from app.login import Login
from store import Store, doors
from tests.asgi import scope_of
from tests.house import House


@pytest.fixture
def house(sqlite_store: Store) -> House:
    return House(sqlite_store)


@dataclass
class Talk:
    """A WebSocket of somebody inside: what is said, and what the screens hear."""

    house: House
    cookie: str
    says: Iterator[Callable[[], None] | bytes]
    heard: list[Message] = field(default_factory=list)

    def run(self, look_again: float) -> None:
        login = Login(self.listen, self.house.login.door, look_again=look_again)
        headers = {"Cookie": self.cookie}
        scope = scope_of("/_stcore/stream", method="WEBSOCKET", headers=headers)

        async def send(message: Message) -> None:
            raise AssertionError(message)

        asyncio.run(asyncio.wait_for(login(scope, self.receive, send), 10))

    async def listen(self, _scope: Scope, receive: Receive, _send: Send) -> None:
        while not self.heard or self.heard[-1]["type"] != "websocket.disconnect":
            self.heard.append(await receive())

    async def receive(self) -> Message:
        said = next(self.says, None)
        if callable(said):
            said()
            await asyncio.Event().wait()  # and is silent from now on
        elif said is None:
            return {"type": "websocket.disconnect", "code": 1001}
        return {"type": "websocket.receive", "bytes": said}


def test_a_websocket_carries_what_is_said(house: House) -> None:
    talk = Talk(house, house.come_in(), iter([b"one", b"two"]))
    talk.run(look_again=10)
    assert [each.get("bytes") for each in talk.heard] == [b"one", b"two", None]
    assert talk.heard[-1]["code"] == 1001


@pytest.mark.parametrize("silent", [True, False])
def test_a_websocket_ends_with_its_session(house: House, silent: bool) -> None:
    def sign_out() -> None:
        with house.store.begin() as session:
            doors.end_all(session)
        house.now += REMEMBERED

    def goes_on() -> Iterator[Callable[[], None] | bytes]:
        yield b"one"
        if silent:
            yield sign_out
        sign_out()
        yield b"two"

    talk = Talk(house, house.come_in(), goes_on())
    talk.run(look_again=0.01 if silent else 10)
    assert [each.get("bytes") for each in talk.heard] == [b"one", None]
    assert talk.heard[-1] == {"type": "websocket.disconnect", "code": 1008}


def test_a_websocket_ends_when_the_store_is_lost(house: House) -> None:
    def lose() -> None:
        house.now += REMEMBERED
        house.lost = True

    talk = Talk(house, house.come_in(), iter([b"one", lose]))
    talk.run(look_again=0.01)
    assert [each.get("bytes") for each in talk.heard] == [b"one", None]

"""Nobody gets anything without a living session, and a link opens one."""

import asyncio
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send

from app.door import REMEMBERED, Door
from app.login import Login
from store import Store, doors
from store.doors import LINK_LIVES, SESSION_LIVES
from tests.asgi import INSIDE, answer, scope_of
from tests.desk import NOW
from tests.house import House

DESK = "https://desk.example.com"
PUBLIC = {"Host": "desk.example.com"}
BLINK = timedelta(microseconds=1)


@pytest.fixture
def house(sqlite_store: Store) -> House:
    return House(sqlite_store)


METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "WEBSOCKET")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("cookie", ["", "earshot-8501=", "earshot-8501=x", "x=\xff"])
@pytest.mark.parametrize("path", ["/", "/_stcore/stream", "/health/", "//health"])
def test_a_stranger_is_refused(
    house: House, path: str, cookie: str, method: str
) -> None:
    reply = house.ask(path, cookie, method=method)
    assert reply.status == 401
    assert "earshot link" in reply.text
    assert reply.headers["cache-control"] == "no-store"


def test_a_websocket_is_refused_before_it_is_accepted(house: House) -> None:
    scope = scope_of("/health", method="WEBSOCKET")
    del scope["extensions"]
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    asyncio.run(house.login(scope, receive, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_health_is_open(house: House) -> None:
    assert house.ask("/health").status == INSIDE
    assert house.asked == []


def test_a_link_opens_a_session_and_then_nothing(house: House) -> None:
    token = house.token()
    first, second = house.redeem(token), house.redeem(token)
    assert (first.status, first.headers["location"]) == (303, "/")
    key = first.cookie.removeprefix("earshot-8501=")
    assert len(key) >= 43
    assert key != token
    assert first.headers["set-cookie"] == (
        f"earshot-8501={key}; HttpOnly; Max-Age=2592000; Path=/; SameSite=Lax"
    )
    assert house.ask(cookie=first.cookie).status == INSIDE
    assert house.ask(cookie=first.cookie, method="WEBSOCKET").status == INSIDE
    assert second.status == 401
    assert "used already" in second.text
    assert "set-cookie" not in second.headers


@pytest.mark.parametrize(
    "token", ["", "x", "%00", "%ED%A0%80", "&token=x", "' OR 1=1 --"]
)
def test_a_token_that_nobody_made_opens_nothing(house: House, token: str) -> None:
    house.token()
    reply = house.redeem(token)
    assert reply.status == 401
    assert "set-cookie" not in reply.headers


def test_a_link_of_yesterday_opens_nothing(house: House) -> None:
    token = house.token()
    house.now += LINK_LIVES
    assert house.redeem(token).status == 401


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        pytest.param("HEAD", {}, id="head"),
        pytest.param("POST", {}, id="post"),
        pytest.param("WEBSOCKET", {}, id="websocket"),
        pytest.param("GET", {"Purpose": "prefetch"}, id="prefetch"),
        pytest.param("GET", {"Sec-Purpose": "prefetch;prerender"}, id="prerender"),
        pytest.param("GET", {"X-Moz": "prefetch"}, id="an older browser"),
    ],
)
def test_a_look_ahead_spends_no_link(
    house: House, method: str, headers: dict[str, str]
) -> None:
    token = house.token()
    reply = house.redeem(token, method=method, headers=headers)
    assert (reply.status, "set-cookie" in reply.headers) == (401, False)
    assert house.redeem(token).status == 303


def test_who_is_inside_and_opens_the_old_link_again_stays_inside(house: House) -> None:
    token = house.token()
    cookie = house.redeem(token).cookie
    again = house.redeem(token, cookie)
    assert (again.status, again.headers["location"]) == (303, "/")
    assert "set-cookie" not in again.headers
    assert house.ask("/login", cookie).status == 303
    assert house.ask("/login").status == 401


def test_a_key_is_never_one_that_the_browser_brought(house: House) -> None:
    old = house.come_in()
    new = house.redeem(house.token(), old).cookie
    assert new != old
    assert house.ask(cookie=old).status == 401
    assert house.ask(cookie=new).status == INSIDE
    planted = "earshot-8501=planted"
    assert house.redeem(house.token(), planted).cookie != planted
    assert house.ask(cookie=planted).status == 401


def test_a_session_is_old_after_thirty_days(house: House) -> None:
    cookie = house.come_in()
    house.now += SESSION_LIVES - BLINK
    assert house.ask(cookie=cookie).status == INSIDE
    house.now += REMEMBERED
    assert house.ask(cookie=cookie).status == 401


def test_the_cookie_of_one_port_opens_no_other(house: House) -> None:
    cookie = house.come_in()
    assert house.ask(cookie=cookie, port=8502).status == 401
    renamed = cookie.replace("8501", "8502")
    assert house.ask(cookie=renamed, port=8502).status == INSIDE


def test_under_the_public_name_the_cookie_never_travels_in_the_clear(
    sqlite_store: Store,
) -> None:
    house = House(sqlite_store, public_url=DESK)
    reply = house.redeem(house.token(), headers=PUBLIC)
    assert reply.headers["set-cookie"] == (
        f"{reply.cookie}; HttpOnly; Max-Age=2592000; Path=/; SameSite=Lax; Secure"
    )
    assert reply.cookie.startswith("__Host-earshot=")
    assert house.ask(cookie=reply.cookie, headers=PUBLIC).status == INSIDE
    assert house.ask(cookie=reply.cookie).status == 401
    near = house.redeem(house.token())
    assert "Secure" not in near.headers["set-cookie"]
    assert house.ask(cookie=near.cookie).status == INSIDE


@pytest.mark.parametrize(
    ("headers", "sent"),
    [
        pytest.param(PUBLIC, ["a=1; Secure", "b=2; Secure"], id="public"),
        pytest.param({}, ["a=1", "b=2; Secure"], id="this machine"),
    ],
)
def test_cookies_of_others_do_not_travel_in_the_clear_either(
    sqlite_store: Store, headers: dict[str, str], sent: list[str]
) -> None:
    async def others(_scope: Scope, _receive: Receive, send: Send) -> None:
        cookies = [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2; Secure")]
        await send({"type": "http.response.start", "status": 200, "headers": cookies})
        await send({"type": "http.response.body", "body": b"as it was"})

    door = Door(store=lambda: sqlite_store)
    reply = answer(Login(others, door, DESK), scope_of("/health", headers=headers))
    assert reply.headers.getlist("set-cookie") == sent
    assert reply.text == "as it was"


def test_a_page_of_a_hundred_files_asks_the_store_once(house: House) -> None:
    cookie = house.come_in()
    house.asked.clear()
    for _ in range(100):
        assert house.ask("/static/a.js", cookie).status == INSIDE
    assert len(house.asked) == 1
    house.now += REMEMBERED
    house.ask(cookie=cookie)
    assert len(house.asked) == 2


def test_the_server_goes_on_while_the_store_is_asked(house: House) -> None:
    cookie = house.come_in()
    house.ask(cookie=cookie)
    house.ask("/logout", cookie)
    assert house.asked
    assert threading.get_ident() not in house.asked


def test_a_no_is_never_remembered(house: House) -> None:
    cookie = house.come_in()
    with house.store.begin() as session:
        key = cookie.partition("=")[2]
        doors.end_session(session, key)
    assert [house.ask(cookie=cookie).status for _ in range(2)] == [401, 401]
    assert len(house.asked) == 3  # once to come in


def test_who_was_signed_out_from_elsewhere_is_out_within_half_a_minute(
    house: House,
) -> None:
    cookie, token = house.come_in(), house.token()
    house.ask(cookie=cookie)
    with house.store.begin() as session:
        doors.end_all(session)
    house.now += REMEMBERED
    assert house.ask(cookie=cookie).status == 401
    assert house.redeem(token).status == 401


def test_a_thousand_sessions_are_remembered_and_no_more(house: House) -> None:
    remembered = house.login.door.inside
    remembered.update({str(each): NOW for each in range(1000)})
    house.ask(cookie=house.come_in())
    assert len(remembered) == 1


@pytest.mark.parametrize("site", ["same-origin", "none", None])
def test_signing_out_ends_the_session_at_once(house: House, site: str | None) -> None:
    mine, yours = house.come_in(), house.come_in()
    assert house.ask(cookie=mine).status == INSIDE
    headers = {"Sec-Fetch-Site": site} if site else {}
    reply = house.ask("/logout", mine, headers=headers)
    assert reply.status == 200
    assert "signed out" in reply.text
    assert reply.headers["set-cookie"].startswith(
        "earshot-8501=; HttpOnly; Max-Age=0; Path=/"
    )
    assert house.ask(cookie=mine).status == 401
    assert house.ask(cookie=yours).status == INSIDE


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        pytest.param("GET", {"Sec-Fetch-Site": "cross-site"}, id="another site"),
        pytest.param("GET", {"Sec-Fetch-Site": "same-site"}, id="a sister site"),
        pytest.param("GET", {"Sec-Purpose": "prefetch"}, id="a look ahead"),
        pytest.param("HEAD", {}, id="head"),
    ],
)
def test_nobody_else_signs_a_person_out(
    house: House, method: str, headers: dict[str, str]
) -> None:
    cookie = house.come_in()
    reply = house.ask("/logout", cookie, method=method, headers=headers)
    assert (reply.status, "set-cookie" in reply.headers) == (403, False)
    house.now += REMEMBERED
    assert house.ask(cookie=cookie).status == INSIDE


def test_a_stranger_cannot_sign_out(house: House) -> None:
    assert house.ask("/logout").status == 401


@pytest.mark.parametrize("method", METHODS)
def test_a_door_that_cannot_look_stays_shut(tmp_path: Path, method: str) -> None:
    house = House(Store(f"sqlite:///{tmp_path / 'nowhere' / 'earshot.db'}"))
    reply = house.ask(cookie="earshot-8501=x", method=method)
    assert reply.status == 503
    assert str(tmp_path) not in reply.text
    assert house.redeem("x").status == 503
    assert house.ask().status == 401  # who brings nothing is not looked up

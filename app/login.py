"""The login: without a living session nobody gets a page, a file or a WebSocket.

Open are the paths in OPEN and, with a team's login, the two of its handshake. What
comes by a WebSocket is looked at again and again, so that signing out ends it too.
"""

import logging
from dataclasses import dataclass
from functools import partial

from anyio import move_on_after
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import pages, signed_pages
from app.asked import HOME, Asked
from app.door import Door
from app.gate import refuse
from app.oidc import BACK, HANDSHAKE, Oidc
from domain.errors import EarshotError

LOGIN = "/login"
LOGOUT = "/logout"
OPEN = frozenset({"/health", LOGIN}) | signed_pages.PATHS
"""Everything that answers a stranger; but for a signed token, with no data."""

LOOK_AGAIN = 30.0
"""Seconds after which a silent WebSocket is asked about again."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Login:
    """Lets those with a living session through and shows everybody else the door."""

    app: ASGIApp
    door: Door
    public_url: str | None = None
    oidc: Oidc | None = None
    look_again: float = LOOK_AGAIN

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it here."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        asked = Asked.of(scope, public_url=self.public_url)
        try:
            answer = await self._answer(asked, receive)
        except EarshotError as error:
            # A door that cannot look who is there stays shut.
            log.warning("nobody comes in: %s", error)
            answer = pages.no_answer()
        if asked.secure:
            send = partial(_never_in_the_clear, send)
        if answer is not None:
            await refuse(answer, scope, send)
        elif scope["type"] == "websocket":
            await self.app(scope, partial(self._heard, asked, receive), send)
        else:
            await self.app(scope, receive, send)

    async def _answer(self, asked: Asked, receive: Receive) -> Response | None:
        """Return our own answer; None: all that is behind us may answer."""
        path = asked.path
        if path == LOGIN:
            return await self._log_in(asked)
        if path == BACK and self.oidc:
            return await self._welcome(asked, self.oidc, receive)
        if path in OPEN or (self.oidc and path in HANDSHAKE):
            return None
        if not await self._is_inside(asked):
            return self._stranger(asked)
        return await self._log_out(asked) if path == LOGOUT else None

    async def _is_inside(self, asked: Asked) -> bool:
        key = asked.key
        return key is not None and await run_in_threadpool(self.door.knows, key)

    def _stranger(self, asked: Asked) -> Response:
        if self.oidc and asked.is_page:
            return RedirectResponse(LOGIN, 303)
        return pages.strange(team=self.oidc is not None)

    async def _log_in(self, asked: Asked) -> Response:
        """Spend a link, or lead to the team's login."""
        if not asked.is_click:
            return pages.preview()
        token = asked.token
        if token is None and self.oidc:
            start = self.oidc.start(port=asked.port, now=self.door.clock())
            return RedirectResponse(start, 303, headers=pages.NO_STORE)
        if token is not None:
            redeem = partial(self.door.redeem, token, before=asked.key)
            if key := await run_in_threadpool(redeem):
                return asked.come_in(key)
        if await self._is_inside(asked):
            return RedirectResponse(HOME, 303)
        if token is None:
            return pages.strange(team=False)
        return pages.spent()

    async def _welcome(self, asked: Asked, oidc: Oidc, receive: Receive) -> Response:
        """Let Streamlit end the handshake; let in whom it brought, under our key."""
        headers = await _headers(self.app, asked.connection.scope, receive)
        person = oidc.person(headers.getlist("set-cookie"))
        if person is None:
            log.warning("a login brought nobody whose address is verified")
            return pages.not_signed_in()
        admit = partial(self.door.admit, person, before=asked.key)
        key = await run_in_threadpool(admit)
        return asked.come_in(key) if key else pages.not_welcome(person)

    async def _log_out(self, asked: Asked) -> Response:
        if not asked.is_click or asked.is_sent_by_others:
            return pages.sure()
        await run_in_threadpool(self.door.leave, str(asked.key))
        answer = pages.signed_out(team=self.oidc is not None)
        asked.hand_over(answer, "", seconds=0)
        return answer

    async def _heard(self, asked: Asked, receive: Receive) -> Message:
        """Return what a WebSocket brings next, or its end with that of the session."""
        while True:
            message = None
            with move_on_after(self.look_again):
                message = await receive()
            if not await self._is_still_inside(asked):
                return {"type": "websocket.disconnect", "code": 1008}
            if message is not None:
                return message

    async def _is_still_inside(self, asked: Asked) -> bool:
        try:
            return await self._is_inside(asked)
        except EarshotError as error:
            log.warning("nobody stays inside: %s", error)
            return False


async def _never_in_the_clear(send: Send, message: Message) -> None:
    """Mark every cookie, ours and Streamlit's, as one that travels encrypted alone."""
    marked = [
        (name, value + b"; Secure")
        if name == b"set-cookie" and b"; secure" not in value.lower()
        else (name, value)
        for name, value in message.get("headers", ())
    ]
    await send({**message, "headers": marked} if marked else message)


async def _headers(app: ASGIApp, scope: Scope, receive: Receive) -> Headers:
    """Let the application answer, and keep of its answer the headers alone."""
    raw: list[tuple[bytes, bytes]] = []

    async def keep(message: Message) -> None:
        raw.extend(message.get("headers", ()))

    await app(scope, receive, keep)
    return Headers(raw=raw)

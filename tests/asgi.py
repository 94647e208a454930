"""Requests to a piece of ASGI without a server, and what was sent back."""

import asyncio
from collections.abc import Mapping
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

INSIDE = 299
"""The status that stands for all that is behind the gate."""


class Reply(NamedTuple):
    """What came back; INSIDE: the request was let in."""

    status: int
    headers: Headers
    text: str

    @property
    def cookie(self) -> str:
        """The cookie as a browser sends it back."""
        return self.headers.get("set-cookie", "").partition(";")[0]


async def inside(scope: Scope, receive: Receive, send: Send) -> None:
    """Stand in for all that is behind the gate."""
    await send({"type": "http.response.start", "status": INSIDE, "headers": []})


def scope_of(
    path: str,
    *,
    method: str = "GET",
    query: str = "",
    headers: Mapping[str, str] | None = None,
    port: int = 8501,
) -> Scope:
    """Describe a request; method WEBSOCKET opens one."""
    socket = method == "WEBSOCKET"
    given = {"Host": f"127.0.0.1:{port}", **(headers or {})}
    return {
        "type": "websocket" if socket else "http",
        "scheme": "ws" if socket else "http",
        **({} if socket else {"method": method}),
        "path": path,
        "query_string": query.encode(),
        "headers": [
            (name.lower().encode(), value.encode("latin-1"))
            for name, value in given.items()
        ],
        "server": ("127.0.0.1", port),
        "extensions": {"websocket.http.response": {}} if socket else {},
    }


def answer(app: ASGIApp, scope: Scope) -> Reply:
    """Send one request; return the reply."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        await app(scope, never, send)

    asyncio.run(run())
    body = b"".join(each.get("body", b"") for each in sent)
    headers = Headers(raw=sent[0].get("headers", []))
    return Reply(sent[0].get("status", 0), headers, body.decode())


async def never() -> Message:
    """Hear nothing more from who asked."""
    return {"type": "http.request"}

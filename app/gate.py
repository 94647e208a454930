"""The gate: what every request passes before anything of ours or Streamlit's sees it.

Pure ASGI, because a WebSocket, by which all data goes, must pass here as well. Headers
and names are looked at here; who is asking, right behind it, in app.login.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.values import host_of, is_loopback

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
STRICT = "max-age=31536000"
"""A year, for this one name: what lies below or beside it may not be ours."""

STARTS = {"http.response.start", "websocket.http.response.start"}
INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\s/:@?#\[\]]+?)\.?(:[0-9]{1,5})?")


def content_policy() -> str:
    """Return the policy under which Streamlit works and nothing foreign is loaded.

    Its page has one inline script, which is allowed by the hash of what is installed.
    """
    hashes = (b64encode(sha256(each).digest()).decode() for each in _inline_scripts())
    return "; ".join(
        [
            "default-src 'none'",
            # blob: is how Streamlit loads our own components.
            " ".join(["script-src 'self' blob:", *(f"'sha256-{it}'" for it in hashes)]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ]
    )


def _inline_scripts() -> list[bytes]:
    """Read the inline scripts of Streamlit's page without importing Streamlit."""
    streamlit = find_spec("streamlit")
    if streamlit is None or streamlit.origin is None:
        raise ModuleNotFoundError("streamlit is not installed")
    page = Path(streamlit.origin).parent / "static" / "index.html"
    return INLINE.findall(page.read_bytes())


@dataclass(frozen=True, slots=True)
class SecurityHeaders:
    """Puts our headers on every answer, refusals included; the outermost layer.

    Under an ``https://`` public address browsers are told to come in no other way.
    ``own`` are the policies of pages that have one of their own, by path.
    """

    app: ASGIApp
    policy: str
    public_url: str | None = None
    own: Mapping[str, str] = field(default_factory=dict)
    strict_host: str = field(init=False)

    def __post_init__(self) -> None:
        strict = (self.public_url or "").startswith("https://")
        name = host_of(self.public_url) if strict else ""
        object.__setattr__(self, "strict_host", name)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; complete the answer."""

        async def complete(message: Message) -> None:
            if message["type"] in STARTS:
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                policy = self.own.get(scope.get("path", ""), self.policy)
                headers["Content-Security-Policy"] = policy
                # Not under this machine's own names, where nothing is encrypted.
                if self.strict_host and host_asked(scope) == self.strict_host:
                    headers["Strict-Transport-Security"] = STRICT
            await send(message)

        await self.app(scope, receive, complete)


@dataclass(frozen=True, slots=True)
class KnownHosts:
    """Refuses requests under a foreign name and WebSockets opened by foreign pages.

    A stranger's name may be made to lead to this machine (DNS rebinding); a browser
    then sends us that name, and the stranger's page as the origin. ``beyond`` lets in,
    under the public name alone, what came in from other machines.
    """

    app: ASGIApp
    public_url: str | None = None
    beyond: bool = False
    public_host: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "public_host", host_of(self.public_url))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it here."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
        elif not self._is_for_us(scope):
            why = "this is Earshot under a foreign name"
            await refuse(PlainTextResponse(why, 421), scope, send)
        elif scope["type"] == "websocket" and not self._is_from_us(scope):
            why = "opened by a foreign page"
            await refuse(PlainTextResponse(why, 403), scope, send)
        else:
            await self.app(scope, receive, send)

    def _is_for_us(self, scope: Scope) -> bool:
        """Tell whether the request names us, and came in where that name leads."""
        name = host_asked(scope)
        at, _port = scope.get("server") or ("127.0.0.1", None)
        if name and name == self.public_host:
            return self.beyond or is_loopback(at)
        return is_loopback(name) and is_loopback(at)

    def _is_from_us(self, scope: Scope) -> bool:
        """Tell whether a page of ours opens the WebSocket."""
        headers = Headers(scope=scope)
        scheme = "https" if scope["scheme"] == "wss" else "http"
        ours = {f"{scheme}://{headers['host']}".lower(), self.public_url}
        origins = headers.getlist("origin")
        return len(origins) == 1 and origins[0].lower() in ours


def host_asked(scope: Scope) -> str:
    """Return the name that the request was sent to; empty when it says none or two."""
    names = Headers(scope=scope).getlist("host")
    found = HOST.fullmatch(names[0].lower()) if len(names) == 1 else None
    return found[1] if found else ""


async def refuse(answer: Response, scope: Scope, send: Send) -> None:
    """Answer in the place of all that is behind us; a WebSocket is never accepted."""
    extensions = scope.get("extensions") or {}
    if scope["type"] == "websocket" and "websocket.http.response" not in extensions:
        await send({"type": "websocket.close", "code": 1008})
    else:
        await answer(scope, _nothing_more, send)


async def _nothing_more() -> Message:
    return {"type": "http.disconnect"}

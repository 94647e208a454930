"""A request as the login sees it: what it wants, and which key it came with."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from app import pages
from app.gate import host_asked
from app.values import host_of
from store.doors import SESSION_LIVES

HOME = "/"

PURPOSES = ("purpose", "sec-purpose", "x-moz", "x-purpose")
PEEKS = ("prefetch", "prerender", "preview")
"""How browsers say that nobody has clicked yet."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request; ``secure``: it came under our public name, which is encrypted."""

    connection: HTTPConnection
    secure: bool

    @classmethod
    def of(cls, scope: Scope, *, public_url: str | None) -> "Asked":
        """Look at a request of HTTP or the opening of a WebSocket."""
        encrypted = (public_url or "").startswith("https:")
        secure = encrypted and host_asked(scope) == host_of(public_url)
        return cls(HTTPConnection(scope), secure)

    @property
    def method(self) -> str:
        """The method; none for a WebSocket."""
        return str(self.connection.scope.get("method", ""))

    @property
    def path(self) -> str:
        """What is asked for; none for a WebSocket, to which no path is open."""
        return str(self.connection.scope["path"]) if self.method else ""

    @property
    def port(self) -> int:
        """Where we listen."""
        _, port = self.connection.scope.get("server") or ("", None)
        return port or 0

    @property
    def token(self) -> str | None:
        """The token of a one-time link."""
        return self.connection.query_params.get("token")

    @property
    def cookie(self) -> str:
        """The cookie's name. A browser keeps one jar for all ports of a machine."""
        return "__Host-earshot" if self.secure else f"earshot-{self.port}"

    @property
    def key(self) -> str | None:
        """The key that the browser came with, which need not open anything."""
        return self.connection.cookies.get(self.cookie) or None

    @property
    def is_page(self) -> bool:
        """Tell whether a person waits to read the answer."""
        accepts = self.connection.headers.get("accept", "")
        return self.method == "GET" and "text/html" in accepts

    @property
    def is_click(self) -> bool:
        """Tell whether somebody opened this, and no browser or scanner looks ahead."""
        said = (self.connection.headers.get(each, "").lower() for each in PURPOSES)
        peeks = any(word in each for each in said for word in PEEKS)
        return self.method == "GET" and not peeks

    @property
    def is_sent_by_others(self) -> bool:
        """Tell whether another site's page leads here. Old browsers do not say."""
        site = self.connection.headers.get("sec-fetch-site", "none")
        return site not in {"same-origin", "none"}

    def come_in(self, key: str) -> Response:
        """Lead to the dashboard, with a key of one's own."""
        answer = RedirectResponse(HOME, 303, headers=pages.NO_STORE)
        self.hand_over(answer, key, seconds=int(SESSION_LIVES.total_seconds()))
        return answer

    def hand_over(self, answer: Response, key: str, *, seconds: int) -> None:
        """Give the browser a key for so long; 0 takes it away."""
        lives = f"HttpOnly; Max-Age={seconds}; Path=/"
        # Strict would stop at the door who comes from a mail.
        cookie = f"{self.cookie}={key}; {lives}; SameSite=Lax"
        answer.headers.append("Set-Cookie", cookie)

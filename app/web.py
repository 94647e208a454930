"""What the dashboard's server process holds beside Streamlit: gate, routes, lifeline.

No Streamlit in here. dashboard.py imports it in the server and in every visitor's run:
what is kept in this module is kept once for all of them.
"""

import logging
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import typer
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from app import logs, signed_pages
from app.door import Door
from app.gate import KnownHosts, SecurityHeaders, content_policy
from app.login import Login
from app.oidc import Oidc, oidc_of
from app.processes import LIFELINE
from app.server import way_in
from app.settings import Settings, load
from app.values import is_loopback
from domain.errors import ConfigError, EarshotError

if TYPE_CHECKING:
    from app.wiring import Desk

log = logging.getLogger(__name__)
opening = threading.Lock()


def desk() -> "Desk":
    """Return the desk of this process, opened once for all visitors.

    Raises ConfigError or StoreError as long as it cannot be opened.
    """
    with opening:
        return _desk()


@cache
def _desk() -> "Desk":
    from app.wiring import open_desk

    return open_desk(load())


def condition() -> str:
    """Tell how the house is: ``ok``, ``degraded``, or ``blind`` without its store."""
    from app.wiring import health

    try:
        return health(desk())
    except EarshotError as error:
        log.warning("blind: %s", error)
        return "blind"


def health(_request: Request) -> Response:
    """Answer GET /health: how the house is, and nothing of what it knows."""
    headers = {"Cache-Control": "no-store"}
    return JSONResponse({"status": condition()}, headers=headers)


def inbox(request: Request) -> Response:
    """Lead to the first screen, which Streamlit serves at the root alone."""
    return RedirectResponse(f"/?{request.url.query}" if request.url.query else "/")


def routes() -> list[BaseRoute]:
    """List the routes beside Streamlit's own."""
    return [
        Route("/health", health),
        Route("/inbox", inbox),
        *signed_pages.routes(desk),
    ]


def middleware() -> list[Middleware]:
    """List the layers of the gate, outermost first: refusals carry headers as well."""
    settings, oidc = _settings()
    host, public_url = settings.dashboard.host, settings.dashboard.public_url
    door = Door(store=lambda: desk().store, welcome=oidc.welcome if oidc else None)
    return [
        Middleware(
            SecurityHeaders,
            policy=content_policy(),
            public_url=public_url,
            own=dict.fromkeys(signed_pages.PATHS, signed_pages.POLICY),
        ),
        Middleware(KnownHosts, public_url=public_url, beyond=not is_loopback(host)),
        Middleware(Login, door=door, public_url=public_url, oidc=oidc),
    ]


def secrets() -> dict[str, Any]:
    """Return what `st.login` must know; nothing without a team's login."""
    _, oidc = _settings()
    return oidc.secrets() if oidc else {}


def _settings() -> tuple[Settings, Oidc | None]:
    """Read the settings; a server that cannot use them ends, with one line."""
    logs.set_up()
    logging.getLogger("uvicorn.error").addFilter(_is_meant)
    try:
        settings = load()
        return settings, oidc_of(settings)
    except ConfigError as error:
        typer.echo(f"earshot: {error}", err=True)
        raise SystemExit(2) from error


def _is_meant(record: logging.LogRecord) -> bool:
    """Drop what uvicorn says of each WebSocket that is refused: it means no loss."""
    return record.msg != "ASGI callable returned without completing handshake."


def lifespan(
    listening: Callable[[], tuple[str, int]],
) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """Return what surrounds the server's life: the lifeline, the link, the store.

    Whoever starts us with a lifeline prints the link as well; else it is printed here,
    once ``listening`` can tell our host and port.
    """

    @asynccontextmanager
    async def living(_app: object) -> AsyncIterator[None]:
        if LIFELINE in sys.argv:
            threading.Thread(target=_hold_on, daemon=True).start()
        else:
            await run_in_threadpool(_announce, *listening())
        yield
        if _desk.cache_info().currsize:
            desk().store.close()

    return living


def _announce(host: str, port: int) -> None:
    """Print the way in; a store that cannot be opened is no reason to end."""
    try:
        desk()  # made or upgraded by now
        typer.echo(f"Earshot is ready: {way_in(load(), host, port)}")
    except EarshotError as error:
        typer.echo(f"earshot: {error}", err=True)


def _hold_on() -> None:
    """Wait until our starter's end of the pipe is gone, then ask for a stop."""
    # Not sys.stdin: a daemon thread inside its lock aborts the interpreter at exit.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)

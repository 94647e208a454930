"""What the dashboard's server process holds beside Streamlit: gate, routes, lifeline.

No Streamlit in here. dashboard.py imports it in the server and in every visitor's run:
what is kept in this module is kept once for all of them.
"""

import logging
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING

import typer
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from app import logs
from app.gate import KnownHosts, SecurityHeaders, content_policy
from app.processes import LIFELINE
from app.settings import Settings, load
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
    return [Route("/health", health), Route("/inbox", inbox)]


def middleware() -> list[Middleware]:
    """List the layers of the gate, outermost first: refusals carry headers as well."""
    public_url = _settings().dashboard.public_url
    return [
        Middleware(SecurityHeaders, policy=content_policy()),
        Middleware(KnownHosts, public_url=public_url),
    ]


def _settings() -> Settings:
    """Read the settings; a server that cannot use them ends, with one line."""
    logs.set_up()
    try:
        return load()
    except ConfigError as error:
        typer.echo(f"earshot: {error}", err=True)
        raise SystemExit(2) from error


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Watch the lifeline while the server runs; let go of the store at its end."""
    if LIFELINE in sys.argv:
        threading.Thread(target=_hold_on, daemon=True).start()
    yield
    if _desk.cache_info().currsize:
        desk().store.close()


def _hold_on() -> None:
    """Wait until our starter's end of the pipe is gone, then ask for a stop."""
    # Not sys.stdin: a daemon thread inside its lock aborts the interpreter at exit.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)

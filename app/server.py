"""The dashboard's server as a child: its command, its address, whether it answers."""

import errno
import hashlib
import hmac
import http.client
import socket
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import typer

from app import processes
from app.processes import LIFELINE, Child
from app.settings import Settings, for_child, has_screen, secret_key
from domain.errors import ConfigError

SCRIPT = Path(__file__).parents[1] / "dashboard.py"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def dashboard(settings: Settings, *, port: int) -> Child:
    """Return the child that serves the dashboard at ``port``."""
    options = {
        "server.address": settings.dashboard.host,
        "server.port": str(port),
        "server.headless": "true",
        "logger.hideWelcomeMessage": "true",
    }
    public = urlsplit(settings.dashboard.public_url or "").hostname
    hosts = [*LOOPBACK, *([public] if public else [])]
    return Child(
        name="dashboard",
        command=(
            # -P: what lies in the current folder is never taken for a module.
            *(sys.executable, "-P", "-m", "streamlit", "run", str(SCRIPT)),
            *(f"--{name}={value}" for name, value in options.items()),
            *(f"--server.allowedHosts={each}" for each in hosts),
            *("--", LIFELINE),
        ),
        environment={
            **for_child(settings),
            "STREAMLIT_SERVER_COOKIE_SECRET": _cookie_secret(settings),
        },
    )


def _cookie_secret(settings: Settings) -> str:
    """Derive Streamlit's own secret, so that its cookies outlive a restart."""
    key = secret_key(settings).get_secret_value().encode()
    return hmac.new(key, b"streamlit cookies", hashlib.sha256).hexdigest()


def refuse_used(host: str, port: int, *, command: str) -> None:
    """Raise ConfigError unless the dashboard could listen at ``port``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # As the server does: a port that is only cooling down is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            used = error.errno == errno.EADDRINUSE
            found = "in use" if used else error.strerror
            other = port + 1 if 1024 <= port < 65_535 else 8502
            wanted = f"a free port, such as {command} --port {other}"
            raise ConfigError(f"port {port}: found {found}, wanted {wanted}") from error


def address(host: str, port: int) -> str:
    """Return where a browser finds the dashboard."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def answers(host: str, port: int) -> bool:
    """Tell whether the dashboard answers already."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def serve(
    children: Sequence[Child], *, host: str, port: int, browser: bool = False
) -> None:
    """Run the children until the end; say once where the dashboard is.

    Raises typer.Exit(1) when a child ended that nobody had asked to.
    """

    def announce() -> None:
        typer.echo(f"Earshot is ready: {address(host, port)}")
        if browser and has_screen():
            webbrowser.open(address(host, port))

    ended = processes.run(
        children, ready=lambda: answers(host, port), announce=announce
    )
    if ended:
        typer.echo(f"earshot: {ended}", err=True)
        raise typer.Exit(1)

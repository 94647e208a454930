"""The dashboard's server as a child: its command, its address, whether it answers."""

import errno
import http.client
import socket
import sys
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import typer

from app import processes
from app.door import link_for
from app.exits import RUNNING, UNEXPECTED
from app.oidc import oidc_of
from app.processes import LIFELINE, Child
from app.settings import Settings, cookie_secret, for_child, has_screen
from app.values import host_of, is_loopback
from domain.errors import ConfigError

SCRIPT = Path(__file__).parents[1] / "dashboard.py"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def dashboard(settings: Settings, *, port: int) -> Child:
    """Return the child that serves the dashboard at ``port``.

    Raises ConfigError when the team's login could not work.
    """
    oidc_of(settings)
    secret = cookie_secret(settings).get_secret_value()
    options = {
        "server.address": settings.dashboard.host,
        "server.port": str(port),
        "server.headless": "true",
        "logger.hideWelcomeMessage": "true",
    }
    public = host_of(settings.dashboard.public_url)
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
            "STREAMLIT_SERVER_COOKIE_SECRET": secret,
        },
    )


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
    """Return where a browser finds what listens at ``host`` on this machine."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{near}]:{port}" if ":" in near else f"http://{near}:{port}"


def outside(settings: Settings, host: str, port: int) -> str:
    """Return the address that people are told of what listens here."""
    return settings.dashboard.public_url or address(host, port)


def answers(host: str, port: int, *, name: str = "") -> bool:
    """Tell whether the dashboard answers already, to the name it is known by."""
    at = urlsplit(address(host, port))
    connection = http.client.HTTPConnection(at.hostname or "", port, timeout=2)
    try:
        connection.request("GET", "/health", headers={"Host": name or at.netloc})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def serve(
    children: Sequence[Child],
    settings: Settings,
    *,
    port: int,
    browser: bool = False,
    ready: Callable[[], bool] = lambda: True,
) -> None:
    """Run the children until the end; say once where the dashboard is.

    That is said when it answers and what else there is is ``ready`` as well. Raises
    typer.Exit when a child ended that nobody had asked to: with 5 after an engine
    that found another at work, and has said so, else with 1.
    """
    host, public_url = settings.dashboard.host, settings.dashboard.public_url
    # What comes in from elsewhere must use the public name: so do we.
    name = "" if is_loopback(host) else host_of(public_url)

    def announce() -> None:
        found = way_in(settings, host, port)
        typer.echo(f"Earshot is ready: {found}")
        if browser and has_screen():
            webbrowser.open(found)

    ended = processes.run(
        children,
        ready=lambda: answers(host, port, name=name) and ready(),
        announce=announce,
    )
    if ended and ended.status == RUNNING:
        raise typer.Exit(RUNNING)
    if ended:
        typer.echo(f"earshot: {ended.said}", err=True)
        raise typer.Exit(UNEXPECTED)


def way_in(settings: Settings, host: str, port: int) -> str:
    """Return what leads into the dashboard: a one-time link, or the team's login.

    A link is for who sits at this machine, so it leads here past any proxy. With a
    login none is made: what is printed may be kept in a log for years.
    """
    if settings.login:
        return outside(settings, host, port)
    return link_for(settings, address(host, port))

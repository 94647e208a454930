"""The dashboard as people get it: a real server, started as a person starts it.

One for each test session: it costs seconds. Its folder has a space in the name.
"""

import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from email.message import Message
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import pytest

from app.door import new_link
from app.server import answers
from app.settings import Settings, for_child
from domain.clock import utc_now
from store import Store

ROOT = Path(__file__).parents[1]
LATE = 60.0
"""Seconds until a server that does not answer is given up."""


class Answer(NamedTuple):
    """What a server sent back."""

    status: int
    headers: Message
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A server that answers, and the store it works on."""

    port: int
    folder: Path
    cookie: str = ""
    """What a person's browser sends; it is there once somebody signed in."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What the server has said so far."""
        return self.folder / "server.log"

    @property
    def store_url(self) -> str:
        return f"sqlite:///{self.folder / 'earshot.db'}"

    def link(self) -> str:
        """Make a one-time link, as `earshot link` does."""
        with closing(Store(self.store_url)) as store:
            return new_link(store, self.address, now=utc_now())

    def signed_in(self) -> "Served":
        """Return the same server for somebody who opened a link."""
        # A new browser: in an old one the link would take the place of its session.
        stranger = replace(self, cookie="")
        answer = stranger.ask(self.link().removeprefix(self.address))
        cookie = answer.headers.get("Set-Cookie", "").partition(";")[0]
        assert (answer.status, bool(cookie)) == (303, True)
        return replace(self, cookie=cookie)

    def ask(
        self,
        path: str,
        headers: list[tuple[str, str]] | None = None,
        *,
        method: str = "GET",
    ) -> Answer:
        """Ask for a page; ``headers`` are all there are beside the cookie."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        all_of_them = list(headers or [("Host", f"127.0.0.1:{self.port}")])
        if self.cookie:
            all_of_them.append(("Cookie", self.cookie))
        for name, value in all_of_them:
            connection.putheader(name, value)
        connection.endheaders()
        with closing(connection), connection.getresponse() as found:
            text = (
                ""
                if found.status == http.HTTPStatus.SWITCHING_PROTOCOLS
                else (found.read().decode())
            )
            return Answer(found.status, found.headers, text)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve a store in ``folder``, and stop at the end."""
    served = Served(port=free_port(), folder=folder)
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py")]
    environment = for_child(Settings()) | {"EARSHOT_STORE_URL": served.store_url}
    with started(served, [*command, f"--server.port={served.port}"], environment):
        yield served.signed_in()


@contextmanager
def started(
    served: Served,
    command: Sequence[str],
    environment: Mapping[str, str],
    pass_fds: Sequence[int] = (),
) -> Iterator[None]:
    """Run the command of a server until the end; go on when it answers."""
    with (
        served.log.open("wb") as log,
        subprocess.Popen(
            command,
            cwd=served.folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            pass_fds=pass_fds,
        ) as server,
    ):
        try:
            late = monotonic() + LATE
            while not answers("127.0.0.1", served.port):
                if ended(server) or monotonic() > late:
                    pytest.fail(served.log.read_text(encoding="utf-8")[-2000:])
            yield
        finally:
            server.terminate()


def ended(process: subprocess.Popen[bytes], *, within: float = 0.1) -> bool:
    """Wait for the end of a process; tell whether it came."""
    try:
        process.wait(within)
    except subprocess.TimeoutExpired:
        return False
    return True


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard of an empty store, for somebody who is signed in.

    Its tests share one worker and one server.
    """
    with serving(tmp_path_factory.mktemp("a shop")) as server:
        yield server

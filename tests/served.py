"""The dashboard as people get it: a real server, started as a person starts it.

One for each test session: it costs seconds. Its folder has a space in the name.
"""

import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import pytest

from app.server import answers
from app.settings import Settings, for_child

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

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def store_url(self) -> str:
        return f"sqlite:///{self.folder / 'earshot.db'}"

    def ask(self, path: str, headers: list[tuple[str, str]] | None = None) -> Answer:
        """Ask for a page; ``headers`` are all there are, the host's name included."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers or [("Host", f"127.0.0.1:{self.port}")]:
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
    environment = for_child(Settings()) | {"EARSHOT_STORE_URL": served.store_url}
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py")]
    said = folder / "server.log"
    with (
        said.open("wb") as log,
        subprocess.Popen(
            [*command, f"--server.port={served.port}"],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        ) as server,
    ):
        try:
            late = monotonic() + LATE
            while not answers("127.0.0.1", served.port):
                if ended(server) or monotonic() > late:
                    pytest.fail(said.read_text(encoding="utf-8")[-2000:])
            yield served
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
    """The dashboard of an empty store. Its tests share one worker and one server."""
    with serving(tmp_path_factory.mktemp("a shop")) as server:
        yield server

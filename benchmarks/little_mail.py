"""A mail server on this machine that takes everything, one line at a time.

What it keeps of a message is to whom it came and under which id, and it keeps that
before it says yes: whoever dies in between must send it once more.
"""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Event
from typing import NamedTuple, Self

from benchmarks.served import served

THINKS = 0.005
"""Seconds between a message and the yes to it."""


class Came(NamedTuple):
    """A message: to whom, and its id."""

    recipient: str
    message: str


class LittleMail:
    """Listens when told to, and keeps what came."""

    def __init__(self) -> None:
        self.got: list[Came] = []
        self._news = Condition()
        self._server = _Listener(("127.0.0.1", 0), self)

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._server.server_address[1]

    def came(self, message: Came) -> None:
        """Keep a message."""
        with self._news:
            self.got.append(message)
            self._news.notify_all()

    def wait(self, number: int, *, seconds: float) -> bool:
        """Wait until so many messages have come; tell whether they have."""
        with self._news:
            return self._news.wait_for(lambda: len(self.got) >= number, seconds)

    @contextmanager
    def listening(self) -> Iterator[Self]:
        """Answer while this is entered."""
        with served(self._server):
            yield self


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    server_address: tuple[str, int]

    def __init__(self, address: tuple[str, int], little: LittleMail) -> None:
        super().__init__(address, _Talk)
        self.little = little
        self.over = Event()

    def handle_error(self, *_given: object) -> None:
        """Say nothing: who is killed hangs up."""


class _Talk(socketserver.StreamRequestHandler):
    server: _Listener

    def handle(self) -> None:
        """Answer one line after the other."""
        recipient = ""
        self._say("220 here")
        for line in self.rfile:
            match line[:4].upper():
                case b"RCPT":
                    recipient = line.decode().partition("<")[2].partition(">")[0]
                    self._say("250 ok")
                case b"DATA":
                    self._say("354 go on")
                    self.server.little.came(Came(recipient, self._id()))
                    self.server.over.wait(THINKS)
                    self._say("250 ok")
                case b"QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _id(self) -> str:
        """Read a message to its end; return its id."""
        found = ""
        for line in iter(self.rfile.readline, b".\r\n"):
            if not line:
                raise ConnectionError
            if line.lower().startswith(b"message-id:") and not found:
                found = line.decode().partition(":")[2].strip()
        return found

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

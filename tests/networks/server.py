"""A real HTTP server on loopback, which answers as a test wants and keeps what came."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client asked, and when (monotonic). Names of headers are lower case."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    at: float = 0

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form that was sent."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


Line = Callable[[socket.socket, Event], None]
"""Writes to the socket itself, for answers that are none; ends with the event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server says. With ``line`` everything else does not count."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    line: Line | None = None


Answering = Callable[[Request], Answer]


def as_json(value: object, status: int = 200, **headers: str) -> Answer:
    """Answer with JSON; ``_`` in the name of a header is ``-``."""
    named = {name.replace("_", "-"): each for name, each in headers.items()}
    return Answer(
        status=status,
        headers={"content-type": "application/json; charset=utf-8", **named},
        body=json.dumps(value).encode(),
    )


class Server:
    """Listens while it is entered. ``answer`` may be changed at any time."""

    def __init__(self, answer: Answering) -> None:
        self.answer = answer
        self.asked: list[Request] = []
        self._lock = Lock()
        self._stop = Event()
        self._http = _Listener(("127.0.0.1", 0), self)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Server:
        self._thread = Thread(
            target=self._http.serve_forever, args=(0.01,), daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def reply(self, request: Request) -> Answer:
        """Keep what was asked, and answer."""
        with self._lock:
            self.asked.append(request)
        return self.answer(request)

    @property
    def stopped(self) -> Event:
        """Set when the server goes."""
        return self._stop


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], server: Server) -> None:
        super().__init__(address, _Handler)
        self.server = server

    def handle_error(self, *_given: object) -> None:
        """Say nothing: many clients of these tests hang up."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Listener

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        length = int(self.headers.get("content-length") or 0)
        request = Request(
            method=self.command,
            path=asked.path,
            query=dict(parse_qsl(asked.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
            at=time.monotonic(),
        )
        server = self.server.server
        answer = server.reply(request)
        if answer.line:
            self.close_connection = True
            answer.line(self.connection, server.stopped)
            return
        self.send_response(answer.status)
        given = {"content-length": str(len(answer.body)), **answer.headers}
        for name, value in given.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - the base class's names

    def log_message(self, *_given: object) -> None:
        """Say nothing."""

"""Answers that no server should give, and what a collector must make of each."""

import socket
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from threading import Event

from domain.source import Fault
from tests.networks.server import Answer, Answering, Line, Request

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
"""The clock of every world."""

RESET = NOW + timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Mode:
    """A way to answer, and the faults that a collector may make of it."""

    answer: Answering
    faults: frozenset[Fault]


def says(status: int, body: bytes = b"{}", /, **headers: str) -> Answering:
    """Answer everything with this."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    given = Answer(
        status=status, headers={"content-type": "text/plain", **named}, body=body
    )
    return lambda _request: given


def raw(line: Line) -> Answering:
    """Answer everything by writing to the socket."""
    return lambda _request: Answer(line=line)


def stall(_line: socket.socket, stop: Event) -> None:
    """Say nothing at all."""
    stop.wait(10)


def reset(line: socket.socket, _stop: Event) -> None:
    """Break the connection off."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()


def dripping(start: bytes, drop: bytes) -> Line:
    """Send ``drop`` again and again, each in good time."""

    def drip(line: socket.socket, stop: Event) -> None:
        line.sendall(start)
        while not stop.wait(0.05):
            line.sendall(drop)

    return drip


def lie(line: socket.socket, _stop: Event) -> None:
    """Promise more than comes."""
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{}")
    line.shutdown(socket.SHUT_RDWR)


@cache
def bomb(size: int = 300_000_000) -> bytes:
    """Return spaces packed by gzip, a thousandth of ``size``."""
    packer = zlib.compressobj(9, wbits=31)
    piece = b" " * 1_000_000
    packed = [packer.compress(piece) for _ in range(size // len(piece))]
    return b"".join([*packed, packer.flush()])


def bombed(_request: Request) -> Answer:
    """Answer with 300 MB in 300 kB."""
    given = {"content-encoding": "gzip", "content-type": "application/json"}
    return Answer(headers=given, body=bomb())


def moved_to(url: str) -> Answering:
    """Send the client to another host, which must never hear of it."""
    return lambda request: Answer(status=302, headers={"location": url + request.path})


def resets(named: str) -> Mapping[str, str]:
    """Return every header by which networks say when to come back."""
    return dict.fromkeys(
        ("retry_after", "x_ratelimit_reset", "x_rate_limit_reset"), named
    )


def _faults(*faults: Fault) -> frozenset[Fault]:
    return frozenset(faults)


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_HTML = b"<!DOCTYPE html><html><body>Sign in to use this network</body></html>"
_CHANGED = _faults(Fault.CONTRACT_CHANGED)
_UNAVAILABLE = _faults(Fault.UNAVAILABLE)
_LIMITED = _faults(Fault.RATE_LIMITED)
_NO_RESET = _faults(Fault.RATE_LIMITED, Fault.QUOTA_EXHAUSTED)

MODES: Mapping[str, Mode] = {
    "400": Mode(says(400), _faults(Fault.BAD_QUERY)),
    "401": Mode(says(401), _faults(Fault.AUTH_INVALID)),
    "401 and how": Mode(
        says(401, www_authenticate='Bearer realm="x", error="invalid_token"'),
        _faults(Fault.AUTH_INVALID),
    ),
    "403": Mode(says(403), _faults(Fault.AUTH_SCOPE)),
    "404": Mode(says(404), _faults(Fault.NOT_FOUND)),
    "429 with a reset": Mode(
        says(429, **resets(str(int(RESET.timestamp())))), _LIMITED
    ),
    "429 with seconds": Mode(says(429, retry_after="300"), _LIMITED),
    "429 with a reset of nonsense": Mode(says(429, **resets("soon")), _LIMITED),
    "429 with a reset of long ago": Mode(says(429, **resets("1000000001")), _LIMITED),
    "429 without a reset": Mode(says(429), _NO_RESET),
    "500": Mode(says(500), _UNAVAILABLE),
    "503": Mode(says(503, _HTML), _UNAVAILABLE),
    "a refusal that is a list": Mode(says(403, b"[1]"), _faults(Fault.AUTH_SCOPE)),
    "a web page": Mode(says(200, _HTML, content_type="text/html"), _UNAVAILABLE),
    "cut JSON": Mode(says(200, b'{"data": [{"id": "1", "te'), _CHANGED),
    "nothing": Mode(says(200, b""), _CHANGED),
    "204": Mode(says(204, b""), _CHANGED),
    "an empty object": Mode(says(200, b"{}"), _CHANGED),
    "null": Mode(says(200, b"null"), _CHANGED),
    "a list": Mode(says(200, b"[]"), _CHANGED),
    "a number": Mode(says(200, b"7"), _CHANGED),
    "wrong types": Mode(
        says(200, b'{"data": "none", "kind": 7, "meta": [], "includes": 3}'), _CHANGED
    ),
    "wrong items": Mode(
        says(200, b'{"data": [1, null, "x", {}, []], "meta": {"result_count": 5}}'),
        _CHANGED,
    ),
    "errors alone": Mode(says(200, b'{"errors": [{"title": "Oops"}]}'), _CHANGED),
    "a well of JSON": Mode(says(200, b"[" * 100_000 + b"]" * 100_000), _CHANGED),
    "a number of 5,000 digits": Mode(
        says(200, b'{"data": ' + b"9" * 5_000 + b"}"), _CHANGED
    ),
    "a surrogate alone": Mode(says(200, b'{"data": "\\ud83d"}'), _CHANGED),
    "bytes that are no UTF-8": Mode(says(200, b'{"data": "\xff\xfe"}'), _CHANGED),
    "a stall": Mode(raw(stall), _UNAVAILABLE),
    "a drip": Mode(
        raw(dripping(_HEAD + b"Content-Length: 9000\r\n\r\n", b" ")), _UNAVAILABLE
    ),
    "a drip without an end": Mode(
        raw(dripping(_HEAD + b"Connection: close\r\n\r\n{", b" ")), _UNAVAILABLE
    ),
    "a drip of headers": Mode(raw(dripping(_HEAD, b"X: 1\r\n"[:3])), _UNAVAILABLE),
    "fewer bytes than promised": Mode(raw(lie), _UNAVAILABLE),
    "a broken line": Mode(raw(reset), _UNAVAILABLE),
    "no HTTP": Mode(
        raw(lambda line, _stop: line.sendall(b"220 mail.example ESMTP\r\n")),
        _UNAVAILABLE,
    ),
}
"""Every mode that takes no time to make; the bomb and the redirect stand alone."""


def repeating(healthy: Answering, *, but: Callable[[Request], bool]) -> Answering:
    """Answer with the first page for ever, whatever page is asked for.

    What ``but`` is true of, such as signing in, is answered as always.
    """
    first: list[Answer] = []

    def answer(request: Request) -> Answer:
        if but(request):
            return healthy(request)
        if not first:
            first.append(healthy(request))
        return first[0]

    return answer

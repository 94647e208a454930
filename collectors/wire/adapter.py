"""The adapter: an answer comes whole, in time and as JSON, or as an exception of ours.

The one handle that every client of requests has; so both a stalled server and a bomb
in gzip end the same way, whichever library asked.
"""

import io
import json
import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Any
from urllib.parse import SplitResult, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from collectors.wire.broken import Broken, Refused
from collectors.wire.deadline import POOLS, Exchange, deadline
from domain.source import Fault

PIECE = 65_536

# One without an end reaches to the end: else each of its quotes would be tried anew.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_STEPS = bytes.maketrans(b"[{]}", b"\1\1\0\0")
_NO_STEPS = bytes(set(range(256)) - set(b"[{]}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one answer may take: seconds, bytes once unpacked, levels of JSON."""

    connect: float = 5
    read: float = 15
    """Without a single byte."""
    total: float = 30
    size: int = 8_000_000
    depth: int = 64


LIMITS = Limits()
"""For every session that is given no others."""


class Bounded(HTTPAdapter):
    """Sends a request and reads the answer, within ``limits``.

    ``base`` is the address that takes the place of the host which a client has written
    in. A status from ``refuse_from`` on raises Refused, everything else that fails
    Broken; what is returned is a success with JSON, an object or a list, in it.
    """

    def __init__(
        self,
        *,
        base: str | None = None,
        limits: Limits | None = None,
        refuse_from: int = 300,
    ) -> None:
        self.base = urlsplit(base.rstrip("/")) if base else None
        self.limits = limits or LIMITS
        self.refuse_from = refuse_from
        super().__init__()

    def init_poolmanager(self, *given: Any, **named: Any) -> None:
        """Let connections be cut when time is up."""
        super().init_poolmanager(*given, **named)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def send(
        self, request: requests.PreparedRequest, *_given: Any, **named: Any
    ) -> requests.Response:
        """Ask once. The caller's own timeout does not count."""
        limits = self.limits
        named |= {"timeout": (limits.connect, limits.read), "stream": True}
        if self.base:
            request.url = _moved(request.url or "", self.base)
        # prawcore asks for it, but requests keeps the line, and the next one is lost.
        request.headers.pop("Connection", None)
        with deadline(limits.total) as exchange:
            try:
                response = super().send(request, **named)
                body = self._read(response)
                if exchange.over:  # a line that was cut looks like one that has ended
                    raise self._late()
            except (OSError, urllib3.exceptions.HTTPError) as error:
                # Of OSError are all exceptions of requests, too.
                raise self._broken(error, exchange) from None
        if response.status_code >= self.refuse_from:
            raise Refused(response.status_code, response.headers, body)
        if response.status_code < 300:
            _check(body, depth=limits.depth)
        # Read already: the client finds it as if it came from the line.
        response.raw = io.BytesIO(body)
        # Else requests would guess, which takes minutes for a large answer.
        response.encoding = "utf-8"
        return response

    def _read(self, response: requests.Response) -> bytes:
        """Read the body; ``read1`` returns what has come, however little."""
        pieces = []
        room = self.limits.size
        try:
            while room >= 0 and (
                piece := response.raw.read1(PIECE, decode_content=True)
            ):
                pieces.append(piece)
                room -= len(piece)
        finally:
            # Let go of the line, or cut it when something is left unread.
            response.close()
        if room < 0:
            said = f"an answer of more than {self.limits.size:,} bytes"
            raise Broken(Fault.UNAVAILABLE, said)
        return b"".join(pieces)

    def _late(self) -> Broken:
        said = f"no whole answer in {self.limits.total:g} s"
        return Broken(Fault.UNAVAILABLE, said)

    def _broken(self, error: Exception, exchange: Exchange) -> Broken:
        """Say what failed in words of ours: a library's hold address and query."""
        if isinstance(error, Broken):
            return error
        if exchange.over:
            return self._late()
        if isinstance(error, requests.ConnectTimeout):
            said = f"no connection in {self.limits.connect:g} s"
        elif isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
            said = f"silent for {self.limits.read:g} s"
        else:
            said = f"the connection failed ({type(error).__name__})"
        return Broken(Fault.UNAVAILABLE, said)


def _moved(url: str, base: SplitResult) -> str:
    """Put the address of ``base`` in the place of the host."""
    asked = urlsplit(url)
    path = base.path + asked.path
    return asked._replace(scheme=base.scheme, netloc=base.netloc, path=path).geturl()


def _check(body: bytes, *, depth: int) -> None:
    """Raise Broken for a success that is no JSON object or list of a sane depth."""
    start = body[:PIECE].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if not start:
        raise Broken(Fault.CONTRACT_CHANGED, "an empty answer")
    if start == b"<":
        raise Broken(Fault.UNAVAILABLE, "a web page in place of an answer")
    # Before it is read: at the end of the stack whatever else runs would fail as well.
    if _levels(body) > depth:
        said = f"an answer of more than {depth} levels"
        raise Broken(Fault.CONTRACT_CHANGED, said)
    try:
        held = json.loads(body.decode("utf-8", "replace"))
    except ValueError:
        raise Broken(Fault.CONTRACT_CHANGED, "an answer that is no JSON") from None
    if not isinstance(held, dict | list):
        raise Broken(Fault.CONTRACT_CHANGED, "an answer that holds nothing")


def _levels(body: bytes) -> int:
    """Count how deep objects and lists stand in one another, outside of strings."""
    signs = _STRING.sub(b"", body).translate(_STEPS, delete=_NO_STEPS)
    return max(accumulate(1 if each else -1 for each in signs), default=0)

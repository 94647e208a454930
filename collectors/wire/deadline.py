"""A deadline for a whole exchange: when it is over, the line is cut.

The timeouts of a socket start anew with each byte, so a server that sends one now and
then holds a client for ever, in the headers as well as in the body.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer, local

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class Exchange:
    """One request and its answer, with the lines it uses."""

    def __init__(self) -> None:
        self.over = False
        self._lines: list[socket.socket] = []

    def watch(self, line: socket.socket | None) -> None:
        """Cut ``line`` as well when time is up."""
        if line is not None:
            # A second handle on the same line: the first is closed by its owner, and
            # TLS takes it away, when we may still be reading.
            self._lines.append(socket.socket(fileno=os.dup(line.fileno())))
            if self.over:
                self.end()

    def end(self) -> None:
        """Cut the lines, which wakes whoever waits for a byte."""
        self.over = True
        for line in tuple(self._lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let the lines go, which leaves them open for the next exchange."""
        for line in self._lines:
            line.close()


_THREAD = local()


@contextmanager
def deadline(seconds: float) -> Iterator[Exchange]:
    """End what this thread exchanges through ``POOLS`` within, after ``seconds``."""
    exchange = Exchange()
    timer = Timer(seconds, exchange.end)
    timer.daemon = True
    timer.start()
    _THREAD.exchange = exchange
    try:
        yield exchange
    finally:
        _THREAD.exchange = None
        timer.cancel()
        timer.join()
        exchange.close()


def _watch(line: socket.socket | None) -> None:
    exchange: Exchange | None = getattr(_THREAD, "exchange", None)
    if exchange is not None:
        exchange.watch(line)


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        line = super()._new_conn()
        _watch(line)
        return line

    def putrequest(self, *given: object, **named: object) -> None:
        _watch(self.sock)  # kept alive since an earlier exchange
        super().putrequest(*given, **named)  # type: ignore[arg-type]


class _Secure(_Plain, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


POOLS = {"http": _PlainPool, "https": _SecurePool}
"""Pools of connections that a deadline can cut, by scheme."""

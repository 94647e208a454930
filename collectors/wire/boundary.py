"""The boundary: whatever a client raises becomes SourceError, or is our own mistake.

Only names of classes and words of ours are told: an answer's body and a question's
query may hold strangers' words.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

import requests
import urllib3

from collectors.wire.broken import Broken, Refused, ShapeError
from collectors.wire.reset import reset_at
from domain.errors import RecordError
from domain.source import Fault, SourceError

T = TypeVar("T")

UNCONNECTED = (requests.RequestException, urllib3.exceptions.HTTPError)
"""What a client lets out when no answer came."""

MISSHAPEN = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecordError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What reading an answer of another shape than expected raises."""

UNREADABLE = 3
"""So many items and none that can be read: then it is the shape, and not the items."""

_RESETS = ("x-rate-limit-reset", "x-ratelimit-reset", "retry-after")
_BY_STATUS = {
    401: Fault.AUTH_INVALID,
    402: Fault.QUOTA_EXHAUSTED,
    403: Fault.AUTH_SCOPE,
    404: Fault.NOT_FOUND,
    408: Fault.UNAVAILABLE,
    410: Fault.NOT_FOUND,
    425: Fault.UNAVAILABLE,
    429: Fault.RATE_LIMITED,
}

Reading = Callable[[Refused], SourceError | None]
"""What a network reads from a refusal; None leaves it to the status."""


@contextmanager
def faults(
    network: str, *, now: datetime, read: Reading | None = None
) -> Iterator[None]:
    """Turn what a client of ``network`` raises within into SourceError."""
    try:
        yield
    except (
        requests.RequestException,
        urllib3.exceptions.HTTPError,
        *MISSHAPEN,
    ) as error:
        # Not chained: the cause's own words may hold what must not be told.
        raise source_error(network, error, now=now, read=read) from None


def source_error(
    network: str, error: BaseException, *, now: datetime, read: Reading | None = None
) -> SourceError:
    """Return what ``error``, raised while asking ``network``, means."""
    if isinstance(error, SourceError):
        return error
    if isinstance(error, Refused):
        return (read and read(error)) or _refused(network, error, now)
    if isinstance(error, Broken):
        return SourceError(network, error.fault, error.said)
    if isinstance(error, ShapeError):
        return SourceError(network, Fault.CONTRACT_CHANGED, error.said)
    named = type(error).__name__
    if isinstance(error, UNCONNECTED):
        said = f"the connection failed ({named})"
        return SourceError(network, Fault.UNAVAILABLE, said)
    said = f"an answer of an unknown shape ({named})"
    return SourceError(network, Fault.CONTRACT_CHANGED, said)


def items(page: object, parse: Callable[[object], T | None]) -> tuple[list[T], int]:
    """Parse the items of a page: those that can be read, and how many cannot.

    ``parse`` returns None for an item that is not for us. Raises ShapeError when
    ``page`` is no list, or has several items and none can be read.
    """
    if not isinstance(page, list):
        raise ShapeError("an answer without its list of posts")
    found: list[T] = []
    skipped = 0
    for item in page:
        try:
            parsed = parse(item)
        except MISSHAPEN:
            skipped += 1
        else:
            if parsed is not None:
                found.append(parsed)
    if skipped == len(page) >= UNREADABLE:
        raise ShapeError(f"{skipped} posts of an unknown shape")
    return found, skipped


def _refused(network: str, error: Refused, now: datetime) -> SourceError:
    told = (error.headers[name] for name in _RESETS if name in error.headers)
    until = reset_at(next(told, None), now=now)
    refused = 400 <= error.status < 500
    other = Fault.BAD_QUERY if refused else Fault.UNAVAILABLE
    fault = _BY_STATUS.get(error.status, other)
    return SourceError(network, fault, f"HTTP {error.status}", until=until)

"""What the adapter raises: an answer that is none, and one that refuses.

Both are exceptions of requests, so that a client lets them pass, and of none of the
kinds that prawcore tries again. Neither holds the request: it knows our secrets.
"""

import json
from collections.abc import Mapping

import requests

from domain.source import Fault


class Broken(requests.RequestException):
    """No answer, or none that can be read; ``said`` is a bounded line of ours."""

    def __init__(self, fault: Fault, said: str) -> None:
        super().__init__(said)
        self.fault = fault
        self.said = said


class Refused(requests.RequestException):
    """An answer with a status that is no success. ``body`` is the server's, bounded.

    The names of ``headers`` are in lower case.
    """

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.body = body

    def json(self) -> object:
        """Return what the body holds as JSON, None for anything else."""
        try:
            return json.loads(self.body.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            return None


class ShapeError(ValueError):
    """An answer came whole, and is not of the shape we know. ``said`` is ours."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said

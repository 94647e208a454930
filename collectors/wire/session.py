"""A session of requests on our terms: bounded, no redirects, nothing of the machine's.

No proxy, no password and no certificate comes from the environment or ``~/.netrc``.
"""

from importlib.metadata import version
from typing import Any

import requests

from collectors.wire.adapter import Bounded, Limits

USER_AGENT = f"Earshot/{version('earshot')}"


class Session(requests.Session):
    """Asks once and within ``limits``; for ``base`` and the rest see ``Bounded``.

    It is for one thread at a time. A redirect is an answer like any other.
    """

    def __init__(
        self,
        *,
        base: str | None = None,
        limits: Limits | None = None,
        refuse_from: int = 300,
    ) -> None:
        super().__init__()
        self.trust_env = False
        self.headers["User-Agent"] = USER_AGENT
        # No brotli or zstd: what the machine has installed must not matter.
        self.headers["Accept-Encoding"] = "gzip, deflate"
        adapter = Bounded(base=base, limits=limits, refuse_from=refuse_from)
        self.mount("http://", adapter)
        self.mount("https://", adapter)

    def get_redirect_target(self, resp: Any) -> None:
        """Lead nowhere: credentials and questions stay where they were sent."""

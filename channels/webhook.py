"""A webhook of the owner's own: a message as JSON, signed so that it can be believed.

The signature is over the time and the body, so that an old message cannot be played
again: see docs/alerts.md for how to check one.
"""

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from channels.parcel import Later, Outcome, Parcel, Refused, Send, Sent, Unsure
from channels.within import within
from domain.clock import iso
from domain.errors import ConfigError
from domain.text import bounded, canonical, one_line

CONNECT, READ, WHOLE = 5.0, 10.0, 30.0
"""Seconds for a connection, for a silence, and for all of it."""

TEXT = 50_000
"""Characters of a text that is handed on."""

BUSY = frozenset({408, 425, 429})
"""Refusals that mean: not now."""


def is_webhook(url: str) -> bool:
    """Tell whether an address is one of a webhook rather than of a chat service."""
    return url.partition("://")[0].lower() in {"http", "https"}


def signature(key: str, timestamp: str, body: bytes) -> str:
    """Return what proves that a body was sent by us at a time, as hex."""
    return hmac.digest(key.encode(), timestamp.encode() + b"." + body, "sha256").hex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An address that takes our messages, and the key that signs them.

    Raises ConfigError, without showing it, for an address that is not ``https://``;
    ``http://`` leads to this machine only.
    """

    url: str = field(repr=False)
    key: str = field(repr=False)
    read: float = READ
    whole: float = WHOLE

    def __post_init__(self) -> None:
        """Refuse what would be sent in the clear."""
        try:
            parts = urlsplit(self.url)
            host = parts.hostname or ""
        except ValueError:
            parts, host = urlsplit(""), ""
        plain = parts.scheme == "http" and _is_here(host)
        if not host or not (parts.scheme == "https" or plain):
            wanted = "an https:// address (http:// only to this machine)"
            raise ConfigError(f"webhook: found something else, wanted {wanted}")

    @contextmanager
    def open(self) -> Iterator[Send]:
        """Begin a round."""
        yield self._send

    def _send(self, parcel: Parcel) -> Outcome:
        late: Outcome = Unsure(f"no answer in {self.whole:g} s")
        return within(self.whole, lambda: self._post(parcel), late=late)

    def _post(self, parcel: Parcel) -> Outcome:
        import requests
        import urllib3

        body = body_of(parcel)
        timestamp = str(int(parcel.at.timestamp()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Earshot",
            "X-Earshot-Timestamp": timestamp,
            "X-Earshot-Signature": signature(self.key, timestamp, body),
        }
        try:
            with requests.Session() as session:
                session.trust_env = False
                # What it says is not read: only the number counts.
                with session.post(
                    self.url,
                    data=body,
                    headers=headers,
                    timeout=(CONNECT, self.read),
                    allow_redirects=False,
                    stream=True,
                ) as answer:
                    return _meant(answer.status_code)
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            OSError,
            ValueError,
        ) as error:
            name = type(error).__name__
            if _was_heard(error):
                return Unsure(f"the line was lost ({name})")
            return Later(f"no connection ({name})")


def body_of(parcel: Parcel) -> bytes:
    """Write a message as JSON. ``id`` is the same however often it comes."""
    rendered = parcel.composed.rendered
    said = {
        "id": parcel.id.strip("<>"),
        "at": iso(parcel.at),
        "brand": one_line(parcel.brand),
        "step": parcel.step,
        "recipient": parcel.recipient,
        "subject": one_line(rendered.subject),
        "text": bounded(canonical(rendered.text), TEXT),
    }
    return json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()


def _was_heard(error: Exception) -> bool:
    """Tell whether there was somebody who may have taken the message."""
    import requests
    from urllib3.exceptions import ProtocolError

    cause = error.args[0] if error.args else None
    return isinstance(error, requests.ReadTimeout) or isinstance(cause, ProtocolError)


def _meant(status: int) -> Outcome:
    if 200 <= status < 300:
        return Sent()
    said = f"the webhook said {status}"
    if 400 <= status < 500 and status not in BUSY:
        return Refused(said)
    return Later(said)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

"""Links that a message may carry: where they lead, and by whose leave they work.

A signed link says who may do one thing until when, so that it works from a phone that
is not signed in. It opens a page; only the button on it does anything.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from json import JSONDecodeError, dumps, loads
from typing import NamedTuple
from urllib.parse import urlencode

from domain.alert import About
from domain.case import CaseKey

LIVES = timedelta(hours=72)
"""For how long "Take it" works."""

SUBSCRIBED = timedelta(days=400)
"""For how long a digest can be unsubscribed from: people keep mails."""

LONGEST = 2_000
"""Characters of a token; longer ones are not even looked at."""


class Deed(StrEnum):
    """What a signed link is good for, as its path."""

    TAKE = "acknowledge"
    UNSUBSCRIBE = "unsubscribe"


class Claim(NamedTuple):
    """``person`` may do ``deed`` until ``expires`` (whole seconds of UTC).

    ``about`` is the turn to be taken, empty for a digest.
    """

    deed: Deed
    brand: str
    person: str
    about: str
    expires: datetime


def sign(claim: Claim, key: bytes) -> str:
    """Write a claim as a token that only the holder of ``key`` can make."""
    told = [*claim[:4], int(claim.expires.timestamp())]
    body = dumps(told, ensure_ascii=True, separators=(",", ":")).encode()
    return f"{_text(body)}.{_text(_seal(body, key))}"


def read(token: str, key: bytes, *, deed: Deed, now: datetime) -> Claim | None:
    """Return what a token claims; None when it is not ours, too old, or for more."""
    body, _, seal = token[:LONGEST].partition(".")
    try:
        told = _bytes(body)
        if not hmac.compare_digest(_bytes(seal), _seal(told, key)):
            return None
        named, brand, person, about, expires = loads(told)
    except (Error, UnicodeError, JSONDecodeError, ValueError):
        return None
    claim = Claim(
        Deed(named), brand, person, about, datetime.fromtimestamp(expires, UTC)
    )
    return claim if claim.deed is deed and now <= claim.expires else None


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where clicks lead. Without ``public_url`` there is no link at all."""

    public_url: str | None
    key: bytes = b""

    def case(self, key: CaseKey) -> str | None:
        """Lead to a case in the Inbox."""
        return self._at("inbox", case=str(key))

    def inbox(self, *, view: str = "Waiting") -> str | None:
        """Lead to the Inbox."""
        return self._at("inbox", view=view)

    def settings(self) -> str | None:
        """Lead to where a person sees what they get, and why."""
        return self._at("alerts")

    def take(
        self, brand: str, about: About, person: str, *, now: datetime
    ) -> str | None:
        """Lead to the page on which a person takes a case."""
        claim = Claim(Deed.TAKE, brand, person, str(about), now + LIVES)
        return self._signed(claim)

    def unsubscribe(self, brand: str, person: str, *, now: datetime) -> str | None:
        """Lead to the page on which a person ends their digest."""
        claim = Claim(Deed.UNSUBSCRIBE, brand, person, "", now + SUBSCRIBED)
        return self._signed(claim)

    def _signed(self, claim: Claim) -> str | None:
        if self.public_url is None:
            return None
        return self._at(claim.deed, token=sign(claim, self.key))

    def _at(self, path: str, **asked: str) -> str | None:
        if self.public_url is None:
            return None
        tail = f"?{urlencode(asked)}" if asked else ""
        return f"{self.public_url.rstrip('/')}/{path}{tail}"


def _seal(body: bytes, key: bytes) -> bytes:
    # A key of its own, so that no other signature of ours can stand in for it.
    return hmac.digest(hmac.digest(key, b"links in messages", "sha256"), body, "sha256")


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))

"""Takes secrets out of a text: by value those we know, by shape what looks like one.

A known secret is found in whole and in pieces of eight characters, as it is, in base64
and as URLs, JSON and Python write it. One of fewer than eight characters is found in
whole only, one of fewer than four not at all: it would blank every other word.
"""

import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

if TYPE_CHECKING:
    from app.settings import Settings

PIECE = 8
"""Characters of a secret that are not shown together."""

SHORTEST = 4
"""Characters of a secret that is looked for."""

MARK = "***"
"""Stands where something was taken out."""

_NAMES = r"token|secret|passw(?:or)?d|passphrase|pwd|api[_-]?key|cookie|session|[cx]srf"

SHAPES = (
    # What follows a header's name is hidden to the end of the line, quotes or not.
    (r"(?:authorization|cookie)\\*[\"']?\s*[:=]\s*", r".+"),
    (r"\bbearer\s+", r"(?!tokens?\b)\S+"),
    (r"\bbasic\s+", r"(?=[a-z0-9+/]*[0-9=])[a-z0-9+/]{8,}=*"),
    # In code, JSON and forms: name="value", 'name': 'value', name=value, name: value1
    (
        rf"(?:{_NAMES})[\w-]{{0,40}}\\*[\"']?\s*[:=]\s*b?(?P<quote>\\*[\"'])",
        r"(?s:\\.|(?!(?P=quote)).)+",
    ),
    (rf"(?:{_NAMES})[\w-]{{0,40}}\s*=\s*", r"[^\s&;,\"'<>)\]}]+"),
    (rf"(?:{_NAMES})[\w-]{{0,40}}\s*:\s*", r"(?=\S{0,40}\d)[^\s&;,\"'<>)\]}]{6,}"),
    (r"[?&](?:key|code|state|sig|signature|jwt|sid|auth)=", r"[^\s&;\"'<>]+"),
    (r"://[^\s/:@]{0,100}:", r"\S{1,300}(?=@)"),
)
"""What leads to a secret, and the secret itself."""

_SHAPES = [
    re.compile(f"(?P<lead>{lead}){hidden}", re.IGNORECASE) for lead, hidden in SHAPES
]


class Redactor:
    """Keeps what must not be shown; calling it with a text takes that out."""

    def __init__(self) -> None:
        self._pieces: dict[int, set[str]] = {}

    def hide(self, secrets: Iterable[str]) -> None:
        """Take these out as well, from now on; nothing is ever forgotten."""
        known = {size: set(pieces) for size, pieces in self._pieces.items()}
        for secret in filter(None, secrets):
            for spelling in _spellings(secret):
                size = min(len(spelling), PIECE)
                known.setdefault(size, set()).update(_pieces(spelling, size))
        self._pieces = known  # at once: other threads are logging

    def __call__(self, text: str) -> str:
        """Return ``text`` with a mark in the place of every secret."""
        text = self._without_known(text)
        for shape in _SHAPES:
            text = shape.sub(rf"\g<lead>{MARK}", text)
        return text

    def _without_known(self, text: str) -> str:
        hidden = bytearray(len(text))
        for size, pieces in self._pieces.items():
            for start in range(len(text) - size + 1):
                if text[start : start + size] in pieces:
                    hidden[start : start + size] = b"\1" * size
        runs = groupby(zip(text, hidden, strict=True), key=lambda pair: pair[1])
        return "".join(
            MARK if gone else "".join(each for each, _ in run) for gone, run in runs
        )


def _pieces(spelling: str, size: int) -> Iterator[str]:
    if size >= SHORTEST:
        for start in range(len(spelling) - size + 1):
            yield spelling[start : start + size]


def _spellings(secret: str) -> Iterator[str]:
    """Yield the ways in which code and its messages write a secret."""
    octets = secret.encode(errors="surrogatepass")
    yield secret
    for quoted in (
        *(quote(octets, safe=safe) for safe in ("", "/", " +")),
        quote_plus(octets),
    ):
        yield quoted
        yield re.sub("%..", lambda escape: escape[0].lower(), quoted)
    yield from (json.dumps(secret)[1:-1], repr(secret)[1:-1], repr(octets)[2:-1])
    if len(secret) >= SHORTEST:
        yield from _in_base64(octets)


def _in_base64(octets: bytes) -> Iterator[str]:
    """Yield what stands for ``octets`` in base64, wherever in a text they begin."""
    for before in range(3):
        inside = slice(-(-8 * before // 6), 8 * (before + len(octets)) // 6)
        for encode in (b64encode, urlsafe_b64encode):
            yield encode(bytes(before) + octets).decode()[inside]


def secrets_of(settings: "Settings") -> frozenset[str]:
    """Return every secret that the settings hold, the store's password included.

    The key beside the store counts when it was made already. Raises ConfigError.
    """
    from app.settings import KEY_FILE, cookie_secret, secret_key

    given = [getattr(settings.secrets, each.name) for each in fields(settings.secrets)]
    if settings.secrets.secret_key or (settings.store.folder / KEY_FILE).exists():
        given += [secret_key(settings), cookie_secret(settings)]
    said = [each.get_secret_value() for each in given if each is not None]
    return frozenset({*said, *_passwords(settings.store.url.get_secret_value())})


def _passwords(url: str) -> Iterator[str]:
    """Yield the passwords in a store's address, as written and as meant."""
    # SQLAlchemy ends a password at the first @, urllib's parser at the last.
    for found in re.findall(r"://[^:/@]*:(?=([^@]*)@)(?=(.*)@)", url):
        for password in found:
            yield from (password, unquote(password))
    for name, value in parse_qsl(urlsplit(url).query):
        if "password" in name.lower():
            yield value

"""Reading one value of earshot.toml: an address, a port, a span, a switch.

Every reader raises ConfigError with the key's path, what was found and what would be
right. An address may carry a password: it is then named, never shown.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from functools import partial
from ipaddress import ip_address
from math import isfinite
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

from domain.duration import Duration
from domain.errors import ConfigError
from domain.table import items, table, text, within

Part = TypeVar("Part")

ALLOWED = re.compile(r"(\*|[^\s@*]+)@[^\s@*]+")
SHA256 = re.compile(r"[0-9a-f]{64}")
TLS = ("starttls", "tls", "none")


class Reader(Protocol):
    """Turns what stands at ``key`` into a checked value, or raises ConfigError."""

    def __call__(self, value: object, *, key: str) -> object:
        """Read ``value``."""


def part(
    kind: Callable[..., Part],
    value: object,
    *,
    key: str,
    readers: Mapping[str, Reader],
) -> Part:
    """Read the table at ``key`` into ``kind``, whose own defaults fill the gaps.

    A reader's name is the key and the field alike; only ``from``, which Python keeps
    for itself, becomes the field ``sender``.
    """
    found = table(value, key=key, known=readers)
    return kind(
        **{
            "sender" if name == "from" else name: readers[name](
                each, key=within(key, name)
            )
            for name, each in found.items()
        }
    )


def table_of(kind: Callable[..., Part], **readers: Reader) -> Reader:
    """Make the reader of a whole table."""
    return partial(part, kind, readers=readers)


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address can only mean this very machine."""
    bare = host.removeprefix("[").removesuffix("]").lower()
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return bare == "localhost"


def is_loopback_url(address: str) -> bool:
    """Tell whether an address that was checked leads to this very machine."""
    return is_loopback(urlsplit(address).hostname or "")


def host_of(address: str | None) -> str:
    """Return the name of the machine in an address, empty without one."""
    return (urlsplit(address or "").hostname or "").lower()


def line(value: object, *, key: str) -> str:
    """Read a short text on one line."""
    return text(value, key=key, wanted="a text on one line")


def host(value: object, *, key: str) -> str:
    """Read the name or address of a machine."""
    wanted = "the name of a machine, such as smtp.example.com"
    name = text(value, key=key, wanted=wanted)
    if any(each in " /@?#" for each in name):
        raise ConfigError.at(key, found=value, wanted=wanted)
    return name


def mailbox(value: object, *, key: str) -> str:
    """Read an address of mail, with or without a name before it."""
    wanted = "an address, such as Earshot <earshot@example.com>"
    found = text(value, key=key, wanted=wanted)
    if "@" not in found:
        raise ConfigError.at(key, found=found, wanted=wanted)
    return found


def tls(value: object, *, key: str) -> str:
    """Read how mail is kept private on its way."""
    if isinstance(value, str) and value in TLS:
        return value
    raise ConfigError.at(key, found=value, wanted="one of " + ", ".join(TLS))


def own_host(value: object, *, key: str) -> str:
    """Read the address to listen on."""
    wanted = "an address of this machine, such as 127.0.0.1"
    name = text(value, key=key, wanted=wanted)
    bare = name.removeprefix("[").removesuffix("]")
    if not (_is_address(bare) or is_loopback(bare)):
        raise ConfigError.at(key, found=value, wanted=wanted)
    return bare


def _is_address(bare: str) -> bool:
    try:
        ip_address(bare)
    except ValueError:
        return False
    return True


def allowed(value: object, *, key: str) -> tuple[str, ...]:
    """Read who may sign in: addresses of mail, or all of one domain."""
    wanted = 'a list of addresses, such as ["marta@example.com", "*@example.com"]'
    found = tuple(
        text(each, key=at, wanted=wanted)
        for at, each in items(value, key=key, wanted=wanted)
    )
    for each in found:
        # A star anywhere else would promise what nobody looks at.
        if not ALLOWED.fullmatch(each):
            raise ConfigError.at(key, found=each, wanted=wanted)
    if not found:
        raise ConfigError.at(key, found=value, wanted=wanted)
    return found


def port(value: object, *, key: str) -> int:
    """Read a port."""
    if type(value) is int and 1 <= value <= 65_535:
        return value
    raise ConfigError.at(
        key, found=value, wanted="a port from 1 to 65535, such as 8501"
    )


def every(value: object, *, key: str) -> timedelta:
    """Read how often something is done, by the wall clock."""
    return Duration.parse(value, key=key).wall()


def word_of(words: Collection[str]) -> Reader:
    """Make the reader of one of some words."""

    def read(value: object, *, key: str) -> str:
        if isinstance(value, str) and value in words:
            return value
        raise ConfigError.at(key, found=value, wanted="one of " + ", ".join(words))

    return read


def sha256(value: object, *, key: str) -> str:
    """Read a digest, in small letters."""
    if isinstance(value, str) and SHA256.fullmatch(value.lower()):
        return value.lower()
    wanted = "the 64 hexadecimal digits that sha256sum prints"
    raise ConfigError.at(key, found=value, wanted=wanted)


def switch(value: object, *, key: str) -> bool:
    """Read true or false."""
    if isinstance(value, bool):
        return value
    raise ConfigError.at(key, found=value, wanted="true or false")


def money(value: object, *, key: str) -> float:
    """Read US dollars."""
    if type(value) in {int, float}:
        dollars = float(str(value))
        if isfinite(dollars) and dollars >= 0:
            return dollars
    raise ConfigError.at(key, found=value, wanted="US dollars from 0 on, such as 20")


def folder(value: object, *, key: str) -> Path:
    """Read the path of a folder, which need not be there yet."""
    return Path(text(value, key=key, wanted="a folder, such as inbox/"))


def words(value: object, *, key: str) -> tuple[str, ...]:
    """Read a list of names, such as subreddits or hashtags."""
    wanted = 'a list of names, such as ["acme"]'
    found = items(value, key=key, wanted=wanted)
    return tuple(text(each, key=at, wanted=wanted) for at, each in found)


def url(value: object, *, key: str) -> str:
    """Read the address of a web server, without the slash at its end."""
    return _address(value, key=key, scheme="https", plain="http")


def socket_url(value: object, *, key: str) -> str:
    """Read the address of a WebSocket server."""
    return _address(value, key=key, scheme="wss", plain="ws")


def urls(value: object, *, key: str) -> tuple[str, ...]:
    """Read a list of addresses."""
    wanted = 'a list of addresses, such as ["https://www.example.com/reviews.rss"]'
    return tuple(url(each, key=at) for at, each in items(value, key=key, wanted=wanted))


def _address(value: object, *, key: str, scheme: str, plain: str) -> str:
    """Read an address; one without encryption may lead to this machine only."""
    article = "an" if scheme == "https" else "a"
    wanted = f"{article} {scheme}:// address ({plain}:// only to a loopback host)"
    found = text(value, key=key, wanted=wanted)
    parts = _parts(found)
    if parts and "@" in parts.netloc:
        raise ConfigError(f"{key}: found a user name in the address, wanted none there")
    if parts is None or not parts.hostname or not _private(parts, scheme, plain):
        raise ConfigError.at(key, found=found, wanted=wanted)
    return found.rstrip("/")


def _parts(address: str) -> SplitResult | None:
    """Split an address; None when it is none, which includes its port."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _private(parts: SplitResult, scheme: str, plain: str) -> bool:
    """Tell whether nobody on the way can read what is said to this address."""
    if parts.scheme == plain:
        return is_loopback(parts.hostname or "")
    return parts.scheme == scheme


def store_url(value: object, *, key: str) -> str:
    """Read the address of the store; it may hold a password and is never shown."""
    wanted = "sqlite:///earshot.db or postgresql+psycopg://user@host/earshot"
    found = value if isinstance(value, str) and value.isprintable() else ""
    kind, _, rest = found.partition("://")
    at_a_file = kind == "sqlite" and rest.startswith("/") and rest != "/"
    if at_a_file or (kind == "postgresql+psycopg" and rest and _parts(found)):
        return found
    shown = f"{kind[:40]}://…" if rest else "no address of a store"
    raise ConfigError(f"{key}: found {shown}, wanted {wanted}")


def open_store_url(value: object, *, key: str) -> SecretStr:
    """Read the address of the store from a file that may be read aloud."""
    found = store_url(value, key=key)
    if urlsplit(found).password:
        wanted = "it in the environment, as EARSHOT_STORE_URL"
        raise ConfigError(f"{key}: found a password, wanted {wanted}")
    return SecretStr(found)

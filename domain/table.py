"""Reading one table of a brand file, from TOML or from JSON alike.

Every reader is given the key's whole path (`brand[0].calendar.mon[1]`) and raises
ConfigError naming it, what was found there and what would be right.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from domain.errors import ConfigError, shown

Table = Mapping[str, object]
"""One table: what stands under which key."""

_BARE = re.compile(r"[A-Za-z0-9_.-]{1,40}")
_NETWORK = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
Choice = TypeVar("Choice", bound=StrEnum)


def within(key: str, name: str) -> str:
    """Return the path of ``name`` in the table at ``key``; odd names are quoted."""
    label = name if _BARE.fullmatch(name) else shown(name)
    return f"{key}.{label}" if key else label


def table(value: object, *, key: str, known: Collection[str] | None = None) -> Table:
    """Read a table, which holds no other keys than ``known`` (None: whatever)."""
    if not isinstance(value, Mapping):
        raise ConfigError.at(key, found=value, wanted="a table")
    for name in value:
        if known is not None and name not in known:
            raise unknown_key(key, str(name), found=value[name], known=known)
    return value


def unknown_key(
    key: str, name: str, *, found: object, known: Collection[str]
) -> ConfigError:
    """Make the error for a key that does not exist; it names the nearest one."""
    # Loaded only when somebody mistyped.
    from difflib import get_close_matches

    near = get_close_matches(name[:40].lower(), known, n=1)
    wanted = (
        f"a key that exists; did you mean {near[0]}?"
        if near
        else "one of " + ", ".join(known)
    )
    return ConfigError.at(within(key, name), found=found, wanted=wanted)


def items(value: object, *, key: str, wanted: str) -> Iterator[tuple[str, object]]:
    """Yield each item of a list with its own path; None is an empty list."""
    if value is None:
        return
    if not isinstance(value, list | tuple):
        raise ConfigError.at(key, found=value, wanted=wanted)
    for position, each in enumerate(value):
        yield f"{key}[{position}]", each


def text(value: object, *, key: str, wanted: str, longest: int = 500) -> str:
    """Read a text on one line, of 1 to ``longest`` characters, bare of outer space."""
    bare = value.strip() if isinstance(value, str) else ""
    if bare and bare.isprintable() and len(bare) <= longest:
        return bare
    raise ConfigError.at(key, found=value, wanted=wanted)


def text_or_none(value: object, *, key: str, wanted: str) -> str | None:
    """Read a text that may be missing."""
    return None if value is None else text(value, key=key, wanted=wanted)


def whole(value: object, *, key: str, wanted: str) -> int:
    """Read a whole number from 0 on."""
    if type(value) is int and 0 <= value < 2**53:
        return value
    raise ConfigError.at(key, found=value, wanted=wanted)


def one_of(choices: type[Choice], value: object, *, key: str) -> Choice:
    """Read one of a few words."""
    if isinstance(value, str) and value in set(choices):
        return choices(value)
    raise ConfigError.at(key, found=value, wanted="one of " + ", ".join(choices))


def network(value: object, *, key: str) -> str:
    """Read a network's short name."""
    if isinstance(value, str) and _NETWORK.fullmatch(value):
        return value
    wanted = "a network's name in lower case, such as bluesky"
    raise ConfigError.at(key, found=value, wanted=wanted)


def language(value: object, *, key: str) -> str:
    """Read a language code."""
    if isinstance(value, str) and _LANGUAGE.fullmatch(value):
        return value
    wanted = "a language code of two or three small letters, such as pl"
    raise ConfigError.at(key, found=value, wanted=wanted)

"""How each kind of field of a record is read: one function a kind, given (value, name).

They are strict about types: ``7`` is no id, since ``"007"`` and ``"7"`` are two posts.
All raise RecordError, which names the field, what was found and what would be right.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from difflib import get_close_matches
from enum import StrEnum

from domain.clock import parse_instant
from domain.errors import RecordError, shown
from domain.text import (
    ADDRESSED_LIMIT,
    ID_LIMIT,
    NAME_LIMIT,
    TEXT_LIMIT,
    URL_LIMIT,
    bounded,
    canonical,
    is_plain,
    one_line,
)

COUNT_LIMIT = 2**53
"""The largest number that JSON, spreadsheets and databases all keep exactly."""

FIRST_YEAR = 1990
"""Posts are not older than the web; an earlier date is a mistake, often a zero."""

_NETWORK = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_LANG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")
# No user:password@ part, which makes https://shop.example@evil.example look like ours.
_HOST = r"(?:[^\s/?#@\\:\[\]]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?"
_URL = re.compile(rf"https?://{_HOST}(?:[/?#][^\s\\]*)?", re.IGNORECASE)


class Words(str):
    """Words that a message shows without quotes, as they quote nobody."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


NOTHING = Words("nothing")


def wrong(name: str, value: object, wanted: str) -> RecordError:
    """Make the error for ``value``; a stranger's value is bounded, however it is."""
    return RecordError(name, found=_found(value), wanted=wanted)


def unknown(name: str, known: Iterable[str], *, within: str = "") -> RecordError:
    """Make the error for a field that does not exist; it names the nearest one."""
    label = name if name.isprintable() and 0 < len(name) <= 40 else shown(name)
    found = Words("an unknown field")
    return RecordError(within + label, found=found, wanted=nearest(name, known))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the one of ``known`` that was probably meant, or say all of them."""
    choices = list(known)
    near = get_close_matches(name.strip().lower(), choices, n=1)
    return near[0] if near else "one of " + ", ".join(choices)


def network(value: object, name: str) -> str:
    """Read a network's short name."""
    if isinstance(value, str) and _NETWORK.fullmatch(value):
        return value
    wanted = "a lower-case word of at most 32 letters, digits, _ or -, such as bluesky"
    raise wrong(name, value, wanted)


def identity(value: object, name: str) -> str:
    """Read an id: any text on one line, never changed and never cut."""
    if not isinstance(value, str):
        example = value if type(value) is int and value.bit_length() <= 64 else "9001"
        raise wrong(name, value, f'a string, such as "{example}"')
    if not value or value.isspace():
        raise wrong(name, value, 'an id that is not empty, such as "9001"')
    if len(value) > ID_LIMIT:
        found = Words(f"an id of {len(value)} characters")
        raise wrong(name, found, f"one of at most {ID_LIMIT}")
    if not is_plain(value):
        raise wrong(name, value, 'an id without control characters, such as "9001"')
    return value


def identity_or_none(value: object, name: str) -> str | None:
    """Read an id that may be missing; an empty one is."""
    return None if value == "" else identity(value, name)


def text(value: object, name: str) -> str:
    """Read the text of a post; longer than ``TEXT_LIMIT`` it is cut."""
    if isinstance(value, str):
        return bounded(canonical(value), TEXT_LIMIT)
    raise wrong(name, value, 'a string, "" for a post of pictures alone')


def label(value: object, name: str) -> str | None:
    """Read a name or a topic: one line, cut at ``NAME_LIMIT``; None when empty."""
    if isinstance(value, str):
        return bounded(one_line(value), NAME_LIMIT) or None
    raise wrong(name, value, 'a string, such as "delivery"')


def handle(value: object, name: str) -> str | None:
    """Read a handle, without the @ that some write before it."""
    if isinstance(value, str):
        return bounded(one_line(value).lstrip("@ "), NAME_LIMIT) or None
    raise wrong(name, value, 'a string, such as "acme"')


def addressed(value: object, name: str) -> tuple[str, ...]:
    """Read account ids and handles, without the @ before them, each once."""
    if not isinstance(value, (list, tuple)):
        raise wrong(name, value, 'a list of account ids or handles, such as ["acme"]')
    if len(value) > ADDRESSED_LIMIT:
        found = Words(f"a list of {len(value)} accounts")
        raise wrong(name, found, f"one of at most {ADDRESSED_LIMIT}")
    return tuple(dict.fromkeys([_account(each, name) for each in value]))


def instant(value: object, name: str) -> datetime:
    """Read a time with an offset, as UTC, to the microsecond."""
    try:
        moment = parse_instant(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None:
        raise wrong(name, value, "a time with an offset, such as 2026-11-02T10:00:00Z")
    if moment.year < FIRST_YEAR:
        raise wrong(name, value, f"a time since {FIRST_YEAR}")
    return moment


def url(value: object, name: str) -> str | None:
    """Read a web address that can be given to a browser as it is."""
    if value == "":
        return None
    if isinstance(value, str) and len(value) > URL_LIMIT:
        found = Words(f"an address of {len(value)} characters")
        raise wrong(name, found, f"one of at most {URL_LIMIT}")
    if isinstance(value, str) and value.isprintable() and _URL.fullmatch(value):
        return value
    wanted = "an http or https address without spaces or a user name, "
    raise wrong(name, value, wanted + "such as https://example.com/posts/7")


def lang(value: object, name: str) -> str | None:
    """Read a language code; region and script are left out (``pl-PL`` is ``pl``)."""
    if isinstance(value, str):
        if not value:
            return None
        if code := _LANG.fullmatch(value):
            primary = code[1].lower()
            # "und" says that nobody knows, so the language shall be detected.
            return None if primary == "und" else primary
    raise wrong(name, value, "a language code, such as pl")


def rating(value: object, name: str) -> int:
    """Read a number of stars."""
    if type(value) is int and 1 <= value <= 5:
        return value
    raise wrong(name, value, "a whole number from 1 to 5, such as 3")


def count(value: object, name: str) -> int:
    """Read how many there are of something."""
    if type(value) is int and 0 <= value <= COUNT_LIMIT:
        return value
    raise wrong(name, value, f"a whole number from 0 to {COUNT_LIMIT}, such as 12")


def truth(value: object, name: str) -> bool:
    """Read a yes or a no."""
    if isinstance(value, bool):
        return value
    raise wrong(name, value, "true or false, or no such field when nobody judged")


def one_of(choices: type[StrEnum]) -> Callable[[object, str], StrEnum]:
    """Make the reader of a field that takes one of a few words."""
    words: Mapping[object, StrEnum] = {each.value: each for each in choices}
    wanted = "one of " + ", ".join(choices)

    def read(value: object, name: str) -> StrEnum:
        if isinstance(value, str) and value in words:
            return words[value]
        raise wrong(name, value, wanted)

    return read


def _account(value: object, name: str) -> str:
    whole = identity(value, name)
    if not whole.isascii():
        whole = identity(canonical(whole), name)
    bare = whole.lstrip("@")
    if bare and not bare.isspace():
        return bare
    raise wrong(name, value, "account ids or handles, such as acme")


def _found(value: object) -> object:
    # Told as JSON tells it; never the repr of a whole tree or of a million digits.
    if value is None or isinstance(value, bool):
        return Words({None: "null", True: "true", False: "false"}[value])
    if isinstance(value, int) and value.bit_length() > 64:
        return Words("a number of too many digits")
    if isinstance(value, Mapping):
        return Words("an object")
    if isinstance(value, list | tuple):
        return Words("a list")
    return (
        value if isinstance(value, str | int | float) else Words(type(value).__name__)
    )

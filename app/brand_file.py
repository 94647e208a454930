"""A brand file, from the disk to checked brands.

The documented way to give a network its own figures, `complaint.reddit = {...}` below
`complaint = {...}`, is not TOML: a table in braces is closed for good. It is read all
the same, as if `complaint.reddit` stood in quotes.
"""

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.brand import Brand, read_brands
from domain.calendar import Calendar
from domain.errors import ConfigError

if TYPE_CHECKING:
    from services.what_if import Supposed

_BESIDE = re.compile(
    r"(\s*)((?:complaint|question|review|critical)\.[a-z][a-z0-9_-]*)(\s*=\s*\{.*)",
    re.DOTALL,
)
_PLACE = re.compile(
    r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL
)
_TWICE = re.compile(r"Cannot (overwrite|mutate|declare) .*", re.DOTALL)
_SIZE_LIMIT = 1_000_000


def read_brand_file(path: Path) -> tuple[Brand, ...]:
    """Read and check a whole brand file, its queries and countries included.

    Raises ConfigError: one line with the file, the key, what was found and what would
    be right.
    """
    document = _parsed(path, _text(path))
    with _named(path):
        brands = read_brands(document)
        for number, brand in enumerate(brands):
            _check(brand, f"brand[{number}]")
    return brands


def supposed_in(path: Path) -> "tuple[Supposed, ...]":
    """Return what a brand file supposes of calendars and SLAs; all of it is checked.

    Beside whole brands it may hold one `[brand.calendar]` or `[brand.sla]` of a brand
    that it does not name. Raises ConfigError.
    """
    from services.what_if import read_supposed

    document = _parsed(path, _text(path))
    with _named(path):
        read = read_supposed(document)
        for each in read:
            _check(each.brand, each.key)
    return tuple(each.supposed for each in read)


def calendar_in(path: Path, name: str | None = None) -> Calendar:
    """Return the calendar of the brand ``name`` in a brand file.

    A file of one calendar needs no name. Raises ConfigError.
    """
    brands = read_brand_file(path)
    calendars = {each.calendar for each in brands if name in (None, each.name)}
    if len(calendars) == 1:
        return calendars.pop()
    names = ", ".join(each.name for each in brands)
    if name is None:
        message = f"{path}: found several brands, wanted --brand with one of {names}"
        raise ConfigError(message)
    raise ConfigError.at("--brand", found=name, wanted=f"one of {names}")


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Put the file's name before what is wrong in it."""
    try:
        yield
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error


def _check(brand: Brand, key: str) -> None:
    # These two load half a second of libraries, which not every command needs.
    from response.holiday import check_country
    from response.query import parse

    check_country(brand.calendar.holidays, key=f"{key}.calendar.holidays")
    for number, query in enumerate(brand.queries):
        parse(query, key=f"{key}.queries[{number}]")


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            raw = stream.read(_SIZE_LIMIT + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        wanted = "a brand file, as in the README"
        raise ConfigError(f"{path}: found {reason!r}, wanted {wanted}") from error
    if len(raw) > _SIZE_LIMIT:
        message = f"{path}: found more than {_SIZE_LIMIT} bytes, wanted a brand file"
        raise ConfigError(message)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        byte = raw[error.start]
        message = f"{path}: line {line}: found byte 0x{byte:02x}, wanted text in UTF-8"
        raise ConfigError(message) from error


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads("".join(_quoted(text)))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {_placed(str(error))}") from error
    except RecursionError as error:
        message = f"{path}: found brackets in brackets without end, wanted a brand file"
        raise ConfigError(message) from error


def _quoted(text: str) -> Iterator[str]:
    """Yield the lines, with `complaint.reddit` in quotes where it starts a line."""
    in_sla = False
    for line in text.splitlines(keepends=True):
        bare = line.partition("#")[0].strip()
        if bare.startswith("["):
            in_sla = bare.strip("[] \t") == "brand.sla"
        beside = _BESIDE.fullmatch(line) if in_sla else None
        yield f'{beside[1]}"{beside[2]}"{beside[3]}' if beside else line


def _placed(message: str) -> str:
    """Put the place first: ``line 3, column 7: found no TOML (why)``."""
    found = _PLACE.fullmatch(message)
    if not found:
        return f"found no TOML ({message}), wanted key = value"
    where = f"line {found[2]}, column {found[3]}" if found[2] else "last line"
    if _TWICE.fullmatch(found[1]):
        return f"{where}: found a key twice ({found[1]}), wanted each key once"
    return f"{where}: found no TOML ({found[1]}), wanted key = value"

"""A time zone by its IANA name."""

from zoneinfo import ZoneInfo

from domain.errors import ConfigError

_LOCAL = frozenset({"localtime", "posixrules", "Factory"})
"""Names that are files of the zone database but mean another zone on each machine."""


def parse_zone(value: object, *, key: str) -> str:
    """Return the name of a zone that exists; raise ConfigError naming ``key``."""
    if isinstance(value, str) and _exists(value):
        return value
    wanted = "an IANA time zone, such as Europe/Warsaw"
    raise ConfigError.at(key, found=value, wanted=wanted)


def _exists(name: str) -> bool:
    # right/ counts leap seconds, which no clock of ours does.
    if name in _LOCAL or name.startswith(("right/", "posix/")):
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # OSError: the name of a folder, such as Europe, on some versions of Python.
        return False
    return True

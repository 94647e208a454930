"""A duration as a person writes it: `30s`, `5m`, `4h`, `2d`.

`d` is the trap: in an SLA it is one working day of the brand, elsewhere 24 hours. A
Duration therefore keeps what was written, and who uses it says which time is meant.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from domain.errors import ConfigError

_WRITTEN = re.compile(r"([0-9]{1,9})([smhd])")
_SHARE = re.compile(r"([0-9]{1,4})%")
_LONGEST = timedelta(days=3660)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


@dataclass(frozen=True, slots=True)
class Duration:
    """So many of a unit: ``s``, ``m``, ``h`` or ``d``."""

    amount: int
    unit: str

    @classmethod
    def parse(cls, text: object, *, key: str, zero: bool = False) -> "Duration":
        """Read ``4h`` or the like; ``zero`` allows ``0s``.

        Raises ConfigError that names ``key``.
        """
        found = _WRITTEN.fullmatch(text) if isinstance(text, str) else None
        if found:
            read = cls(int(found[1]), found[2])
            if (zero or read.amount) and read.wall() <= _LONGEST:
                return read
        more = "" if zero else " above 0"
        wanted = f"a number{more} with s, m, h or d, up to ten years, such as 4h"
        raise ConfigError.at(key, found=text, wanted=wanted)

    def wall(self) -> timedelta:
        """Return the span on the wall clock, where a day has 24 hours."""
        return timedelta(seconds=self.amount * _SECONDS[self.unit])

    def business(self, working_day: timedelta) -> timedelta:
        """Return the span of open time, where a day is one ``working_day``."""
        return self.amount * working_day if self.unit == "d" else self.wall()

    def __str__(self) -> str:
        """Write it as it was read."""
        return f"{self.amount}{self.unit}"


def parse_share(text: object, *, key: str) -> int:
    """Read a share such as ``75%``; return it in whole per cent, 1..1000.

    Raises ConfigError that names ``key``.
    """
    found = _SHARE.fullmatch(text) if isinstance(text, str) else None
    if found and 1 <= int(found[1]) <= 1000:
        return int(found[1])
    wanted = "whole per cent from 1% to 1000%, such as 75%"
    raise ConfigError.at(key, found=text, wanted=wanted)

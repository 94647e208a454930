"""How a brand wants its posts judged: its own phrases, and how much it wants found.

A version governs only what was written after it came: history is not rewritten.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.duration import parse_share
from domain.errors import ConfigError
from domain.table import items, table, text, whole, within

MOST = 200
"""Phrases of one kind."""

_LONGEST = 200
_MOST_CHECKS = 1_000
_KEYS = ("recall", "complaint", "no_complaint", "spot_checks")
_A_PHRASE = "never came"
_A_RECALL = "whole per cent from 50% to 99%, such as 90%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """What a brand says of judging.

    ``recall`` is the share of complaints to be found, in whole per cent. A post with
    one of the phrases ``complaint`` is one, with one of ``no_complaint`` it is none;
    with both it is one. ``spot_checks`` are posts a day to look at by hand, 0 is none.
    """

    NONE: ClassVar["Judging"]

    recall: int = 90
    complaint: tuple[str, ...] = ()
    no_complaint: tuple[str, ...] = ()
    spot_checks: int = 5

    @classmethod
    def from_table(cls, value: object, *, key: str = "brand.judging") -> "Judging":
        """Read the table of a brand file; raise ConfigError naming the wrong key."""
        given = table(value, key=key, known=_KEYS)
        read = {
            name: phrases(given.get(name), within(key, name))
            for name in ("complaint", "no_complaint")
        }
        if both := set(read["complaint"]) & set(read["no_complaint"]):
            wanted = f"a phrase that is not among {within(key, 'complaint')} as well"
            where = within(key, "no_complaint")
            raise ConfigError.at(where, found=min(both), wanted=wanted)
        none = cls.NONE
        return cls(
            **read,
            recall=_recall(given.get("recall", f"{none.recall}%"), key),
            spot_checks=_checks(given.get("spot_checks", none.spot_checks), key),
        )

    def to_table(self) -> dict[str, object]:
        """Return the table that ``from_table`` reads; what is as ever is left out."""
        told: dict[str, object] = {}
        if self.recall != Judging.NONE.recall:
            told["recall"] = f"{self.recall}%"
        if self.complaint:
            told["complaint"] = list(self.complaint)
        if self.no_complaint:
            told["no_complaint"] = list(self.no_complaint)
        if self.spot_checks != Judging.NONE.spot_checks:
            told["spot_checks"] = self.spot_checks
        return told


Judging.NONE = Judging()


@dataclass(frozen=True, slots=True)
class Ruling:
    """One version of it, for what is written at ``since`` or later (None: for all)."""

    since: datetime | None
    judging: Judging


def ruling_at(rulings: Iterable[Ruling], moment: datetime) -> Judging:
    """Return what held for a post that was written then; ``rulings`` oldest first."""
    held = Judging.NONE
    for each in rulings:
        if each.since is None or each.since <= moment:
            held = each.judging
    return held


def phrases(value: object, key: str, *, such_as: str = _A_PHRASE) -> tuple[str, ...]:
    """Read a list of phrases, each kept once; raise ConfigError naming ``key``."""
    wanted = f'a list of phrases such as ["{such_as}"]'
    found = [
        phrase(each, path, such_as=such_as)
        for path, each in items(value, key=key, wanted=wanted)
    ]
    if len(found) > MOST:
        shown = f"a list of {len(found)} phrases"
        raise ConfigError(f"{key}: found {shown}, wanted at most {MOST}")
    return tuple(dict.fromkeys(found))


def phrase(value: object, key: str, *, such_as: str = _A_PHRASE) -> str:
    """Read one phrase; raise ConfigError naming ``key``."""
    wanted = f"a phrase that holds a word, such as {such_as}"
    read = text(value, key=key, wanted=wanted, longest=_LONGEST)
    if not any(each.isalnum() for each in read):
        raise ConfigError.at(key, found=value, wanted=wanted)
    return read


def _recall(value: object, key: str) -> int:
    where = within(key, "recall")
    share = parse_share(value, key=where)
    if not 50 <= share <= 99:
        raise ConfigError.at(where, found=value, wanted=_A_RECALL)
    return share


def _checks(value: object, key: str) -> int:
    where = within(key, "spot_checks")
    wanted = f"a whole number of posts a day up to {_MOST_CHECKS}, such as 5"
    number = whole(value, key=where, wanted=wanted)
    if number > _MOST_CHECKS:
        raise ConfigError.at(where, found=value, wanted=wanted)
    return number

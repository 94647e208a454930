"""A brand's own phrases, by which its replies are told apart.

They stand beside the built-in English and Polish ones, and take none of them away.
"""

from dataclasses import dataclass, fields
from typing import ClassVar

from domain.errors import ConfigError
from domain.table import items, table, text, within

_MOST = 200
"""Phrases of one kind."""

_LONGEST = 200
_A_PHRASE = "a phrase that holds a word, such as our team will call you"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """Phrases of replies that put off, send elsewhere, or were written by a machine."""

    NONE: ClassVar["Replies"]

    holding: tuple[str, ...] = ()
    redirect: tuple[str, ...] = ()
    auto: tuple[str, ...] = ()

    @classmethod
    def from_table(cls, value: object, *, key: str = "brand.replies") -> "Replies":
        """Read the table of a brand file; raise ConfigError naming the wrong key."""
        names = [each.name for each in fields(cls)]
        given = table(value, key=key, known=names)
        return cls(
            **{name: _phrases(given.get(name), within(key, name)) for name in names}
        )

    def to_table(self) -> dict[str, object]:
        """Return the table that ``from_table`` reads, of plain JSON values."""
        told = {each.name: list(getattr(self, each.name)) for each in fields(self)}
        return {name: phrases for name, phrases in told.items() if phrases}


Replies.NONE = Replies()


def _phrases(value: object, key: str) -> tuple[str, ...]:
    wanted = 'a list of phrases such as ["our team will call you"]'
    found = [_phrase(each, path) for path, each in items(value, key=key, wanted=wanted)]
    if len(found) > _MOST:
        shown = f"a list of {len(found)} phrases"
        raise ConfigError(f"{key}: found {shown}, wanted at most {_MOST}")
    return tuple(dict.fromkeys(found))


def _phrase(value: object, key: str) -> str:
    phrase = text(value, key=key, wanted=_A_PHRASE, longest=_LONGEST)
    if not any(each.isalnum() for each in phrase):
        raise ConfigError.at(key, found=value, wanted=_A_PHRASE)
    return phrase

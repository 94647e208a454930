"""A brand's own phrases, by which its replies are told apart.

They stand beside the built-in English and Polish ones, and take none of them away.
"""

from dataclasses import dataclass, fields
from typing import ClassVar

from domain.judging import phrases
from domain.table import table, within

_A_PHRASE = "our team will call you"


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
            **{
                name: phrases(given.get(name), within(key, name), such_as=_A_PHRASE)
                for name in names
            }
        )

    def to_table(self) -> dict[str, object]:
        """Return the table that ``from_table`` reads, of plain JSON values."""
        told = {each.name: list(getattr(self, each.name)) for each in fields(self)}
        return {name: said for name, said in told.items() if said}


Replies.NONE = Replies()


Replies.NONE = Replies()

"""The parts of a query, once it was read. ``str`` of one writes every bracket."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Phrase:
    """These folded words in a row; a single word is a phrase of one."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        text = " ".join(self.words)
        plain = len(self.words) == 1 and text not in _OPERATORS
        return text if plain else f'"{text}"'


class Field(StrEnum):
    """What a query may ask of a post beside its text."""

    LANG = "lang"
    FROM = "from"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Filter:
    """A post's language, its author's handle or id, or the host of its address.

    ``value`` is in lower case, without a leading ``@`` or ``www.``.
    """

    field: Field
    value: str

    def __str__(self) -> str:
        return f"{self.field}:{self.value}"


@dataclass(frozen=True, slots=True)
class Not:
    """The post does not hold ``part``."""

    part: "Node"

    def __str__(self) -> str:
        return f"NOT {_bracketed(self.part)}"


@dataclass(frozen=True, slots=True)
class And:
    """The post holds every part."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return " AND ".join(map(_bracketed, self.parts))


@dataclass(frozen=True, slots=True)
class Or:
    """The post holds some part."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return " OR ".join(map(_bracketed, self.parts))


@dataclass(frozen=True, slots=True)
class Near:
    """Two things within ``distance`` words of one another, in either order.

    Neighbours are 1 apart. Each side is a phrase or an ``Or`` of such.
    """

    left: "Node"
    right: "Node"
    distance: int

    def __str__(self) -> str:
        left, right = _bracketed(self.left), _bracketed(self.right)
        return f"{left} near/{self.distance} {right}"


Node = Phrase | Filter | Not | And | Or | Near

_OPERATORS = frozenset({"and", "or", "not", "near"})


def stands(node: Node) -> bool:
    """Tell whether ``node`` stands at places of a text, so that it can be near one."""
    if isinstance(node, Or):
        return all(map(stands, node.parts))
    return isinstance(node, Phrase)


def asks(node: Node) -> bool:
    """Tell whether ``node`` wants anything to be there, not only away."""
    if isinstance(node, And):
        return any(map(asks, node.parts))
    if isinstance(node, Or):
        return all(map(asks, node.parts))
    return not isinstance(node, Not)


def _bracketed(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or | Near) else str(node)

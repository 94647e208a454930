"""A query: what a post must say to concern a brand, as in ``acme NOT "acme corp"``.

What binds tighter comes first: brackets, ``near/N``, ``AND NOT``, ``AND`` (or nothing
between two words), ``OR``. A ``NOT`` without ``AND`` closes all that stands before it
in the same brackets: ``a OR b NOT c`` is ``(a OR b) AND NOT c``, and what follows
narrows or widens that.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

from domain.errors import ConfigError
from response.folding import words
from response.syntax import (
    And,
    Field,
    Filter,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    asks,
    stands,
)

if TYPE_CHECKING:
    from lark import Lark, Token
    from lark.exceptions import UnexpectedInput

LENGTH_LIMIT = 2_000
"""Characters of a query."""

DEPTH_LIMIT = 20
"""Brackets inside one another; a ``NOT`` that closes an ``OR`` counts as brackets."""

DISTANCE_LIMIT = 100
"""The widest ``near``, in words."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read. ``str`` of it shows how, with every bracket written."""

    text: str
    root: Node

    def __str__(self) -> str:
        return str(self.root)


def parse(text: str, *, key: str = "query") -> Query:
    """Read a boolean query.

    Raises ConfigError, naming ``key``, the character (from 1) and what would be right.
    """
    if len(text) > LENGTH_LIMIT:
        wanted = f"at most {LENGTH_LIMIT} characters; write several queries instead"
        raise ConfigError.at(key, found=text, wanted=wanted)
    if not text.strip():
        wanted = f"what a post must say, such as {_EXAMPLE}"
        raise ConfigError.at(key, found=text, wanted=wanted)
    from lark.exceptions import UnexpectedInput

    try:
        root = cast("_Part", _parser().parse(text)).node
    except UnexpectedInput as error:
        raise _misread(error, text).at(key) from None
    except _Wrong as wrong:
        raise wrong.at(key) from None
    if not asks(root):
        wanted = "something that must be there beside what must not, such as acme NOT "
        raise ConfigError.at(key, found=text, wanted=wanted + '"acme corp"')
    return Query(text, root)


_EXAMPLE = 'acme AND (late OR "never came")'

# `closed` is what a bare NOT has closed; it can only be what an OR begins with.
_GRAMMAR = r"""
?start: expr
?expr: plain | closed | expr _OR plain -> either
?plain: operand | plain unit -> both | plain _AND operand -> both
?closed: expr NOT unit -> without | closed unit -> both | closed _AND operand -> both
?operand: unit | NOT unit -> negated
?unit: atom | atom NEAR atom -> near
?atom: WORD -> word | QUOTED -> phrase | FILTER -> filter | LEFT expr ")" -> bracket

_AND.2: /AND(?=[\s()"“”„]|$)/
_OR.2: /OR(?=[\s()"“”„]|$)/
NOT.2: /NOT(?=[\s()"“”„]|$)/
NEAR.2: /near\/[0-9]+(?=[\s()"“”„]|$)/i
FILTER.2: /[a-z]+:[^\s()"“”„]*/i
LEFT: "("
QUOTED: /["“”„][^"“”„]*["“”„]/
WORD: /[^\s()"“”„]+/
%ignore /\s+/
"""


@cache
def _parser() -> "Lark":
    from lark import Lark

    return Lark(_GRAMMAR, parser="lalr", lexer="basic", transformer=_Reading())


class _Wrong(Exception):  # noqa: N818  # becomes a ConfigError before it leaves
    """What stands at ``start`` (from 0) cannot be used."""

    def __init__(self, start: int, *, found: str, wanted: str) -> None:
        super().__init__(wanted)
        self.start, self.found, self.wanted = start, found, wanted

    def at(self, key: str) -> ConfigError:
        place = f"{key}, character {self.start + 1}"
        return ConfigError.at(place, found=self.found, wanted=self.wanted)


class _Part(NamedTuple):
    node: Node
    depth: int


class _Reading:
    """Makes parts of the query while it is parsed, so that nothing recurses."""

    def word(self, children: Sequence["Token"]) -> _Part:
        (token,) = children
        if token.upper() in {"AND", "OR", "NOT"}:
            wanted = f'{token.upper()} in capitals, or quotes around a word: "{token}"'
            raise _Wrong(_start(token), found=str(token), wanted=wanted)
        if token.lower() == "near" or token.lower().startswith("near/"):
            raise _Wrong(_start(token), found=str(token), wanted=_NEAR)
        if token.startswith(("-", "!", "+")):
            wanted = "the word alone, or NOT before it, as in acme NOT corp"
            raise _Wrong(_start(token), found=str(token), wanted=wanted)
        if "*" in token:
            wanted = "whole words, each form with OR: refund OR refunds OR refunded"
            raise _Wrong(_start(token), found=str(token), wanted=wanted)
        return _phrase(token)

    def phrase(self, children: Sequence["Token"]) -> _Part:
        return _phrase(children[0])

    def filter(self, children: Sequence["Token"]) -> _Part:
        (token,) = children
        name, _, value = token.partition(":")
        value = value.casefold().removeprefix("@")
        if name.lower() not in set(Field):
            wanted = 'lang:pl, from:handle, site:host, or quotes, as in "note: late"'
            raise _Wrong(_start(token), found=str(token), wanted=wanted)
        field = Field(name.lower())
        if field is Field.SITE:
            value = value.removeprefix("www.")
        if not re.fullmatch(_VALUE[field], value):
            raise _Wrong(_start(token), found=str(token), wanted=_FILTERS[field])
        return _Part(Filter(field, value), 0)

    def near(self, children: tuple[_Part, "Token", _Part]) -> _Part:
        left, token, right = children
        distance = int(token[len("near/") :])
        if not 1 <= distance <= DISTANCE_LIMIT:
            raise _Wrong(_start(token), found=str(token), wanted=_NEAR)
        if not (stands(left.node) and stands(right.node)):
            wanted = "near between words, phrases or brackets of them with OR only"
            raise _Wrong(_start(token), found=str(token), wanted=wanted)
        near = Near(left.node, right.node, distance)
        return _Part(near, max(left.depth, right.depth))

    def both(self, children: Sequence[_Part]) -> _Part:
        left, right = children
        parts = left.node.parts if isinstance(left.node, And) else (left.node,)
        return _Part(And((*parts, right.node)), max(left.depth, right.depth))

    def either(self, children: Sequence[_Part]) -> _Part:
        left, right = children
        parts = left.node.parts if isinstance(left.node, Or) else (left.node,)
        return _Part(Or((*parts, right.node)), max(left.depth, right.depth))

    def without(self, children: tuple[_Part, "Token", _Part]) -> _Part:
        left, token, right = children
        excluded = _Part(Not(right.node), right.depth)
        if isinstance(left.node, Or):
            left = _Part(left.node, left.depth + 1)
            if left.depth > DEPTH_LIMIT:
                raise _Wrong(_start(token), found="NOT", wanted=_SHALLOW)
        return self.both((left, excluded))

    def negated(self, children: tuple["Token", _Part]) -> _Part:
        _, part = children
        return _Part(Not(part.node), part.depth)

    def bracket(self, children: tuple["Token", _Part]) -> _Part:
        token, part = children
        if part.depth == DEPTH_LIMIT:
            raise _Wrong(_start(token), found="(", wanted=_SHALLOW)
        return _Part(part.node, part.depth + 1)


_NEAR = f"near/ and 1 to {DISTANCE_LIMIT} words, such as refund near/5 late"
_SHALLOW = f"at most {DEPTH_LIMIT} brackets inside one another"
_VALUE = {
    Field.LANG: r"[a-z]{2,3}(-[a-z0-9]{2,8})*",
    Field.FROM: r".+",
    Field.SITE: r"[\w-]+(\.[\w-]+)*",
}
_FILTERS = {
    Field.LANG: "the code of a language, such as lang:pl",
    Field.FROM: "the handle or the id of an author, such as from:ania_acme",
    Field.SITE: "a host alone, such as site:reddit.com",
}


def _phrase(token: "Token") -> _Part:
    # Here a word of Cyrillic letters is meant so, whatever it looks like.
    said = tuple(words(token, own_script=True))
    if not said:
        wanted = f"a word with a letter or a digit, as in {_EXAMPLE}"
        raise _Wrong(_start(token), found=str(token), wanted=wanted)
    return _Part(Phrase(said), 0)


def _start(token: "Token") -> int:
    return cast("int", token.start_pos)  # the lexer always sets it


def _misread(error: "UnexpectedInput", text: str) -> _Wrong:
    """Say what would be right where the parser could not go on."""
    from lark.exceptions import UnexpectedToken

    if not isinstance(error, UnexpectedToken):  # only a lone quote begins no token
        start = cast("int", error.pos_in_stream)
        wanted = 'a second quote after the phrase, as in "acme shop"'
        return _Wrong(start, found=text[start:], wanted=wanted)
    token = error.token
    if token.type == "$END":
        open_bracket = "RPAR" in error.expected
        wanted = "a closing bracket )" if open_bracket else "a word or a phrase"
        return _Wrong(len(text), found="", wanted=f"{wanted}, as in {_EXAMPLE}")
    wanted = _OUT_OF_PLACE.get(token.type, f"a word or a phrase, as in {_EXAMPLE}")
    return _Wrong(_start(token), found=str(token), wanted=wanted)


_OUT_OF_PLACE = {
    "NEAR": "near/5 between two words or phrases, and one only: acme near/5 late",
    "_AND": f"a word or a phrase before AND, as in {_EXAMPLE}",
    "_OR": f"a word or a phrase before OR, as in {_EXAMPLE}",
    "RPAR": f"as many closing brackets as opening ones, none empty, as in {_EXAMPLE}",
}

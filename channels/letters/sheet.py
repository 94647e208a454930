"""What a mail says, in the reader's words, before it is text or HTML.

Both parts are made of the same sheet, so that neither can say what the other does not.
All strings are one line each, cleaned, and not escaped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

LATE, SOON, CALM, GOOD = "late", "soon", "calm", "good"
"""How a line feels: its colour, which never says anything that the words do not."""


class Link(NamedTuple):
    """A word that leads somewhere."""

    word: str
    href: str


UNKNOWN = "-"
"""The value of a number that nobody knows."""


class Number(NamedTuple):
    """A number with its name, and what is to be said of it."""

    value: str
    name: str
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture inside the mail; ``alt`` says in a sentence what it shows."""

    cid: str
    png: bytes
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One customer, or one thing, told: a state, who, what they wrote, what to do."""

    state: str = ""
    tone: str = CALM
    name: str = ""
    details: str = ""
    quote: str = ""
    facts: Sequence[str] = ()
    heading: str = ""
    contacts: Sequence[str] = ()
    links: Sequence[Link] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a mail under one heading."""

    title: str = ""
    lines: Sequence[str] = ()
    told: Sequence[Told] = ()
    button: Link | None = None
    image: Image | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One mail. ``preview`` is what a list of mails shows after the subject."""

    language: str
    subject: str
    preview: str
    headline: str
    lines: Sequence[str] = ()
    numbers: Sequence[Number] = ()
    blocks: Sequence[Block] = ()
    why: str = ""
    links: Sequence[Link] = ()

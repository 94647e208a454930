"""What is handed to a channel to be sent to one person, and what may become of it.

Nothing here says whether it may be sent, or when it is tried again.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Image(Protocol):
    """A picture that a message brings along; ``alt`` says what it shows."""

    @property
    def cid(self) -> str:
        """The name by which the markup asks for it, without brackets."""

    @property
    def png(self) -> bytes:
        """Its bytes."""


class Rendered(Protocol):
    """A message in words: each of its two parts tells everything."""

    @property
    def subject(self) -> str:
        """One line."""

    @property
    def text(self) -> str:
        """All of it without markup."""

    @property
    def html(self) -> str:
        """All of it with markup, which asks nothing of any server."""

    @property
    def images(self) -> Sequence[Image]:
        """The pictures that the markup asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """What one person is told. ``short`` says it in so many characters.

    ``unsubscribe`` is the address that ends a digest by a single click.
    """

    rendered: Rendered
    short: Callable[[int], str]
    unsubscribe: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A message for one person by one channel.

    ``id`` is the same however often it is tried; ``first`` is the id of the first
    message about the same thing. ``step`` is the gravest that it tells of.
    """

    id: str
    brand: str
    recipient: str
    step: str
    at: datetime
    composed: Composed
    first: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side said yes."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It will never be taken: trying again would change nothing."""

    said: str


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing was taken. ``whole``: nor would any other message be, for now.

    ``lost``: the line broke, maybe because of this very message. ``login``: our name or
    password was refused, and trying often may lock us out.
    """

    said: str
    whole: bool = True
    lost: bool = False
    login: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may have arrived: the line was lost before the yes."""

    said: str


Outcome = Sent | Refused | Later | Unsure

Send = Callable[[Parcel], Outcome]
"""Sends one message; everything that fails on the way is an outcome, not raised."""


class Sender(Protocol):
    """Sends messages by one channel."""

    def open(self) -> AbstractContextManager[Send]:
        """Begin a round: several messages may go by one line."""

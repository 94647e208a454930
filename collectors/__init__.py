"""Networks to words: one file a network, found by itself.

A network is a module of this package; what networks share stands in the package
``collectors.wire``. Its library is loaded only when the network is switched on. The
collectors ask and translate; when, how often and what is kept is decided elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, ClassVar, Protocol

from domain.account import Account
from domain.clock import Clock
from domain.errors import ConfigError
from domain.post import Author, Post
from domain.source import Answerable, Listened, Looked, Need, Page, Place, Stream

__all__ = ["Collector", "Network", "Setup", "build", "known_networks", "network"]


class Collector(Protocol):
    """Reads one network. Every call is bounded in time and size and asks once.

    All but ``streams`` and ``can_reply`` raise SourceError and nothing else. An item
    that is no post we can read is skipped and counted, and never ends its page.
    """

    network: ClassVar[str]
    follows_threads: ClassVar[bool]
    """Whether ``thread`` is the way to see what is said below an open case."""

    def streams(self, brands: Sequence[Listened]) -> list[Stream]:
        """Say what is to be read for these brands, what matters most first.

        The brands' own posts are among it: so their answers are seen, wherever they
        were written. An account without an id is left out until it is known.
        """

    def fetch(self, stream: Stream, place: Place) -> Page:
        """Read one page of a stream, newest post first.

        Posts from before ``place.since`` may be among them.
        """

    def look_up(self, ids: Sequence[str]) -> Looked:
        """Ask how at most 100 posts stand now: edited, deleted, removed."""

    def thread(self, root: str) -> Page:
        """Read the posts of one thread, as many as one answer holds."""

    def account(self, handle: str) -> Author:
        """Return who has this handle, with the stable id."""

    def price(self, stream: Stream | None) -> float:
        """Return US dollars for a post of the stream, or looked up (None)."""

    def can_reply(self, post: Post, accounts: Sequence[Account]) -> Answerable:
        """Tell how the brand with these accounts can answer ``post``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a collector is built of: its table of settings, its secrets, the clock.

    ``options`` is the network's own settings object (``app.networks``); ``secrets``
    holds those that are set, by their short name, such as ``x_bearer_token``.
    """

    options: Any
    secrets: Mapping[str, str]
    clock: Clock


class Network(Protocol):
    """What the module of a network must hold."""

    NAME: str
    """The network's name for people, such as "Reddit"."""

    NEED: Need
    """What it must be given to read at all."""

    def build(self, setup: Setup) -> Collector:
        """Make the collector; nothing is asked of the network yet."""


def known_networks() -> list[str]:
    """Name the networks that have a collector."""
    return sorted(each.name for each in iter_modules(__path__) if not each.ispkg)


def network(name: str) -> Network:
    """Return the module of a network; raise ConfigError for one that has none."""
    if name not in known_networks():
        wanted = "one of " + ", ".join(known_networks())
        raise ConfigError.at("network", found=name, wanted=wanted)
    found: Any = import_module(f"collectors.{name}")
    module: Network = found
    return module


def build(name: str, setup: Setup) -> Collector:
    """Make the collector of a network."""
    return network(name).build(setup)

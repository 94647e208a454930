"""A world: a small network of invented people, with all that is true of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from collectors import Collector, Setup
from collectors import build as build_collector
from domain.source import Listened
from tests.networks.hostile import NOW
from tests.networks.server import Answering, Request

SINCE = NOW - timedelta(days=2)
"""From when on the contract tests read."""


def no_door(_request: Request) -> bool:
    """Tell that nothing asks to sign in."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What the contract tests must know of a network's server to judge a collector."""

    answer: Answering
    """The network in good health. It refuses who does not sign in."""

    options: Callable[[str], object]
    """Makes the network's settings of the address of the server."""

    secrets: Mapping[str, str]
    listened: tuple[Listened, ...]

    posts: frozenset[str]
    """Ids of all that the streams give of the time from SINCE on, in several pages."""

    own: frozenset[str]
    """Those of them that the brand wrote."""

    root: str
    thread: frozenset[str]
    """Ids of all that ``thread(root)`` gives; whether also the root is left open."""

    live: str
    deleted: str
    removed: str | None
    """How three posts stand when looked up; None when the network cannot tell."""

    handle: str
    handle_id: str
    nobody: str
    """A handle that nobody has."""

    listing: tuple[str, ...]
    """Where the list of items stands in a page, such as ``("data",)``."""

    name_of: Callable[[Any], str | None]
    """Returns the id of the post that an item becomes, None when it becomes none."""

    door: Callable[[Request], bool] = no_door
    """Tells a request to sign in from one to read."""

    def setup(self, url: str) -> Setup:
        """Return what its collector is built of."""
        return Setup(options=self.options(url), secrets=self.secrets, clock=lambda: NOW)


def world(name: str) -> World:
    """Return the world of a network, or say what to write."""
    module = f"tests.networks.{name}_server"
    if find_spec(module) is None:
        raise LookupError(
            f"collectors/{name}.py has no world to be tested in: write "
            f"tests/networks/{name}_server.py with WORLD = World(...), as "
            "tests/networks/x_server.py does"
        )
    found: World = import_module(module).WORLD
    return found


def a_collector(name: str, url: str) -> Collector:
    """Make the collector of a network, to read from the server at ``url``."""
    return build_collector(name, world(name).setup(url))

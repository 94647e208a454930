"""Whatever a network changes in its answers: one odd item costs itself and no other."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectors import Collector, known_networks
from domain.source import Page, Place, SourceError, Stream
from tests.networks.server import Answer, Request, Server, as_json
from tests.networks.world import SINCE, World, a_collector, world

Path = tuple[str | int, ...]

ODD: st.SearchStrategy[object] = st.sampled_from(
    [
        None,
        True,
        0,
        -7,
        1.5,
        10**400,
        float("nan"),
        "",
        "x",
        "\ud83d",
        "\x00\u202e",
        "9" * 400,
        [],
        {},
        [[]],
        [None, 7, "x"],
        {"id": []},
    ]
)


class Twice(dict[str, Any]):
    """An object that JSON writes with one of its names twice."""

    def __init__(self, told: dict[str, Any], name: str, first: object) -> None:
        super().__init__(told)
        self.first = (name, first)

    def items(self) -> Any:
        """Return the names, one of them twice."""
        return [self.first, *super().items()]


class Changing:
    """A network in good health whose answers can be replaced by one of ours."""

    def __init__(self, of: World) -> None:
        self.of = of
        self.said: list[Answer] = []
        self.instead: Answer | None = None

    def __call__(self, request: Request) -> Answer:
        if self.of.door(request):
            return self.of.answer(request)
        if self.instead:
            return self.instead
        self.said.append(self.of.answer(request))
        return self.said[-1]


def paths(tree: object, here: Path = ()) -> list[Path]:
    """Return the places of everything in a tree."""
    if isinstance(tree, dict):
        inside: list[tuple[str | int, object]] = list(tree.items())
    else:
        inside = list(enumerate(tree)) if isinstance(tree, list) else []
    return [here, *(one for name, each in inside for one in paths(each, (*here, name)))]


def at(tree: Any, path: Path) -> Any:
    """Return what stands in a place."""
    for name in path:
        tree = tree[name]
    return tree


def changed(tree: Any, path: Path, how: str, odd: object) -> Any:
    """Return the tree with one place of it made odd."""
    if not path:
        return odd
    whole = deepcopy(tree)
    parent, name = at(whole, path[:-1]), path[-1]
    if how == "delete":
        del parent[name]
    elif how == "nest":
        parent[name] = {"data": [parent[name]]}
    elif how == "twice" and isinstance(parent, dict) and len(path) > 1:
        at(whole, path[:-2])[path[-2]] = Twice(parent, str(name), odd)
    else:
        parent[name] = odd
    return whole


def largest(collector: Collector, of: World, network: Changing) -> tuple[Stream, Any]:
    """Return the stream whose first page holds most, and that page."""
    found: dict[int, tuple[Stream, Any]] = {}
    for stream in collector.streams(of.listened):
        network.said.clear()
        page = collector.fetch(stream, Place(since=SINCE))
        found[len(page.posts)] = stream, json.loads(network.said[0].body)
    return found[max(found)]


def kept(tree: Any, of: World, path: Path) -> set[str]:
    """Return the posts of a page that ``path`` does not touch; none if it is beside."""
    depth = len(of.listing)
    if path[:depth] != of.listing or len(path) <= depth:
        return set()
    items = [each for at, each in enumerate(at_listing(tree, of)) if at != path[depth]]
    return {name for name in map(of.name_of, items) if name}


def at_listing(tree: Any, of: World) -> list[Any]:
    """Return the items of a page."""
    items: list[Any] = at(tree, of.listing)
    return items


def read(collector: Collector, stream: Stream) -> Page | SourceError:
    """Read a page, or return what failed."""
    try:
        return collector.fetch(stream, Place(since=SINCE))
    except SourceError as error:
        return error


@pytest.mark.parametrize("name", known_networks())
def test_one_odd_thing_costs_no_other_post(name: str) -> None:
    of = world(name)
    network = Changing(of)
    with Server(network) as server:
        collector = a_collector(name, server.url)
        stream, page = largest(collector, of, network)
        places = paths(page)

        @settings(max_examples=100, suppress_health_check=list(HealthCheck))
        @given(
            st.sampled_from(places),
            st.sampled_from(["delete", "replace", "nest", "twice"]),
            ODD,
        )
        def check(path: Path, how: str, odd: object) -> None:
            network.instead = as_json(changed(page, path, how, odd))
            found = read(collector, stream)
            others = kept(page, of, path)
            if others:
                assert isinstance(found, Page), (path, how, odd, found)
                assert others <= {each.id for each in found.posts}

        check()
    assert len(at_listing(page, of)) > 2

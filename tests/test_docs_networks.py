"""The network that the docs add is one: found by itself, and kept to the contract."""

import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import collectors
from collectors import known_networks, network
from collectors.wire import adapter
from domain.source import Place
from tests import networks, test_networks, test_networks_fuzz
from tests.guide import ROOT, blocks, page
from tests.networks.hostile import MODES
from tests.networks.server import Server
from tests.networks.world import SINCE, a_collector, world
from tests.test_networks import behind, fails

FORUM, WORLD = (
    each for each in blocks(ROOT / "docs" / "networks.md") if each.kind == "python"
)

PROMISES = {
    name: check
    for name, check in vars(test_networks).items()
    if name.startswith("test_")
    and [*inspect.signature(check).parameters] == ["name"]
    and "subprocess" not in check.__code__.co_names
}
"""What each network promises; a process of its own would not know the example."""


@pytest.fixture(autouse=True)
def _added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for package, file, block in (
        (collectors, "forum.py", FORUM),
        (networks, "forum_server.py", WORLD),
    ):
        folder = tmp_path / file.removesuffix(".py")
        folder.mkdir()
        (folder / file).write_text(block.text, encoding="utf-8")
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
    monkeypatch.setattr(adapter, "LIMITS", test_networks.SHORT)
    yield
    for module in ("collectors.forum", "tests.networks.forum_server"):
        sys.modules.pop(module, None)


def test_the_network_of_the_docs_is_found() -> None:
    assert "forum" in known_networks()
    assert network("forum").NAME == "The forum"


@pytest.mark.parametrize("promise", PROMISES.values(), ids=PROMISES)
def test_the_network_of_the_docs_keeps(promise: Callable[[str], Any]) -> None:
    promise("forum")


def test_the_network_of_the_docs_fails_as_all_do() -> None:
    of = world("forum")
    with Server(of.answer) as server:
        collector = a_collector("forum", server.url)
        stream = collector.streams(of.listened)[0]
        for mode in MODES.keys() - test_networks.SLOW:
            server.asked.clear()
            server.answer = behind(of.door, of.answer, MODES[mode].answer)
            call = lambda: collector.fetch(stream, Place(since=SINCE))  # noqa: E731
            fails(call, MODES[mode], of, server)


def test_the_network_of_the_docs_loses_no_post_to_another() -> None:
    test_networks_fuzz.test_one_odd_thing_costs_no_other_post("forum")


def test_every_network_has_its_section() -> None:
    told = page("networks.md")
    for name in set(known_networks()) - {"forum"}:
        assert f"\n## {network(name).NAME}\n" in told
        assert all(f"`{each}`" in told for each in network(name).NEED.secrets)

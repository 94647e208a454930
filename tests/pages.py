"""Screens as Streamlit draws them for one visitor, without a server or a browser."""

import json
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from app.settings import Settings
from app.wiring import Desk
from sentiment import engine
from services import demo
from store import Store
from store.upgrade import upgrade
from tests.desk import NOW

# Streamlit reads what every installed package says of itself, at each page that a test
# draws anew: that takes ten times as long as the page, and finds the same each time.
mock.patch.object(
    manifest_scanner,
    "scan_component_manifests",
    cache(manifest_scanner.scan_component_manifests),
).start()


def a_desk(store: Store) -> Desk:
    """Sit down at a store, at NOW."""
    return Desk(Settings(), store, lambda: NOW)


def draw(name: str, desk: Desk) -> AppTest:
    """Return the page of a screen; ``run`` draws it."""

    def script(name: str, desk: "Desk") -> None:
        # AppTest runs this body alone, without the imports above.
        from importlib import import_module

        import_module(f"screens.{name}").render(desk)

    return AppTest.from_function(script, args=(name, desk), default_timeout=30)


def opened(name: str, desk: Desk) -> AppTest:
    """Draw a screen; fail when that raised."""
    page = draw(name, desk).run()
    assert not page.exception
    return page


def markup(page: AppTest) -> str:
    """Return all that Streamlit itself reads as markup on the page."""
    kinds = (page.markdown, page.caption, page.info, page.error, page.toast)
    return "\n".join(str(each.value) for kind in kinds for each in kind)


def part(page: AppTest, name: str) -> dict[str, Any]:
    """Return what one of our components was handed."""
    found = (each.proto for each in page.get("bidi_component"))
    told = next(each for each in found if each.component_name == f"earshot_{name}")
    handed: dict[str, Any] = json.loads(told.json)
    return handed


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store with the shipped example, which ends at NOW."""
    path = tmp_path_factory.mktemp("demo") / "earshot.db"
    store = Store(f"sqlite:///{path}")
    upgrade(store)
    demo.load(store, engine=engine("vader"), now=NOW)
    store.close()
    return path


@pytest.fixture
def shop(filled: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk over a copy of the shipped example."""
    store = Store(f"sqlite:///{shutil.copy(filled, tmp_path / 'shop.db')}")
    yield a_desk(store)
    store.close()

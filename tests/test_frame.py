"""The frame: the dashboard opens, and says how the house is or what is wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app import web
from tests.served import ROOT


@pytest.fixture
def _an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EARSHOT_STORE_URL", "sqlite:///data/earshot.db")
    web._desk.cache_clear()
    yield
    if web._desk.cache_info().currsize:
        web.desk().store.close()
    web._desk.cache_clear()


@pytest.mark.usefixtures("_an_empty_folder")
def test_the_dashboard_opens_and_says_how_the_house_is(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    page = AppTest.from_file(ROOT / "dashboard.py", default_timeout=30).run()
    assert not page.exception
    assert not page.error
    (line,) = page.sidebar.get("page_link")
    assert line.proto.label == ":gray[●] No source is set up"
    assert line.proto.page == "sources"


@pytest.mark.usefixtures("_an_empty_folder")
def test_a_store_that_cannot_be_opened_is_said_in_fixed_words() -> None:
    page = AppTest.from_file(ROOT / "dashboard.py", default_timeout=30).run()
    assert not page.exception
    assert [each.value for each in page.error] == [
        "The store cannot be opened. The terminal says why."
    ]
    (line,) = page.sidebar.get("page_link")
    assert line.proto.label == ":red[●] Blind: the store does not answer"

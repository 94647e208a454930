"""The frame from the street: every screen opens, in peace, and asks nobody outside."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from streamlit.testing.v1 import AppTest

from app import web
from screens import SCREENS
from tests.served import ROOT, Served


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


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as play:
        # Without the sandbox, which root may not use.
        found = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield found
        found.close()


class Witness:
    """Notes what a page complains about, and whom it asks beside our server."""

    def __init__(self, page: Page, address: str) -> None:
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        ours = (address, address.replace("http", "ws"), "data:", "blob:")
        page.on("console", self.note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith(ours) else self.foreign.append(asked.url)
            ),
        )

    def note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_screen_opens_in_peace(
    browser: Browser, served: Served, theme: str
) -> None:
    page = browser.new_page(color_scheme="dark" if theme == "dark" else "light")
    witness = Witness(page, served.address)
    page.goto(served.link())
    for screen in SCREENS:
        page.get_by_test_id("stSidebarNavLink").filter(has_text=screen.TITLE).click()
        page.wait_for_function(
            "title => document.title === title", arg=f"{screen.TITLE} · Earshot"
        )
        page.get_by_text("No source is set up").first.wait_for()
    page.close()
    assert (witness.complaints, witness.foreign) == ([], [])

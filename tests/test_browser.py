"""The screens in a real browser, as a tired manager and as an attacker use them.

One server and one browser for all; each test has a page and customers of its own.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Literal

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    expect,
    sync_playwright,
)

from domain.brand import Brand
from domain.case import CaseKey
from domain.clock import utc_now
from domain.post import Author
from screens import SCREENS
from services.apply import apply
from services.conversation import Conversation, conversation
from services.demo import remove
from store import Store, brands
from tests.desk import keep, open_acme
from tests.made import a_post
from tests.served import Served

pytestmark = pytest.mark.xdist_group("browser")
expect.set_options(timeout=20_000)

EVIL = (
    "acme ![x](https://evil.example/a.png) <img src=x onerror=window.__pwned=1>"
    " <script>window.__pwned=1</script> [here](javascript:alert(1)) :red[Answered]"
)
WAITING = {"mel": 10, "ania": 5, "bea": 4, "cem": 3, "dan": 2}
"""Who waits, and for how many hours: Mel, who means no good, is first."""


@pytest.fixture(scope="module")
def shop(served: Served) -> Iterator[Store]:
    """The store of the server, with five people who wait for Acme."""
    store = Store(served.store_url)
    open_acme(store)
    now = utc_now()
    posts = [
        a_post(name, now - timedelta(hours=hours), name, text=f"acme, {name} waits")
        for name, hours in WAITING.items()
    ]
    evil = Author(id="mel", name=EVIL, handle=EVIL)
    posts[0] = replace(posts[0], author=evil, text=EVIL, url="https://x.example/1")
    keep(store, posts)
    yield store
    store.close()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as play:
        # Without the sandbox, which root may not use.
        found = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def visitor(browser: Browser, served: Served) -> Iterator[BrowserContext]:
    """Somebody who is signed in, and whose browser keeps our scripts."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    name, _, value = served.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": served.address}])
    yield context
    context.close()


@pytest.fixture
def page(visitor: BrowserContext, served: Served, shop: Store) -> Iterator[Page]:
    """The Inbox, open."""
    found = visitor.new_page()
    found.goto(served.address)
    expect(row(found, "ania")).to_be_visible()
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


def row(page: Page, name: str) -> Locator:
    """The line of a customer in the list."""
    return page.locator(".row").filter(has_text=f"{name} waits")


def message(page: Page, text: str) -> Locator:
    return page.locator(".message").filter(has_text=text)


def case_of(store: Store, name: str) -> Conversation:
    with store.reading() as session:
        (brand,) = brands.load(session, "Acme")
        found = conversation(session, brand, CaseKey("Acme", "x", name, name))
    assert found is not None
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_screen_opens_in_peace(
    visitor: BrowserContext, served: Served, theme: Literal["light", "dark"]
) -> None:
    page = visitor.new_page()
    page.emulate_media(color_scheme=theme)
    witness = Witness(page, served.address)
    page.goto(served.address)
    for screen in SCREENS:
        page.get_by_test_id("stSidebarNavLink").filter(has_text=screen.TITLE).click()
        page.wait_for_function(
            "title => document.title === title", arg=f"{screen.TITLE} · Earshot"
        )
        page.get_by_text("No source is set up").first.wait_for()
    page.close()
    assert (witness.complaints, witness.foreign) == ([], [])


def test_a_case_is_answered_elsewhere_and_that_is_taken_back(
    page: Page, served: Served, shop: Store
) -> None:
    witness = Witness(page, served.address)
    row(page, "bea").click()
    expect(message(page, "bea waits")).to_be_visible()
    assert "case=Acme%2Fx%2Fbea%2Fbea" in page.url

    page.get_by_role("button", name="Answered elsewhere").click()
    page.get_by_test_id("stMenuButtonBody").get_by_text("By phone").click()
    expect(page.get_by_test_id("stToast")).to_contain_text("Answered by phone")
    expect(message(page, "cem waits")).to_be_visible()  # the next opens by itself
    expect(row(page, "bea")).to_have_count(0)
    assert case_of(shop, "bea").case.open_turn is None

    page.get_by_role("button", name="Undo").click()
    expect(message(page, "bea waits")).to_be_visible()
    expect(row(page, "bea")).to_have_attribute("aria-selected", "true")
    assert case_of(shop, "bea").case.open_turn is not None
    assert (witness.complaints, witness.foreign) == ([], [])


def test_a_stranger_cannot_make_the_browser_do_anything(
    page: Page, served: Served
) -> None:
    witness = Witness(page, served.address)
    page.on("dialog", lambda dialog: witness.complaints.append(dialog.message))
    page.reload()
    page.locator(".row").filter(has_text="evil.example").click()
    expect(page.locator(".who .name")).to_have_text(EVIL)
    expect(message(page, EVIL)).to_be_visible()
    assert page.locator("[data-testid=stMain] img, .root img").count() == 0
    out = page.locator("a.out")
    expect(out).to_have_text("Open on X")
    assert out.get_attribute("href") == "https://x.example/1"
    assert out.get_attribute("rel") == "noopener noreferrer nofollow"

    page.get_by_test_id("stSidebarNavLink").filter(has_text="Reply times").click()
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    expect(page.locator(".box svg")).to_be_visible()
    page.locator(".cell:not([data-key=''])").first.click()
    expect(page.get_by_text("Show all")).to_be_visible()
    page.get_by_role("button", name="X", exact=True).click()
    line = page.locator("[role=listitem]").filter(has_text="evil.example")
    expect(line.locator(".name")).to_have_text(EVIL)
    expect(line.get_by_role("link")).to_have_text(["Open in Inbox", "Post on X"])
    assert page.evaluate("window.__pwned") is None
    assert (witness.complaints, witness.foreign) == ([], [])


def test_j_and_k_move_through_the_list_and_a_search_needs_no_enter(page: Page) -> None:
    row(page, "cem").click()
    expect(message(page, "cem waits")).to_be_visible()
    page.keyboard.press("j")
    expect(message(page, "dan waits")).to_be_visible()
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(message(page, "bea waits")).to_be_visible()

    page.get_by_placeholder("Search texts and customers").fill("DÄN")
    expect(page.locator(".row")).to_have_count(1)
    expect(row(page, "dan")).to_be_visible()


def test_what_happened_unfolds_and_a_link_leads_to_the_other_case(
    browser: Browser, served: Served, shop: Store
) -> None:
    now = utc_now()
    evil = Author(id="zoe", name=EVIL, handle="zoe")
    posts = [
        a_post(f"z{hours}", now - timedelta(hours=hours), "zoe", text=f"acme {hours}",
               needs_reply=False)
        for hours in (3, 2)
    ]  # fmt: skip
    keep(shop, [replace(each, author=evil) for each in posts])
    page = browser.new_page(timezone_id="Asia/Tokyo")
    witness = Witness(page, served.address)
    page.goto(served.link())
    page.goto(f"{served.address}/?case=Acme/x/z3/zoe")
    log = page.locator("li").filter(has_text="Wrote; needs no answer")
    expect(log).to_be_hidden()
    page.get_by_text("What happened").click()
    expect(log).to_be_visible()
    expect(log).to_contain_text(EVIL)
    expect(page.get_by_text("By your own clock")).to_be_visible()
    assert log.locator("time").get_attribute("datetime") == (
        posts[0].posted_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )

    page.get_by_role("button", name="Also wrote on X").click()
    expect(message(page, "acme 2")).to_be_visible()
    assert "z2" in page.url
    expect(page.locator("details")).not_to_have_attribute("open", "")
    assert page.evaluate("window.__pwned") is None
    assert (witness.complaints, witness.foreign) == ([], [])
    page.close()


def test_a_note_outlives_a_look_at_another_case(page: Page, shop: Store) -> None:
    # By its key: for a moment there are two, the one that goes and the one that comes.
    draft = page.locator(".st-key-note-Acme-x-dan-dan textarea")
    row(page, "dan").click()
    draft.fill("Half a thought")
    row(page, "cem").click()
    expect(message(page, "cem waits")).to_be_visible()
    row(page, "dan").click()
    expect(draft).to_have_value("Half a thought")
    page.get_by_role("button", name="Keep note").click()
    expect(page.locator(".message.note")).to_contain_text("Half a thought")
    expect(draft).to_have_value("")
    assert case_of(shop, "dan").events[0].detail == {"text": "Half a thought"}


def test_a_phone_shows_the_list_or_a_case(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    back = page.get_by_role("button", name="Inbox")
    expect(row(page, "ania")).to_be_visible()
    expect(back).to_be_hidden()

    row(page, "ania").click()
    expect(message(page, "ania waits")).to_be_visible()
    expect(row(page, "ania")).to_be_hidden()
    back.click()
    expect(row(page, "ania")).to_be_visible()
    expect(message(page, "ania waits")).to_be_hidden()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390


def test_signing_out_stands_last_in_the_menu(page: Page, shop: Store) -> None:
    apply(shop, [Brand(name="Lamps", queries=("lamp",))], now=utc_now(), demo=True)
    page.reload()
    menu = page.get_by_test_id("stSidebar")
    example = menu.get_by_text("earshot demo remove")
    expect(example).to_be_visible()
    above = example.bounding_box()
    last = menu.get_by_role("link", name="Sign out").bounding_box()
    remove(shop)
    assert above
    assert last
    assert 450 < above["y"] < last["y"] < 900


@pytest.mark.parametrize("width", [1440, 390], ids=["a desk", "a phone"])
def test_signing_out_is_for_good(browser: Browser, served: Served, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(served.link())
    expect(page.get_by_test_id("stMain")).to_be_visible()
    unfold = page.get_by_test_id("stExpandSidebarButton")
    if width < 640:
        unfold.click()
    page.get_by_role("link", name="Sign out").click()
    expect(page.get_by_role("heading")).to_have_text("You are signed out")
    page.goto(served.address)
    expect(page.get_by_role("heading")).to_have_text("Please sign in")
    page.close()

"""The frame around every screen: menu, logo, how the house is, and what if it is not.

A store that cannot be opened is said here, in fixed words: the error itself may name
paths and goes to the log.
"""

import logging
from functools import partial
from pathlib import Path
from types import ModuleType

import streamlit as st
from streamlit.navigation.page import Page

from app import web
from domain.errors import EarshotError
from screens import SCREENS, sources
from screens.health import health_words

ASSETS = Path(__file__).with_name("assets")
# A path, not :material/…: as the icon of a page that would be fetched from outside.
ICON = str(ASSETS / "icon.svg")
LOGO = str(ASSETS / "logo.svg")

STYLE = """<style>
[data-testid=stMainBlockContainer] { padding-inline: 1.25rem; }
[data-testid=stSidebarContent], [data-testid=stSidebarUserContent],
[data-testid=stSidebarUserContent] > div { display: flex; flex-direction: column; }
[data-testid=stSidebarUserContent], [data-testid=stSidebarUserContent] > div,
[data-testid=stSidebarUserContent] > div > [data-testid=stVerticalBlock] { flex: 1; }
[data-testid=stSidebarUserContent] > div > * > :has(.st-key-health) {
  margin-bottom: auto;
}
[data-testid=stElementContainer]:has(a[href="/logout"]) { order: 1; }
a[href="/logout"] { color: inherit; font-size: .8rem; text-decoration: none; }
a[href="/logout"]:is(:hover, :focus-visible) { text-decoration: underline; }
.st-key-health { padding-top: .3rem; }
.st-key-health a { background: none !important; padding-inline: 0; height: auto; }
.st-key-health a > span:first-child { display: none; }
.st-key-health a p {
  font-size: .8rem; font-weight: 400; line-height: 1.4; white-space: normal;
  overflow-wrap: anywhere; padding-left: .7rem; text-indent: -.7rem;
}
.st-key-health a:is(:hover, :focus-visible) p { text-decoration: underline; }
@media (max-width: 640px) {
  [data-testid=stMainBlockContainer] { padding-inline: .6rem; }
}
</style>"""

SIGN_OUT = '<a href="/logout">Sign out</a>'
"""A link, since it leaves the page; the gate lets no other site use it."""

log = logging.getLogger(__name__)


def navigation() -> Page:
    """Draw the frame; return the screen that was asked for, to be run inside it."""
    # Before the menu: else the browser takes a screen's icon for its tab, from outside.
    st.set_page_config(page_icon=ICON, layout="wide", initial_sidebar_state=232)
    pages = [
        st.Page(
            partial(show, screen),
            title=screen.TITLE,
            icon=screen.ICON,
            url_path=screen.__name__.rpartition(".")[2].replace("_", "-"),
            default=screen is SCREENS[0],
        )
        for screen in SCREENS
    ]
    page = st.navigation(pages)
    st.set_page_config(page_title=f"{page.title} · Earshot")
    st.logo(LOGO, size="medium", icon_image=ICON)
    st.html(STYLE)
    with st.sidebar:
        health_line(pages[SCREENS.index(sources)])
        st.html(SIGN_OUT)
    return page


def show(screen: ModuleType) -> None:
    """Draw one screen, or say why there is none."""
    try:
        desk = web.desk()
    except EarshotError as error:
        log.warning("no screen: %s", error)
        st.error("The store cannot be opened. The terminal says why.")
    else:
        screen.render(desk)


@st.fragment(run_every="30s")
def health_line(more: Page) -> None:
    """Say how the house is, anew every half minute; it leads to ``more``."""
    with st.container(key="health"):
        st.page_link(more, label=health_words(), width="stretch")

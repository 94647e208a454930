"""Sources: what is read where, how far, at what cost, and what may have been missed."""

from collections.abc import Sequence

import streamlit as st

from app.health import sources_of
from app.wiring import Desk
from screens.components.source import source
from screens.health import viewer_zone
from screens.sources_rows import Setup, card, setup, stranger
from services.sources import Known, SourceHealth

TITLE = "Sources"
ICON = ":material/sensors:"

STYLE = """<style>
.st-key-sources { max-width: 60rem; margin-inline: auto; }
.st-key-sources [data-stale=true] {
  opacity: 1 !important; transition: none !important;
}
.st-key-sources [data-testid=stColumn] > [data-testid=stVerticalBlock] { gap: .25rem; }
</style>"""


def render(desk: Desk) -> None:
    """Draw the sources."""
    st.html(STYLE)
    with st.container(key="sources"):
        st.header(TITLE, anchor=False)
        _body(desk)


@st.fragment(run_every="30s")
def _body(desk: Desk) -> None:
    """Draw all that changes, anew every half minute."""
    found = sources_of(desk)
    on = [each for each in found.sources if each.known.on]
    off = [each.known for each in found.sources if not each.known.on]
    if not on:
        _nothing()
    zone = viewer_zone()
    for each in on:
        with st.container(border=True, key=f"on_{each.known.network}"):
            source(card(each, now=found.as_of, zone=zone), key=each.known.network)
            _missing(each)
    _others(off)


def _nothing() -> None:
    st.info(
        "No source is set up, so nothing is collected. "
        "What you import is there all the same."
    )


def _missing(told: SourceHealth) -> None:
    """Show what to write for a source that is switched on and lacks something."""
    if told.known.missing:
        _set_up(setup(told.known))


def _others(off: Sequence[Known]) -> None:
    """List what could be read as well."""
    if not off:
        return
    st.subheader("More to listen to", anchor=False)
    for each in off:
        with st.container(border=True, key=f"off_{each.network}"):
            source(stranger(each), key=each.network)
            _set_up(setup(each))


def _set_up(told: Setup) -> None:
    if not told.file:
        _environment(told)
        return
    file, environment = st.columns([1, 1.7], gap="small")
    with file:
        st.caption("earshot.toml")
        st.code(told.file, language=None)
    with environment:
        _environment(told)


def _environment(told: Setup) -> None:
    if told.environment:
        with st.container(gap=None):
            st.caption("Environment, before the start")
            st.code(told.environment, language=None)

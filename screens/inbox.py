"""The inbox: who still waits for an answer, and all that was said.

A click in the list draws only the case anew; a deed draws everything. On a phone the
list stands alone until a case is opened, and the case then stands alone.
"""

from collections.abc import Sequence

import streamlit as st

from app.wiring import Desk
from screens import inbox_clicks, inbox_pane, notices, words
from screens.components.list import case_list, opened
from screens.inbox_rows import (
    DEPTH,
    LIMIT,
    Asked,
    Board,
    View,
    board,
    empty,
    lines,
    more,
    sifted,
)
from services.queue import QueueRow
from store import brands, cases, unsure

TITLE = "Inbox"
ICON = ":material/inbox:"

STYLE = """<style>
.st-key-panes [data-stale=true] { opacity: 1 !important; transition: none !important; }
[data-testid=stToastContainer] { inset: auto auto 1rem 1rem; }
.st-key-back { display: none; }
.st-key-quiet { column-gap: 1.1rem; row-gap: .2rem; }
.st-key-quiet button { min-height: 0; padding-block: .1rem; }
.st-key-quiet button :is(p, [data-testid=stIconMaterial]) { font-size: .875rem; }
.st-key-side {
  border-left: 1px solid color-mix(in srgb, currentColor 12%, transparent);
  padding-left: 18px; min-height: calc(100dvh - 84px);
}
@media (min-width: 641px) and (max-width: 1240px) {
  .st-key-toolbar .st-key-demo { display: none; }
  .st-key-toolbar { column-gap: .6rem; }
  .st-key-toolbar :is(.st-key-networks, .st-key-brand, .st-key-search) {
    flex: 1 1 90px !important; min-width: 0 !important;
  }
  [data-testid=stColumn] [data-testid=stHorizontalBlock]:has(> * .st-key-side) {
    flex-wrap: wrap;
  }
  [data-testid=stColumn] [data-testid=stColumn]:has(.st-key-side, .st-key-thread) {
    flex: 1 1 100%;
  }
  .st-key-side { border: 0; padding: 0; min-height: 0; }
}
@media (max-width: 640px) {
  .st-key-search { flex: 1 1 100% !important; }
  .st-key-side { border: 0; padding: 0 0 1rem; min-height: 0; }
  .st-key-back { display: block; }
  .st-key-quiet { column-gap: .8rem; }
  .st-key-deeds { gap: .5rem; justify-content: flex-end; }
  .st-key-composer kbd { display: none; }
  .st-key-undo p { font-size: 0; }
  .st-key-quiet [data-has-shortcut] > :first-child:has([data-testid=stIconMaterial]) {
    display: none;
  }
  .st-key-panes [data-testid=stColumn]:has(.st-key-case_first) { display: none; }
  .st-key-panes:has(.st-key-case_open) [data-testid=stColumn]:has(.st-key-pane_list),
  [data-testid=stMain]:has(.st-key-case_open) .st-key-toolbar { display: none; }
}
</style>"""


def render(desk: Desk) -> None:
    """Draw the inbox."""
    found = _read(desk, limit=LIMIT)
    if not found.known:
        notices.no_brand()
        return
    st.html(STYLE)
    inbox_clicks.say()
    asked = _toolbar(found)
    if asked.view is View.UNSURE:
        found = _read(desk, limit=DEPTH, view=View.UNSURE)
    elif asked != Asked() and len(found.rows) < found.waiting:
        found = _read(desk, limit=DEPTH)
    rows = sifted(found.rows, asked)[:LIMIT]
    with st.container(key="panes"):
        left, right = st.columns([1.02, 2.16], gap="medium")
        with left, st.container(key="pane_list", gap=None):
            _list(found, rows, asked)
        with right:
            inbox_pane.case_pane(desk, found, rows)
    st.session_state["_just_read"] = True
    _keep_up(desk, found)


def _read(desk: Desk, *, limit: int, view: View = View.WAITING) -> Board:
    brand, now = st.session_state.get("brand", ""), desk.clock()
    with desk.store.reading() as session:
        known = brands.load(session)
        return board(session, known, brand=brand, now=now, limit=limit, view=view)


def _toolbar(found: Board) -> Asked:
    """Draw the line of views and filters; return what is asked for."""
    waiting, overdue, unsure_now = found.waiting, found.overdue, found.unsure
    with st.container(horizontal=True, vertical_alignment="center", key="toolbar"):
        view = st.segmented_control(
            "View",
            list(View),
            default=View.WAITING,
            required=True,
            key="view",
            bind="query-params",
            label_visibility="collapsed",
        )
        st.badge(
            f"{waiting:,} waiting · {overdue:,} overdue"
            + (f" · {unsure_now:,} unsure" if unsure_now else ""),
            color="red" if overdue else "gray",
        )
        search = st.text_input(
            "Search",
            type="search",
            live="300ms",
            key="search",
            placeholder="Search texts and customers",
            label_visibility="collapsed",
        )
        networks = st.multiselect(
            "Networks",
            sorted({row.key.network for row in found.rows}),
            format_func=lambda each: words.network(each).name,
            key="networks",
            placeholder="All networks",
            label_visibility="collapsed",
            width=190,
        )
        _brands(found)
        notices.demo_badge(found.brands)
    return Asked(view=View(view), search=search or "", networks=networks)


def _brands(found: Board) -> None:
    """Let choose among the brands, when there are several."""
    if len(found.known) > 1:
        st.selectbox(
            "Brand",
            ["", *(each.record.name for each in found.known)],
            format_func=lambda each: each or "All brands",
            key="brand",
            label_visibility="collapsed",
            width=170,
        )


def _list(found: Board, rows: Sequence[QueueRow], asked: Asked) -> None:
    case_list(
        lines(rows, found),
        chosen=inbox_pane.chosen(rows),
        now=words.milliseconds(found.now),
        empty=empty(found, asked),
        more=more(found, len(rows)),
        key="list",
        on_open=_open,
    )


def _open() -> None:
    """Open the case that was chosen in the list, without drawing the list anew."""
    case = opened("list")
    if case:
        inbox_clicks.open_case(case)
        st.rerun(inbox_pane.PANE)


@st.fragment(run_every="30s")
def _keep_up(desk: Desk, found: Board) -> None:
    """Draw everything anew when somebody else waits than is shown."""
    if st.session_state.pop("_just_read", False):
        return
    with desk.store.reading() as session:
        now = desk.clock()
        counts = [cases.count(session, each.id, now=now) for each in found.brands]
        wondered = sum(unsure.count(session, each.id) for each in found.brands)
    waiting = sum(each.waiting + each.history for each in counts)
    overdue = sum(each.overdue for each in counts)
    shown = (found.waiting, found.overdue, found.unsure)
    if (waiting, overdue, wondered) != shown:
        st.rerun()

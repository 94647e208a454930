"""The case beside the list: its conversation, its facts, what one may do about it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import streamlit as st

from app.wiring import Desk
from domain.case import CaseKey
from screens import inbox_case, inbox_clicks, inbox_log, words
from screens.components.facts import facts
from screens.components.history import history as draw_history
from screens.components.thread import thread
from screens.inbox_case import Standing
from screens.inbox_clicks import MENU, TAKE_BACK
from screens.inbox_deeds import Deed, Done
from screens.inbox_rows import Board
from services.act import NOTE_LIMIT
from services.conversation import Conversation, as_of_now, conversation
from services.history import history
from services.links import Links, links
from services.queue import QueueRow
from services.sense import owed
from store import cases
from store.brands import StoredBrand

PANE = "case_pane"
"""The fragment that a click in the list draws anew."""


class Opened(NamedTuple):
    """A case that is open, and its place in the queue if it has one."""

    found: Conversation
    row: QueueRow | None
    brand: StoredBrand
    beside: Links


def chosen(rows: Sequence[QueueRow]) -> str | None:
    """Return the id of the case that is open: the asked one, else the first."""
    first = str(rows[0].key) if rows else None
    return st.query_params.get("case", first)


@st.fragment(key=PANE)
def case_pane(desk: Desk, board: Board, rows: Sequence[QueueRow]) -> None:
    """Draw the open case."""
    case, now = chosen(rows), desk.clock()
    asked = "case" in st.query_params
    opened = find(desk, board, case) if case else None
    main, side = st.columns([1.5, 0.7], gap="medium")
    with main, st.container(key="case_open" if asked else "case_first", gap="small"):
        with st.container(key="back"):
            st.button(
                "Inbox",
                icon=":material/arrow_back:",
                type="tertiary",
                on_click=inbox_clicks.back,
            )
        if opened is None:
            _nothing(asked=asked)
            return
        found, record = opened.found, opened.brand.record
        told = inbox_case.told(found, opened.row, record, beside=opened.beside, now=now)
        at = words.milliseconds(now)
        thread(told, now=at, key="thread", on_open=inbox_clicks.follow)
        _composer(desk, opened, rows)
    with side, st.container(key="side", gap="small"):
        known = inbox_case.facts(found, record, now=now)
        facts(known, inbox_case.earlier(found, record), key="facts")
        _happened(opened, now)


def find(desk: Desk, board: Board, case: str) -> Opened | None:
    """Look a case up by its id, whether or not anybody waits in it."""
    row = next((each for each in board.rows if str(each.key) == case), None)
    as_of = as_of_now(desk.clock())
    with desk.store.reading() as session:
        for brand in board.known:
            name = brand.record.name
            if not case.startswith(f"{name}/"):
                continue
            key = row.key if row else cases.find(session, brand.id, name, case)
            if key and (found := conversation(session, brand, key, as_of=as_of)):
                beside = links(session, brand, found, as_of=as_of)
                return Opened(found, row, brand, beside)
    return None


def _happened(opened: Opened, now: datetime) -> None:
    """Draw the log of the case, folded away."""
    record, case = opened.brand.record, str(opened.found.case.key)
    log = history(opened.found, record, now=now)
    lines = inbox_log.lines(log, record, now=now)
    left_out, zone = inbox_log.left_out(log), record.policies[-1].calendar.zone
    draw_history(lines, left_out=left_out, zone=zone, case=case, key="history")


def following(rows: Sequence[QueueRow], key: CaseKey) -> str | None:
    """Return the case to open once this one is done: the next, else the first."""
    keys = [each.key for each in rows]
    at = keys.index(key) if key in keys else -1
    rest = [*keys[at + 1 :], *keys[: max(at, 0)]]
    return str(rest[0]) if rest else None


def _nothing(*, asked: bool) -> None:
    with st.container(horizontal_alignment="center", key="nothing"):
        st.space("large")
        if asked:
            st.markdown("**This case is not known here.**")
            st.caption("Its thread may have got an earlier beginning since.")
        else:
            st.markdown(":material/done_all: **Nobody is waiting for an answer.**")


def _composer(desk: Desk, opened: Opened, rows: Sequence[QueueRow]) -> None:
    """Draw what one may do about the case."""
    key = opened.found.case.key
    with st.container(border=True, gap="small", key="composer"):
        with st.container(
            horizontal=True, vertical_alignment="bottom", gap="small", wrap=False
        ):
            st.text_area(
                "Note",
                key=f"note {key}",
                height=68,
                max_chars=NOTE_LIMIT,
                placeholder="Note for your colleagues. The customer never sees it.",
                label_visibility="collapsed",
                on_change="ignore",
                persist_state="session",
            )
            st.button("Keep note", on_click=inbox_clicks.note, args=(desk, key))
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", wrap=False
        ):
            _undo(desk)
            st.space("stretch")
            _deeds(desk, opened, following(rows, key))


def _deeds(desk: Desk, opened: Opened, then: str | None) -> None:
    """Draw the deeds; keys name the case, so that a late click hits no other."""
    key, stands = opened.found.case.key, inbox_case.standing(opened.found.case)
    if stands is Standing.WAITING:
        st.button(
            "Not about us",
            key=f"not ours {key}",
            on_click=inbox_clicks.do,
            args=(desk, key, then, Deed.NOT_OURS),
        )
        _answered(desk, key, then)
    elif stands is Standing.DONE and owed(opened.found.case):
        _answered(desk, key, then)
    elif stands is Standing.NOT_OURS:
        undone = Done(Deed.NOT_OURS, key)
        st.button("It is about us", on_click=inbox_clicks.undo, args=(desk, undone))
    elif stands is Standing.ANSWERED_ELSEWHERE:
        undone = Done(Deed.OTHER, key)
        st.button(
            "Take the answer back", on_click=inbox_clicks.undo, args=(desk, undone)
        )


def _answered(desk: Desk, key: CaseKey, then: str | None) -> None:
    st.menu_button(
        "Answered elsewhere",
        list(MENU),
        type="primary",
        icon=":material/check:",
        key=f"answered {key}",
        on_click=inbox_clicks.answer,
        args=(desk, key, then),
    )


def _undo(desk: Desk) -> None:
    if done := inbox_clicks.last_done():
        st.button(
            "Undo",
            help=TAKE_BACK[done.deed],
            icon=":material/undo:",
            type="tertiary",
            shortcut="U",
            key="undo",
            on_click=inbox_clicks.undo,
            args=(desk, done),
        )

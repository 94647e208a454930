"""The case beside the list: its conversation, its facts, and what one may do about it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from app.wiring import Desk
from domain.case import CaseKey
from domain.errors import EarshotError
from screens import inbox_case, inbox_deeds, words
from screens.components.facts import facts
from screens.components.thread import thread
from screens.inbox_case import Standing
from screens.inbox_deeds import Deed, Done
from screens.inbox_rows import Board
from services.act import NOTE_LIMIT
from services.conversation import Conversation, conversation
from services.queue import QueueRow
from store import cases
from store.brands import StoredBrand

PANE = "case_pane"
"""The fragment that a click in the list draws anew."""

MENU: Mapping[str, Deed] = {
    "By phone": Deed.PHONE,
    "In a private message": Deed.PRIVATE,
    "By mail": Deed.MAIL,
    "Elsewhere": Deed.OTHER,
}

TOASTS: Mapping[Deed, str] = {each: each.value for each in Deed}

UNDO: Mapping[Deed, str] = {
    each: f"Take back: {each.value[:1].lower()}{each.value[1:]}" for each in Deed
}


class Opened(NamedTuple):
    """A case that is open, and its place in the queue if it has one."""

    found: Conversation
    row: QueueRow | None
    brand: StoredBrand


def chosen(rows: Sequence[QueueRow]) -> str | None:
    """Return the id of the case that is open: the asked one, else the first."""
    first = str(rows[0].key) if rows else None
    return st.query_params.get("case", first)


def say() -> None:
    """Say what was just done, or that it was not."""
    deed = st.session_state.pop("_said", None)
    if isinstance(deed, Deed):
        st.toast(TOASTS[deed], icon=":material/check:")
    if st.session_state.pop("_failed", False):
        st.error("That was not kept: the case is gone or the store did not answer.")


@st.fragment(key=PANE)
def case_pane(desk: Desk, board: Board, rows: Sequence[QueueRow]) -> None:
    """Draw the open case."""
    case, now = chosen(rows), desk.clock()
    asked = "case" in st.query_params
    opened = _find(desk, board, case) if case else None
    main, side = st.columns([1.5, 0.7], gap="medium")
    with main, st.container(key="case_open" if asked else "case_first", gap="small"):
        with st.container(key="back"):
            st.button(
                "Inbox",
                icon=":material/arrow_back:",
                type="tertiary",
                on_click=_back,
            )
        if opened is None:
            _nothing(known=case is None)
            return
        record = opened.brand.record
        told = inbox_case.told(opened.found, opened.row, record, now=now)
        thread(told, now=words.milliseconds(now) or 0, key="thread")
        _composer(desk, opened, rows)
    with side, st.container(key="side"):
        facts(
            inbox_case.facts(opened.found, record, now=now),
            inbox_case.turns(opened.found, record, now=now),
            key="facts",
        )


def _find(desk: Desk, board: Board, case: str) -> Opened | None:
    """Look a case up, whether or not anybody waits in it."""
    row = next((each for each in board.rows if str(each.key) == case), None)
    with desk.store.reading() as session:
        for brand in board.known:
            name = brand.record.name
            key = row.key if row else None
            if key is None and case.startswith(f"{name}/"):
                key = cases.find(session, brand.id, name, case)
            if key and key.brand == name:
                found = conversation(session, brand, key)
                return Opened(found, row, brand) if found else None
    return None


def _nothing(*, known: bool) -> None:
    with st.container(horizontal_alignment="center", key="nothing"):
        st.space("large")
        if known:
            st.markdown(":material/done_all: **Nobody is waiting for an answer.**")
        else:
            st.markdown("**This case is not known here.**")
            st.caption("Its thread may have got an earlier beginning since.")


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
            st.button("Keep note", on_click=_note, args=(desk, key))
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", wrap=False
        ):
            _undo_button(desk)
            st.space("stretch")
            _deeds(desk, opened, _next(rows, key))


def _deeds(desk: Desk, opened: Opened, following: str | None) -> None:
    key = opened.found.case.key
    stands = inbox_case.standing(opened.found.case)
    if stands is Standing.NOT_OURS:
        undone = Done(Deed.NOT_OURS, key)
        st.button("It is about us", on_click=_undo, args=(desk, undone))
    elif stands is Standing.ANSWERED_ELSEWHERE:
        undone = Done(Deed.OTHER, key)
        st.button("Take the answer back", on_click=_undo, args=(desk, undone))
    elif stands is Standing.WAITING:
        st.button(
            "Not about us",
            on_click=_do,
            args=(desk, key, following, Deed.NOT_OURS),
        )
        st.menu_button(
            "Answered elsewhere",
            list(MENU),
            type="primary",
            icon=":material/check:",
            key="answered",
            on_click=_do,
            args=(desk, key, following),
        )


def _undo_button(desk: Desk) -> None:
    done = st.session_state.get("_done")
    if isinstance(done, Done):
        st.button(
            "Undo",
            help=UNDO[done.deed],
            icon=":material/undo:",
            type="tertiary",
            shortcut="U",
            key="undo",
            on_click=_undo,
            args=(desk, done),
        )


def _next(rows: Sequence[QueueRow], key: CaseKey) -> str | None:
    """Return the case to open once this one is done: the following, else the first."""
    keys = [each.key for each in rows]
    at = keys.index(key) if key in keys else -1
    rest = [*keys[at + 1 :], *keys[: max(at, 0)]]
    return str(rest[0]) if rest else None


def _back() -> None:
    st.query_params.pop("case", None)
    st.rerun()


def _do(
    desk: Desk, key: CaseKey, following: str | None, deed: Deed | None = None
) -> None:
    """Record a deed, given or chosen in the menu, and open the following case."""
    deed = deed or MENU[st.session_state["answered"]]
    try:
        done = inbox_deeds.do(desk, key, deed)
    except EarshotError:
        done = False
    if done:
        st.session_state["_done"] = Done(deed, key)
        _open(following)
    _tell(deed, done=done)


def _undo(desk: Desk, done: Done) -> None:
    try:
        undone = inbox_deeds.undo(desk, done)
    except EarshotError:
        undone = False
    if undone:
        st.session_state.pop("_done", None)
        _open(str(done.key))
    _tell(Deed.UNDONE, done=undone)


def _note(desk: Desk, key: CaseKey) -> None:
    text = st.session_state[f"note {key}"]
    if not text or not text.strip():
        return
    try:
        kept = inbox_deeds.keep_note(desk, key, text)
    except EarshotError:
        kept = False
    if kept:
        st.session_state[f"note {key}"] = ""
    _tell(Deed.NOTED, done=kept)


def _open(case: str | None) -> None:
    if case:
        st.query_params["case"] = case
    else:
        st.query_params.pop("case", None)


def _tell(deed: Deed, *, done: bool) -> None:
    """Say at the next drawing, which follows at once, what became of a deed."""
    st.session_state["_said" if done else "_failed"] = deed if done else True
    st.rerun()

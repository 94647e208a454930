"""The case beside the list: its conversation, its facts, and what happened in it."""

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
from screens.inbox_composer import composer
from screens.inbox_rows import Board
from services.conversation import Conversation, as_of_now, conversation
from services.history import history
from services.links import Links, links
from services.queue import QueueRow
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
        composer(desk, found, record, then=following(rows, board, found.case.key))
    with side, st.container(key="side", gap="small"):
        known = inbox_case.facts(found, record, now=now)
        facts(known, inbox_case.earlier(found, record), key="facts")
        _happened(desk, opened, now)


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


def _happened(desk: Desk, opened: Opened, now: datetime) -> None:
    """Draw the log of the case, folded away."""
    record, case = opened.brand.record, str(opened.found.case.key)
    with desk.store.reading() as session:
        log = history(session, opened.found, opened.brand, now=now)
    lines = inbox_log.lines(log, record, now=now)
    left_out, zone = inbox_log.left_out(log), record.policies[-1].calendar.zone
    draw_history(lines, left_out=left_out, zone=zone, case=case, key="history")


def following(rows: Sequence[QueueRow], board: Board, key: CaseKey) -> str | None:
    """Return the case to open once this one is done: the next, else the first.

    One that is put off opens only if all others are.
    """
    keys = [each.key for each in rows]
    at = keys.index(key) if key in keys else -1
    rest = [*keys[at + 1 :], *keys[: max(at, 0)]]
    awake = [each for each in rest if each not in board.snoozed]
    return str((awake or rest)[0]) if rest else None


def _nothing(*, asked: bool) -> None:
    with st.container(horizontal_alignment="center", key="nothing"):
        st.space("large")
        if asked:
            st.markdown("**This case is not known here.**")
            st.caption("Its thread may have got an earlier beginning since.")
        else:
            st.markdown(":material/done_all: **Nobody is waiting for an answer.**")

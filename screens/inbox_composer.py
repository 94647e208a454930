"""What one may do about the open case: a note, a quiet row, and what stands out.

Keys name the case, so that a late click hits no other.
"""

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from app.wiring import Desk
from domain.brand import BrandRecord
from domain.case import AuthorClass, Case, CaseKey
from domain.event import EventKind
from response.case_words import put_off
from screens import inbox_clicks
from screens.health import viewer_zone
from screens.inbox_case import Standing, standing
from screens.inbox_choices import WAKE, hands, laters, offered
from screens.inbox_clicks import MENU, TAKE_BACK
from screens.inbox_deeds import Deed
from screens.inbox_judged import corrections
from screens.visitor import person
from services.act import NOTE_LIMIT
from services.conversation import Conversation
from services.sense import is_muted, owed, refusal

AUTHORS: Mapping[AuthorClass, tuple[str, Deed]] = {
    AuthorClass.CUSTOMER: ("A customer", Deed.CUSTOMER),
    AuthorClass.COMPETITOR: ("A competitor", Deed.COMPETITOR),
    AuthorClass.PRESS: ("Press", Deed.PRESS),
    AuthorClass.STAFF: ("One of us", Deed.STAFF),
}

Look = Literal["primary", "secondary"]

ADD = ":material/person_add:"

NO_PEOPLE = "The brand's file names no people yet, see `[[brand.people]]`."

WHO = "In every thread: nobody but a customer is promised an answer."

SNOOZE = "Look at it again later. It stays in the list, and no clock stops for it."

CORRECT = "Your word wins over any engine's, and teaches it. Undo takes it back."

SETTLE = "The matter is settled. It answers nobody: who waits goes on waiting."

PLAIN = {
    Deed.OURS: "It is about us",
    Deed.UNANSWERED: "Take the answer back",
}
"""Deeds after which the case stays open, and what their buttons say."""


def composer(
    desk: Desk, found: Conversation, brand: BrandRecord, *, then: str | None
) -> None:
    """Draw what one may do; ``then`` is the case that opens once this one is done."""
    case = found.case
    with st.container(border=True, gap="small", key="composer"):
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key="quiet"
        ):
            _quiet(desk, found, brand, then if case.open_turn else str(case.key))
        _note(desk, case.key)
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key="deeds"
        ):
            _undo(desk)
            st.space("stretch")
            _deeds(desk, found, then)


def _note(desk: Desk, key: CaseKey) -> None:
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


def _quiet(
    desk: Desk, found: Conversation, brand: BrandRecord, then: str | None
) -> None:
    """Draw the deeds that change nothing for the customer."""
    case = found.case
    if case.ours:
        _assign(desk, case, brand)
        _snooze(desk, case, then)
        _judged(desk, found)
    _author(desk, case, then)
    if case.ours and (case.open_turn or owed(case)):
        _settle(desk, found)


def _assign(desk: Desk, case: Case, brand: BrandRecord) -> None:
    key, mine = case.key, person(desk)
    if mine and mine != case.assignee:
        st.button(
            "Take it",
            type="tertiary",
            icon=":material/back_hand:",
            shortcut="A",
            key=f"take {key}",
            on_click=inbox_clicks.do,
            args=(desk, key, str(key), Deed.ASSIGNED),
            kwargs={"to": mine},
        )
    people = [each.email for each in brand.people]
    choice = hands(people, mine=mine, assignee=case.assignee)
    if not choice:
        st.button("Assign", type="tertiary", icon=ADD, disabled=True, help=NO_PEOPLE)
        return
    st.menu_button(
        "Assign",
        offered(choice),
        type="tertiary",
        icon=ADD,
        key=f"assign {key}",
        on_click=inbox_clicks.assign,
        args=(desk, key, choice),
    )


def _snooze(desk: Desk, case: Case, then: str | None) -> None:
    zone, now = viewer_zone(), desk.clock()
    wake = [WAKE] if put_off(case, now=now) else []
    st.menu_button(
        "Snooze",
        offered([*wake, *laters(now, zone)]),
        type="tertiary",
        icon=":material/snooze:",
        help=SNOOZE,
        key=f"snooze {case.key}",
        on_click=inbox_clicks.snooze,
        args=(desk, case.key, then, zone),
    )


def _judged(desk: Desk, found: Conversation) -> None:
    """Draw what one may say against the engine's judgement."""
    key, choice = found.case.key, corrections(found)
    st.menu_button(
        "Judged wrong?",
        offered(choice),
        type="tertiary",
        icon=":material/rule:",
        help=CORRECT,
        key=f"correct {key}",
        on_click=inbox_clicks.correct,
        args=(desk, key, choice),
    )


def _author(desk: Desk, case: Case, then: str | None) -> None:
    """Draw who the author may be, but for what is said of them already."""
    choice = dict(words for each, words in AUTHORS.items() if each is not case.author)
    if is_muted(case, at=desk.clock()):
        choice["Hear this author again"] = Deed.UNMUTED
    else:
        choice["Mute this author"] = Deed.MUTED
    st.menu_button(
        "Who is this?",
        offered(choice),
        type="tertiary",
        icon=":material/badge:",
        help=WHO,
        key=f"author {case.key}",
        on_click=inbox_clicks.author,
        args=(desk, case.key, then, choice),
    )


def _settle(desk: Desk, found: Conversation, *, stands_out: bool = False) -> None:
    """Draw the end of a case, or its new beginning: what it is not yet."""
    key, now = found.case.key, desk.clock()
    again = refusal(found, EventKind.REOPENED, {}, at=now) is None
    replied = any(each.reply for each in found.case.turns)
    look: Look = "primary" if replied and not again else "secondary"
    st.button(
        "Reopen" if again else "Resolve",
        type=look if stands_out else "tertiary",
        icon=":material/undo:" if again else ":material/task_alt:",
        help=None if again else SETTLE,
        shortcut="E" if stands_out else None,
        key=f"settle {key}",
        on_click=inbox_clicks.do,
        args=(desk, key, str(key), Deed.REOPENED if again else Deed.RESOLVED),
    )


def _deeds(desk: Desk, found: Conversation, then: str | None) -> None:
    """Draw what the case needs most."""
    key, stands = found.case.key, standing(found.case)
    if stands is Standing.NOT_OURS:
        _plain(desk, key, Deed.OURS)
        return
    if stands is Standing.WAITING:
        st.button(
            "Not about us",
            key=f"not ours {key}",
            on_click=inbox_clicks.do,
            args=(desk, key, then, Deed.NOT_OURS),
        )
    elif stands is Standing.ANSWERED_ELSEWHERE:
        _plain(desk, key, Deed.UNANSWERED)
    if owed(found.case):
        _answered(desk, key, then)
    else:
        _settle(desk, found, stands_out=True)


def _plain(desk: Desk, key: CaseKey, deed: Deed) -> None:
    """Draw a deed after which the case stays open."""
    args = (desk, key, str(key), deed)
    name = f"{deed.name} {key}"
    st.button(PLAIN[deed], key=name, on_click=inbox_clicks.do, args=args)


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
    done = inbox_clicks.last_done()
    if done and done.back:
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

"""What follows a click in the Inbox: the deed is done, the next case opens by itself.

These are callbacks. They may not draw, so they leave word in the session and have the
screen drawn anew.
"""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Literal

import streamlit as st

from app.wiring import Desk
from domain.case import CaseKey
from domain.errors import EarshotError
from screens import inbox_deeds
from screens.components.list import opened
from screens.inbox_choices import WAKE, Later, ends_at
from screens.inbox_deeds import Deed, Done
from screens.inbox_judged import Correction
from screens.visitor import person
from services.sense import Acted

MENU: Mapping[str, Deed] = {
    "By phone": Deed.PHONE,
    "In a private message": Deed.PRIVATE,
    "By mail": Deed.MAIL,
    "Elsewhere": Deed.OTHER,
}

TOASTS: Mapping[Deed, str] = {each: each.value for each in Deed}

TAKE_BACK: Mapping[Deed, str] = {
    each: f"Take back: {each.value[:1].lower()}{each.value[1:]}" for each in Deed
}


WHY_NOT: Mapping[Acted, str] = {
    Acted.ALREADY: "Nothing changed: it was so already.",
    Acted.NOBODY_WAITED: "Not kept: nobody waits there any more.",
    Acted.NOTHING_TO_UNDO: "Not kept: there was nothing to take back.",
    Acted.NO_CASE: "Not kept: the case is not there any more.",
}

NO_STORE = "Not kept: the store did not answer, or the brand is gone."


def say() -> None:
    """Say what was just done, or that it was not."""
    deed = st.session_state.pop("_said", None)
    if isinstance(deed, Deed):
        st.toast(TOASTS[deed], icon=":material/check:")
    failed = st.session_state.pop("_failed", None)
    if isinstance(failed, Acted):
        st.error(WHY_NOT[failed])
    elif failed:
        st.error(NO_STORE)


def last_done() -> Done | None:
    """Return the deed that may be undone."""
    done = st.session_state.get("_done")
    return done if isinstance(done, Done) else None


def answer(desk: Desk, key: CaseKey, following: str | None) -> None:
    """Record the answer that was chosen in the menu."""
    do(desk, key, following, MENU[st.session_state[f"answered {key}"]])


def assign(desk: Desk, key: CaseKey, hands: Mapping[str, str | None]) -> None:
    """Give the case to whom was chosen in the menu; it stays open."""
    to = hands[st.session_state[f"assign {key}"]]
    do(desk, key, str(key), Deed.ASSIGNED if to else Deed.LEFT, to=to)


def snooze(desk: Desk, key: CaseKey, following: str | None, zone: tzinfo) -> None:
    """Put the case off as was chosen in the menu, or no longer."""
    chosen = st.session_state[f"snooze {key}"]
    if chosen == WAKE:
        do(desk, key, str(key), Deed.WOKEN)
    else:
        end = ends_at(Later(chosen), desk.clock(), zone)
        do(desk, key, following, Deed.SNOOZED, until=end)


def author(
    desk: Desk, key: CaseKey, following: str | None, words: Mapping[str, Deed]
) -> None:
    """Record who the author is, as was chosen in the menu of these words."""
    deed = words[st.session_state[f"author {key}"]]
    heard = deed in {Deed.CUSTOMER, Deed.UNMUTED}
    do(desk, key, str(key) if heard else following, deed)


def correct(desk: Desk, key: CaseKey, choice: Mapping[str, Correction]) -> None:
    """Record the correction that was chosen in the menu; the case stays open."""
    deed, said = choice[st.session_state[f"correct {key}"]]
    do(desk, key, str(key), deed, said=said)


def do(
    desk: Desk,
    key: CaseKey,
    following: str | None,
    deed: Deed,
    *,
    to: str | None = None,
    until: datetime | None = None,
    said: Mapping[str, object] | None = None,
) -> None:
    """Record a deed and open the case that follows, which may be the same."""
    try:
        done = inbox_deeds.do(
            desk, key, deed, to=to, until=until, said=said, by=person(desk)
        )
    except EarshotError:
        _tell(deed, kept=False)
        return
    again = last_done()
    if not done and again and (again.key, again.deed) == (key, deed):
        st.rerun()  # the second of two quick clicks: the first did it
    if done:
        st.session_state["_done"] = done
        open_case(following)
    _tell(deed, kept=done.acted)


def undo(desk: Desk, done: Done) -> None:
    """Take a deed back and open its case again."""
    try:
        undone = inbox_deeds.undo(desk, done, by=person(desk))
    except EarshotError:
        _tell(Deed.UNDONE, kept=False)
        return
    if undone:
        st.session_state.pop("_done", None)
        open_case(str(done.key))
    _tell(Deed.UNDONE, kept=Acted.DONE if undone else Acted.NOTHING_TO_UNDO)


def note(desk: Desk, key: CaseKey) -> None:
    """Keep what was written as a note; the case stays open."""
    written = st.session_state[f"note {key}"] or ""
    if not written.strip():
        return
    try:
        kept = inbox_deeds.keep_note(desk, key, written, by=person(desk))
    except EarshotError:
        _tell(Deed.NOTED, kept=False)
        return
    if kept:
        st.session_state[f"note {key}"] = ""
    _tell(Deed.NOTED, kept=Acted.DONE if kept else Acted.NO_CASE)


def open_case(case: str | None) -> None:
    """Ask for a case in the address, or for none."""
    if case:
        st.query_params["case"] = case
    else:
        st.query_params.pop("case", None)


def follow() -> None:
    """Open the case that a link in the conversation leads to; the list shows it too."""
    if case := opened("thread"):
        open_case(case)
        st.rerun()


def back() -> None:
    """Go back to the list, which on a phone is not to be seen beside a case."""
    open_case(None)
    st.rerun()


def _tell(deed: Deed, *, kept: Acted | Literal[False]) -> None:
    """Have it said what became of a deed; False: the store did not answer."""
    if kept is Acted.DONE:
        st.session_state["_said"] = deed
    else:
        st.session_state["_failed"] = "store" if kept is False else kept
    st.rerun()

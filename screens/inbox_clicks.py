"""What follows a click in the Inbox: the deed is done, the next case opens by itself.

These are callbacks. They may not draw, so they leave word in the session and have the
screen drawn anew.
"""

from collections.abc import Mapping

import streamlit as st

from app.wiring import Desk
from domain.case import CaseKey
from domain.errors import EarshotError
from screens import inbox_deeds
from screens.components.list import opened
from screens.inbox_deeds import Deed, Done
from screens.visitor import person

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


def say() -> None:
    """Say what was just done, or that it was not."""
    deed = st.session_state.pop("_said", None)
    if isinstance(deed, Deed):
        st.toast(TOASTS[deed], icon=":material/check:")
    if st.session_state.pop("_failed", False):
        st.error("Not kept: nobody waits there any more, or the store did not answer.")


def last_done() -> Done | None:
    """Return the deed that may be undone."""
    done = st.session_state.get("_done")
    return done if isinstance(done, Done) else None


def answer(desk: Desk, key: CaseKey, following: str | None) -> None:
    """Record the answer that was chosen in the menu."""
    do(desk, key, following, MENU[st.session_state[f"answered {key}"]])


def do(desk: Desk, key: CaseKey, following: str | None, deed: Deed) -> None:
    """Record a deed and open the case that follows."""
    try:
        done = inbox_deeds.do(desk, key, deed, by=person(desk))
    except EarshotError:
        done = False
    again = last_done()
    if not done and again and again.key == key:
        st.rerun()  # the second of two quick clicks: the first did it
    if done:
        st.session_state["_done"] = Done(deed, key)
        open_case(following)
    _tell(deed, done=done)


def undo(desk: Desk, done: Done) -> None:
    """Take a deed back and open its case again."""
    try:
        undone = inbox_deeds.undo(desk, done, by=person(desk))
    except EarshotError:
        undone = False
    if undone:
        st.session_state.pop("_done", None)
        open_case(str(done.key))
    _tell(Deed.UNDONE, done=undone)


def note(desk: Desk, key: CaseKey) -> None:
    """Keep what was written as a note; the case stays open."""
    written = st.session_state[f"note {key}"] or ""
    if not written.strip():
        return
    try:
        kept = inbox_deeds.keep_note(desk, key, written, by=person(desk))
    except EarshotError:
        kept = False
    if kept:
        st.session_state[f"note {key}"] = ""
    _tell(Deed.NOTED, done=kept)


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


def _tell(deed: Deed, *, done: bool) -> None:
    st.session_state["_said" if done else "_failed"] = deed if done else True
    st.rerun()

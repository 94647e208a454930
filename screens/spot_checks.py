"""Spot checks: a few posts a day that nobody was to answer, and how many were missed.

No button stands out and nothing says what the engine made of a post: the estimate is
worth what the answers are, and they must be the person's own.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from app.wiring import Desk, watch_of
from domain.errors import EarshotError
from domain.post import PostKey
from domain.spot_check import Answer
from response.missed import missed_headline, missed_said
from screens import notices
from screens.brand_head import known_brands
from screens.components.post import post
from screens.spot_checks_rows import Page, card, page
from screens.visitor import person
from services import spot_checks
from services.sense import Acted
from store.brands import StoredBrand

TITLE = "Spot checks"
ICON = ":material/fact_check:"

ABOUT = (
    "Each day a few posts that were judged to need no reply, drawn at random. "
    "Your answers tell how many complaints are missed."
)

BUTTONS: Mapping[Answer, str] = {
    Answer.NO_REPLY: "Needs no reply",
    Answer.COMPLAINT: "A complaint",
    Answer.QUESTION: "A question",
}

KEYS: Mapping[Answer, str] = {
    Answer.NO_REPLY: "1",
    Answer.COMPLAINT: "2",
    Answer.QUESTION: "3",
}
"""The keys that press them: Streamlit keeps C for itself."""

UNDO: Mapping[Answer | None, str] = {
    Answer.NO_REPLY: "Undo: needs no reply",
    Answer.COMPLAINT: "Undo: a complaint",
    Answer.QUESTION: "Undo: a question",
    None: "Undo: skipped",
}

FASTER = "Not kept: somebody else was faster."
GONE = "Not kept: the post is not there any more."
NO_STORE = "Not kept: the store did not answer, or the brand is gone."

NOTHING = (
    "An hour after midnight the engine draws from the posts of the day before. "
    "Those that wait in the Inbox, and those a person has judged, are left out."
)

NO_ANSWERS = "From 20 answers on it is told here how many complaints are missed."

SWITCHED_OFF = "The brand's file says `spot_checks = 0`, so that none are drawn."

STYLE = """<style>
.st-key-spot_checks { max-width: 46rem; margin-inline: auto; }
.st-key-spot_checks [data-stale=true] {
  opacity: 1 !important; transition: none !important;
}
[data-testid=stToastContainer] { inset: auto auto 1rem 1rem; }
.st-key-answers { column-gap: .6rem; row-gap: .5rem; }
.st-key-missed h3 { font-size: 1.25rem; line-height: 1.3; padding: 0; }
@media (max-width: 640px) {
  .st-key-answers kbd { display: none; }
}
</style>"""


def render(desk: Desk) -> None:
    """Draw the spot checks of one brand."""
    known = known_brands(desk)
    if not known:
        return
    st.html(STYLE)
    with st.container(key="spot_checks"):
        brand = _brand(known)
        with desk.store.reading() as session:
            found = page(session, brand, now=desk.clock())
        st.caption(ABOUT)
        _say()
        with st.container(border=True, key="check", gap="small"):
            _check(desk, found)
        with st.container(border=True, key="missed", gap="small"):
            _missed(found)


def _brand(known: Sequence[StoredBrand]) -> StoredBrand:
    """Let choose among the brands, when there are several."""
    names = [each.record.name for each in known]
    wanted = st.session_state.get("check_brand")
    brand = known[names.index(wanted) if wanted in names else 0]
    with st.container(horizontal=True, vertical_alignment="center", key="check_top"):
        st.header(TITLE, anchor=False, width="content")
        notices.demo_badge([brand])
        if len(names) > 1:
            st.space("stretch")
            st.selectbox(
                "Brand",
                names,
                key="check_brand",
                label_visibility="collapsed",
                width=170,
            )
    return brand


def _check(desk: Desk, found: Page) -> None:
    """Draw the post to look at, or why there is none, and the way back."""
    current = found.current
    if current is None or current.post is None:
        _nothing(found)
        _undo(desk)
        return
    _progress(found)
    name, key = found.brand.record.name, current.check.key
    post(card(current.post, found.brand.record), key=f"post {key}")
    with st.container(horizontal=True, key="answers"):
        for answer in Answer:
            st.button(
                BUTTONS[answer],
                key=f"{answer} {key}",
                shortcut=KEYS[answer],
                on_click=_answer,
                args=(desk, name, key, answer),
            )
        st.button(
            "Skip",
            key=f"skip {key}",
            type="tertiary",
            shortcut="4",
            on_click=_answer,
            args=(desk, name, key, None),
        )
        st.space("stretch")
        _undo(desk)


def _progress(found: Page) -> None:
    today, earlier = found.today, found.earlier
    if found.done < today:
        st.caption(f"{found.done + 1:,} of {today:,} today")
    elif earlier:
        st.caption(f"{earlier:,} left of the days before")


def _nothing(found: Page) -> None:
    if found.today:
        st.markdown(":material/done_all: **Done for today**")
        st.caption(f"{found.done:,} looked at. Tomorrow there are others.")
    elif found.off:
        st.markdown("**Spot checks are switched off**")
        st.caption(SWITCHED_OFF)
    else:
        st.markdown("**Nothing to look at today**")
        st.caption(NOTHING)


def _missed(found: Page) -> None:
    st.subheader(missed_headline(found.told), anchor=False)
    if found.told.checked:
        st.caption(missed_said(found.told))
    else:
        st.caption(NO_ANSWERS)


def _undo(desk: Desk) -> None:
    if (last := _last()) is None:
        return
    name, key, told = last
    st.button(
        UNDO[told],
        key=f"undo {key}",
        type="tertiary",
        icon=":material/undo:",
        shortcut="U",
        on_click=_take_back,
        args=(desk, name, key),
    )


def _last() -> tuple[str, PostKey, Answer | None] | None:
    """Return what was said last in this visit."""
    return st.session_state.get("_checked")


def _answer(desk: Desk, name: str, key: PostKey, told: Answer | None) -> None:
    """Keep what was said of a post; None: it is skipped."""
    try:
        watch, now = watch_of(desk, name), desk.clock()
        if told is None:
            acted = spot_checks.skip(desk.store, watch, key, at=now)
        else:
            acted = spot_checks.answer(
                desk.store, watch, key, told, at=now, by=person(desk)
            )
    except EarshotError:
        st.session_state["_not_checked"] = "store"
        return
    if acted:
        st.session_state["_checked"] = (name, key, told)
        st.session_state["_needs_reply"] = told not in {None, Answer.NO_REPLY}
    else:
        st.session_state["_not_checked"] = acted


def _take_back(desk: Desk, name: str, key: PostKey) -> None:
    try:
        watch, now = watch_of(desk, name), desk.clock()
        acted = spot_checks.take_back(desk.store, watch, key, at=now, by=person(desk))
    except EarshotError:
        st.session_state["_not_checked"] = "store"
        return
    st.session_state.pop("_checked", None)
    if not acted:
        st.session_state["_not_checked"] = acted


def _say() -> None:
    """Say that a case was opened, or that nothing was kept."""
    if st.session_state.pop("_needs_reply", False):
        st.toast("Now in the Inbox", icon=":material/check:")
    failed = st.session_state.pop("_not_checked", None)
    if failed is Acted.ALREADY:
        st.error(FASTER)
    elif failed is Acted.NO_CASE:
        st.error(GONE)
    elif failed:
        st.error(NO_STORE)

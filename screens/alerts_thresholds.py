"""The thresholds of a brand, and what others would have sent in the last 30 days."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from app.wiring import Desk, brands_of
from domain.brand import Alerts
from domain.errors import EarshotError
from screens.alerts_backtest import (
    HOW,
    PERSON_HEADS,
    STEP_HEADS,
    backtest_said,
    beside_said,
    person_lines,
    step_lines,
)
from screens.components.groups import groups
from screens.visitor import person
from services.backtest import Past, backtest
from services.backtest_past import past
from services.thresholds import may_change, set_alerts
from store.brands import StoredBrand

FRESH = 60
"""Seconds for which the last 30 days are taken as read: each new number plays them."""

NUMBERS = ("nudge", "overdue", "escalated", "audience")

ONLY_SOME = "Only managers and admins change these."
KEPT = "Kept: it holds from now on."
NO_STORE = "Not kept: the store did not answer, or the brand is gone."
NOT_YOURS = "Not kept: only managers and admins change these."

ABOUT = (
    "When whom to tell, in per cent of the time that was promised. The brand's file "
    "says the same; applying it again sets what it says."
)


def draw(desk: Desk, brand: StoredBrand) -> None:
    """Draw the numbers, what they would have done, and the button that keeps them."""
    st.subheader("Thresholds", anchor=False)
    st.caption(ABOUT)
    wanted = _numbers(brand)
    _played(desk, brand, wanted)
    may = may_change(brand.record.people, person(desk))
    with st.container(horizontal=True, vertical_alignment="center", key="keep"):
        st.button(
            "Save",
            key="save_thresholds",
            type="primary",
            disabled=not may or wanted == brand.record.alerts,
            on_click=_save,
            args=(desk, brand.record.name, wanted),
        )
        if not may:
            st.caption(ONLY_SOME)
    _say()


def _numbers(brand: StoredBrand) -> Alerts:
    """Let change the numbers; those in force stand there at first."""
    held, keys = brand.record.alerts, [f"{each}_{brand.id}" for each in NUMBERS]
    places = st.columns(4, gap="small")
    with places[0]:
        nudge = st.number_input(
            "Due soon, at %", 1, 1000, held.nudge, 5, key=keys[0], help=NUDGE
        )
    with places[1]:
        overdue = st.number_input(
            "Overdue, at %", 1, 1000, held.overdue, 5, key=keys[1], help=OVERDUE
        )
    with places[2]:
        escalated = st.number_input(
            "Overdue for long, at %", 1, 1000, held.escalated, 5, key=keys[2], help=LONG
        )
    with places[3]:
        audience = st.number_input(
            "Critical above followers",
            0,
            1_000_000_000,
            held.audience,
            1000,
            key=keys[3],
            help=AUDIENCE,
        )
    return Alerts(nudge=nudge, overdue=overdue, escalated=escalated, audience=audience)


NUDGE = "Whoever has the case in hand hears; if nobody has it, the lead."
OVERDUE = "The lead hears."
LONG = "The manager hears."
AUDIENCE = (
    "A complaint by an author with more followers is critical: whoever is on call "
    "hears at once, whatever the hour. So is one of safety, law, press or privacy."
)


def _played(desk: Desk, brand: StoredBrand, wanted: Alerts) -> None:
    found = _past(desk, brand)
    now, record = desk.clock(), brand.record
    held = backtest(found, record, record.alerts, now=now)
    then = held
    if wanted != record.alerts:
        then = backtest(found, record, wanted, now=now)
    st.markdown(backtest_said(then), help=HOW)
    if not held.total.messages and not then.total.messages:
        return
    st.caption(beside_said(held, then, edited=wanted != record.alerts))
    _table("steps", STEP_HEADS, step_lines(held, then))
    _table("persons", PERSON_HEADS, person_lines(held, then))


def _past(desk: Desk, brand: StoredBrand) -> Sequence[Past]:
    """Read the last 30 days, or take them as read a minute ago."""
    now = desk.clock()
    asked = (brand.id, brand.record, int(now.timestamp()) // FRESH)
    kept = st.session_state.get("_past")
    if kept is None or kept[0] != asked:
        with desk.store.reading() as session:
            kept = asked, past(session, brand, now=now)
        st.session_state["_past"] = kept
    found: Sequence[Past] = kept[1]
    return found


def _table(key: str, heads: Sequence[str], lines: Sequence[dict[str, Any]]) -> None:
    told = {"title": heads[0], "heads": heads, "lines": lines}
    groups({**told, "chooses": False, "steady": True}, key=f"played_{key}")


def _save(desk: Desk, name: str, wanted: Alerts) -> None:
    """Keep the numbers, if whoever clicked may."""
    try:
        people = brands_of(desk, name)[0].record.people
        if not may_change(people, person(desk)):
            st.session_state["_thresholds"] = "not yours"
            return
        set_alerts(desk.store, name, wanted, now=desk.clock())
    except EarshotError:
        st.session_state["_thresholds"] = "no store"
        return
    st.session_state["_thresholds"] = "kept"


def _say() -> None:
    said = st.session_state.pop("_thresholds", None)
    if said == "kept":
        st.toast(KEPT, icon=":material/check:")
    elif said == "not yours":
        st.error(NOT_YOURS)
    elif said:
        st.error(NO_STORE)

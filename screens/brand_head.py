"""The brands a screen may be about, which one it is, and that one is the demo."""

from collections.abc import Sequence

import streamlit as st

from app.wiring import Desk
from screens import notices
from store import brands
from store.brands import StoredBrand

KEY = "alerts_brand"


def known_brands(desk: Desk) -> list[StoredBrand]:
    """Return all brands; without any say how one is made."""
    with desk.store.reading() as session:
        known = brands.load(session)
    if not known:
        notices.no_brand()
    return known


def chosen_brand(known: Sequence[StoredBrand]) -> StoredBrand:
    """Draw the choice beside a title and return what is chosen, at first the first."""
    names = [each.record.name for each in known]
    wanted = st.session_state.get(KEY)
    brand = known[names.index(wanted) if wanted in names else 0]
    notices.demo_badge([brand])
    if len(names) > 1:
        st.space("stretch")
        st.selectbox("Brand", names, key=KEY, label_visibility="collapsed", width=170)
    return brand

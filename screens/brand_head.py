"""Which brand a screen is about, where there are several, and that one is the demo."""

from collections.abc import Sequence

import streamlit as st

from screens import notices
from store.brands import StoredBrand

KEY = "alerts_brand"


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

"""What all screens say alike: that there is no brand yet, that one is the demo."""

from collections.abc import Sequence

import streamlit as st

from store.brands import StoredBrand


def no_brand() -> None:
    """Say that nothing is watched yet, and what to do about it."""
    with st.container(horizontal_alignment="center", gap="small", key="no_brand"):
        st.space("large")
        st.subheader("No brand is watched yet")
        st.markdown("Describe yours in a file and apply it.")
        st.code("earshot apply FILE", language=None)
        st.markdown("Posts then come from networks, or from files:")
        st.code("earshot sources\nearshot import FILE", language=None)
        st.caption("Just looking? `earshot up --demo` shows an invented shop.")


def demo_badge(brands: Sequence[StoredBrand]) -> None:
    """Mark the shipped example here, and say in the sidebar how to be rid of it."""
    if not any(each.record.demo for each in brands):
        return
    with st.container(key="demo", width="content"):
        st.badge(
            "Demo data",
            color="blue",
            help="An invented shop. Remove it with `earshot demo remove`.",
        )
    with st.sidebar:
        st.caption(
            ":blue-badge[Demo data] An invented shop. "
            "Remove it with `earshot demo remove`."
        )

"""The inbox: who still waits for a reply."""

import streamlit as st

from app.wiring import Desk

TITLE = "Inbox"
ICON = ":material/inbox:"


def render(_desk: Desk) -> None:
    """Draw the inbox."""
    st.title(TITLE)

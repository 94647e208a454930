"""Reply times: how long customers wait."""

import streamlit as st

from app.wiring import Desk

TITLE = "Reply times"
ICON = ":material/timer:"


def render(_desk: Desk) -> None:
    """Draw the reply times."""
    st.title(TITLE)

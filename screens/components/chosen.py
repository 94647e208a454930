"""What was just chosen in a part of a screen, for the callback that follows."""

import streamlit as st


def chosen(key: str) -> str | None:
    """Return the key of what was clicked in the part of this key."""
    found = st.session_state[key].choose
    return found if isinstance(found, str) else None

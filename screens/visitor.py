"""Who sits in front of the screen, as far as a team's login told."""

import streamlit as st

from app import visitor
from app.wiring import Desk


def person(desk: Desk) -> str | None:
    """Return the address that the visitor signed in with; None without a login.

    Raises StoreError.
    """
    headers, port = st.context.headers.items(), st.get_option("server.port")
    return visitor.person(desk, headers, port=int(port))

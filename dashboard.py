"""The door for the browser: ``streamlit run dashboard.py``, and nothing else starts it.

Streamlit looks for the literal call below without running it. Made elsewhere, or under
another shape, it is not seen, and the dashboard is served without the gate.
"""

import streamlit as st

from app import web
from screens.frame import navigation

if __name__ == "__main__":  # Streamlit runs this file anew for every visitor
    navigation().run()
else:  # the server imports it once
    app = st.App(
        __file__,
        secrets=web.secrets(),
        routes=web.routes(),
        middleware=web.middleware(),
        lifespan=web.lifespan(
            lambda: (st.get_option("server.address"), st.get_option("server.port"))
        ),
    )

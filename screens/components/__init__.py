"""Three small parts of our own, for what strangers wrote: list, thread and facts.

The browser shows what it is handed by ``textContent`` alone, so a post stays the text
that it is. Colours are the theme's variables, which only such components see.
"""

from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

HERE = Path(__file__).parent


def part(name: str, *, html: str) -> ComponentRenderer:
    """Register the part made of ``name``.js and ``name``.css, with what all share."""
    return st.components.v2.component(
        f"earshot_{name}",
        html=html,
        css=_read("shared.css") + _read(f"{name}.css"),
        js=_read("shared.js") + _read(f"{name}.js"),
    )


def _read(file: str) -> str:
    return (HERE / file).read_text(encoding="utf-8")

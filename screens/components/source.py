"""A source as a quiet card: how it stands, what is read, and what was missed."""

from collections.abc import Mapping
from typing import Any

from screens.components import part

_SOURCE = part("source", html='<div class="root"></div>\n')


def source(told: Mapping[str, Any], *, key: str) -> None:
    """Draw what ``sources_rows.card`` laid out."""
    _SOURCE(data=dict(told), key=key)

"""One post of a stranger, alone: who wrote it, where, when, and what it says."""

from collections.abc import Mapping
from typing import Any

from screens.components import part

_POST = part("post", html='<div class="root"></div>\n')


def post(told: Mapping[str, Any], *, key: str) -> None:
    """Draw what ``spot_checks_rows.card`` laid out."""
    _POST(data=dict(told), key=key)

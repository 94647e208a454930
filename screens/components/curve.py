"""The curve: the share answered by each hour, with the targets and the open waits."""

from collections.abc import Mapping
from typing import Any

from screens.components import part

_CURVE = part("curve", html='<div class="root"></div>\n')


def curve(told: Mapping[str, Any], *, key: str) -> None:
    """Draw what ``reply_times_curve.curve`` laid out."""
    _CURVE(data=dict(told), key=key)

"""Groups of turns as a table: reply times by network, person or topic, side by side."""

from collections.abc import Callable, Mapping
from typing import Any

from screens.components import part

_GROUPS = part("groups", html='<div class="root"></div>\n')


def groups(
    told: Mapping[str, Any], *, key: str, on_choose: Callable[[], None] | None = None
) -> None:
    """Draw the lines of ``reply_times_rows``; without ``on_choose`` none is chosen."""
    _GROUPS(data=dict(told), key=key, on_choose_change=on_choose)

"""The heat map: a cell for each hour of the week, to be chosen by click or by key."""

from collections.abc import Callable, Mapping
from typing import Any

from screens.components import part

_HEAT = part("heat", html='<div class="root"></div>\n')


def heat(told: Mapping[str, Any], *, key: str, on_choose: Callable[[], None]) -> None:
    """Draw what ``reply_times_heat.heat`` laid out; see ``components.chosen``."""
    _HEAT(data=dict(told), key=key, on_choose_change=on_choose)

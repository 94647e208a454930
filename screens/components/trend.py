"""The trend: a column for each day or week, to be chosen by a click."""

from collections.abc import Callable, Mapping
from typing import Any

from screens.components import part

_TREND = part("trend", html='<div class="root"></div>\n')


def trend(told: Mapping[str, Any], *, key: str, on_choose: Callable[[], None]) -> None:
    """Draw what ``reply_times_trend.trend`` laid out; see ``components.chosen``."""
    _TREND(data=dict(told), key=key, on_choose_change=on_choose)

"""The ageing: how many wait for how long, a bar each, to be chosen by a click."""

from collections.abc import Callable, Sequence
from typing import Any

from screens.components import part

_AGEING = part("ageing", html='<div class="root"></div>\n')


def ageing(
    bars: Sequence[dict[str, Any]], *, key: str, on_choose: Callable[[], None]
) -> None:
    """Draw the bars, the youngest first; see ``components.chosen``."""
    _AGEING(data={"bars": list(bars)}, key=key, on_choose_change=on_choose)

"""Turns one by one: who waited, how long and on whose side, with the ways to them."""

from collections.abc import Callable, Mapping
from typing import Any

from screens.components import part

_HTML = """
<div class="root">
  <div class="head" role="status"></div>
  <div class="list" role="list" aria-label="Turns of waiting"></div>
  <div class="foot"></div>
</div>
"""

_TURNS = part("turns", html=_HTML)


def turns(
    told: Mapping[str, Any],
    *,
    key: str,
    on_clear: Callable[[], None],
    on_more: Callable[[], None],
) -> None:
    """Draw what ``reply_times_rows.listed`` laid out.

    ``on_clear`` is called when all turns are asked for again, ``on_more`` when more
    of them are.
    """
    _TURNS(data=dict(told), key=key, on_clear_change=on_clear, on_more_change=on_more)

"""A conversation: who it is, where the case stands, what was said, oldest first."""

from collections.abc import Callable, Mapping
from typing import Any

from screens.components import part

_HTML = """
<div class="root">
  <div class="head"></div>
  <div class="log" role="log" tabindex="0" aria-label="Conversation"></div>
</div>
"""

_THREAD = part("thread", html=_HTML)


def thread(
    told: Mapping[str, Any], *, now: int, key: str, on_open: Callable[[], None]
) -> None:
    """Draw what ``inbox_case.told`` laid out; ``now`` is the server's clock in ms.

    ``on_open`` is called when another case is asked for, see ``list.opened``.
    """
    _THREAD(data={**told, "now": now}, key=key, on_open_change=on_open)

"""The list of who waits: one line a case, ticking, moved through by j and k."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from screens.components import part

Line = dict[str, Any]

_HTML = """
<div class="root">
  <div class="list" role="listbox" tabindex="0" aria-label="Who is waiting"></div>
  <div class="empty" role="status"></div>
  <div class="foot quiet">
    <span class="keys"><kbd>j</kbd> <kbd>k</kbd> move</span> <span class="more"></span>
  </div>
</div>
"""

_LIST = part("list", html=_HTML)


def case_list(
    lines: Sequence[Line],
    *,
    chosen: str | None,
    now: int,
    empty: str,
    more: str,
    key: str,
    on_open: Callable[[], None],
) -> None:
    """Draw the lines; ``on_open`` is called when one is chosen, see ``opened``.

    ``empty`` is said when there is none, ``more`` stands at the foot; ``now`` is the
    server's clock in milliseconds.
    """
    data = {"rows": lines, "chosen": chosen, "now": now, "empty": empty, "more": more}
    _LIST(data=data, key=key, on_open_change=on_open)


def opened(key: str) -> str | None:
    """Return the case that was just chosen in the list, inside its callback."""
    found = st.session_state[key].open
    return found if isinstance(found, str) else None

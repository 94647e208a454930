"""What happened in a case, folded away until somebody asks; newest last."""

from collections.abc import Sequence
from typing import Any

from screens.components import part

_HISTORY = part("history", html='<div class="root"></div>\n')


def history(
    lines: Sequence[dict[str, Any]], *, left_out: str, zone: str, case: str, key: str
) -> None:
    """Draw the lines that ``inbox_log.lines`` laid out.

    ``left_out`` says what is not shown, ``zone`` is the brand's; with another ``case``
    it is folded again.
    """
    data = {"lines": lines, "left_out": left_out, "zone": zone, "case": case}
    _HISTORY(data=data, key=key)

"""The facts of a case in two columns, and the turns in which the customer waited."""

from collections.abc import Sequence
from typing import NamedTuple

from screens.components import part

_FACTS = part("facts", html='<div class="root"></div>\n')


class PastTurn(NamedTuple):
    """One turn in words."""

    title: str
    told: str


def facts(
    known: Sequence[tuple[str, str]], turns: Sequence[PastTurn], *, key: str
) -> None:
    """Draw names and values, then the turns, oldest first."""
    data = {"facts": known, "turns": [each._asdict() for each in turns]}
    _FACTS(data=data, key=key)

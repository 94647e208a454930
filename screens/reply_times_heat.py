"""The heat map of Reply times: when in the week people write, and how long they wait.

Hours are the brand's own. Colour is the median wait in six steps of one hue, dark or
light by the theme; the number in a cell counts, so that nothing hangs on colour alone.
"""

from collections.abc import Mapping
from typing import Any

from screens.reply_times_trend import Told, figures_said
from services.groups import DAYS

LEVELS = (
    (1_800, "under 30 min"),
    (3_600, "to 1 h"),
    (7_200, "to 2 h"),
    (14_400, "to 4 h"),
    (86_400, "to 24 h"),
    (None, "longer, or not yet"),
)
"""The steps of colour: half are answered in less than so many seconds."""


def heat(groups: Mapping[str, Told], *, chosen: str | None = None) -> dict[str, Any]:
    """Lay out a cell for each hour of the week; ``groups`` are the report's by hour."""
    return {
        "days": DAYS,
        "rows": [
            [_cell(day, hour, groups, chosen) for hour in range(24)] for day in range(7)
        ],
        "levels": [said for _, said in LEVELS],
    }


def name(day: int, hour: int) -> str:
    """Return the report's name of an hour of the week: ``Mon 09``."""
    return f"{DAYS[day]} {hour:02}"


def level(figures: Told | None) -> int:
    """Return the step of colour, from 1; 0 where nobody wrote for the first time."""
    if figures is None or not figures.first_reply.turns:
        return 0
    median = figures.first_reply.median_s
    steps = (
        step
        for step, (below, _) in enumerate(LEVELS, 1)
        if below is None or (median is not None and median < below)
    )
    return next(steps)


def _cell(
    day: int, hour: int, groups: Mapping[str, Told], chosen: str | None
) -> dict[str, Any]:
    key = name(day, hour)
    figures = groups.get(key)
    turns = figures.turns if figures else 0
    return {
        "key": key if turns else "",
        "turns": f"{turns:,}" if turns else "",
        "median": short(figures),
        "level": level(figures),
        "chosen": bool(turns) and key == chosen,
        "said": f"{DAYS[day]} {hour:02}:00 to {hour + 1:02}:00:"
        f" {figures_said(figures)}",
    }


def short(figures: Told | None) -> str:
    """Say the median in the room of a cell: ``42m``, ``3h05``, ``2d``, ``…``."""
    if figures is None or not figures.first_reply.turns:
        return ""
    median = figures.first_reply.median_s
    if median is None:
        return "…"
    if median < 3_600:
        return f"{median // 60}m"
    if median < 36_000:
        return f"{median // 3_600}h{median // 60 % 60:02}"
    return f"{median // 3_600}h" if median < 172_800 else f"{median // 86_400}d"

"""The chart of a digest: mentions by day and mood, as a PNG on a white card.

White in dark mode as well: nobody can tell beforehand how a mail program shows it.
"""

from collections.abc import Sequence
from io import BytesIO

from alerts.digest import CHART_DAYS, DayMood
from channels.letters.sheet import Image
from channels.letters.tongue import Tongue

CID = "moods"
COLOURS = {"positive": "#2f9e68", "neutral": "#b9bec7", "negative": "#d63b40"}
"""From the bottom up."""

_INK, _GRID = "#1f2937", "#e1e4e9"
_INCHES, _DOTS = (4.6, 2.0), 240


def moods(days: Sequence[DayMood], t: Tongue) -> Image | None:
    """Draw the newest days; None when nothing was mentioned on any of them."""
    shown = days[-CHART_DAYS:]
    if not any(map(_all, shown)):
        return None
    return Image(cid=CID, png=_drawn(shown, t), alt=_sentence(shown, t))


def _all(day: DayMood) -> int:
    return day.negative + day.neutral + day.positive


def _sentence(days: Sequence[DayMood], t: Tongue) -> str:
    top = max(days, key=_all)
    negative, neutral, positive = (
        t.number(sum(counts))
        for counts in zip(
            *((day.negative, day.neutral, day.positive) for day in days), strict=True
        )
    )
    return t.say(
        "chart_alt",
        first=t.short_day(days[0].day),
        last=t.short_day(days[-1].day),
        all=t.count("mentions", sum(map(_all, days))),
        negative=negative,
        neutral=neutral,
        positive=positive,
        top=t.short_day(top.day),
        most=t.number(_all(top)),
    )


def _drawn(days: Sequence[DayMood], t: Tongue) -> bytes:
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    # Not pyplot: it keeps every figure, and looks for a screen.
    figure = Figure(figsize=_INCHES, dpi=_DOTS, facecolor="white", layout="constrained")
    axes = figure.add_subplot()
    below = [0] * len(days)
    for mood, colour in COLOURS.items():
        counts = [getattr(day, mood) for day in days]
        axes.bar(
            range(len(days)), counts, bottom=below, color=colour, width=0.86,
            label=t.say(mood), zorder=2,
        )  # fmt: skip
        below = [low + count for low, count in zip(below, counts, strict=True)]
    axes.set_xticks(range(len(days)), [str(day.day.day) for day in days])
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.tick_params(labelsize=8, length=0, colors=_INK)
    axes.grid(axis="y", color=_GRID, linewidth=0.7, zorder=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(_GRID)
    axes.margins(x=0.01)
    figure.legend(
        loc="outside upper left", ncols=3, fontsize=8, frameon=False, reverse=True,
        handlelength=0.9, handleheight=0.9, labelcolor=_INK, columnspacing=1.4,
    )  # fmt: skip
    png = BytesIO()
    # Without the version of the library in the file: the same days, the same bytes.
    figure.savefig(png, format="png", metadata={"Software": None})
    return png.getvalue()

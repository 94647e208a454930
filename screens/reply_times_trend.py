"""The trend of Reply times: day by day or week by week, how many wrote and waited.

Periods without a turn are there too, so that a gap looks like one. Where a source was
blind the period says so: fewer may have written than were heard.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from screens.reply_figures import reached
from screens.reply_times_curve import TICKS, place
from screens.reply_times_window import Window, midnight
from services.figures import Brief, Figures
from services.groups import By

MOST = 120
"""Periods shown, the newest."""

Told = Brief | Figures
"""What a chart is told of some turns."""

LABELS = 6
"""Periods that bear their name on the axis."""


class Pace(StrEnum):
    """What a period of the trend is. The values are read on the screen."""

    DAY = "By day"
    WEEK = "By week"

    @property
    def by(self) -> By:
        """The grouping of the report."""
        return By.DAY if self is Pace.DAY else By.WEEK


def trend(
    groups: Mapping[str, Told],
    pace: Pace,
    *,
    window: Window,
    now: datetime,
    zone: ZoneInfo,
    blind: Iterable[tuple[datetime, datetime, str]] = (),
    chosen: str | None = None,
) -> dict[str, Any]:
    """Lay out one column a period; ``blind`` are spans and what was not heard then."""
    found = [*periods(groups, pace, window=window, now=now, zone=zone)]
    shown = found[-MOST:]
    figures = [groups.get(name) for name, _ in shown]
    top = max([1, *(each.turns for each in figures if each)])
    medians = [each.first_reply.median_s for each in figures if each]
    longest = max([86_400, *(each for each in medians if each is not None)])
    every = max(1, -(-len(shown) // LABELS))
    spans = list(blind)
    return {
        "columns": [
            {
                "key": name,
                "label": label(begin) if (len(shown) - 1 - n) % every == 0 else "",
                "blind": _blind(begin, pace, zone, spans),
                "chosen": name == chosen,
                **_column(each, top, longest),
                "said": said(begin, pace, each),
            }
            for n, ((name, begin), each) in enumerate(zip(shown, figures, strict=True))
        ],
        "top": f"{top:,}",
        "lines": [
            {"y": place(at, longest), "label": label}
            for at, label in TICKS
            if 3_600 <= at <= longest
        ],
        "more": f"The newest {MOST:,} of {len(found):,}." if len(found) > MOST else "",
    }


def periods(
    groups: Mapping[str, Told],
    pace: Pace,
    *,
    window: Window,
    now: datetime,
    zone: ZoneInfo,
) -> Iterator[tuple[str, date]]:
    """Yield each period of a window, its name in the report and its first day."""
    known = sorted(map(_begin, groups))
    end = min(window.until or now, window.as_of or now)
    last = (end - timedelta(microseconds=1)).astimezone(zone).date()
    if window.since is not None:
        day = window.since.astimezone(zone).date()
    else:
        day = known[0] if known else last
    if pace is Pace.WEEK:
        day -= timedelta(days=day.weekday())
    step = timedelta(days=1 if pace is Pace.DAY else 7)
    while day <= last:
        yield name(day, pace), day
        day += step


def name(day: date, pace: Pace) -> str:
    """Return the report's name of the period that a day begins."""
    if pace is Pace.DAY:
        return day.isoformat()
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _begin(named: str) -> date:
    """Return the first day of a period by its name."""
    return date.fromisoformat(named)  # reads 2026-W47 as that week's Monday


def label(day: date) -> str:
    """Say a day shortly: ``18 Nov``."""
    return f"{day.day} {day:%b}"


def said(day: date, pace: Pace, figures: Told | None) -> str:
    """Say all of a period in a line."""
    when = f"{day:%a} {label(day)}" if pace is Pace.DAY else f"Week of {label(day)}"
    return f"{when}: {figures_said(figures)}"


def figures_said(figures: Told | None) -> str:
    """Say some turns in a line: how many, how many wait, half answered by when."""
    if figures is None or not figures.turns:
        return "nobody wrote"
    told = [f"{figures.turns:,} {'wait' if figures.turns == 1 else 'waits'}"]
    if figures.waiting:
        told.append(f"{figures.waiting:,} still open")
    first = figures.first_reply
    if first.turns:
        told.append(f"half answered within: {reached(first, first.median_s)}")
    return ", ".join(told)


def _column(figures: Told | None, top: int, longest: int) -> dict[str, Any]:
    if figures is None or not figures.turns:
        return {"answered": 0.0, "waiting": 0.0, "median": None, "reached": True}
    median = figures.first_reply.median_s
    waiting = figures.waiting / top
    return {
        "answered": round(figures.turns / top - waiting, 4),
        "waiting": round(waiting, 4),
        "median": None if median is None else place(median, longest),
        "reached": median is not None or not figures.first_reply.turns,
    }


def _blind(
    begin: date,
    pace: Pace,
    zone: ZoneInfo,
    spans: Sequence[tuple[datetime, datetime, str]],
) -> str:
    """Say what was not heard in a period, empty when all was."""
    if not spans:
        return ""
    days = timedelta(days=1 if pace is Pace.DAY else 7)
    start, end = midnight(begin, zone), midnight(begin + days, zone)
    hit = [said for since, until, said in spans if since < end and until > start]
    return "; ".join(dict.fromkeys(hit))

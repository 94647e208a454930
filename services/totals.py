"""The figures of many turns at once, read off the days that were laid out.

They are those of the report's rows, without the rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from services.column_figures import Moment
from services.columns import Columns, joined
from services.days import parts
from services.figures import Figures
from services.groups import By, in_order, week_of
from store import Session
from store.brands import StoredBrand


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which turns are meant: those that began in [since, until) and not after ``now``.

    History is among them only if asked for.
    """

    now: datetime
    since: datetime | None = None
    until: datetime | None = None
    backfilled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The figures of a window and its groups. ``first``: when its first turn began."""

    figures: Figures
    groups: dict[str, Figures]
    first: datetime | None


def totals(
    session: Session, brand: StoredBrand, window: Window, *, by: By | None = None
) -> Totals:
    """Return the figures of a window. Raises ValueError for groups by topic."""
    if by is By.TOPIC:
        raise ValueError("no column holds a topic")
    found = list(
        parts(session, brand, now=window.now, since=window.since, until=window.until)
    )
    moment, mask = _chosen((each for _, each in found), brand, window)
    groups: dict[str, Figures] = {}
    if by is By.DAY or by is By.WEEK:
        for name, days in groupby(found, key=lambda part: _period(part[0], by)):
            own, wanted = _chosen((each for _, each in days), brand, window)
            if wanted.any():
                groups[name] = own.figures(wanted)
    elif by is not None:
        groups = moment.groups(by, mask)
    return Totals(
        figures=moment.figures(mask),
        groups={name: groups[name] for name in in_order(groups, by)} if by else {},
        first=moment.first(mask),
    )


def _chosen(
    parts: Iterable[Columns], brand: StoredBrand, window: Window
) -> tuple[Moment, Any]:
    moment = Moment(joined(list(parts)), brand.record, now=window.now)
    return moment, moment.chosen(
        now=window.now,
        since=window.since,
        until=window.until,
        backfilled=window.backfilled,
    )


def _period(day: str, by: By) -> str:
    return week_of(date.fromisoformat(day)) if by is By.WEEK else day

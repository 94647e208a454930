"""The figures of many turns at once, read off the days that were laid out.

They are those of the report's rows, without the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from domain.case import TurnKind
from response.speed import Wait
from services.column_figures import Moment
from services.columns import Columns, joined
from services.days import parts
from services.figures import Brief, Figures
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


class Laid:
    """The turns of a window as they were read at once, to be asked many times."""

    def __init__(
        self, days: Sequence[tuple[str, Columns]], brand: StoredBrand, window: Window
    ) -> None:
        self.window = window
        self._days = [(name, len(told.turns)) for name, told in days]
        self._moment = Moment(
            joined([told for _, told in days]), brand.record, now=window.now
        )
        self._mask = self._moment.chosen(
            now=window.now,
            since=window.since,
            until=window.until,
            backfilled=window.backfilled,
        )

    @property
    def figures(self) -> Figures:
        """The figures of the window."""
        return self._moment.figures(self._mask)

    @property
    def first(self) -> datetime | None:
        """When the first turn of the window began."""
        return self._moment.first(self._mask)

    def groups(self, by: By) -> dict[str, Figures]:
        """Return the figures of each group. Raises ValueError for topics."""
        return {name: own.figures() for name, own in self._split(by)}

    def brief(self, by: By) -> dict[str, Brief]:
        """Return what a chart shows of each group, which is sooner told."""
        return {name: own.brief() for name, own in self._split(by)}

    def first_waits(self) -> tuple[list[Wait], set[tuple[TurnKind, str]]]:
        """Return the waits for first replies, and what those turns are about."""
        return (
            self._moment.first_waits(self._mask),
            self._moment.first_kinds(self._mask),
        )

    def nth_newest(self, number: int) -> datetime | None:
        """Return when the turn began that so many are not older than, None for fewer.

        Void turns are not counted.
        """
        return self._moment.nth_newest(self._mask, number)

    def _split(self, by: By) -> list[tuple[str, Moment]]:
        if by is By.TOPIC:
            raise ValueError("no column holds a topic")
        if by is By.DAY or by is By.WEEK:
            found = self._periods(by)
        else:
            found = self._moment.split_by(by, self._mask)
        return [(name, found[name]) for name in in_order(found, by)]

    def _periods(self, by: By) -> dict[str, Moment]:
        named = [_period(day, by) for day, _ in self._days]
        names = [*dict.fromkeys(named)]
        places = [names.index(each) for each in named]
        sizes = [size for _, size in self._days]
        return self._moment.split(
            np.repeat(np.array(places, int), sizes), names, self._mask
        )


def laid(session: Session, brand: StoredBrand, window: Window) -> Laid:
    """Read the turns of a window off the days; those that are missing take longer."""
    found = parts(
        session, brand, now=window.now, since=window.since, until=window.until
    )
    return Laid(list(found), brand, window)


def _period(day: str, by: By) -> str:
    return week_of(date.fromisoformat(day)) if by is By.WEEK else day

"""The figures of turns that stand in columns, equal to those of the report's rows."""

from datetime import datetime
from itertools import count
from typing import Any

import numpy as np

from domain.brand import BrandRecord
from response.hours import hours_of
from response.speed import Speed, speed_of
from services.columns import (
    EPOCH,
    FAR,
    FIRST,
    GROUPS,
    HISTORY,
    LATE,
    LEADS,
    MET,
    OPEN,
    SECOND,
    TICK,
    UNSEEN,
    VOID,
    WAIVED,
    WITHDRAWN,
    Columns,
    base,
    ticks,
)
from services.figures import Figures
from services.groups import By


class Moment:
    """The figures of columns at one instant; a mask says of which of their turns."""

    def __init__(self, told: Columns, brand: BrandRecord, *, now: datetime) -> None:
        self._told = told
        turns = self._turns = told.turns
        moment = ticks(now)
        bases = [base(hours_of(each.calendar), now) for each in brand.policies]
        here = np.array(bases, "<i8")[turns["policy"]]
        self._due = turns["due"] <= moment
        self._age = np.maximum(moment - turns["start"], 0) // SECOND
        self._open_age = np.maximum(here - turns["base"], 0) // SECOND
        pause = np.minimum(here, turns["freed"]) - np.minimum(here, turns["held"])
        ran = here - turns["base"] - turns["paused"] - pause
        self._unpaused_age = np.maximum(ran, 0) // SECOND

    def chosen(
        self,
        *,
        now: datetime,
        since: datetime | None = None,
        until: datetime | None = None,
        backfilled: bool = False,
    ) -> Any:
        """Return which turns began in [since, until) and not after ``now``, as a mask.

        History is among them only if asked for.
        """
        start, flags = self._turns["start"], self._turns["flags"]
        wanted = start <= ticks(now)
        if since is not None:
            wanted &= start >= ticks(since)
        if until is not None:
            wanted &= start < ticks(until)
        return wanted if backfilled else wanted & (flags & HISTORY == 0)

    def first(self, wanted: Any) -> datetime | None:
        """Return when the first turn of a mask began, None for no turns."""
        starts = self._turns["start"][wanted]
        return EPOCH + int(starts.min()) * TICK if len(starts) else None

    def groups(self, by: By, wanted: Any) -> dict[str, Figures]:
        """Return the figures of each group, by place; see ``services.groups``."""
        places = self._turns[GROUPS[by]]
        found = zip(self._told.names[by], count(), strict=False)
        masks = ((name, wanted & (places == place)) for name, place in found)
        return {name: self.figures(mask) for name, mask in masks if mask.any()}

    def figures(self, wanted: Any) -> Figures:
        """Return the figures over the turns of a mask."""
        flags, wait = self._turns["flags"], self._turns["wait"]
        counted = wanted & (flags & VOID == 0)
        judged = counted & (flags & WAIVED == 0)
        leads = judged & (flags & LEADS != 0)
        first = flags & FIRST != 0
        answered = counted & (wait != OPEN)
        waiting = judged & (wait == OPEN)
        return Figures(
            cases=self._cases(counted),
            turns=_number(counted),
            answered=_number(answered),
            waiting=_number(waiting),
            void=_number(wanted) - _number(counted),
            first_reply=self._speed("wait", judged & first),
            next_reply=self._speed("wait", judged & ~first),
            substantive=self._speed("settled", judged),
            resolution=self._speed("resolved", leads),
            sla=self._sla(counted & (flags & UNSEEN == 0)),
            reopened=int(self._turns["reopened"][leads].sum()),
            withdrawn=_number(counted & (flags & WITHDRAWN != 0)),
            found_late=_number(counted & (flags & UNSEEN != 0)),
            first_resolution=self._speed("closed", leads),
        )

    def counts(self, wanted: Any) -> tuple[int, int]:
        """Return how many turns of a mask count, and how many of them wait."""
        flags, wait = self._turns["flags"], self._turns["wait"]
        counted = wanted & (flags & VOID == 0)
        return _number(counted), _number(
            counted & (flags & WAIVED == 0) & (wait == OPEN)
        )

    def first_reply(self, wanted: Any) -> Speed:
        """Return the figures of first replies alone, over the turns of a mask."""
        flags = self._turns["flags"]
        return self._speed(
            "wait", wanted & (flags & (VOID | WAIVED) == 0) & (flags & FIRST != 0)
        )

    def has_settled(self, wanted: Any) -> bool:
        """Tell whether ``first_reply`` over a mask stays what it is as time goes by.

        It does once every wait that goes on is at least as long as all that ended,
        and as the windows of a report.
        """
        speed = self.first_reply(wanted)
        if speed.answered == speed.turns:
            return True
        turns = self._turns
        mine = wanted & (turns["flags"] & (VOID | WAIVED) == 0)
        mine &= turns["flags"] & FIRST != 0
        ended, goes_on = mine & (turns["wait"] != OPEN), mine & (turns["wait"] == OPEN)
        longest = max([*turns["wait"][ended], *speed.within])
        longest_open = max([*turns["wait_open"][ended], 0])
        return bool(
            (self._age[goes_on] >= longest).all()
            and (self._open_age[goes_on] >= longest_open).all()
        )

    def _speed(self, end: str, mine: Any) -> Speed:
        took, took_open = self._turns[end], self._turns[f"{end}_open"]
        ended, goes_on = mine & (took != OPEN), mine & (took == OPEN)
        pauses = end in {"resolved", "closed"}
        open_age = self._unpaused_age if pauses else self._open_age
        return speed_of(
            *(
                np.sort(each).tolist()
                for each in (
                    took[ended],
                    self._age[goes_on],
                    took_open[ended],
                    open_age[goes_on],
                )
            )
        )

    def _sla(self, counted: Any) -> dict[str, int]:
        flags, due = self._turns["flags"], self._turns["due"]
        goes_on = counted & (self._turns["wait"] == OPEN) & (flags & WAIVED == 0)
        return {
            "met": _number(counted & (flags & MET != 0)),
            "met_late": _number(counted & (flags & LATE != 0)),
            "overdue": _number(goes_on & self._due),
            "running": _number(goes_on & ~self._due & (due != FAR)),
            "waived": _number(counted & (flags & WAIVED != 0)),
        }

    def _cases(self, counted: Any) -> int:
        high, low = self._turns["case"][counted].T
        order = np.lexsort((low, high))
        high, low = high[order], low[order]
        if not len(high):
            return 0
        return 1 + _number((high[1:] != high[:-1]) | (low[1:] != low[:-1]))


def _number(mask: Any) -> int:
    return int(np.count_nonzero(mask))

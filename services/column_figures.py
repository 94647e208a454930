"""The figures of turns that stand in columns, equal to those of the report's rows."""

from collections.abc import Sequence
from copy import copy
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np

from domain.brand import BrandRecord
from domain.case import TurnKind
from response.hours import hours_of
from response.speed import Speed, Wait, speed_of
from services.columns import (
    CLOSED_LATE,
    CLOSED_MET,
    EPOCH,
    FAR,
    FIRST,
    GROUPS,
    HISTORY,
    KINDS,
    LATE,
    LEADS,
    LED,
    MET,
    OPEN,
    SECOND,
    SETTLED_LATE,
    SETTLED_MET,
    TICK,
    UNSEEN,
    VOID,
    WAIVED,
    WITHDRAWN,
    Columns,
    base,
    ticks,
)
from services.figures import PROMISES, Brief, Figures, States, together
from services.groups import By


class Moment:
    """The figures of columns at one instant; a mask says of which of their turns."""

    def __init__(self, told: Columns, brand: BrandRecord, *, now: datetime) -> None:
        self._told = told
        turns = self._turns = told.turns
        moment = self._now = ticks(now)
        bases = [base(hours_of(each.calendar), now) for each in brand.policies]
        here = np.array(bases, "<i8")[turns["policy"]]
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
        found = self.split_by(by, wanted).items()
        return {name: own.figures() for name, own in found}

    def split_by(self, by: By, wanted: Any) -> dict[str, "Moment"]:
        """Return the turns of a mask in groups, by place."""
        return self.split(self._turns[GROUPS[by]], self._told.names[by], wanted)

    def split(
        self, places: Any, names: Sequence[str], wanted: Any
    ) -> dict[str, "Moment"]:
        """Return the turns of a mask in groups; ``places`` are into their names.

        Each group is a stretch of what was sorted once: looking at it costs what is in
        it, and not what is in all.
        """
        chosen = np.flatnonzero(wanted)
        order = chosen[np.argsort(places[chosen], kind="stable")]
        told, sorted_ = self.taken(order), places[order]
        edges: list[int] = (np.flatnonzero(np.diff(sorted_)) + 1).tolist()
        return {
            names[sorted_[begin]]: told.taken(slice(begin, end))
            for begin, end in pairwise([0, *edges, len(order)])
            if begin < end
        }

    def taken(self, places: Any) -> "Moment":
        """Return these turns alone, at the same instant."""
        kept = ("_turns", "_age", "_open_age", "_unpaused_age")
        one = copy(self)
        vars(one).update({name: getattr(self, name)[places] for name in kept})
        return one

    def brief(self) -> Brief:
        """Return the few figures of all turns that a chart shows."""
        every: Any = np.ones(len(self._turns), bool)
        turns, waiting = self.counts(every)
        return Brief(turns, waiting, self.first_reply(every))

    def figures(self, wanted: Any = None) -> Figures:
        """Return the figures over the turns of a mask, None for all of them."""
        if wanted is None:
            wanted = np.ones(len(self._turns), bool)
        flags, wait = self._turns["flags"], self._turns["wait"]
        counted = wanted & (flags & VOID == 0)
        judged = counted & (flags & WAIVED == 0)
        leads = judged & (flags & LEADS != 0)
        first = flags & FIRST != 0
        answered = judged & (wait != OPEN)
        waiting = judged & (wait == OPEN)
        promised = self._promised(counted & (flags & UNSEEN == 0))
        lapsed = leads & (self._turns["lapse"] <= self._now)
        complains = self._turns["kind"] == KINDS.index(TurnKind.COMPLAINT)
        due = judged & complains & (self._turns["due"] <= self._now)
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
            sla=together(promised["first_reply"], promised["next_reply"]),
            reopened=int(self._turns["reopened"][leads].sum()),
            withdrawn=_number(counted & (flags & WITHDRAWN != 0)),
            found_late=_number(counted & (flags & UNSEEN != 0)),
            first_resolution=self._speed("closed", leads),
            lapsed=_number(lapsed),
            sla_by=promised,
            complaints_due=_number(due),
            complaints_answered=_number(due & answered),
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
        return self._speed("wait", self._firsts(wanted))

    def first_waits(self, wanted: Any) -> list[Wait]:
        """Return the waits for first replies, over the turns of a mask."""
        ended = self._firsts(wanted) & (self._turns["wait"] != OPEN)
        goes_on = self._firsts(wanted) & (self._turns["wait"] == OPEN)
        told = (
            (self._turns["wait"][ended], self._turns["wait_open"][ended], True),
            (self._age[goes_on], self._open_age[goes_on], False),
        )
        return [
            Wait(seconds=wall, business_seconds=open_, answered=answered)
            for walls, opens, answered in told
            for wall, open_ in zip(walls.tolist(), opens.tolist(), strict=True)
        ]

    def first_kinds(self, wanted: Any) -> set[tuple[TurnKind, str]]:
        """Return what those turns are about, with the network of each."""
        names = self._told.names[By.NETWORK]
        turns = self._turns[self._firsts(wanted)]
        found = np.unique(turns["kind"].astype("<u4") << 16 | turns["network"])
        return {(KINDS[each >> 16], names[each & 0xFFFF]) for each in found.tolist()}

    def nth_newest(self, wanted: Any, number: int) -> datetime | None:
        """Return when the turn began that so many are not older than; void ones apart.

        None when there are fewer.
        """
        starts = self._turns["start"][wanted & (self._turns["flags"] & VOID == 0)]
        if len(starts) < number:
            return None
        place = len(starts) - number
        return EPOCH + int(np.partition(starts, place)[place]) * TICK

    def has_settled(self, wanted: Any) -> bool:
        """Tell whether ``first_reply`` over a mask stays what it is as time goes by.

        It does once every wait that goes on is at least as long as all that ended,
        and as the windows of a report.
        """
        speed = self.first_reply(wanted)
        if speed.answered == speed.turns:
            return True
        turns = self._turns
        mine = self._firsts(wanted)
        ended, goes_on = mine & (turns["wait"] != OPEN), mine & (turns["wait"] == OPEN)
        longest = max([*turns["wait"][ended], *speed.within])
        longest_open = max([*turns["wait_open"][ended], 0])
        return bool(
            (self._age[goes_on] >= longest).all()
            and (self._open_age[goes_on] >= longest_open).all()
        )

    def _firsts(self, wanted: Any) -> Any:
        flags = self._turns["flags"]
        return wanted & (flags & (VOID | WAIVED) == 0) & (flags & FIRST != 0)

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

    def _promised(self, counted: Any) -> dict[str, States]:
        """Return the states of each promise over turns that the team saw in time."""
        flags = self._turns["flags"]
        first, leads = flags & FIRST != 0, flags & LEADS != 0
        waived = counted & (flags & WAIVED != 0)
        told = (
            self._states(counted & first, "due", "wait", MET, LATE),
            self._states(counted & ~first, "due", "wait", MET, LATE),
            self._states(counted, "settle_due", "settled", SETTLED_MET, SETTLED_LATE),
            self._states(
                counted & leads, "close_due", "resolved", CLOSED_MET, CLOSED_LATE
            )
            | {"waived": self._cases(waived & (flags & LED == 0))},
        )
        return dict(zip(PROMISES, told, strict=True))

    def _states(
        self, mine: Any, due: str, end: str, met: int, late: int
    ) -> dict[str, int]:
        flags, due_at = self._turns["flags"], self._turns[due]
        is_due = due_at <= self._now
        goes_on = mine & (self._turns[end] == OPEN) & (flags & WAIVED == 0)
        return {
            "met": _number(mine & (flags & met != 0)),
            "met_late": _number(mine & (flags & late != 0)),
            "overdue": _number(goes_on & is_due),
            "running": _number(goes_on & ~is_due & (due_at != FAR)),
            "waived": _number(mine & (flags & WAIVED != 0)),
        }

    def _cases(self, counted: Any) -> int:
        cases = self._turns["case"][counted]
        cases = cases[np.argsort(cases[:, 0])]
        high, low = cases.T
        alike = high[1:] == high[:-1]
        if (low[1:] != low[:-1])[alike].any():  # nearly never: a half says it all
            high, low = cases[np.lexsort((low, high))].T
            alike = (high[1:] == high[:-1]) & (low[1:] == low[:-1])
        return len(cases) - _number(alike)


def _number(mask: Any) -> int:
    return int(np.count_nonzero(mask))

"""Turns as columns of numbers: the figures of a year in a fraction of a second.

What a turn is worth is worked out once, by the same functions as its row in the
report; only the waits that go on hang on the instant. Instants are whole microseconds
since 1970, open time is counted from ``ORIGIN`` by the calendar of the turn's start.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

import numpy as np

from domain.brand import BrandRecord
from domain.case import TurnKind, TurnState
from domain.clock import whole_seconds
from response.hours import Hours, hours_of
from services.groups import By, namer
from services.rows import Row

RUNNING = frozenset({TurnState.RUNNING, TurnState.DUE_SOON})
KINDS = tuple(TurnKind)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
SECOND = timedelta(seconds=1) // TICK
FAR = np.iinfo(np.int64).max
"""Stands for an instant that never comes."""

HELD = FAR - 1
"""Likewise, where something is promised and the customer has to answer first."""

OPEN = -1
"""Stands for the seconds of a wait that goes on."""

VOID, WAIVED, FIRST, LEADS, LED, UNSEEN, WITHDRAWN, HISTORY = (
    1 << bit for bit in range(8)
)
"""Bits of ``flags``; UNSEEN is a turn that was found late, LED one of a case with a
turn that leads."""

MET, LATE, SETTLED_MET, SETTLED_LATE, CLOSED_MET, CLOSED_LATE = (
    1 << bit for bit in range(8, 14)
)
"""More of them: how a promise ended, that of the first words, of a reply that settles,
of the case."""

ENDS = ("wait", "settled", "resolved", "closed")
"""The waits of a turn: to the first reply, to one that settles, to the last and to the
first resolution. Each has its seconds and, with ``_open``, those of open time."""

LAYOUT = np.dtype(
    [
        ("start", "<i8"),
        ("due", "<i8"),
        ("settle_due", "<i8"),
        ("close_due", "<i8"),
        ("lapse", "<i8"),
        ("base", "<i8"),  # open time before the start
        ("paused", "<i8"),  # open time in all pauses but the last
        ("held", "<i8"),  # open time before the last pause
        ("freed", "<i8"),  # and before its end
        ("case", "<u8", 2),
        *((f"{each}{suffix}", "<i4") for each in ENDS for suffix in ("", "_open")),
        ("policy", "<u2"),
        ("flags", "<u2"),
        ("reopened", "<i4"),
        ("kind", "<u2"),
        ("network", "<u2"),
        ("person", "<u2"),
        ("hour", "<u2"),
    ]
)
GROUPS = {By.NETWORK: "network", By.PERSON: "person", By.HOUR: "hour"}
"""What columns can be grouped by, and the column that holds the place of the name."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Turns as an array of ``LAYOUT``, with the names that its places stand for."""

    turns: Any
    names: Mapping[By, Sequence[str]]

    def packed(self) -> tuple[bytes, str]:
        """Return the turns as bytes, and the names as JSON."""
        told = {by.value: list(names) for by, names in self.names.items()}
        return self.turns.tobytes(), json.dumps(told)


def unpacked(turns: bytes, names: str) -> Columns:
    """Return what ``Columns.packed`` gave."""
    told = json.loads(names)
    return Columns(
        np.frombuffer(turns, LAYOUT), {by: tuple(told[by.value]) for by in GROUPS}
    )


def joined(parts: Sequence[Columns]) -> Columns:
    """Return all turns of ``parts``, their names in one list."""
    known: dict[By, dict[str, int]] = {by: {} for by in GROUPS}
    turns: Any = np.empty(sum(len(part.turns) for part in parts), LAYOUT)
    begin = 0
    for part in parts:
        own = turns[begin : begin + len(part.turns)]
        own[:] = part.turns
        for by, column in GROUPS.items():
            place = known[by]
            to = [place.setdefault(name, len(place)) for name in part.names[by]]
            if to != list(range(len(to))):
                own[column] = np.array(to, "<u2")[own[column]]
        begin += len(part.turns)
    return Columns(turns, {by: tuple(place) for by, place in known.items()})


def columns(rows: Iterable[Row], brand: BrandRecord) -> Columns:
    """Return rows as columns."""
    namers = {by: namer(by, brand) for by in GROUPS}
    places: dict[By, dict[str, int]] = {by: {} for by in GROUPS}
    hours = [hours_of(each.calendar) for each in brand.policies]
    told = []
    for row in rows:
        grouped = {
            column: places[by].setdefault(namers[by](row), len(places[by]))
            for by, column in GROUPS.items()
        }
        told.append(_told(row, brand, hours, grouped))
    return Columns(
        np.array(told, LAYOUT) if told else np.empty(0, LAYOUT),
        {by: tuple(place) for by, place in places.items()},
    )


def _told(
    row: Row, brand: BrandRecord, hours: Sequence[Hours], grouped: Mapping[str, int]
) -> tuple[Any, ...]:
    told, turn = row.told, row.told.turn
    policy = brand.policies.index(brand.policy_at(turn.started_at))
    clock, start = hours[policy], turn.started_at
    ends = (
        turn.reply.at if turn.reply else None,
        turn.substantive_at,
        told.resolved_at,
        told.first_resolved_at,
    )
    pauses = sorted(told.pauses, key=lambda pause: pause[0]) if told.leads else []
    waits: list[int] = []
    for name, end in zip(ENDS, ends, strict=True):
        held = pauses if name in {"resolved", "closed"} else ()
        waits += _wait(clock, start, end, held)
    digest = blake2b("\0".join(map(str, told.key)).encode(), digest_size=16).digest()
    return (
        ticks(start),
        _tick(row.due_at),
        _tick(row.settling.due_at),
        _close_due(row),
        _tick(told.lapsed_at),
        base(clock, start),
        *_pauses(clock, start, pauses),
        np.frombuffer(digest, "<u8"),
        *waits,
        policy,
        _flags(row),
        told.reopened,
        KINDS.index(turn.kind),
        *grouped.values(),
    )


def _tick(moment: datetime | None) -> int:
    return FAR if moment is None else ticks(moment)


def _close_due(row: Row) -> int:
    if row.closing is None:
        return FAR
    due, state = row.closing
    return HELD if due is None and state in RUNNING else _tick(due)


def _wait(
    clock: Hours,
    start: datetime,
    end: datetime | None,
    pauses: Sequence[tuple[datetime, datetime | None]],
) -> tuple[int, int]:
    if end is None:
        return OPEN, OPEN
    stop = max(end, start)
    held = [(since, until or stop) for since, until in pauses]
    return (
        whole_seconds(stop - start),
        whole_seconds(clock.between(start, stop, held)),
    )


def _pauses(
    clock: Hours,
    start: datetime,
    pauses: Sequence[tuple[datetime, datetime | None]],
) -> tuple[int, int, int]:
    """Return what ``paused``, ``held`` and ``freed`` hold; pauses are in order."""
    if not pauses:
        return 0, FAR, FAR
    *before, (since, until) = pauses
    since = max(since, start)
    whole = clock.between(start, since)
    ran = clock.between(start, since, [(one, two or since) for one, two in before])
    freed = FAR if until is None else base(clock, max(until, since))
    return (whole - ran) // TICK, base(clock, since), freed


def _flags(row: Row) -> int:
    turn = row.told.turn
    told = (
        (turn.void, VOID),
        (turn.waived is not None, WAIVED),
        (turn.number == 1, FIRST),
        (row.told.leads, LEADS),
        (row.told.led, LED),
        (turn.found_late, UNSEEN),
        (turn.withdrawn_at is not None, WITHDRAWN),
        (turn.backfilled, HISTORY),
    )
    ended = (
        (row.state, MET, LATE),
        (row.settling.state, SETTLED_MET, SETTLED_LATE),
        (row.closing.state if row.closing else None, CLOSED_MET, CLOSED_LATE),
    )
    met = sum(bit for state, bit, _ in ended if state is TurnState.MET)
    late = sum(bit for state, _, bit in ended if state is TurnState.MET_LATE)
    return sum(bit for so, bit in told if so) | met | late


def base(clock: Hours, moment: datetime) -> int:
    """Return the open time from ``ORIGIN`` to a moment, negative before it."""
    return (clock.between(ORIGIN, moment) - clock.between(moment, ORIGIN)) // TICK


def ticks(moment: datetime) -> int:
    """Return an instant as columns hold it."""
    return (moment - EPOCH) // TICK

"""The curve of Reply times: the share answered by each hour, who still waits in it.

It is 1 - S(t) of Kaplan and Meier over first answers, the estimate whose quantiles the
report gives. Its axis stretches the first hours: that is where promises lie.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import expm1, log1p
from typing import Any, NamedTuple

from domain.brand import BrandRecord
from domain.case import TurnKind
from domain.clock import whole_seconds
from domain.duration import Duration
from domain.sla import Target
from domain.wording import share, span
from response.hours import working_day
from response.speed import Point, Wait, answered_by
from services.rows import Row

TICKS = (
    (900, "15 min"),
    (3_600, "1 h"),
    (14_400, "4 h"),
    (86_400, "1 d"),
    (259_200, "3 d"),
    (604_800, "7 d"),
    (2_592_000, "30 d"),
    (31_536_000, "1 y"),
)
"""Where the axis is marked, in seconds."""

BEND_S = 900
"""Up to here the axis is about even; beyond it each hour takes less room."""

SHORTEST_S = 86_400
"""The axis shows a day at least."""

FINE = 240
"""Places along the axis at which the curve is drawn and can be read."""

KINDS = {
    TurnKind.COMPLAINT: "complaint",
    TurnKind.QUESTION: "question",
    TurnKind.REVIEW: "review",
}


class Firsts(NamedTuple):
    """The waits for first replies, and what those turns are about on which network."""

    waits: Sequence[Wait]
    kinds: Collection[tuple[TurnKind, str]]


def firsts_of(rows: Iterable[Row]) -> Firsts:
    """Return the first turns among ``rows``, those that the report counts."""
    first = [row for row in rows if _counts(row)]
    kinds = {(row.told.turn.kind, row.told.key.network) for row in first}
    return Firsts([_wait(row) for row in first], kinds)


def curve(first: Firsts, brand: BrandRecord) -> dict[str, Any]:
    """Lay out the curve of first answers."""
    wall, kinds = first
    open_ = [replace(each, seconds=each.business_seconds) for each in wall]
    longest = max([SHORTEST_S, *(each.seconds for each in wall)])
    moments = [_moment(n, longest) for n in range(FINE + 1)]
    felt, worked = answered_by(wall, moments), answered_by(open_, moments)
    return {
        "wall": _corners(felt),
        "open": _corners(worked),
        "waiting": _waiting(wall, felt, longest),
        "targets": targets(brand, kinds, longest),
        "ticks": [
            {"x": place(at, longest), "label": label}
            for at, label in TICKS
            if at <= longest
        ],
        "readings": [*map(_reading, felt, worked)],
        "summary": summary(felt),
    }


def summary(points: Sequence[Point]) -> str:
    """Say where the curve ends: all that is known by now."""
    last = points[-1]
    return (
        f"{share(last.answered)} answered within {span(last.seconds)}, the longest wait"
    )


def place(seconds: float, longest: int) -> float:
    """Return where a time stands on the axis, 0..1."""
    return round(log1p(seconds / BEND_S) / log1p(longest / BEND_S), 4)


def targets(
    brand: BrandRecord, kinds: Iterable[tuple[TurnKind, str]], longest: int
) -> list[dict[str, Any]]:
    """Lay out when a first answer is due by the newest policy, and the cap.

    A target is a time of open hours, a cap one of the wall clock.
    """
    policy = brand.policies[-1]
    day = working_day(policy.calendar)
    lines: dict[tuple[int, str, str], set[TurnKind]] = {}
    for kind, network in kinds:
        target: Target = policy.sla.target(kind, network)
        if target.first_reply:
            due = whole_seconds(target.first_reply.business(day))
            line = due, "open", _said(target.first_reply)
            lines.setdefault(line, set()).add(kind)
        if target.cap:
            line = whole_seconds(target.cap.wall()), "wall", _said(target.cap)
            lines.setdefault(line, set()).add(kind)
    return [
        {"x": place(line[0], longest), "clock": line[1], "label": _label(line, found)}
        for line, found in sorted(lines.items())
        if line[0] <= longest
    ]


def _label(line: tuple[int, str, str], kinds: Iterable[TurnKind]) -> str:
    """Name a target by what it is for, a cap by itself."""
    _, clock, said = line
    named = " and ".join(KINDS[each] for each in TurnKind if each in kinds)
    return f"{named} {said}" if clock == "open" else f"cap {said}"


def _said(due: Duration) -> str:
    return f"{due.amount} {'working d' if due.unit == 'd' else due.unit}"


def _counts(row: Row) -> bool:
    """Tell whether a row is among the report's first replies."""
    turn = row.told.turn
    return turn.number == 1 and not turn.void and turn.waived is None


def _wait(row: Row) -> Wait:
    return Wait(
        seconds=whole_seconds(row.wait),
        business_seconds=whole_seconds(row.business),
        answered=row.told.turn.reply is not None,
    )


def _moment(step: int, longest: int) -> int:
    """Return the time at a step of the axis, in seconds: what ``place`` undoes."""
    return round(BEND_S * expm1(step / FINE * log1p(longest / BEND_S)))


def _corners(points: Sequence[Point]) -> list[tuple[float, float]]:
    """Return where the curve rises; between these it is level."""
    steps = enumerate(pairwise([Point(0, 0.0, 0), *points]))
    return [
        (round(n / FINE, 4), round(now.answered, 4))
        for n, (before, now) in steps
        if now.answered > before.answered
    ]


def _waiting(
    waits: Iterable[Wait], points: Sequence[Point], longest: int
) -> list[tuple[float, float]]:
    """Return where on the curve those stand who still wait."""
    steps = {
        round(place(each.seconds, longest) * FINE)
        for each in waits
        if not each.answered
    }
    return [(n / FINE, round(points[n].answered, 4)) for n in sorted(steps)]


def _reading(felt: Point, worked: Point) -> dict[str, Any]:
    return {
        "y": round(felt.answered, 4),
        "said": f"{share(felt.answered)} answered within {span(felt.seconds)}"
        f" ({share(worked.answered)} within as much open time);"
        f" {felt.at_risk:,} known to have waited so long",
    }

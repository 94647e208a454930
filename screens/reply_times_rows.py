"""The rows of Reply times: turns one by one, and groups of them. Pure.

A customer's name and words are a stranger's, a topic or a person may be: all of it goes
to components, which show nothing but text.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.brand import BrandRecord
from domain.case import CaseKey, ReplyKind, TurnState, Where
from domain.clock import whole_seconds
from domain.post import PostKey, State
from domain.text import bounded
from domain.wording import share, span
from response.speed import Speed
from screens import words
from screens.reply_figures import (
    STATES,
    Met,
    Open,
    in_target,
    is_late,
    met_of,
    reached,
    reached_open,
)
from services.figures import Figures
from services.groups import NO_TOPIC, NOBODY, PERSON_UNKNOWN, By
from services.rows import Row
from store.posts import StoredPost

MOST = 25
"""Turns listed at once, and how many more each time somebody asks for more."""

MOST_GROUPS = 40
"""Groups listed at once, the busiest."""

TEXT_LIMIT = 240
"""Characters of a post in a list."""

TONES = {
    TurnState.OVERDUE: "red",
    TurnState.DUE_SOON: "orange",
    TurnState.MET: "green",
    TurnState.MET_LATE: "orange",
}

OURS = frozenset({PERSON_UNKNOWN, NOBODY, NO_TOPIC})
"""Groups that are called by a word of our own."""

KINDS = {ReplyKind.HOLDING: "holding answer", ReplyKind.REDIRECT: "sent elsewhere"}

SHARE_HEADS = ("Within 1 h", "Within 4 h", "Within 24 h")
TIME_HEADS = (
    "Half within",
    "Half, open hours",
    "9 in 10 within",
    "9 in 10, open hours",
)
GROUP_HEADS = ("", "Waits", "Waiting", *SHARE_HEADS, *TIME_HEADS, "In target")
KIND_HEADS = ("", "Waits", *SHARE_HEADS, *TIME_HEADS, "Half of the answered alone")
STATE_HEADS = ("In time", "Late", "Overdue", "Running", "Needed none")
PROMISE_HEADS = ("", "In target", *STATE_HEADS)
"""The columns of the three tables, in order."""

STATES_SHOWN = ("met", "met_late", "overdue", "running", "waived")
PROMISED = {
    "first_reply": "First answer",
    "next_reply": "Further answers",
    "substantive": "An answer that settles",
    "resolution": "Closed",
}
"""What the promises of an SLA are called, and the waits for them."""

Line = dict[str, Any]


class Split(StrEnum):
    """What the table is by. The values are read on the screen."""

    NETWORK = "By network"
    PERSON = "By person"
    TOPIC = "By topic"

    @property
    def by(self) -> By:
        """The grouping of the report."""
        return By(self.name.lower())


class Order(StrEnum):
    """Which turn comes first. The values are read on the screen."""

    NEWEST = "Newest"
    LONGEST = "Longest"


def group_lines(
    groups: Mapping[str, Figures],
    by: By,
    *,
    blind: Mapping[str, str] | None = None,
    chosen: str | None = None,
) -> list[Line]:
    """Lay out one line a group, the busiest first; ``blind`` is said by network."""
    busiest = sorted(groups.items(), key=lambda each: (-each[1].turns, each[0]))
    counted = [each for each in busiest if each[1].turns]
    return [
        _group(name, by, figures, blind or {}, chosen)
        for name, figures in counted[:MOST_GROUPS]
    ]


def left_out(groups: Mapping[str, Figures]) -> str:
    """Say how many groups are not listed, empty when all are."""
    more = sum(each.turns > 0 for each in groups.values()) - MOST_GROUPS
    return f"And {more:,} more." if more > 0 else ""


def called(name: str, by: By) -> str:
    """Return what a group goes by on the screen. It may be a stranger's word."""
    if by is By.NETWORK:
        return words.network(name).name
    if by is By.HOUR:
        hour = int(name[-2:])
        return f"{name}:00 to {hour + 1:02}:00"
    if by in {By.DAY, By.WEEK}:
        day = date.fromisoformat(name)  # of a week that is its Monday
        week = "Week of " if by is By.WEEK else ""
        return f"{week}{day:%a} {day.day} {day:%b %Y}"
    return name[:1].upper() + name[1:] if name in OURS else name


def kind_lines(figures: Figures) -> list[Line]:
    """Lay out one line for each kind of answer that was waited for."""
    named = (
        (PROMISED["first_reply"], figures.first_reply),
        (PROMISED["next_reply"], figures.next_reply),
        (PROMISED["substantive"], figures.substantive),
        *_closed(figures),
    )
    return [
        {
            "key": name,
            "name": name,
            "cells": [_number(speed.turns), *_speed(speed), _alone(speed)],
        }
        for name, speed in named
        if speed.turns
    ]


def _closed(figures: Figures) -> Iterator[tuple[str, Speed]]:
    """Yield how fast cases were closed, where any is; reopened ones say it twice."""
    if figures.first_resolution.answered:
        if figures.reopened:
            yield "Closed for the first time", figures.first_resolution
        yield PROMISED["resolution"], figures.resolution


def promise_lines(figures: Figures) -> list[Line]:
    """Lay out one line for each promise that was made, with what became of it."""
    return [
        {
            "key": name,
            "name": PROMISED[name],
            "cells": [
                _target(met_of(states)),
                *(_state(each, states[each]) for each in STATES_SHOWN),
            ],
        }
        for name, states in figures.sla_by.items()
        if any(states.values())
    ]


def _state(state: str, number: int) -> dict[str, Any]:
    late = state == "overdue" and number
    return _number(number) | ({"kind": "number waits"} if late else {})


def _target(met: Met) -> dict[str, Any]:
    return {
        "kind": "target",
        "text": share(met.share),
        "met": None if met.share is None else round(met.share * 100, 1),
        "title": f"{met.met:,} of {met.judged:,} that were due",
    }


def _group(
    name: str, by: By, figures: Figures, blind: Mapping[str, str], chosen: str | None
) -> Line:
    first = figures.first_reply
    waits = "number waits" if figures.waiting else "number"
    return {
        "key": name,
        "name": called(name, by),
        "network": words.network(name)._asdict() if by is By.NETWORK else None,
        "blind": blind.get(name, "") if by is By.NETWORK else "",
        "chosen": name == chosen,
        "cells": [
            _number(figures.turns),
            _number(figures.waiting) | {"kind": waits},
            *_speed(first),
            _target(in_target(figures)),
        ],
    }


def _number(number: int) -> dict[str, Any]:
    return {"kind": "number", "text": f"{number:,}"}


def _speed(speed: Speed) -> list[dict[str, Any]]:
    """Lay out the shares with what they are of, then medians and the ninth tenth."""
    shares = [
        {"kind": "number", "text": share(each), "small": due(speed.at_risk[window])}
        for window, each in speed.within.items()
    ]
    times = (
        reached(speed, speed.median_s),
        reached_open(speed, speed.business_median_s),
        reached(speed, speed.p90_s),
        reached_open(speed, speed.business_p90_s),
    )
    return [*shares, *({"kind": "number", "text": each} for each in times)]


def _alone(speed: Speed) -> dict[str, Any]:
    alone = speed.median_of_answered_s
    return {"kind": "number quiet", "text": "-" if alone is None else span(alone)}


def due(number: int) -> str:
    """Say of how many a share is."""
    return f"of {number:,} due"


def ordered(rows: Iterable[Row], order: Order) -> list[Row]:
    """Return the rows that count, in the order asked for."""
    counted = [each for each in rows if not each.told.turn.void]
    if order is Order.LONGEST:
        return sorted(counted, key=lambda each: (-each.wait, each.told.key))
    return counted[::-1]


def start(row: Row) -> PostKey:
    """Return the post that began the turn."""
    return PostKey(row.told.key.network, row.told.turn.posts[0])


def turn_line(row: Row, found: StoredPost | None, brand: BrandRecord) -> Line:
    """Lay out one turn of the report."""
    key, turn, reply = row.told.key, row.told.turn, row.told.turn.reply
    lag = min(row.collector_lag / row.wait, 1.0) if row.wait else None
    chips = [{"tone": TONES.get(row.state, "gray"), "text": STATES[row.state]}]
    chips += [{"tone": "gray", "text": each} for each in _marks(row)]
    return {
        **_who(key, found, turn.started_at, brand),
        "wait": words.span(row.wait),
        "parts": parts(row),
        "open": f"{words.open_span(row.business)} in open hours",
        "lag": None if lag is None else round(lag * 100, 1),
        "chips": chips,
        "by": _by(row),
        "post": None if _gone(found) else way(turn.url, "Post on", key.network),
        "reply": way(reply.url if reply else None, "Answer on", key.network),
    }


def parts(row: Row) -> str:
    """Say what a wait consists of: before we saw it, and with the team."""
    lag, wait = whole_seconds(row.collector_lag), whole_seconds(row.wait)
    team = timedelta(seconds=wait - lag)
    return f"{words.span(row.collector_lag)} until seen + {words.span(team)} with us"


def open_line(
    waiting: Open, found: StoredPost | None, brand: BrandRecord, *, now: datetime
) -> Line:
    """Lay out somebody who waits, of whom the window's report need not tell."""
    late, due = is_late(waiting, now), waiting.due_at
    url = found.post.url if found and not _gone(found) else None
    running = TurnState.RUNNING if due else TurnState.OPEN
    state = STATES[TurnState.OVERDUE if late else running]
    return {
        **_who(waiting.key, found, waiting.started_at, brand),
        "wait": words.span(max(now - waiting.started_at, timedelta())),
        "parts": f"due {words.moment(due, brand)}" if due else "no target",
        "open": "",
        "lag": None,
        "chips": [{"tone": "red" if late else "gray", "text": state}],
        "by": "",
        "post": way(url, "Post on", waiting.key.network),
        "reply": None,
    }


def way(url: str | None, what: str, network: str) -> dict[str, str] | None:
    """Return a way out, if it is safe to take. Its label is our own."""
    if not url or not url.lower().startswith("https://"):
        return None
    return {"url": url, "label": f"{what} {words.network(network).name}"}


def _who(
    key: CaseKey, found: StoredPost | None, at: datetime, brand: BrandRecord
) -> Line:
    post = found.post if found else None
    shown = None if _gone(found) else post
    author = post.author if post else None
    name = words.name(author) if author else key.customer
    return {
        "case": str(key),
        "name": name,
        "initials": words.initials(name),
        "network": words.network(key.network)._asdict(),
        "when": words.moment(at, brand),
        "text": bounded(shown.text, TEXT_LIMIT) if shown else "",
        "lang": shown.lang if shown else None,
    }


def _gone(found: StoredPost | None) -> bool:
    return found is not None and found.post.state is not State.LIVE


def _marks(row: Row) -> Iterable[str]:
    turn = row.told.turn
    if turn.number > 1:
        yield f"wait {turn.number:,}"
    if turn.found_late:
        yield "found late"
    if turn.withdrawn_at:
        yield "answer withdrawn"
    if turn.backfilled:
        yield "archive"


def _by(row: Row) -> str:
    """Say who answered and how. A person's name is not ours."""
    reply = row.told.turn.reply
    if reply is None:
        return ""
    elsewhere = "elsewhere" if reply.where is Where.OFF_PLATFORM else ""
    who = reply.person or ("" if elsewhere else PERSON_UNKNOWN)
    told = [*filter(None, (who, elsewhere, KINDS.get(reply.kind, "")))]
    return f"by {', '.join(told)}" if who else ", ".join(told).capitalize()


def listed(
    lines: Sequence[Line],
    *,
    title: str,
    total: int,
    chosen: str = "",
    clear: str = "",
    earlier: int = 0,
) -> dict[str, Any]:
    """Lay out a list of turns under its title, which may hold a stranger's word.

    ``earlier`` of them began before the window: no download has them.
    """
    before = f", {earlier:,} since before this window" if earlier else ""
    return {
        "title": title,
        "count": f"{total:,} {'wait' if total == 1 else 'waits'}{before}",
        "clear": clear,
        "chosen": chosen,
        "lines": list(lines),
        "more": f"{len(lines):,} of {total:,}" if total > len(lines) else "",
    }

"""When a source is blind: its state follows from facts and an instant. Pure.

An answer without posts is not taken for "all quiet": see ``alerts.silence``.
"""

from collections.abc import Sequence
from datetime import datetime

from alerts.silence import silence
from alerts.source_state import (
    GRACE,
    Engine,
    Facts,
    Reading,
    SourceState,
    State,
)
from domain.pause import Pause
from domain.source import Fault


def state_of(facts: Facts, *, as_of: datetime) -> SourceState:
    """Say how a source stands."""
    if not facts.on:
        return _told(facts, State.OFF)
    if not facts.known:
        return _told(facts, State.UNKNOWN)
    if facts.missing:
        return _told(facts, State.NEEDS)
    streams = asked(facts)
    last = max((each.seen_at for each in streams if each.seen_at), default=None)
    if _is_down(facts, last, as_of):
        return _told(facts, State.ENGINE_DOWN, at=last)
    return (
        _paused(facts, streams, as_of)
        or _stale(facts, streams, as_of)
        or _silent(facts, as_of)
        or _told(facts, State.WELL if last else State.WAITING, at=last)
    )


def asked(facts: Facts) -> list[Reading]:
    """Return the streams that are still asked for.

    A stream of a query that was changed keeps its checkpoint, but is not tried any
    more, while the others are.
    """
    tries = [each.tried_at for each in facts.readings if each.tried_at]
    newest = max(tries, default=None)
    return [
        each
        for each in facts.readings
        if newest is None
        or (each.tried_at is not None and newest - each.tried_at <= facts.patience)
        or any(_covers(pause, each) for pause in facts.pauses if pause.until >= newest)
    ]


def _told(
    facts: Facts,
    state: State,
    *,
    at: datetime | None = None,
    pause: Pause | None = None,
    partial: bool = False,
    usual: int = 0,
) -> SourceState:
    return SourceState(
        network=facts.network,
        name=facts.name,
        state=state,
        at=at,
        needs=tuple(facts.missing or (facts.need.secrets if facts.need else ())),
        pause=pause,
        partial=partial,
        usual=usual,
        watched=facts.watched,
    )


def _is_down(facts: Facts, last: datetime | None, as_of: datetime) -> bool:
    """Tell whether nobody collects; who collects by a timetable does, in between."""
    if facts.engine is not Engine.GONE:
        return facts.engine is Engine.DIED
    return last is None or as_of - last > facts.every + GRACE


ACCOUNT, MONEY = "account:", "money:"
"""What the scopes of pauses begin with that concern one handle, or our own budget."""

CHECKS = "checks"
"""The scope of looking again at posts that are stored, which is no stream."""

_HELPLESS = (
    Fault.AUTH_INVALID,
    Fault.AUTH_SCOPE,
    Fault.QUOTA_EXHAUSTED,
    Fault.CONTRACT_CHANGED,
    Fault.CURSOR_LOOP,
    Fault.BAD_QUERY,
    Fault.NOT_FOUND,
    Fault.UNAVAILABLE,
    Fault.RATE_LIMITED,
)
"""Faults by how much they need a person."""


def _covers(pause: Pause, stream: Reading) -> bool:
    scope = pause.scope.removeprefix(MONEY)
    return scope in {"", stream.family, stream.stream}


def _held(facts: Facts, streams: Sequence[Reading], as_of: datetime) -> list[Pause]:
    """Return the pauses that hold something, the gravest first.

    One that is over is tried again and then renewed or lifted; one that is neither
    speaks of what is not asked for any more.
    """
    found = [
        each
        for each in facts.pauses
        if as_of <= each.until + facts.patience
        and (
            each.scope in {"", CHECKS}
            or each.scope.startswith(ACCOUNT)
            or any(_covers(each, stream) for stream in streams)
        )
    ]
    return sorted(found, key=_gravity)


def _gravity(pause: Pause) -> tuple[bool, int, datetime, str]:
    return (
        pause.scope != "",
        _HELPLESS.index(pause.fault),
        pause.since,
        pause.scope,
    )


def _paused(
    facts: Facts, streams: Sequence[Reading], as_of: datetime
) -> SourceState | None:
    held = _held(facts, streams, as_of)
    if not held:
        return None
    first = held[0]
    limited = first.fault is Fault.RATE_LIMITED
    return _told(
        facts,
        State.RATE_LIMITED if limited else State.FAILING,
        at=first.since,
        pause=first,
        partial=any(
            not any(_covers(pause, each) for pause in held) for each in streams
        ),
    )


def _stale(
    facts: Facts, streams: Sequence[Reading], as_of: datetime
) -> SourceState | None:
    """Tell what was not read though it was due twice and nothing holds it."""
    overdue = [
        each
        for each in streams
        if as_of - (each.seen_at or each.begun_at) > facts.patience
    ]
    if not overdue:
        return None
    since = min((each.seen_at for each in overdue if each.seen_at), default=None)
    partial = len(overdue) < len(streams)
    return _told(facts, State.STALE, at=since, partial=partial)


def _silent(facts: Facts, as_of: datetime) -> SourceState | None:
    begun = min((each.begun_at for each in facts.readings), default=as_of)
    found = silence(facts.news, begun_at=begun, as_of=as_of)
    if found is None:
        return None
    return _told(facts, State.SILENT, at=found.since, usual=found.usual)

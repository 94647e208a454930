"""What is done when a network fails: a pause, and a word in the ledger of coverage."""

import logging
from collections.abc import Mapping
from datetime import datetime

from domain.clock import iso
from domain.coverage import SpanState
from domain.pause import Pause, paused, scope_of
from domain.source import Fault, SourceError, Stream
from services.reading import Source
from store import Session, Store, checkpoints, coverage, pauses

log = logging.getLogger(__name__)

MONEY = "money:"
"""Begins the scope of a pause that our own budget asks for: it is asked anew each time,
since the owner may have raised it."""


_A_PERSON_ACTS = {Fault.AUTH_INVALID, Fault.AUTH_SCOPE, Fault.QUOTA_EXHAUSTED}


class BudgetError(SourceError):
    """Our own money for the month is spent; nothing was asked of the network."""


_STALE_TOKEN = {
    Fault.BAD_QUERY,
    Fault.NOT_FOUND,
    Fault.CONTRACT_CHANGED,
    Fault.CURSOR_LOOP,
}
"""Faults after which the token of a drain is not tried again."""


def open_pauses(store: Store, network: str, now: datetime) -> Mapping[str, Pause]:
    """Return the pauses that hold now, by scope."""
    with store.reading() as session:
        found = pauses.load(session, network)
    return {
        scope: each
        for scope, each in found.items()
        if now < each.until and not scope.startswith(MONEY)
    }


def resting(held: Mapping[str, Pause], stream: Stream) -> bool:
    """Tell whether the stream, its family or its whole network is left alone."""
    return not held.keys().isdisjoint({"", stream.family, stream.id})


def failed(store: Store, source: Source, error: SourceError, stream: Stream) -> None:
    """Leave alone what failed, and note that the stream could not be read."""
    now = source.clock()
    scope = scope_of(error, stream)
    if isinstance(error, BudgetError):
        scope = MONEY + stream.family
    # When others can be read, the network is well; this stream then waits alone.
    scopes = (scope, stream.id) if not scope else (scope,)
    state = (
        SpanState.RATE_LIMITED
        if error.fault is Fault.RATE_LIMITED
        else SpanState.FAILED
    )
    with store.begin() as session:
        pause = [pause_for(session, source, error, each) for each in scopes][-1]
        stored = checkpoints.load(session, stream.network, stream.id)
        if stored and error.fault in _STALE_TOKEN:
            anew = stored.checkpoint.restarted()
            checkpoints.save(session, stream, anew, tried_at=now, read_at=None)
        since = stored.checkpoint.floor if stored else None
        coverage.failed(
            session,
            stream.network,
            stream.id,
            state,
            str(error.fault),
            since=since or now,
            now=now,
        )
    if pause.failures == 1 or not isinstance(error, BudgetError):
        tell(error, pause, family=str(stream.family))


def forgiven(store: Store) -> int:
    """Lift the pauses that a person may have ended, by new credentials or more money.

    For the start of an engine: whoever changed the settings starts it anew. Returns
    how many there were.
    """
    with store.begin() as session:
        return pauses.lift_faults(session, None, _A_PERSON_ACTS)


def pause_for(
    session: Session, source: Source, error: SourceError, scope: str
) -> Pause:
    """Write down how long the scope is left alone."""
    before = pauses.load(session, error.network).get(scope)
    now, jitter = source.clock(), source.chance()
    pause = paused(error, scope=scope, before=before, now=now, jitter=jitter)
    pauses.save(session, pause)
    return pause


def tell(error: SourceError, pause: Pause, *, family: str) -> None:
    """Log a failure: whose, of what class, and when we come back."""
    log.warning(
        "source failed",
        extra={
            "source": error.network,
            "family": family,
            "fault": str(error.fault),
            "said": error.said,
            "retry_at": iso(pause.until),
        },
    )


def fine(session: Session, stream: Stream) -> None:
    """Lift what was held against a stream that has been read."""
    for scope in ("", str(stream.family), stream.id, MONEY + stream.family):
        pauses.lift(session, stream.network, scope)

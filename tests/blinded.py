"""Short makers of what a source is judged by."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from alerts.source_state import Facts, Reading, SourceState, State
from domain.pause import Pause
from domain.source import Fault, Need

NOW = datetime(2026, 3, 24, 12, 30, tzinfo=UTC)
"""A Tuesday."""

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEED = Need(secrets=("EARSHOT_X_BEARER_TOKEN",), where="There.")


def read(
    stream: str = "search:acme",
    ago: timedelta | None = 2 * MINUTE,
    *,
    tried: timedelta | None = None,
    begun: timedelta = 30 * DAY,
    draining: bool = False,
) -> Reading:
    """Make a stream that was read so long before NOW, and tried then or so."""
    family, _, query = stream.partition(":")
    latest = ago if tried is None else tried
    return Reading(
        stream=stream,
        family=family,
        query=query,
        begun_at=NOW - begun,
        tried_at=None if latest is None else NOW - latest,
        read_at=None if ago is None else NOW - ago,
        draining=draining,
    )


def pause(
    fault: Fault = Fault.UNAVAILABLE,
    scope: str = "",
    *,
    until: timedelta = 5 * MINUTE,
    since: timedelta = 10 * MINUTE,
) -> Pause:
    return Pause(
        network="x",
        scope=scope,
        fault=fault,
        failures=1,
        since=NOW - since,
        until=NOW + until,
        said="![what it said](https://evil.example)",
    )


def facts(*readings: Reading, **parts: object) -> Facts:
    given: dict[str, object] = {
        "network": "x",
        "name": "X",
        "on": True,
        "need": NEED,
        "readings": readings,
    }
    return Facts(**{**given, **parts})  # type: ignore[arg-type]


def busy(number: int, *, days: int = 14, silent_for: int = 0) -> Mapping[datetime, int]:
    """Make a source that brings so many posts an hour, but for its last hours."""
    hour = NOW.replace(minute=0)
    return {
        hour - back * HOUR: 0 if back < silent_for + 1 else number
        for back in range(days * 24)
    }


def of(state: State, **parts: object) -> SourceState:
    given: dict[str, object] = {"network": "x", "name": "X", "state": state}
    return SourceState(**{**given, **parts})  # type: ignore[arg-type]

"""What is known of a source, how it stands, and how the house stands; the words alone.

``alerts.blind`` decides, ``alerts.blind_said`` puts it into sentences.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from domain.pause import Pause
from domain.source import Need

GRACE = timedelta(minutes=1)
"""Ticks are never quite even."""


class State(StrEnum):
    """How a source stands; all but ``off`` are switched on."""

    OFF = "off"
    UNKNOWN = "unknown"
    """Switched on, but this version has nothing that reads it."""
    NEEDS = "needs"
    WAITING = "waiting"
    """Not read yet."""
    WELL = "well"
    SILENT = "silent"
    RATE_LIMITED = "rate_limited"
    FAILING = "failing"
    STALE = "stale"
    """Nothing holds it, and yet it was not read when it was due."""
    ENGINE_DOWN = "engine_down"


class House(StrEnum):
    """How all sources stand together."""

    OK = "ok"
    DEGRADED = "degraded"
    BLIND = "blind"


class Engine(StrEnum):
    """What is known of the process that collects."""

    ALIVE = "alive"
    DIED = "died"
    """It held the lease and lets it expire."""
    GONE = "gone"
    """Never started, ended in order, or started by the clock for one round each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How far one stream, named by its id, is read. Instants are UTC.

    ``draining``: a reading has begun and goes on at ``tried_at``.
    """

    stream: str
    family: str
    query: str
    begun_at: datetime
    tried_at: datetime | None = None
    read_at: datetime | None = None
    draining: bool = False

    @property
    def seen_at(self) -> datetime | None:
        """When something of it was last read."""
        known = [each for each in (self.read_at, self._going()) if each]
        return max(known, default=None)

    def _going(self) -> datetime | None:
        # A first reading that has not brought a page yet is none.
        return self.tried_at if self.draining and self.read_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the state of one source follows from.

    ``name`` is what people call the network, ``missing`` the secrets that it lacks,
    ``news`` how many posts were new in each hour of UTC, the brands' own left out.
    """

    network: str
    name: str
    on: bool
    known: bool = True
    missing: Sequence[str] = ()
    need: Need | None = None
    watched: bool = True
    every: timedelta = timedelta(minutes=5)
    engine: Engine = Engine.ALIVE
    readings: Sequence[Reading] = ()
    pauses: Sequence[Pause] = ()
    news: Mapping[datetime, int] = field(default_factory=dict)

    @property
    def patience(self) -> timedelta:
        """After which a reading that did not come is missed."""
        return 2 * self.every + GRACE


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How a source stands at an instant; ``alerts.blind_said`` puts it into words.

    ``at``: since when it is so; for ``well`` when it was last read, for ``stale`` when
    it was read before that (None: never). ``pause`` is what holds it. ``partial``: the
    rest of the source is read. ``usual`` is how many posts a silent one brought.
    """

    network: str
    name: str
    state: State
    at: datetime | None = None
    needs: Sequence[str] = ()
    pause: Pause | None = None
    partial: bool = False
    usual: int = 0
    watched: bool = True

    @property
    def is_on(self) -> bool:
        """Tell whether the owner wants it read."""
        return self.state is not State.OFF

    @property
    def is_readable(self) -> bool:
        """Tell whether something of it is read, or will be without anybody's help."""
        return self.partial or self.state in {
            State.WELL,
            State.SILENT,
            State.WAITING,
            State.RATE_LIMITED,
        }


def house(states: Iterable[SourceState]) -> House:
    """Judge all sources together: blind when none that is switched on can be read."""
    on = [each for each in states if each.is_on]
    down = any(each.state is State.ENGINE_DOWN for each in on)
    if down or (on and not any(each.is_readable for each in on)):
        return House.BLIND
    well = all(each.state is State.WELL for each in on)
    return House.OK if well else House.DEGRADED


URGENCY = (
    State.ENGINE_DOWN,
    State.FAILING,
    State.NEEDS,
    State.UNKNOWN,
    State.STALE,
    State.SILENT,
    State.RATE_LIMITED,
    State.WAITING,
    State.WELL,
    State.OFF,
)
"""What is said first; of two that stand alike, a whole source before part of one."""


def most_important(states: Iterable[SourceState]) -> SourceState | None:
    """Return the source that a person should hear of first, None without any."""
    return min(states, key=_urgency, default=None)


def by_urgency(states: Iterable[SourceState]) -> list[SourceState]:
    """Return the sources in the order in which a person should hear of them."""
    return sorted(states, key=_urgency)


def _urgency(told: SourceState) -> tuple[int, bool, float, str]:
    # Of several that are well, the one that was read last speaks for all.
    newest = -told.at.timestamp() if told.at and told.state is State.WELL else 0.0
    return URGENCY.index(told.state), told.partial, newest, told.network

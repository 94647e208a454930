"""What other thresholds would have made of the last weeks: the ladder, played again.

It is played by the very rules that raise alerts and hold them back. Pure: what was is
read elsewhere. News of spikes, of blind sources and of how it ended hang on no
threshold and are left out.
"""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from alerts import duty
from alerts.ladder import Wait, held_until, rungs
from alerts.quiet import ready_at
from domain.alert import GRAVITY, Step
from domain.brand import Alerts, BrandRecord
from domain.case import TurnKind
from domain.person import Person
from response.hours import hours_of
from services.bundle import AN_HOUR, APART, HOUR

LATE = timedelta(minutes=30)
"""What goes out longer than this after it fell due is late."""

_NIGHT_BEGINS, _NIGHT_ENDS = 22, 6
"""Hours of the clock of whoever is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A wait as it was. ``ended_at`` is None while it lasts.

    ``pressing``: it is critical however few follow the customer; ``followers`` is how
    many do. ``acknowledged`` is when somebody said that they know.
    """

    wait: Wait
    ended_at: datetime | None = None
    followers: int = 0
    pressing: bool = False
    acknowledged: Sequence[datetime] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many messages, how many of them at night, and how many late."""

    messages: int = 0
    night: int = 0
    late: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Count two together."""
        return Tally(
            self.messages + other.messages,
            self.night + other.night,
            self.late + other.late,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTest:
    """What would have been sent. A message counts for the gravest step in it.

    ``waits`` are those that were looked at. ``spared`` counts what fell due for a
    person, but was answered before it would have gone out.
    """

    waits: int = 0
    spared: int = 0
    by_step: Mapping[Step, Tally] = field(default_factory=dict)
    by_person: Mapping[str, Tally] = field(default_factory=dict)

    @property
    def total(self) -> Tally:
        """All of it."""
        return sum(self.by_person.values(), Tally())


@dataclass(frozen=True, slots=True)
class _Told:
    """One step of one wait, for one person."""

    ready: datetime
    due: datetime
    step: Step
    ended_at: datetime | None


def backtest(
    found: Sequence[Past], brand: BrandRecord, alerts: Alerts, *, now: datetime
) -> BackTest:
    """Play the ladder again with ``alerts`` as its thresholds, until ``now``."""
    supposed = replace(brand, alerts=alerts)
    zone = brand.policies[-1].calendar.zone
    by_step: dict[Step, Tally] = {}
    by_person: dict[str, Tally] = {}
    spared = 0
    for person, queue in _queues(found, supposed, now):
        own, tally = ZoneInfo(person.zone or zone), Tally()
        for at, told in _messages(queue, now):
            going = [each for each in told if not _over(each, at)]
            spared += len(told) - len(going)
            if not going:
                continue
            step = max((each.step for each in going), key=GRAVITY.index)
            late = any(at - each.due > LATE for each in going)
            one = Tally(1, int(_is_night(at, own)), int(late))
            tally += one
            by_step[step] = by_step.get(step, Tally()) + one
        by_person[person.email] = tally
    return BackTest(
        waits=len(found), spared=spared, by_step=by_step, by_person=by_person
    )


def _queues(
    found: Sequence[Past], brand: BrandRecord, now: datetime
) -> list[tuple[Person, list[_Told]]]:
    """Return what each person would have been told, by when it might have gone out."""
    calendar = brand.policies[-1].calendar
    hours, zone = hours_of(calendar), calendar.zone
    told = cache(lambda step, name: duty.told(step, brand.people, assignee=name))
    queues: dict[str, tuple[Person, list[_Told]]] = {
        each.email: (each, []) for each in brand.people
    }
    for each in found:
        wait = _supposed(each, brand.alerts.audience)
        for rung in rungs(wait, brand, before=each.ended_at):
            due = _held(each, wait, rung.at, brand)
            if due > now or (each.ended_at is not None and due >= each.ended_at):
                continue
            for person in told(rung.step, wait.assignee):
                ready = ready_at(rung.step, person, at=due, hours=hours, zone=zone)
                one = _Told(ready, due, rung.step, each.ended_at)
                queues[person.email][1].append(one)
    for _, queue in queues.values():
        queue.sort(key=lambda each: each.ready)
    return list(queues.values())


def _supposed(found: Past, audience: int) -> Wait:
    """Return the wait, critical or not as it is with this audience."""
    turn = found.wait.turn
    followed = turn.kind is TurnKind.COMPLAINT and found.followers > audience
    critical = found.pressing or followed
    if critical == turn.critical:
        return found.wait
    return replace(found.wait, turn=replace(turn, critical=critical))


def _held(found: Past, wait: Wait, due: datetime, brand: BrandRecord) -> datetime:
    """Return when a step is raised: somebody who knows of it holds it back."""
    while found.acknowledged:
        said = [each for each in found.acknowledged if each <= due]
        until = held_until(said, wait, brand)
        if until is None or until <= due:
            break
        due = until
    return due


def _messages(
    queue: Sequence[_Told], now: datetime
) -> Iterator[tuple[datetime, Sequence[_Told]]]:
    """Yield each message that would have been put together, and when.

    What is ready while a person is let alone joins the next one.
    """
    pace = _Pace([each.ready for each in queue if each.step is Step.CRITICAL])
    begin = 0
    while begin < len(queue):
        at = pace.free_at(queue[begin].ready)
        if at > now:
            return
        end = bisect_right(queue, at, lo=begin, key=lambda each: each.ready)
        told = queue[begin:end]
        yield at, told
        going = [each.step for each in told if not _over(each, at)]
        if going:
            pace.sent(at, critical=Step.CRITICAL in going)
        begin = end


class _Pace:
    """How often one person is told, as ``services.bundle`` has it."""

    def __init__(self, loud: Sequence[datetime]) -> None:
        """``loud`` is when critical ones are ready: the first does not wait."""
        self._loud = loud
        self._sent: deque[datetime] = deque(maxlen=AN_HOUR)
        self._last_loud: datetime | None = None

    def free_at(self, ready: datetime) -> datetime:
        """Return when a message goes out, the first thing in it being ``ready``."""
        if not self._sent:
            return ready
        last = self._sent[-1]
        full = self._sent[0] + HOUR if len(self._sent) == AN_HOUR else last
        calm = max(ready, last + APART, full)
        at = bisect_left(self._loud, ready)
        if at == len(self._loud) or self._loud[at] >= calm:
            return calm
        breaks = max(self._loud[at], full)
        again = self._last_loud is not None and breaks - self._last_loud < APART
        return calm if again else breaks

    def sent(self, at: datetime, *, critical: bool) -> None:
        """Note that a message went out."""
        self._sent.append(at)
        if critical:
            self._last_loud = at


def _over(told: _Told, at: datetime) -> bool:
    """Tell whether there is nothing to be told any more."""
    return told.ended_at is not None and told.ended_at <= at


def _is_night(at: datetime, zone: ZoneInfo) -> bool:
    hour = at.astimezone(zone).hour
    return hour >= _NIGHT_BEGINS or hour < _NIGHT_ENDS

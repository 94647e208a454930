"""How a source stands, put into calm words; every one of them is ours.

What a network itself said is left out: these sentences stand where markup is read.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from alerts.blind import ACCOUNT, CHECKS, MONEY
from alerts.source_state import SourceState, State, most_important
from domain.pause import Pause
from domain.source import Family, Fault

FAULTS: Mapping[Fault, str] = {
    Fault.RATE_LIMITED: "rate limited",
    Fault.QUOTA_EXHAUSTED: "the quota is used up",
    Fault.AUTH_INVALID: "the credentials are not accepted",
    Fault.AUTH_SCOPE: "the credentials do not allow this",
    Fault.NOT_FOUND: "what is asked for is not there",
    Fault.BAD_QUERY: "the question is refused",
    Fault.UNAVAILABLE: "no answer",
    Fault.CONTRACT_CHANGED: "answers of an unknown form",
    Fault.CURSOR_LOOP: "the same page again and again",
}
"""What is the matter with a network, after its name."""

ADVICE: Mapping[Fault, str] = {
    Fault.RATE_LIMITED: "Nothing to do: it is asked again by itself.",
    Fault.QUOTA_EXHAUSTED: "Raise the quota with the network, or wait for the next"
    " month.",
    Fault.AUTH_INVALID: "Check the credentials, and start Earshot anew.",
    Fault.AUTH_SCOPE: "Give the app the rights to read, in the network's own settings.",
    Fault.NOT_FOUND: "Check the names in the brand file and in earshot.toml.",
    Fault.BAD_QUERY: "Make the queries of the brand simpler.",
    Fault.UNAVAILABLE: "It is asked again by itself. If it lasts, look whether this"
    " machine reaches the network.",
    Fault.CONTRACT_CHANGED: "If it lasts, a newer Earshot is needed.",
    Fault.CURSOR_LOOP: "Nothing to do: it is asked again by itself.",
}
"""What a person can do about it."""

STATE_ADVICE: Mapping[State, str] = {
    State.UNKNOWN: "Take its table out of earshot.toml, or update Earshot.",
    State.SILENT: "Look there whether people write: the network may hide their posts.",
    State.STALE: "If it lasts, start the engine anew.",
    State.ENGINE_DOWN: "Start it: earshot up, or earshot engine.",
}

FAMILIES: Mapping[str, str] = {
    Family.MENTIONS: "mentions",
    Family.INBOX: "inbox",
    Family.OWN: "own posts",
    Family.SEARCH: "search",
    Family.COMMENTS: "comments",
    CHECKS: "looking again",
}

NO_MONEY = "Raise monthly_usd in earshot.toml, or wait for the next month."
NO_ENGINE = "Nothing is collected: the engine is not running"
DAY = timedelta(days=1)


def house_line(
    states: Iterable[SourceState], *, now: datetime, zone: tzinfo, demo: bool = False
) -> str:
    """Say the most important thing in one line. ``demo``: the example is there."""
    first = most_important(each for each in states if each.is_on)
    if first is None:
        return "Demo data; no source is set up" if demo else "No source is set up"
    if first.state is State.ENGINE_DOWN:
        return NO_ENGINE
    return sentence(first, now=now, zone=zone)


def sentence(told: SourceState, *, now: datetime, zone: tzinfo) -> str:
    """Say how a source stands; times are those of ``zone``."""
    name = told.name
    if told.state is State.WELL:
        return f"Collected {_ago(told.at, now)}"
    if told.state is State.ENGINE_DOWN:
        last = f"; {name} was last read {_ago(told.at, now)}" if told.at else ""
        return f"{NO_ENGINE}{last}"
    if told.state is State.SILENT:
        return _silence(told, now)
    if told.state is State.STALE:
        which = f"Part of {name}" if told.partial else name
        return f"{which} has not been read{_since(told.at, now, zone) or ' yet'}"
    if told.pause:
        return _paused(told, told.pause, now, zone)
    return f"{name} {_still(told)}"


def advice(told: SourceState) -> str:
    """Say what a person can do about it; empty when there is nothing to say."""
    if told.state is State.WAITING and not told.watched:
        return "Describe one in a file, and apply it: earshot apply FILE."
    if told.pause is None:
        return STATE_ADVICE.get(told.state, "")
    if told.pause.scope.startswith(MONEY):
        return NO_MONEY
    return remedy(told.pause.fault, told.needs)


def remedy(fault: Fault, needs: Sequence[str] = ()) -> str:
    """Say what a person can do about a fault; ``needs`` are the secrets at stake."""
    if fault is Fault.AUTH_INVALID and needs:
        return f"Check {_all(needs)}, and start Earshot anew."
    return ADVICE[fault]


def _still(told: SourceState) -> str:
    """Say what was never different."""
    if told.state is State.OFF:
        return "is not set up"
    if told.state is State.NEEDS:
        return f"needs {_all(told.needs)}"
    if told.state is State.UNKNOWN:
        return "is switched on, but this version cannot read it"
    return "has not been read yet" if told.watched else "waits for a brand to watch"


def _ago(at: datetime | None, now: datetime) -> str:
    return ago(now - at) if at else "just now"


def ago(span: timedelta) -> str:
    """Say how long ago: ``just now``, ``2 min ago``, ``3 h ago``, ``2 d ago``."""
    return f"{roughly(span)} ago" if span >= timedelta(minutes=1) else "just now"


def roughly(span: timedelta) -> str:
    """Say a span by its largest unit: ``42 min``, ``5 h``, ``2 d``."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 2880 else f"{minutes // 1440} d"


def clock(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """Say when: ``14:05`` on the same day, else ``Wed 18 Nov, 14:05``; UTC is named."""
    named = " UTC" if str(zone) == "UTC" else ""
    return f"{when(moment, now, zone)}{named}"


def when(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """Say when, as ``clock`` does, without the zone."""
    there, here = moment.astimezone(zone), now.astimezone(zone)
    if there.date() == here.date():
        return f"{there:%H:%M}"
    year = f" {there.year}" if there.year != here.year else ""
    return f"{there:%a} {there.day} {there:%b}{year}, {there:%H:%M}"


def part(scope: str) -> str:
    """Say in our own words what a pause's scope is, empty for a whole network."""
    if scope.startswith(ACCOUNT):
        return "one account"
    family = scope.removeprefix(MONEY).partition(":")[0]
    return FAMILIES.get(family, "")


def _paused(told: SourceState, pause: Pause, now: datetime, zone: tzinfo) -> str:
    where = f" ({part(pause.scope)})" if part(pause.scope) else ""
    name = f"{told.name}{where}"
    until = clock(pause.until, now, zone)
    if pause.scope.startswith(MONEY):
        return f"{name}: the month's money is spent, until {until}"
    if told.state is not State.RATE_LIMITED:
        return f"{name}: {FAULTS[pause.fault]}{_since(told.at, now, zone)}"
    if pause.until <= now:
        return f"{name} was rate limited and is asked again now"
    return f"{name} is rate limited until {until}"


def _silence(told: SourceState, now: datetime) -> str:
    lasting = now - told.at if told.at else DAY
    time = "a day" if lasting >= DAY else "that time"
    return (
        f"{told.name} has been silent for {roughly(lasting)};"
        f" it usually brings about {told.usual:,} posts in {time}"
    )


def _since(at: datetime | None, now: datetime, zone: tzinfo) -> str:
    return f" since {clock(at, now, zone)}" if at else ""


def _all(names: Sequence[str]) -> str:
    return " and ".join(names)

"""The cards of the screen Sources, laid out; pure.

Queries are the owner's words and what a network said is a stranger's: both go where
nothing is read but text.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from alerts.blind_said import FAMILIES, FAULTS, advice, ago, roughly, sentence, when
from alerts.source_state import SourceState, State
from domain.coverage import Span, SpanState
from domain.source import Fault
from screens import words
from services.sources import LOOK_BACK, Known, SourceHealth, StreamHealth

Card = dict[str, Any]

TONES = {
    State.WELL: "green",
    State.OFF: "gray",
    State.WAITING: "gray",
    State.RATE_LIMITED: "orange",
    State.SILENT: "orange",
    State.STALE: "orange",
}
"""The colour of a source's dot; one that nobody but a person can help is red."""

MOST = 6
"""Outages that are listed."""

ROOM = 9
"""Per cent of the strip that the name of a day takes on a phone."""

CAUSES = {fault.value: what.capitalize() for fault, what in FAULTS.items()}

LIMITED = CAUSES[Fault.RATE_LIMITED.value]


class Setup(NamedTuple):
    """What is to be written into earshot.toml and the environment, empty: nothing."""

    file: str
    environment: str


class Outage(NamedTuple):
    """A time in which something of a source was not read, over all its streams."""

    since: datetime
    until: datetime
    state: SpanState
    reason: str | None
    families: tuple[str, ...]
    over: bool


def card(told: SourceHealth, *, now: datetime, zone: tzinfo) -> Card:
    """Lay out one source."""
    found = outages(told.spans)
    shown = found[:MOST]
    pause = told.state.pause
    return {
        "network": words.network(told.known.network)._asdict(),
        "name": told.known.name,
        "tone": tone(told.state),
        "sentence": sentence(told.state, now=now, zone=zone),
        "advice": _advice(told),
        "said": pause.said if pause else "",
        "figures": _figures(told),
        "streams": [_stream(each, now) for each in told.streams],
        "strip": [*_strip(told.spans, now, zone)],
        "days": _days(now, zone),
        "outages": [_line(each, now, zone) for each in shown],
        "more": f"and {len(found) - MOST:,} more" if len(found) > MOST else "",
    }


def _advice(told: SourceHealth) -> str:
    need = told.known.need
    if told.state.state is State.NEEDS and need:
        return need.where
    return advice(told.state)


def tone(told: SourceState) -> str:
    """Return the colour of the dot."""
    helpless = "orange" if told.partial else "red"
    return TONES.get(told.state, helpless)


def stranger(known: Known) -> Card:
    """Lay out a network that is not set up."""
    return {
        "network": words.network(known.network)._asdict(),
        "name": known.name,
        "tone": "gray",
        "sentence": "Not set up",
        "advice": known.need.where if known.need else "",
        "said": "",
        "figures": [],
        "streams": [],
        "strip": [],
        "days": [],
        "outages": [],
        "more": "",
    }


def setup(known: Known) -> Setup:
    """Say what is to be written where, so that a network is read."""
    names = known.missing or (known.need.secrets if known.need else ())
    return Setup(
        file="" if known.on else f"[networks.{known.network}]",
        environment="\n".join(f"export {each}=..." for each in names),
    )


def outages(spans: Iterable[Span]) -> list[Outage]:
    """Join what was not read of several streams for one reason, newest first."""
    found: list[Outage] = []
    for each in sorted(spans, key=lambda span: (span.since, span.until)):
        if each.state is SpanState.READ:
            continue
        for place, one in enumerate(found):
            same = (one.state, one.reason) == (each.state, each.reason)
            if same and each.since <= one.until:
                found[place] = _joined(one, each)
                break
        else:
            found.append(_outage(each))
    return sorted(found, key=lambda one: (one.since, one.until), reverse=True)


def _outage(span: Span) -> Outage:
    return Outage(
        since=span.since,
        until=span.until,
        state=span.state,
        reason=span.reason,
        families=(_family(span.stream),),
        over=span.recovered_at is not None,
    )


def _joined(one: Outage, span: Span) -> Outage:
    family = _family(span.stream)
    return one._replace(
        until=max(one.until, span.until),
        families=tuple(dict.fromkeys((*one.families, family))),
        over=one.over and span.recovered_at is not None,
    )


def _family(stream: str) -> str:
    return stream.partition(":")[0]


def _figures(told: SourceHealth) -> list[str]:
    figures = [_counted(told.posts, "new post", "new posts") + " in 24 h"]
    if told.known.monthly_usd is not None:
        figures.append(f"{dollars(told.usd)} of {limit(told.known)} this month")
    if told.skipped:
        figures.append(_counted(told.skipped, "item", "items") + " not readable")
    return figures


def dollars(usd: float) -> str:
    """Say an amount of money: ``$3.20``."""
    return f"${usd:,.2f}"


def limit(known: Known) -> str:
    """Say what a network may cost a month: ``$20``."""
    usd = known.monthly_usd or 0.0
    return f"${usd:,.0f}" if usd == int(usd) else dollars(usd)


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _stream(told: StreamHealth, now: datetime) -> dict[str, str]:
    reading = told.reading
    read = reading.seen_at
    return {
        "what": FAMILIES.get(reading.family, reading.family).capitalize(),
        "query": reading.query,
        "read": ago(now - read) if read else "not yet",
        "posts": f"{told.posts:,}",
    }


def _strip(
    spans: Sequence[Span], now: datetime, zone: tzinfo
) -> Iterable[dict[str, object]]:
    """Lay out the seven days as a strip; what was missed lies above what was read."""
    read = [each for each in spans if each.state is SpanState.READ]
    for each in _merged(read):
        yield _piece(*each, "read", f"Read: {_times(*each, now, zone)}", now)
    for one in reversed(outages(spans)):
        title = f"{_cause(one)}: {_times(one.since, one.until, now, zone)}"
        yield _piece(one.since, one.until, _look(one), title, now)


def _merged(spans: Iterable[Span]) -> list[tuple[datetime, datetime]]:
    """Join the spans of several streams that meet."""
    found: list[tuple[datetime, datetime]] = []
    for since, until in sorted((each.since, each.until) for each in spans):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found


def _piece(
    since: datetime, until: datetime, look: str, title: str, now: datetime
) -> dict[str, object]:
    start = now - LOOK_BACK
    left = _share(max(since, start) - start)
    right = _share(min(until, now) - start)
    return {
        "left": left,
        "width": round(max(right - left, 0.0), 2),
        "look": look,
        "title": title,
    }


def _share(time: timedelta) -> float:
    """Return per cent of the strip, 0..100."""
    return round(min(max(time / LOOK_BACK * 100, 0.0), 100.0), 2)


def _days(now: datetime, zone: tzinfo) -> list[dict[str, object]]:
    """Name the days below the strip, each where it begins."""
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    days = [midnight - timedelta(days=back) for back in range(LOOK_BACK.days)]
    places = ((each, _share(each - (now - LOOK_BACK))) for each in reversed(days))
    return [
        {"left": left, "label": f"{each:%a}"}
        for each, left in places
        if left <= 100 - ROOM
    ]


def _line(one: Outage, now: datetime, zone: tzinfo) -> dict[str, str]:
    families = [said for each, said in FAMILIES.items() if each in one.families]
    return {
        "when": _times(one.since, one.until, now, zone),
        "what": _cause(one),
        "part": ", ".join(families),
        "end": _end(one),
        "look": _look(one),
    }


def _look(one: Outage) -> str:
    """Return how it is painted: what was caught up with is past."""
    return "over" if one.over else one.state.value


def _cause(one: Outage) -> str:
    if one.state is SpanState.GAP:
        return f"Posts may be missing: {one.reason or 'they were not given'}"
    if one.state is SpanState.RATE_LIMITED:
        return LIMITED
    return CAUSES.get(one.reason or "", one.reason or "Not read")


def _end(one: Outage) -> str:
    if one.state is SpanState.GAP:
        return "read after all" if one.over else "not read"
    return "caught up since" if one.over else "not caught up yet"


def _times(since: datetime, until: datetime, now: datetime, zone: tzinfo) -> str:
    """Say a span of time: ``Wed 18 Nov, 13:10 to 14:05 (55 min)``, or the moment."""
    begin, end = since.astimezone(zone), until.astimezone(zone)
    last = f"{end:%H:%M}" if begin.date() == end.date() else when(until, now, zone)
    lasting = until - since
    if lasting < timedelta(minutes=1):
        return when(since, now, zone)
    return f"{when(since, now, zone)} to {last} ({roughly(lasting)})"

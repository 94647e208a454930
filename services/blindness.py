"""When a brand could not be heard: what its sources missed, beside the figures.

What was read after all is not blind time: its posts are in the figures by now. Streams
are shared, so a brand is served by all that is read of its networks.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import chain
from typing import NamedTuple

from alerts.blind_said import FAULTS, when
from domain.brand import BrandRecord
from domain.clock import iso, whole_seconds
from domain.coverage import Span
from store import Session, checkpoints, coverage

SAID = 3
"""Spans that are said in a line; the others are counted."""

CAUSES = {fault.value: words for fault, words in FAULTS.items()}


class BlindSpan(NamedTuple):
    """A span in which something of a source was not read, within the window.

    ``query`` is what was asked, with its family before it; ``reason`` as in the ledger.
    """

    network: str
    query: str
    since: datetime
    until: datetime
    reason: str | None

    def to_json(self) -> dict[str, object]:
        """Return the span with the fields outsiders know."""
        return {
            "network": self.network,
            "query": self.query,
            "from": iso(self.since),
            "to": iso(self.until),
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Blindness:
    """The blind time of a window, its spans oldest first.

    ``blind`` is the time in which any source was blind, overlaps counted once; None
    when no source of the brand was switched on by the end of the window.
    """

    blind: timedelta | None = None
    spans: Sequence[BlindSpan] = ()

    @property
    def seconds(self) -> int | None:
        """The blind time in whole seconds."""
        return None if self.blind is None else whole_seconds(self.blind)

    def to_json(self) -> list[dict[str, object]]:
        """Return the spans with the fields outsiders know."""
        return [each.to_json() for each in self.spans]


def blindness(
    session: Session, brand: BrandRecord, *, since: datetime | None, until: datetime
) -> Blindness:
    """Return what was missed of the brand in [since, until).

    ``since`` None is from the first span on.
    """
    serves = _served(brand)
    begun = any(
        serves(each.network) and each.checkpoint.begun_at <= until
        for each in checkpoints.every(session)
    )
    found = [
        each
        for each in coverage.missed(session, since=since, until=until)
        if serves(each.network)
    ]
    if not begun and not found:
        return Blindness()
    clipped = [_clipped(each, since, until) for each in found]
    # A window may be empty, or end before it begins.
    spans = _joined(each for each in clipped if each.since < each.until)
    return Blindness(blind=_union(spans), spans=spans)


def line(
    told: Blindness, *, name: Callable[[str], str], now: datetime, zone: tzinfo
) -> str:
    """Say the blind time in one calm line, empty when there was none.

    ``name`` tells what people call a network; times are those of ``zone``.
    """
    found = _by_network(told.spans)
    said = [_said(each, name, now, zone) for each in found[:SAID]]
    if len(found) > SAID:
        said.append(f"and {len(found) - SAID:,} more")
    return f"Partly blind: {', '.join(said)}" if said else ""


def _served(brand: BrandRecord) -> Callable[[str], bool]:
    """Return which networks are read for the brand; none for the shipped example."""
    if brand.demo:
        return lambda _: False
    if brand.queries:
        return lambda _: True
    networks = {each.network for each in brand.accounts}
    return lambda network: network in networks


def _clipped(span: Span, since: datetime | None, until: datetime) -> BlindSpan:
    return BlindSpan(
        network=span.network,
        query=span.stream,
        since=max(span.since, since) if since else span.since,
        until=min(span.until, until),
        reason=span.reason,
    )


def _joined(spans: Iterable[BlindSpan]) -> list[BlindSpan]:
    """Join spans of the same stream and reason that meet; oldest first."""
    found: dict[tuple[str, str, str | None], list[BlindSpan]] = {}
    for each in sorted(spans, key=_when):
        same = found.setdefault((each.network, each.query, each.reason), [])
        if same and each.since <= same[-1].until:
            same[-1] = same[-1]._replace(until=max(same[-1].until, each.until))
        else:
            same.append(each)
    return sorted(chain.from_iterable(found.values()), key=_when)


def _when(span: BlindSpan) -> tuple[datetime, datetime, str, str]:
    return span.since, span.until, span.network, span.query


def _union(spans: Iterable[BlindSpan]) -> timedelta:
    """Return the time that the spans, in order of their beginning, cover."""
    covered, reached = timedelta(), None
    for each in spans:
        begin = each.since if reached is None else max(each.since, reached)
        if each.until > begin:
            covered += each.until - begin
            reached = each.until
    return covered


def _by_network(spans: Iterable[BlindSpan]) -> list[BlindSpan]:
    """Join what streams of one network missed for the same reason."""
    return _joined(each._replace(query="") for each in spans)


def _said(
    span: BlindSpan, name: Callable[[str], str], now: datetime, zone: tzinfo
) -> str:
    begin, end = span.since.astimezone(zone), span.until.astimezone(zone)
    last = f"{end:%H:%M}" if begin.date() == end.date() else when(end, now, zone)
    why = CAUSES.get(span.reason or "", span.reason or "not read")
    return f"{name(span.network)} {when(begin, now, zone)}\u2013{last} ({why})"

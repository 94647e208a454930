"""Raises an alert for a source that is not read, and says how it stands then.

A source is the operator's, whatever the brand: an outage is told once to each person.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.blind_said import advice, sentence
from alerts.letter import Outage
from alerts.source_state import SourceState, State
from domain.alert import About, Delivery, Raised, Step, Topic
from domain.clock import iso, parse_instant
from services.escalate import MEMORY, for_person, raised, tells
from store import Session, Store, brands, outbox
from store.brands import StoredBrand

HICCUP = timedelta(minutes=15)
"""What heals itself within that time wakes nobody."""

COOL_DOWN = timedelta(hours=3)
"""A source that fails again and again is told of once in that time."""

BLIND = frozenset({State.FAILING, State.STALE, State.SILENT, State.RATE_LIMITED})


def raise_outages(store: Store, states: Sequence[SourceState], *, now: datetime) -> int:
    """Raise what is blind, and what was told of and is read again; return how many.

    ``states`` is how all sources stand ``now``.
    """
    with store.reading() as session:
        known = [each for each in brands.load(session) if tells(each)]
        heard: set[tuple[str, str]] = set()
        news = [(each, list(_news(session, each, states, now))) for each in known]
    told = 0
    for brand, found in news:
        # Somebody who works for two brands hears of it once.
        fresh = [
            each
            for each in found
            if (str(each.key.about), each.key.recipient) not in heard
        ]
        heard |= {(str(each.key.about), each.key.recipient) for each in fresh}
        if fresh:
            with store.begin() as session:
                told += outbox.add(session, brand.id, fresh)
    return told


def is_blind(state: SourceState, *, now: datetime) -> bool:
    """Tell whether somebody has to hear of a source."""
    since = state.at
    return state.state in BLIND and since is not None and now - since >= HICCUP


def outage(
    states: Iterable[SourceState], about: About, *, now: datetime, zone: str
) -> Outage | None:
    """Say how a source stands that an alert is about; None for one taken off."""
    network, since = _parts(about)
    for each in states:
        if each.network == network and each.is_on:
            blind = each.state in BLIND
            return Outage(
                network=each.name,
                sentence=sentence(each, now=now, zone=ZoneInfo(zone)),
                advice=advice(each) if blind else "",
                since=since,
                ended_at=None if blind else now,
            )
    return None


def outages(states: Iterable[SourceState], *, now: datetime, zone: str) -> list[Outage]:
    """Return the sources that are blind now, as a digest tells of them."""
    return [
        Outage(
            network=each.name,
            sentence=sentence(each, now=now, zone=ZoneInfo(zone)),
            advice=advice(each),
            since=each.at,
        )
        for each in states
        if each.state in BLIND
    ]


def _news(
    session: Session, brand: StoredBrand, states: Sequence[SourceState], now: datetime
) -> Iterator[Raised]:
    since = now - MEMORY
    recent = outbox.of_topic(session, brand.id, Topic.SOURCE, moment=since)
    lately = {
        _parts(each.key.about)[0] for each in recent if now - each.raised_at < COOL_DOWN
    }
    blind = {each.network for each in states if each.state in BLIND}
    for each in states:
        if is_blind(each, now=now) and each.at and each.network not in lately:
            about = About(Topic.SOURCE, f"{each.network}/{iso(each.at)}")
            yield from raised(brand, about, Step.BLIND, now=now)
    people = {each.email: each for each in brand.record.people}
    ended = {each.key.about for each in recent if each.key.step is Step.ENDED}
    for alert in recent:
        key = alert.key
        network, _ = _parts(key.about)
        told = key.step is Step.BLIND and alert.delivery is Delivery.SENT
        over = network not in blind and key.about not in ended
        if told and over and (person := people.get(key.recipient)):
            again = key._replace(step=Step.ENDED)
            yield for_person(brand, person, again, now)


def _parts(about: About) -> tuple[str, datetime | None]:
    network, _, since = about.rest.partition("/")
    return network, parse_instant(since) if since else None

"""The digest: raised when it is due, and put together from what holds when it goes out.

That it goes once for each person and date the outbox sees to; here nothing is sent.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.digest import FIRST, Digest, Figure
from alerts.digest_due import (
    LOOK_BACK,
    Span,
    covered,
    due,
    instant,
    kind_of,
    zone_of,
)
from alerts.letter import Outage, Reader
from domain.alert import MAIL, Alert, AlertKey, Raised, Step
from domain.calendar import Calendar
from domain.person import Person
from services import digest_parts as parts
from services.blindness import blindness
from services.digest_parts import Told
from services.for_each import for_each
from services.signed import Addresses
from services.standing_at import standing, standing_at
from store import Session, Store, brands, digests, opt_outs, outbox
from store.brands import StoredBrand

PAST = timedelta(minutes=15)
"""A digest of longer ago than this is told as of then, which takes longer."""


def raise_due(
    store: Store,
    *,
    now: datetime,
    stop: Callable[[], bool] = lambda: False,
    only: str | None = None,
) -> int:
    """Raise the digests that are due for every brand; return how many are new.

    ``only`` is the name of the one brand that is asked for. A digest that still waits
    while a newer one is due is given up: the newer one tells of its time as well.
    """
    with store.reading() as session:
        known = brands.load(session, only)
    return for_each(known, lambda each: _raise(store, each, now), stop=stop)


def readers(brand: StoredBrand) -> list[Person]:
    """Return the brand's people who get a digest, by mail as all digests go."""
    return [
        each
        for each in brand.record.people
        if each.digest is not None and MAIL in each.channels
    ]


def digest_for(
    session: Session,
    brand: StoredBrand,
    alert: Alert,
    person: Person,
    *,
    now: datetime,
    addresses: Addresses,
    outages: Sequence[Outage] = (),
) -> Digest:
    """Return the digest of an alert of the outbox, as it is to be sent ``now``.

    It tells of all since the last one that this person got.
    """
    day = digests.day_of(alert.key.about)
    return digest_of(
        session,
        brand,
        person,
        kind=alert.key.step,
        day=day,
        span=_span(session, brand, person, day, now),
        now=now,
        addresses=addresses,
        outages=outages,
    )


def digest_on(
    session: Session,
    brand: StoredBrand,
    person: Person,
    day: date | None,
    *,
    now: datetime,
    addresses: Addresses,
    outages: Sequence[Outage] = (),
) -> Digest:
    """Return the digest of a date to look at: as of when it was to be sent, or ``now``.

    ``day`` None is the date of the person's clock today.
    """
    if person.digest is None:
        raise ValueError("a person without a digest has none to look at")
    calendar = _calendar(brand)
    zone = zone_of(person, calendar)
    here = now.astimezone(ZoneInfo(zone)).date()
    if day is None or day >= here:
        day, until = here, now
    else:
        until = min(instant(day, person.digest, zone), now)
    return digest_of(
        session,
        brand,
        person,
        kind=kind_of(person),
        day=day,
        span=covered(person, calendar, day, until=until),
        now=now,
        addresses=addresses,
        # Who was not read then, only the ledger knows.
        outages=outages if until == now else (),
    )


def digest_of(
    session: Session,
    brand: StoredBrand,
    person: Person,
    *,
    kind: Step,
    day: date,
    span: Span,
    now: datetime,
    addresses: Addresses,
    outages: Sequence[Outage] = (),
    sample: bool = False,
) -> Digest:
    """Return what a person is told of ``span``: its numbers, customers and changes.

    ``outages`` are the sources that are blind now.
    """
    record = brand.record
    told = Told(
        brand=brand,
        since=span.since,
        until=span.until,
        past=now - span.until > PAST,
        addresses=addresses,
        email=person.email,
    )
    if told.past:
        here = standing_at(session, brand, as_of=span.until, first=FIRST)
    else:
        here = standing(session, brand, now=span.until, first=FIRST)
    then = standing_at(session, brand, as_of=span.since)
    report, before = parts.speeds(session, told)
    mentions, complaints = parts.said(session, told)
    median = report.figures.first_reply.median_s
    return Digest(
        kind=kind,
        brand=record.name,
        reader=Reader(
            email=person.email,
            language=person.language,
            zone=zone_of(person, _calendar(brand)),
        ),
        day=day,
        since=span.since,
        until=span.until,
        waiting=Figure(now=here.waiting, before=then.waiting),
        overdue=Figure(now=here.overdue, before=then.overdue),
        median_s=Figure(now=median, before=before.first_reply.median_s),
        in_target=Figure(now=report.figures.attainment, before=before.attainment),
        answered=report.figures.first_reply.answered,
        target_s=parts.target(told),
        oldest=span.until - here.oldest if here.oldest else None,
        mentions=mentions,
        complaints=complaints,
        first=parts.cards(session, told, here),
        topics=parts.changes(session, told),
        thanks=parts.thanks(session, told),
        days=parts.days(session, told),
        team=parts.team(report),
        outages=outages,
        blind=blindness(session, record, since=span.since, until=span.until).blind,
        missed=parts.missed(session, told),
        covers=span.missed,
        inbox=addresses.inbox(),
        overdue_link=addresses.inbox(view="Overdue"),
        settings=addresses.settings(),
        unsubscribe=addresses.unsubscribe(record.name, person.email, now=now),
        sample=sample,
    )


def _raise(store: Store, brand: StoredBrand, now: datetime) -> int:
    if brand.record.demo or not readers(brand):
        return 0
    with store.reading() as session:
        news = list(_due(session, brand, now))
    if not news:
        return 0
    with store.begin() as session:
        for day, person in news:
            digests.supersede(session, brand.id, [person.email], before=day)
        return outbox.add(session, brand.id, [_raised(*each, now) for each in news])


def _due(
    session: Session, brand: StoredBrand, now: datetime
) -> Iterator[tuple[date, Person]]:
    """Yield who is due a digest that they have not, and of which date."""
    begun = digests.created_at(session, brand.id)
    horizon = now.date() - timedelta(days=LOOK_BACK + 2)
    newest = digests.newest(session, brand.id, since=horizon)
    out = {each.casefold() for each in opt_outs.load(session, brand.id)}
    for person in readers(brand):
        who = person.email.casefold()
        if who in out:
            continue
        last = newest.get(who)
        day = due(person, _calendar(brand), now=now, since=begun, last=last)
        if day is not None:
            yield day, person


def _raised(day: date, person: Person, now: datetime) -> Raised:
    key = AlertKey(digests.about(day), kind_of(person), person.email, MAIL)
    return Raised(key=key, at=now, ready_at=now)


def _span(
    session: Session, brand: StoredBrand, person: Person, day: date, now: datetime
) -> Span:
    last = digests.last_sent(session, brand.id, person.email, before=day)
    return covered(person, _calendar(brand), day, until=now, sent=last)


def _calendar(brand: StoredBrand) -> Calendar:
    return brand.record.policies[-1].calendar

"""A sample of an alert: it looks like one, tells of nobody, and says so."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from alerts.letter import Card, Letter, Reader
from domain.alert import MAIL, Step
from domain.errors import ConfigError
from domain.person import Person

if TYPE_CHECKING:
    from app.wiring import Desk
    from store.brands import StoredBrand

BRAND = "Earshot"
"""Stands where no brand has such a person."""


def samples(desk: "Desk", recipient: str) -> Iterator[tuple[str, str | None]]:
    """Send a sample by each channel of a person; yield what went wrong, or None.

    Somebody who is no brand's is written to by mail. Raises ConfigError for an address
    that is none, or when there is no way out at all.
    """
    from app.outgoing import in_words, outgoing
    from channels.mime import address
    from channels.parcel import Parcel, Sent

    brand, person = _person(desk, recipient)
    address(person.email, key="--test")
    post, now = outgoing(desk), desk.clock()
    if not any(each in post.senders for each in person.channels):
        raise ConfigError("; ".join(post.lacking(each) for each in person.channels))
    made = letter(brand, person, now)
    for channel in person.channels:
        sender = post.senders.get(channel)
        if sender is None:
            yield channel, post.lacking(channel)
            continue
        name = sha256(f"{channel} {person.email} {now}".encode()).hexdigest()[:32]
        parcel = Parcel(
            id=f"<{name}@{post.host}>",
            brand=made.brand,
            recipient=person.email,
            step=made.step.value,
            at=now,
            composed=in_words(made),
        )
        with sender.open() as send:
            outcome = send(parcel)
        yield channel, None if isinstance(outcome, Sent) else outcome.said


def letter(brand: "StoredBrand | None", person: Person, now: datetime) -> Letter:
    """Return a letter about a customer whom nobody knows."""
    zone = brand.record.policies[-1].calendar.zone if brand else "UTC"
    waited = timedelta(minutes=75)
    card = Card(
        case="sample",
        step=Step.OVERDUE,
        name="Alex Sample",
        handle="alex_sample",
        network="X",
        followers=120,
        text="The kettle I ordered leaks. Can somebody please help?",
        posted_at=now - waited,
        waited=waited,
        due_at=now - timedelta(minutes=15),
        target="1h",
    )
    return Letter(
        brand=brand.record.name if brand else BRAND,
        reader=Reader(
            email=person.email, language=person.language, zone=person.zone or zone
        ),
        now=now,
        cards=[card],
        waiting=1,
        sample=True,
    )


def _person(desk: "Desk", recipient: str) -> "tuple[StoredBrand | None, Person]":
    from store import brands

    with desk.store.reading() as session:
        known = brands.load(session)
    for brand in known:
        for person in brand.record.people:
            if person.email.casefold() == recipient.casefold():
                return brand, person
    return None, Person(email=recipient, channels=(MAIL,))

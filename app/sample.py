"""A sample of an alert: it looks like one, tells of nobody, and says so."""

from collections.abc import Iterator
from datetime import datetime, timedelta
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
    from app.outgoing import in_words, senders
    from app.trial import send_trial
    from channels.mime import address
    from services.pack import NOT_SET_UP

    brand, person = _person(desk, recipient)
    if "@" not in recipient:  # an address is withheld, a slip may be shown
        wanted = "a mail address, such as marta@example.com"
        raise ConfigError.at("--test", found=recipient, wanted=wanted)
    address(person.email, key="--test")
    found, lacking = senders(desk)
    if not any(each in found for each in person.channels):
        why = (lacking.get(each, NOT_SET_UP) for each in person.channels)
        raise ConfigError("; ".join(why))
    made = letter(brand, person, desk.clock())
    yield from send_trial(
        desk,
        in_words(made),
        brand=made.brand,
        to=person,
        channels=person.channels,
        step=made.step,
    )


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

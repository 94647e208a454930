"""A shop with people to tell, for tests of alerts and digests."""

from dataclasses import replace
from datetime import datetime

from domain.alert import Alert
from domain.brand import Brand
from domain.calendar import Calendar
from domain.person import Duty, Person, Quiet, Role
from services.apply import apply
from services.watch import Watch
from store import Store, outbox
from tests.desk import acme
from tests.made import ACME_FILE, DAY

LENA = Person(email="lena@example.com", role=Role.AGENT, duty=(Duty.LEAD,))
MARTA = Person(email="marta@example.com", role=Role.MANAGER, duty=(Duty.MANAGER,))
OTTO = Person(email="otto@example.com", role=Role.ADMIN, duty=(Duty.ON_CALL,))
KASIA = Person(email="kasia@example.com", role=Role.AGENT)
PEOPLE = (LENA, MARTA, OTTO, KASIA)

NIGHT = Quiet(20 * 60, 7 * 60)
OFFICE = Calendar.from_table(
    {"zone": "UTC"} | {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu")},
    key="calendar",
)
"""Open from Monday to Thursday, nine to five, by UTC."""

STAFFED = replace(ACME_FILE, people=PEOPLE)
"""Acme, always open, with somebody for each duty."""


def open_staffed(store: Store, brand: Brand = STAFFED) -> Watch:
    """Put Acme and its people into an empty store."""
    apply(store, [brand], now=DAY)
    return acme(store)


def alerts(store: Store, *, since: datetime = DAY) -> list[Alert]:
    """Return what was raised, the oldest first."""
    with store.reading() as session:
        return outbox.since(session, None, moment=since)[::-1]


def said(found: list[Alert]) -> list[str]:
    """Write alerts as ``step about recipient``."""
    return [
        f"{each.key.step} {each.key.about} {each.key.recipient.partition('@')[0]}"
        for each in found
    ]

"""Who is told what, and what went out, as the screen Alerts shows it. Pure.

Addresses are the owner's and names strangers': they go where nothing is read but text.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from alerts import duty
from alerts.blind_said import when
from alerts.told import STEPS
from domain.alert import DIGESTS, MAIL, Alert, Delivery, Step, Topic
from domain.brand import BrandRecord
from domain.calendar import Span
from domain.person import Person
from domain.post import Author, PostKey
from domain.wording import network_name
from screens import words

Line = dict[str, Any]

SHOWN = timedelta(days=7)
MOST = 50
"""Alerts that are listed, of so long."""

PEOPLE_HEADS = ("Person", "Hears of", "By", "Quiet hours", "Digest")
SENT_HEADS = ("About", "What", "To", "When", "Became")

WORDS: Mapping[Step, str] = {
    **STEPS,
    Step.OUTCOME: "No outcome known",
    Step.AUTHOR: "Press or competitor wrote",
    Step.SPIKE: "Spike",
    Step.BLIND: "Source blind",
    Step.ENDED: "It is over",
    Step.DAILY: "Daily digest",
    Step.WEEKLY: "Weekly digest",
}

BECAME: Mapping[Delivery, str] = {
    Delivery.WAITING: "waits",
    Delivery.TAKEN: "being sent",
    Delivery.SENT: "sent",
    Delivery.CANCELLED: "called off",
    Delivery.FAILED: "failed",
}

OWN_CASES = "own cases, when due soon"
NOBODYS = "due soon that nobody has"

_HEARD = {
    Step.OVERDUE: "overdue",
    Step.ESCALATED: "overdue for long",
    Step.CRITICAL: "critical",
    Step.OUTCOME: "no outcome known",
    Step.AUTHOR: "press and competitors",
    Step.SPIKE: "spikes",
    Step.BLIND: "blind sources",
}
"""What may be somebody's to hear, beside the cases they have in hand."""


def people_lines(brand: BrandRecord, gone: Mapping[str, datetime]) -> list[Line]:
    """Lay out who hears of what; ``gone`` is who wants no digest, since when."""
    return [
        {
            "key": each.email,
            "name": each.email,
            "cells": [
                {"kind": "words wide", "text": hears(each, brand)},
                {"kind": "words", "text": ways(each)},
                {"kind": "", "text": quiet(each), "small": _zone(each, brand)},
                {"kind": "", **_digest(each, brand, gone.get(each.email))},
            ],
        }
        for each in brand.people
    ]


def hears(person: Person, brand: BrandRecord) -> str:
    """Say of what a person hears, as ``alerts.duty`` has it."""
    told = [
        said for step, said in _HEARD.items() if person in duty.told(step, brand.people)
    ]
    if person in duty.told(Step.NUDGE, brand.people):
        told.append(NOBODYS)
    return ", ".join([*told, OWN_CASES]).capitalize()


def ways(person: Person) -> str:
    """Say by which channels: a secret by its name, never by what it holds."""
    return ", ".join(
        "mail" if each == MAIL else each.removeprefix("secret:")
        for each in person.channels
    )


def quiet(person: Person) -> str:
    """Say when a person is left alone."""
    if person.quiet is None:
        return "none"
    begin, end = str(Span(*person.quiet)).split("-")
    return f"{begin} to {end}"


def _zone(person: Person, brand: BrandRecord) -> str:
    return (person.zone or brand.policies[-1].calendar.zone) if person.quiet else ""


def _digest(person: Person, brand: BrandRecord, gone: datetime | None) -> Line:
    if person.digest is None:
        return {"text": "none"}
    if MAIL not in person.channels:
        return {"text": "none", "small": "mail is none of the channels"}
    at = f"{person.digest // 60:02}:{person.digest % 60:02}"
    if gone is None:
        return {"text": at, "small": "weekly" if person.weekly else "working days"}
    return {"text": "unsubscribed", "small": words.moment(gone, brand)}


def unsubscribed(brand: BrandRecord, gone: Mapping[str, datetime]) -> list[Person]:
    """Return who had a digest and wants none any more."""
    return [each for each in brand.people if each.digest is not None
            and each.email in gone]  # fmt: skip


def sent_lines(
    found: Sequence[Alert],
    customers: Mapping[PostKey, Author | None],
    *,
    now: datetime,
    zone: tzinfo,
) -> list[Line]:
    """Lay out what was raised lately, the newest first."""
    return [
        {
            "key": str(each.id),
            **_about(each, customers),
            "cells": [
                {"kind": "", "text": WORDS[each.key.step]},
                {"kind": "words wide", "text": each.key.recipient, "small": _by(each)},
                {"kind": "", "text": when(each.sent_at or each.raised_at, now, zone)},
                became(each),
            ],
        }
        for each in found[:MOST]
    ]


def more_said(found: Sequence[Alert]) -> str:
    """Say how many are not listed, empty when all are."""
    return f"and {len(found) - MOST:,} more" if len(found) > MOST else ""


def _about(alert: Alert, customers: Mapping[PostKey, Author | None]) -> Line:
    about = alert.key.about
    if start := about.start:
        author = customers.get(start)
        name = words.name(author) if start in customers else "A customer"
        return {"name": name, "network": words.network(start.network)._asdict()}
    if about.topic is Topic.SOURCE:
        network = about.rest.partition("/")[0]
        return {
            "name": network_name(network),
            "network": words.network(network)._asdict(),
        }
    return {"name": about.rest if alert.key.step in DIGESTS else "All complaints"}


def _by(alert: Alert) -> str:
    channel = alert.key.channel
    return "" if channel == MAIL else channel.removeprefix("secret:")


def became(alert: Alert) -> Line:
    """Lay out what became of an alert, and why."""
    told: Line = {"kind": "words", "text": BECAME[alert.delivery]}
    if alert.delivery is Delivery.FAILED:
        told["kind"] = "words waits"
    if alert.said:
        told["small"] = alert.said
    return told

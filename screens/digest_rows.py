"""When a person gets the digest, and the digests that went out. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from alerts.blind_said import when
from domain.alert import DIGESTS, Alert
from domain.person import Person
from screens.alerts_rows import WORDS, became

Line = dict[str, Any]

SHOWN = timedelta(days=14)
MOST = 60
SENT_HEADS = ("Date", "What", "To", "When", "Became")

NO_MORE = "It does not go out: this person unsubscribed."


def goes_out(person: Person, *, zone: str) -> str:
    """Say when a person gets it; ``zone`` is the brand's."""
    minute = person.digest or 0
    at = f"{minute // 60:02}:{minute % 60:02}"
    how = (
        "on the first working day of each week" if person.weekly else "on working days"
    )
    return f"As it would be now. It goes out {how} at {at} ({person.zone or zone})."


def digest_lines(found: Sequence[Alert], *, now: datetime, zone: tzinfo) -> list[Line]:
    """Lay out the digests among what was raised, the newest first."""
    digests = [each for each in found if each.key.step in DIGESTS]
    return [
        {
            "key": str(each.id),
            "name": each.key.about.rest,
            "cells": [
                {"kind": "", "text": WORDS[each.key.step]},
                {"kind": "words wide", "text": each.key.recipient},
                {"kind": "", "text": when(each.sent_at or each.raised_at, now, zone)},
                became(each),
            ],
        }
        for each in digests[:MOST]
    ]

"""Subjects of mails: what a person sees before anything is opened."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from alerts.digest import Digest
from alerts.letter import Letter
from channels.letters import render_alert, render_digest
from domain.alert import Step
from tests.letters import (
    ANSWERED,
    BLIND,
    BUSY,
    EMPTY,
    IVY,
    LUCAS,
    NOW,
    OUTAGE,
    POLISH,
    QUIET,
    SURGE,
    TOMASZ,
    WEEK,
    letter,
)

CRITICAL = replace(LUCAS, step=Step.CRITICAL)
ESCALATED = replace(LUCAS, step=Step.ESCALATED)
NOBODY = replace(LUCAS, name=None, handle=None)
OVER = replace(OUTAGE, ended_at=NOW)
NO_SOURCE = replace(QUIET, blind=None)


@pytest.mark.parametrize(
    ("told", "subject"),
    [
        pytest.param(letter(LUCAS), "Overdue complaint: Lucas Meyer on Reddit", id="1"),
        pytest.param(
            letter(ESCALATED),
            "Re: Overdue complaint: Lucas Meyer on Reddit",
            id="later",
        ),
        pytest.param(
            letter(CRITICAL), "Urgent complaint: Lucas Meyer on Reddit", id="critical"
        ),
        pytest.param(letter(IVY), "Due soon: Ivy Chen on Bluesky", id="nudge"),
        pytest.param(
            letter(replace(IVY, due_at=NOW)),
            "Overdue complaint: Ivy Chen on Bluesky",
            id="nudge-that-was-held-back",
        ),
        pytest.param(
            letter(replace(LUCAS, step=Step.OUTCOME)),
            "Outcome unknown: Lucas Meyer on Reddit",
            id="outcome",
        ),
        pytest.param(
            letter(replace(LUCAS, step=Step.AUTHOR)),
            "Not a customer: Lucas Meyer on Reddit",
            id="author",
        ),
        pytest.param(
            letter(NOBODY), "Overdue complaint: Somebody on Reddit", id="account-gone"
        ),
        pytest.param(
            letter(LUCAS, TOMASZ, waiting=5),
            "[5] customers wait: Northwind",
            id="group",
        ),
        pytest.param(
            replace(letter(LUCAS), surges=(SURGE,)),
            "Spike: Delivery, 12 complaints in 30 min (usual 2), 3 networks",
            id="spike",
        ),
        pytest.param(
            replace(letter(CRITICAL), surges=(SURGE,)),
            "Urgent complaint: Lucas Meyer on Reddit",
            id="the-critical-goes-before-a-spike",
        ),
        pytest.param(
            replace(EMPTY, outages=(OUTAGE,)),
            "Northwind: no data from Reddit since 04:10",
            id="blind",
        ),
        pytest.param(
            replace(EMPTY, outages=(OVER,), now=NOW + timedelta(days=3)),
            "Re: Northwind: no data from Reddit since 04:10",
            id="read-again-days-later",
        ),
        pytest.param(
            replace(EMPTY, ended=(ANSWERED,)),
            "Re: Overdue complaint: Lucas Meyer on Reddit",
            id="ended",
        ),
        pytest.param(
            replace(EMPTY, ended=(replace(ANSWERED, told=Step.CRITICAL),)),
            "Re: Urgent complaint: Lucas Meyer on Reddit",
            id="ended-in-the-thread-that-told-of-it",
        ),
        pytest.param(
            replace(EMPTY, ended=(ANSWERED, ANSWERED)),
            "Re: [2] cases are over: Northwind",
            id="several-ended",
        ),
        pytest.param(
            replace(letter(LUCAS), sample=True),
            "Sample: Overdue complaint: Lucas Meyer on Reddit",
            id="sample",
        ),
        pytest.param(
            letter(TOMASZ, reader=POLISH),
            "Skarga po terminie: Tomasz Zieliński (X)",
            id="polish",
        ),
        pytest.param(
            letter(LUCAS, TOMASZ, LUCAS, reader=POLISH),
            "[3] klientów czeka: Northwind",
            id="polish-group",
        ),
    ],
)
def test_the_subject_of_an_alert(told: Letter, subject: str) -> None:
    assert render_alert(told).subject == subject


def test_a_subject_stays_while_its_numbers_change() -> None:
    later = replace(
        LUCAS, waited=timedelta(hours=9), nudges=4, followers=50_000, contacts=()
    )
    told = replace(letter(later), now=NOW + timedelta(hours=8))
    assert render_alert(told).subject == render_alert(letter(LUCAS)).subject


@pytest.mark.parametrize(
    ("digest", "subject"),
    [
        (BUSY, "Northwind: 7 overdue, 38 waiting (Mon 23 Nov)"),
        (QUIET, "Northwind: all answered (Mon 23 Nov)"),
        (BLIND, "Northwind: no data from Reddit since 04:10 (Mon 23 Nov)"),
        (
            replace(BLIND, day=date(2026, 11, 24)),
            "Northwind: no data from Reddit since Mon 23 Nov, 04:10 (Tue 24 Nov)",
        ),
        (NO_SOURCE, "Northwind: no source is set up (Mon 23 Nov)"),
        (WEEK, "Northwind, the week: 7 overdue, 38 waiting (Mon 23 Nov)"),
        (
            replace(BUSY, reader=POLISH, day=date(2026, 11, 24)),
            "Northwind: 7 po terminie, 38 bez odpowiedzi (wt. 24 lis)",
        ),
        (
            replace(BUSY, sample=True),
            "Sample: Northwind: 7 overdue, 38 waiting (Mon 23",
        ),
    ],
    ids=[
        "busy",
        "answered",
        "blind",
        "since-yesterday",
        "no-source",
        "weekly",
        "pl",
        "s",
    ],
)
def test_the_subject_of_a_digest(digest: Digest, subject: str) -> None:
    assert render_digest(replace(digest, days=())).subject.startswith(subject)

"""Calm complaints are found, and posts that only look like complaints are mostly not.

The model never learned from them. Wanted are 45 of 50 found, and at most 5 of 50 others
called complaints; what is reached is held here, so that no later model is worse without
a word.
"""

import json
from pathlib import Path

import pytest

from sentiment import Text, engine

HARD = Path(__file__).parents[1] / "sentiment" / "corpus" / "hard"
REACHED = {"en": (47, 11), "pl": (46, 9), "de": (44, 11), "es": (43, 12)}
"""How many of 50 complaints are found at least, and of 50 others called so at most."""


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Where is my order? It has been 3 weeks", "en"),
        ("Still waiting for a refund, order 1234", "en"),
        ("Paczka nie dotarła, zero kontaktu, żenada", "pl"),
    ],
)
def test_what_vader_cannot_see_is_a_complaint(text: str, lang: str) -> None:
    ours, theirs = (
        engine(name).judge([Text(text, lang)])[0] for name in ("linear", "vader")
    )
    assert theirs.compound == 0.0
    assert ours.is_complaint
    assert ours.wants_reply


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Arrived broken, I want a refund", "en"),
        ("my kettle from acme caught fire, my hand is burnt", "en"),
        ("Wasserkocher kaputt, kundenservice geht nicht ran", "de"),
        ("czajnik acme się zapalił, dziecko poparzone", "pl"),
        ("mi pedido no ha llegado", "es"),
    ],
)
def test_an_ordinary_complaint_is_one(text: str, lang: str) -> None:
    assert engine("linear").judge([Text(text, lang)])[0].is_complaint


@pytest.mark.parametrize("lang", REACHED)
def test_calm_complaints_are_found_and_lookalikes_are_not(lang: str) -> None:
    lines = (HARD / f"{lang}.jsonl").read_text(encoding="utf-8").splitlines()
    posts = [json.loads(line) for line in lines]
    told = engine("linear").judge([Text(each["text"], lang) for each in posts])
    called = [
        (each["complaint"], said.is_complaint)
        for each, said in zip(posts, told, strict=True)
    ]
    assert (called.count((1, True)) + called.count((1, False)), len(posts)) == (50, 100)
    least, most = REACHED[lang]
    assert called.count((1, True)) >= least
    assert called.count((0, True)) <= most

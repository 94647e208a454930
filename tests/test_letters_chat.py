"""Alerts in a chat or an SMS: short, whole links, nothing private."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.letter import Letter, Links
from channels.letters import short
from domain.alert import LADDER, Step
from tests.letters import (
    ANSWERED,
    EMPTY,
    IVY,
    LUCAS,
    OUTAGE,
    POLISH,
    SURGE,
    TOMASZ,
    letter,
)

TAKE = "https://desk.example/take/abc"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        pytest.param(
            letter(replace(LUCAS, step=Step.CRITICAL)),
            "Northwind: safety complaint on Reddit unanswered 1 h 30 min: Lucas Meyer:"
            f" “The kettle leaked on day two and burned my…” Take it: {TAKE}",
            id="critical",
        ),
        pytest.param(
            letter(IVY),
            "Northwind: 15 min left: Ivy Chen on Bluesky: “App logs me out at checkout"
            f" every single time. Lost my basket twice.” Take it: {TAKE}",
            id="nudge",
        ),
        pytest.param(
            letter(replace(LUCAS, step=Step.ESCALATED), reader=POLISH),
            "Northwind: od 1 godz. 30 min nikt nie odpowiedział: Lucas Meyer (Reddit):"
            f" „The kettle leaked on day two and burned my…” Biorę to: {TAKE}",
            id="polish",
        ),
        pytest.param(
            letter(LUCAS, TOMASZ, waiting=9),
            "Northwind: 9 customers wait, the longest 1 h 30 min."
            " Open: https://desk.example/",
            id="group",
        ),
        pytest.param(
            replace(EMPTY, surges=(SURGE,)),
            "Northwind: spike: Delivery, 12 complaints in 30 min (usual 2), 3 networks."
            " Open: https://desk.example/",
            id="spike",
        ),
        pytest.param(
            replace(EMPTY, outages=(OUTAGE, OUTAGE), inbox=None),
            "Northwind: Reddit: No data since Mon 23 Nov, 04:10; and 1 more",
            id="blind",
        ),
        pytest.param(
            replace(EMPTY, ended=(ANSWERED,)),
            "Northwind: Answered by Kasia after 1 h 42 min: Lucas Meyer on Reddit:"
            " “Hi Lucas, we are sorry. A new kettle is on its way.” Open: https://desk.example/",
            id="ended",
        ),
    ],
)
def test_what_a_chat_says(told: Letter, said: str) -> None:
    assert short(told, limit=160) == said


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Order #15489 is late", "15489"),
        ("call me +48 600 700 800 now", "600"),
        ("call (020) 79-46-09-58", "46"),
        ("write to lucas.meyer@mail.example please", "mail.example"),
        ("see https://evil.example/x", "evil"),
        ("see evil.example/x", "evil"),
        ("all @everyone <!channel> [here](x)", "@"),
        ("all @everyone <!channel> [here](x)", "<"),
        ("all @everyone <!channel> [here](x)", "["),
    ],
)
def test_nothing_private_stands_in_a_chat(text: str, secret: str) -> None:
    card = replace(LUCAS, name=text, text=text, links=Links())
    said = short(replace(letter(card), inbox=None), limit=1000)
    assert secret not in said
    assert text[:3] in said


@given(
    st.text(max_size=400),
    st.integers(0, 400),
    st.sampled_from([*LADDER, Step.OUTCOME, Step.AUTHOR]),
    st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_a_chat_ends_within_its_limit_and_no_link_is_cut(
    text: str, limit: int, step: Step, sample: bool
) -> None:
    card = replace(LUCAS, name=text, text=text, step=step)
    said = short(replace(letter(card), brand=text, sample=sample), limit=limit)
    assert len(said) <= limit
    assert "\n" not in said
    assert "https" not in said or said.endswith(TAKE)


def test_a_link_that_leaves_no_room_for_words_is_left_out() -> None:
    links = Links(take="https://desk.example/" + "x" * 150)
    said = short(letter(replace(LUCAS, links=links)), limit=160)
    assert said.startswith("Northwind: overdue on Reddit: Lucas Meyer waits")
    assert "http" not in said

"""The language of a text: a guess that knows when it cannot know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentiment.language import LOOKED_AT, detect

ENGLISH = "My parcel has not come and nobody answers the phone"
POLISH = "Moja paczka nie przyszła i nikt nie odbiera telefonu"
GERMAN = "Mein Paket ist nicht gekommen und niemand geht ans Telefon"


@pytest.mark.parametrize("allowed", [(), ("pl", "en", "de"), ["de-AT", "pl", "en_GB"]])
def test_languages_are_told_apart_in_their_order(allowed: list[str]) -> None:
    assert detect([GERMAN, ENGLISH, POLISH], allowed) == ["de", "en", "pl"]


def test_only_the_languages_allowed_are_named() -> None:
    assert detect([GERMAN, ENGLISH], ["pl", "en"]) == ["en", "en"]
    # One call's choice leaves the next one free.
    assert detect([GERMAN]) == ["de"]


def test_a_language_that_the_model_does_not_know_is_left_out() -> None:
    assert detect([POLISH], ["tlh", "pl"]) == ["pl"]
    assert detect([POLISH], ["tlh"]) == [None]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("ok super", id="two words"),
        pytest.param("123 456 789 000", id="digits"),
        pytest.param("!!! ??? ...", id="punctuation"),
        pytest.param("😂 😂 😂 😂", id="emoji"),
        pytest.param("@one @two @three @four ok", id="names"),
        pytest.param("https://example.com/where/is/it ok", id="an address"),
    ],
)
def test_too_little_to_go_by_is_no_language(text: str) -> None:
    assert detect([text], ["en", "pl"]) == [None]


def test_a_script_without_spaces_has_words_too() -> None:
    assert detect(["荷物がまだ届きません"]) == ["ja"]


def test_only_the_beginning_is_looked_at() -> None:
    begun = (POLISH + " ") * 10
    assert len(begun) > LOOKED_AT
    assert detect([begun + ENGLISH * 1000], ["en", "pl"]) == ["pl"]


def test_no_texts_have_no_languages() -> None:
    assert detect([]) == []


@given(texts=st.lists(st.text(st.characters(codec=None), max_size=40), max_size=4))
def test_any_text_gets_an_answer_among_those_allowed(texts: list[str]) -> None:
    found = detect(texts, ["en", "pl"])
    assert len(found) == len(texts)
    assert set(found) <= {"en", "pl", None}

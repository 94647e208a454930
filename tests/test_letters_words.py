"""The languages of messages: they say the same things, each by its own rules."""

import re
from datetime import date, timedelta

import pytest

from channels.letters.tongue import Tongue, tongue
from channels.letters.words_en import ENGLISH
from channels.letters.words_pl import POLISH
from domain.alert import DIGESTS, Step
from domain.judgement import FLAGS, QUESTION, TOPICS, UNSCORED, Sentiment

PARTS = re.compile(r"\{(\w+)\}")


def test_both_languages_say_the_same_with_the_same_parts() -> None:
    assert ENGLISH.phrases.keys() == POLISH.phrases.keys()
    assert ENGLISH.counted.keys() == POLISH.counted.keys()
    assert ENGLISH.names.keys() == POLISH.names.keys()
    for key, phrase in ENGLISH.phrases.items():
        there = set(PARTS.findall(POLISH.phrases[key]))
        assert there == set(PARTS.findall(phrase)), key


@pytest.mark.parametrize("spoken", [ENGLISH, POLISH])
def test_every_form_of_a_plural_takes_the_same_parts(spoken: Tongue) -> None:
    for key, forms in spoken.counted.items():
        assert len(forms) == (2 if spoken is ENGLISH else 3), key
        wanted = {"n", *PARTS.findall(forms[-1])}
        assert all(set(PARTS.findall(each)) | {"n"} == wanted for each in forms), key


@pytest.mark.parametrize("spoken", [ENGLISH, POLISH])
def test_every_word_of_ours_has_a_name(spoken: Tongue) -> None:
    wanted = {f"topic.{each}" for each in TOPICS}
    wanted |= {f"flag.{each}" for each in (*FLAGS, QUESTION, UNSCORED)}
    wanted |= {f"mood.{each}" for each in Sentiment}
    assert wanted <= spoken.names.keys()
    assert {f"why_{each}" for each in set(Step) - DIGESTS} <= spoken.phrases.keys()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 skarg"),
        (1, "1 skarga"),
        (2, "2 skargi"),
        (4, "4 skargi"),
        (5, "5 skarg"),
        (11, "11 skarg"),
        (12, "12 skarg"),
        (14, "14 skarg"),
        (21, "21 skarg"),
        (22, "22 skargi"),
        (25, "25 skarg"),
        (112, "112 skarg"),
        (122, "122 skargi"),
        (1001, "1\N{NO-BREAK SPACE}001 skarg"),
        (1002, "1\N{NO-BREAK SPACE}002 skargi"),
    ],
)
def test_polish_has_three_forms_for_how_many(number: int, said: str) -> None:
    assert POLISH.count("complaints", number) == said


@pytest.mark.parametrize(("number", "said"), [(0, "0 complaints"), (1, "1 complaint")])
def test_english_has_two(number: int, said: str) -> None:
    assert ENGLISH.count("complaints", number) == said
    assert ENGLISH.count("complaints", 1204) == "1,204 complaints"


@pytest.mark.parametrize(
    ("minutes", "english", "polish"),
    [
        (-5, "0 s", "0 s"),
        (0.65, "39 s", "39 s"),
        (1, "1 min", "1 min"),
        (59, "59 min", "59 min"),
        (60, "1 h", "1 godz."),
        (90, "1 h 30 min", "1 godz. 30 min"),
        (185, "3 h 05 min", "3 godz. 05 min"),
        (26 * 60, "26 h", "26 godz."),
        (48 * 60, "2 days", "2 dni"),
        (53 * 60 + 9, "2 days 5 h", "2 dni 5 godz."),
    ],
)
def test_a_span_is_said_by_its_two_largest_units(
    minutes: float, english: str, polish: str
) -> None:
    span = timedelta(minutes=minutes)
    assert (ENGLISH.span(span), POLISH.span(span)) == (english, polish)


@pytest.mark.parametrize(
    ("day", "full", "brief"),
    [
        (date(2026, 11, 23), "poniedziałek 23 listopada", "pon. 23 lis"),
        (date(2026, 11, 24), "wtorek 24 listopada", "wt. 24 lis"),
        (date(2026, 5, 3), "niedziela 3 maja", "niedz. 3 maj"),
    ],
)
def test_a_polish_day(day: date, full: str, brief: str) -> None:
    assert (POLISH.day(day), POLISH.short_day(day)) == (full, brief)


def test_an_english_day() -> None:
    assert ENGLISH.day(date(2026, 11, 23)) == "Monday 23 November"
    assert ENGLISH.short_day(date(2026, 11, 24)) == "Tue 24 Nov"


@pytest.mark.parametrize(
    ("language", "code"),
    [("en", "en"), ("pl", "pl"), ("pl-PL", "pl"), ("de", "en"), ("", "en")],
)
def test_another_language_is_answered_in_english(language: str, code: str) -> None:
    assert tongue(language).code == code

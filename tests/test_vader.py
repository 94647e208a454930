"""The engine ``vader``: the library's own number, and what is made of it."""

import random
from collections.abc import Sequence
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

from domain.errors import ConfigError
from domain.judgement import Judgement, Sentiment, to_json
from sentiment import ENGINES, Text, engine
from sentiment.priority import priority
from sentiment.sentences import READ_LIMIT, SENTENCE_LIMIT, pieces, sentences
from sentiment.vader import WHOLE, measured, mood
from sentiment.valence import valences


def _words(text: str) -> list[str]:
    return text.split()


STOCK = SentimentIntensityAnalyzer()
LEXICON = list(STOCK.lexicon)
EMOJI = [each for each in STOCK.emojis if len(each) == 1]
CURIOUS = [each for each in EMOJI if " but " in STOCK.emojis[each]]
NEIGHBOURS = _words("no or nor so this never without doubt least at very kind of but")
PLAIN = _words("the parcel came late w paczka nie dotarła żenada ŻÓŁĆ n't ? !! BUT")
SPACES = [" ", " ", " ", " ", " ", "  ", "\n", "\t", "", "\u00a0", "\x1f"]
MARKS = ["", "", "", "", ",", ".", "!", "!!!", "?", "???", "...", ")", "'", ":)"]


def judged(text: str, *, rating: int | None = None) -> Judgement:
    return engine("vader").judge([Text(text, rating=rating)])[0]


def stock(text: str) -> tuple[float, float, float, float]:
    found = STOCK.polarity_scores(text)
    return found["compound"], found["neg"], found["neu"], found["pos"]


def written(chance: random.Random) -> str:
    """Write a text of what VADER knows, mixed with what it does not."""
    # Few words, so that equal ones come together as often as unequal ones.
    some = chance.sample(LEXICON, 6)
    emoji = [*chance.sample(EMOJI, 3), *CURIOUS]
    sources: list[Sequence[str]] = [
        LEXICON, some, some, some, list(BOOSTER_DICT), NEGATE, list(SPECIAL_CASES),
        NEIGHBOURS, NEIGHBOURS, PLAIN, PLAIN, emoji,
    ]  # fmt: skip
    parts: list[str] = []
    for _ in range(chance.choice((1, 3, 6, 12, 25))):
        word = chance.choice(chance.choice(sources))
        change = chance.choice((str, str, str, str.upper, str.title))
        parts += change(word), chance.choice(MARKS), chance.choice(SPACES)
    return "".join(parts)[:WHOLE]


def test_numbers_are_those_of_the_library_to_the_last_digit() -> None:
    chance = random.Random(20261102)
    texts = [written(chance) for _ in range(3_000)]
    differing = [text for text in texts if valences(text).numbers != stock(text)]
    assert differing == []
    assert sum("but" in text.lower() for text in texts) > 500
    assert sum(not set(EMOJI).isdisjoint(text) for text in texts) > 500


@given(
    text=st.text(max_size=60) | st.lists(st.sampled_from(PLAIN + EMOJI)).map("".join)
)
def test_any_text_has_the_numbers_of_the_library(text: str) -> None:
    assert valences(text).numbers == stock(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(" \n\t ", id="only spaces"),
        pytest.param("😹😱 bad😥good", id="emoji grown together"),
        pytest.param("bad but bad but good good but bad", id="many buts"),
        pytest.param("good but", id="ends in but"),
        pytest.param("but good good bad", id="begins with but"),
        pytest.param("kind of good, a kind man of kind", id="kind and kind of"),
        pytest.param("no good no problem, no", id="no before and alone"),
        pytest.param("It isn't this bad; never so good", id="shortened not"),
        pytest.param("THIS is BAD and GREAT!!!!!", id="capitals and marks"),
        pytest.param("ALL OF IT BAD", id="capitals only"),
        pytest.param("that is the shit, yeah right", id="sayings"),
        pytest.param("at least good, very least bad, least", id="least"),
        pytest.param("sad 😥 but " + "😥" * 120, id="emoji with but in its name"),
    ],
)
def test_oddities_of_the_library_are_kept(text: str) -> None:
    assert valences(text).numbers == stock(text)


@pytest.mark.parametrize(
    ("compound", "expected"),
    [
        pytest.param(-0.05, Sentiment.NEGATIVE, id="at the lower bound"),
        pytest.param(-0.0499, Sentiment.NEUTRAL, id="above it"),
        pytest.param(0.0, Sentiment.NEUTRAL, id="zero"),
        pytest.param(0.0499, Sentiment.NEUTRAL, id="below the upper bound"),
        pytest.param(0.05, Sentiment.POSITIVE, id="at the upper bound"),
    ],
)
def test_both_bounds_belong_to_their_mood(compound: float, expected: Sentiment) -> None:
    assert mood(compound) is expected


@pytest.mark.parametrize(
    ("text", "rating", "complaint", "needs_reply"),
    [
        pytest.param("This is a terrible shop.", None, 1.0, 1.0, id="complaint"),
        pytest.param("I love this shop.", None, 0.0, 0.0, id="praise"),
        pytest.param("Where is my order?", None, 0.0, 1.0, id="question"),
        pytest.param("It came.", 3, 0.0, 1.0, id="three stars"),
        pytest.param("It came.", 4, 0.0, 0.0, id="four stars"),
        pytest.param("", None, 0.0, 0.0, id="nothing"),
    ],
)
def test_who_needs_a_reply(
    text: str, rating: int | None, complaint: float, needs_reply: float
) -> None:
    judgement = judged(text, rating=rating)
    assert (judgement.complaint, judgement.needs_reply) == (complaint, needs_reply)


def test_a_text_of_1000_characters_is_taken_whole_and_one_more_is_not() -> None:
    text = "I hate it. What a good shop. " * 40
    whole, longer = judged(text[:1000]), judged(text[:1001])
    assert (whole.compound, whole.chunked) == (stock(text[:1000])[0], False)
    assert longer.chunked
    assert longer.compound != stock(text[:1001])[0]


def test_a_long_text_gets_the_mean_of_its_sentences_by_their_length() -> None:
    # 599 and 400 characters, a space between them and one more stop.
    bad = "bad " + "x" * 594 + "."
    good = "good good " + "y" * 400 + "."
    judgement = judged(f"{bad} {good}")
    expected = [
        (599 * low + 411 * high) / 1010
        for low, high in zip(stock(bad), stock(good), strict=True)
    ]
    shares = judgement.p_negative, judgement.p_neutral, judgement.p_positive
    assert len(bad) == 599
    assert len(good) == 411
    for found, wanted in zip((judgement.compound, *shares), expected, strict=True):
        assert isclose(found, wanted, abs_tol=0.00005)


def test_a_sentence_without_end_is_cut_between_words() -> None:
    cut = list(pieces("word " * 500, limit=WHOLE))
    assert [len(piece) for piece in cut] == [999, 999, 499]
    assert " ".join(cut) == ("word " * 500).strip()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("bad but " * 250_000, id="buts"),
        pytest.param("😂" * 500_000, id="emoji"),
        pytest.param("😥 but " * 300_000, id="emoji and buts"),
        pytest.param("a" * 2_000_000, id="one word"),
        pytest.param(". " * 1_000_000, id="stops"),
        pytest.param("\n" * 2_000_000, id="empty lines"),
        pytest.param("http://" * 300_000, id="addresses"),
        pytest.param("@a." * 600_000, id="names"),
        pytest.param("where is " * 200_000, id="openings"),
        pytest.param("please, acme, return my " * 80_000, id="beginnings of phrases"),
        pytest.param("?" * 2_000_000, id="question marks"),
        pytest.param("e" + "\u0301" * 2_000_000, id="accents"),
    ],
)
def test_of_a_hostile_text_only_so_much_is_read(text: str) -> None:
    parts = measured(text)
    assert sum(part.read for part in parts[:-1]) < READ_LIMIT
    assert sum(part.length for part in parts) <= READ_LIMIT
    assert len(parts) <= SENTENCE_LIMIT + READ_LIMIT // (WHOLE // 2)
    assert all(part.length <= WHOLE for part in parts)
    judgement = judged(text)
    assert judgement.chunked
    assert len(judgement.because) <= 5


def test_what_stands_beyond_the_limit_changes_nothing() -> None:
    text = ("It is a fine day. " * 1200)[:READ_LIMIT]
    assert judged(text) == judged(text + " I hate it! A lawyer? " * 50)


def test_sentences_end_at_stops_before_spaces_and_at_new_lines() -> None:
    text = 'Broken. He said "no!" Version 2.0 came\n\nwhy?!  End…'
    assert sentences(text) == [
        "Broken.",
        'He said "no!"',
        "Version 2.0 came",
        "why?!",
        "End…",
    ]


def test_no_more_sentences_are_read_than_a_page_of_them() -> None:
    assert sentences("No. " * 2_000) == ["No."] * SENTENCE_LIMIT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Terrible. I hate it", ("Terrible", "hate"), id="as written"),
        pytest.param("It is not good", ("not good",), id="turned round"),
        pytest.param("It isn't very good!", ("isn't very good",), id="further back"),
        pytest.param("Awful parcel, awful shop", ("Awful",), id="each once"),
        pytest.param("so 😹", ("😹",), id="an emoji for its name"),
        pytest.param("I love it, no problem", ("love", "no problem"), id="praise"),
        pytest.param("The parcel came", (), id="no mood"),
        pytest.param(
            "bad, hate, poor, kill, annoying, terrible",
            ("bad", "hate", "poor", "kill", "terrible"),
            id="the heaviest five",
        ),
    ],
)
def test_because_says_the_words_that_decided(
    text: str, expected: tuple[str, ...]
) -> None:
    assert judged(text).because == expected


anything = st.text(st.characters(codec=None), max_size=80)


@given(text=anything, rating=st.none() | st.integers(1, 5), times=st.integers(1, 40))
def test_any_text_gets_a_judgement_in_range(
    text: str, rating: int | None, times: int
) -> None:
    judgement = judged(text * times, rating=rating)
    assert -1 <= judgement.compound <= 1
    scores = ("p_negative", "p_neutral", "p_positive", "complaint", "needs_reply")
    for name in (*scores, "priority"):
        assert 0 <= getattr(judgement, name) <= 1
    for entry in judgement.because:
        assert len(entry) <= 40
        assert all(word in text * times for word in entry.split())
    assert judgement == judged(text * times, rating=rating)


@given(texts=st.lists(anything, max_size=8))
def test_a_batch_is_judged_as_its_texts_are_one_by_one(texts: list[str]) -> None:
    batch = [Text(text, "pl") for text in texts] * 20
    one_by_one = [engine("vader").judge([each])[0] for each in batch]
    assert engine("vader").judge(batch) == one_by_one


def test_priority_is_the_sum_that_its_description_makes() -> None:
    angry = {"sentiment": Sentiment.NEGATIVE, "negativity": 0.5, "complaint": 1.0}
    calm = {"sentiment": Sentiment.NEUTRAL, "negativity": 0.0, "complaint": 0.0}
    glad = {"sentiment": Sentiment.POSITIVE, "negativity": 0.0, "complaint": 0.0}
    table = [
        (angry, 1.0, (), None, 0.55),
        (angry, 1.0, ("churn",), 1, 0.65),
        (angry, 1.0, ("safety",), None, 0.9),
        (calm, 0.0, ("legal",), None, 0.8),
        (glad, 0.0, ("legal",), None, 0.0),
        (calm, 1.0, ("question",), 3, 0.25),
        (calm, 0.0, (), 5, 0.0),
    ]
    for mood_of, needs_reply, flags, rating, expected in table:
        found = priority(
            **mood_of,  # type: ignore[arg-type]
            needs_reply=needs_reply,
            flags=flags,
            rating=rating,
        )
        assert isclose(found, expected)


@given(negativity=st.floats(0, 1), rating=st.none() | st.integers(1, 5))
def test_a_critical_text_stands_before_any_other(
    negativity: float, rating: int | None
) -> None:
    def of(*flags: str, negativity: float) -> float:
        return priority(
            sentiment=Sentiment.NEGATIVE,
            negativity=negativity,
            complaint=1.0,
            needs_reply=1.0,
            flags=flags,
            rating=rating,
        )

    assert of("safety", negativity=0) > of("churn", negativity=negativity)


def test_the_version_is_that_of_the_library() -> None:
    assert (engine("vader").name, engine("vader").version) == ("vader", "3.3.2")


def test_an_unknown_engine_is_refused_with_the_known_ones() -> None:
    message = f"^engine: found 'vadr', wanted one of {', '.join(ENGINES)}$"
    with pytest.raises(ConfigError, match=message):
        engine("vadr")


def test_a_judgement_is_written_in_the_order_that_outsiders_know() -> None:
    written_out = to_json(judged("Is this terrible?"))
    assert list(written_out) == [
        "lang", "sentiment", "compound", "p_negative", "p_neutral", "p_positive",
        "complaint", "needs_reply", "priority", "flags", "topic", "because", "engine",
        "version",
    ]  # fmt: skip
    assert to_json(judged("Is this terrible? " * 80))["chunked"] is True

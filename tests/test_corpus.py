"""Our own corpus: enough of everything, no text on both sides of the split."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from domain.judgement import FLAGS, TOPICS, Sentiment
from response.folding import fold

CORPUS = Path(__file__).parents[1] / "sentiment" / "corpus"
LANGUAGES = ("en", "pl", "de", "es")
TONES = {
    "polite", "sarcastic", "furious", "plain", "one_word", "emoji", "mixed_language",
    "typos", "no_diacritics", "hashtags", "question_complaint", "about_others",
    "litotes", "mock_thanks", "praise", "chatter", "spam", "news", "long", "question",
    "resolved", "slang",
}  # fmt: skip
ALIKE = 0.5
"""Two texts are near-duplicates when they share more of their pairs of words."""

Post = dict[str, Any]


def posts(part: str, lang: str) -> list[Post]:
    lines = (CORPUS / part / f"{lang}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def every(*parts: str) -> Iterable[Post]:
    return (each for part in parts for lang in LANGUAGES for each in posts(part, lang))


def pairs(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", re.sub(r"https?://\S+|@\w+", "", fold(text)))
    return frozenset(pairwise(words)) or frozenset((word,) for word in words)


@pytest.mark.parametrize(
    ("languages", "least"), [(("en", "pl"), 2_000), (("de",), 200), (("es",), 200)]
)
def test_there_is_enough_to_learn_from(languages: tuple[str, ...], least: int) -> None:
    assert sum(len(posts("train", lang)) for lang in languages) >= least


def test_every_label_is_one_there_is() -> None:
    for each in every("train", "test", "hard"):
        assert each["text"].strip()
        assert each["lang"] in LANGUAGES
        assert each["sentiment"] in set(Sentiment)
        assert {each["complaint"], each["needs_reply"]} <= {0, 1}
        assert each["topic"] in TOPICS
        assert set(each["flags"]) <= set(FLAGS)
        assert each["needs_reply"] >= each["complaint"], each["text"]


def test_every_tone_topic_and_flag_is_there_in_number() -> None:
    told = list(every("train"))
    topics = Counter(each["topic"] for each in told)
    flags = Counter(flag for each in told for flag in each["flags"])
    tones = Counter(each.get("tone") for each in told)
    assert min(topics[each] for each in TOPICS) >= 100
    assert min(flags[each] for each in FLAGS) >= 100
    assert min(tones[each] for each in TONES) >= 50


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_on_both_sides_of_the_split(lang: str) -> None:
    tests = [
        pairs(each["text"]) for each in (*posts("test", lang), *posts("hard", lang))
    ]
    holding: dict[tuple[str, ...], set[int]] = {}
    for place, told in enumerate(tests):
        for pair in told:
            holding.setdefault(pair, set()).add(place)
    for each in posts("train", lang):
        mine = pairs(each["text"])
        for place in {place for pair in mine for place in holding.get(pair, ())}:
            shared = len(mine & tests[place]) / len(mine | tests[place])
            assert shared <= ALIKE, each["text"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_there_twice(lang: str) -> None:
    told = [fold(each["text"]).strip() for each in posts("train", lang)]
    assert len(set(told)) == len(told)

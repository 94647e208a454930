"""What single words are worth: VADER's English ones, and our own in eight languages.

A word counts as the model folds it, so that with its accents left out it is the same
word. One that is good in one language and bad in another says nothing.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sentiment.folding import Folding
from sentiment.folding_table import lexicon
from sentiment.grams import hashed

OUR_WORDS = Path(__file__).with_name("moods.toml")

WORTH = {"good": 2.2, "bad": -2.2}
"""What a word of ours is worth, on VADER's scale of -4 to 4: as its typical ones."""


def moods(fold: Any, kind: Any) -> tuple[Any, Any]:
    """Return the arrays ``lex_keys`` and ``lex_values`` of all words.

    VADER's own words keep what VADER says of them.
    """
    keys, values = lexicon(_vader_words())
    known = dict(zip(keys.tolist(), values.tolist(), strict=True))
    bare = Folding.of(fold, kind, keys[:0], values[:0])
    told = _of_ours(bare) | known
    hashes = np.array(sorted(told), np.uint64)
    return hashes, np.array([told[each] for each in sorted(told)], np.float32)


def _of_ours(bare: Folding) -> dict[int, float]:
    """Return what each of our words is worth, by its hash."""
    languages: Mapping[str, Mapping[str, str]]
    languages = tomllib.loads(OUR_WORDS.read_text(encoding="utf-8"))
    found: dict[int, float] = {}
    both = set()
    for words in languages.values():
        for mood, worth in WORTH.items():
            for each in hashed(words[mood].split(), bare).tokens.tolist():
                if found.setdefault(each, worth) != worth:
                    both.add(each)
    return {each: worth for each, worth in found.items() if each not in both}


def _vader_words() -> dict[str, float]:
    """Return VADER's words of letters alone, without apostrophes, and their worth."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    known = SentimentIntensityAnalyzer().lexicon
    told = {word.replace("'", ""): worth for word, worth in known.items()}
    return {word: worth for word, worth in told.items() if word.isalpha()}

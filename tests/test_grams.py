"""Features of texts: what is one word to the model, and whose words count."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentiment.alone import SHORTEST, alone
from sentiment.grams import DENSE, ORDERS, Batch, grams, word_hashes
from sentiment.readable import readable
from tests.small_model import folding

WHOLE = 1 << 64
BASE = 0x9E3779B97F4A7C15
PAIR, SKIP, NEGATED = 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3

PIECES = st.sampled_from(
    [
        "Where", "order", "not", "don't", "GOOD", "bad", "żenada", "😡", "  ", "\n",
        "http://a.b/c", "@shop", "sooooo", "ﬁne", "\u200b", "\ud800", "日本", "\x00",
        "order 77777", "www.a", "h'ttp", "@", "x@y", "a''b", "!!!!!", "\ue000", "½²",
    ]
)  # fmt: skip
TEXTS = (
    st.lists(PIECES, max_size=8).map(" ".join)
    | st.lists(PIECES, max_size=5).map("".join)
    | st.text(max_size=30)
)


def of(*texts: str) -> Batch:
    return grams(texts, folding())


def features(batch: Batch, text: int) -> tuple[list[int], ...]:
    """Return what a batch says of one of its texts."""
    words, chars = batch.words[batch.word_doc == text], batch.chars
    first = np.searchsorted(batch.tok_doc, text)
    return (
        words.tolist(),
        chars[batch.char_doc == text].tolist(),
        (batch.word_tok[batch.word_doc == text] - first).tolist(),
        (batch.char_tok[batch.char_doc == text] - first).tolist(),
        batch.dense[text].tolist(),
    )


def mixed(number: int) -> int:
    number ^= number >> 33
    number = number * 0xFF51AFD7ED558CCD % WHOLE
    number ^= number >> 29
    number = number * 0xC4CEB9FE1A85EC53 % WHOLE
    return number ^ number >> 32


def summed(run: str) -> int:
    terms = [(ord(each) + 1) * pow(BASE, at, WHOLE) for at, each in enumerate(run)]
    return sum(terms) % WHOLE


def test_the_numbers_of_features_are_what_models_were_trained_on() -> None:
    batch = of("It's NOT  good")
    words = [mixed(summed(each)) for each in ("its", "not", "good")]
    near = [mixed((one * PAIR + two * SKIP) % WHOLE) for one, two in pairwise(words)]
    far = mixed((words[0] * SKIP + words[2] * NEGATED) % WHOLE)
    turned = mixed((words[2] * NEGATED + PAIR) % WHOLE)
    assert batch.words.tolist() == [*words, *near, far, turned]
    folded = " its not good "
    runs = [
        mixed((summed(folded[at : at + order]) + order * PAIR) % WHOLE)
        for order in (2, 3, 4, 5)
        for at in range(len(folded) - order + 1)
    ]
    assert batch.chars.tolist() == runs
    assert (
        batch.tokens.tolist() == words == word_hashes(["its", "not", "good"]).tolist()
    )
    (near_words, _), (fours, _) = batch.side()
    assert near_words.tolist() == [*words, *near]
    assert fours.tolist() == runs[13 + 12 : 13 + 12 + 11]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        pytest.param("ZWROT Pieniędzy", "zwrot pieniedzy", id="case and accents"),
        pytest.param("cafe\u0301", "café", id="accents apart"),
        pytest.param("\uff32\uff45\uff46und", "refund", id="full width"),
        pytest.param("re\u200bfu\u00adnd", "refund", id="hidden characters"),
        pytest.param("\u202erefund", "refund", id="right-to-left override"),
        pytest.param("r\u0435fund", "refund", id="a Cyrillic letter in a Latin word"),
        pytest.param("r\u03b5fund", "refund", id="a Greek letter in a Latin word"),
        pytest.param("\U0001d42b\U0001d41efund", "refund", id="styled letters"),
        pytest.param("don\u2019t", "dont", id="apostrophes"),
        pytest.param("soooooooo", "sooo", id="repeated letters"),
        pytest.param("a\x00b", "a b", id="NUL"),
        pytest.param("a\ud800b", "ab", id="a lone surrogate"),
        pytest.param("see http://x.y/z?q=1", "see www.shop.com", id="web addresses"),
        pytest.param("ask @anna_1", "ask @shop", id="handles"),
    ],
)
def test_these_are_the_same_to_the_model(written: str, plain: str) -> None:
    assert of(written).words.tolist() == of(plain).words.tolist()
    assert of(written).chars.tolist() == of(plain).chars.tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("\u0441\u043e\u0440", "cop", id="a Cyrillic word"),
        pytest.param("http", "@shop", id="an address and a handle"),
        pytest.param("12", "1a", id="digits and letters"),
        pytest.param("कि", "की", id="vowels of Hindi"),
    ],
)
def test_these_are_not_the_same(one: str, other: str) -> None:
    assert of(one).words.tolist() != of(other).words.tolist()


@pytest.mark.parametrize(
    ("text", "own"),
    [
        pytest.param("> it never came\nsame here", "same here", id="a quoted line"),
        pytest.param("&gt; it came\n>> no\nyes", "yes", id="escaped and nested"),
        pytest.param("so true RT @anna: it broke", "so true", id="shared with a word"),
        pytest.param("RT @anna: it broke", "RT @anna: it broke", id="only shared"),
        pytest.param("> it broke", "> it broke", id="only quoted"),
        pytest.param(">:( it broke", ">:( it broke", id="an angry face"),
        pytest.param("5 > 3\nok", "5 > 3\nok", id="greater than"),
    ],
)
def test_words_of_others_do_not_count(text: str, own: str) -> None:
    assert of(text).words.tolist() == of(own).words.tolist()
    assert " ".join(readable(text).split()) == " ".join(own.split())


@given(text=TEXTS)
def test_law_what_is_read_is_as_long_as_what_was_written(text: str) -> None:
    assert len(readable(text)) == len(text)


@settings(max_examples=60)
@given(texts=st.lists(TEXTS, min_size=1, max_size=6))
def test_law_a_text_gives_the_same_alone_and_among_others(texts: Sequence[str]) -> None:
    together = of(*texts)
    for at, text in enumerate(texts):
        assert features(together, at) == features(of(text), 0)


@given(text=TEXTS)
def test_law_the_quick_way_for_one_text_finds_the_same(text: str) -> None:
    found, batch = alone(text, folding()), of(text)
    if found is None:
        of_orders = sum(SHORTEST - order + 1 for order in ORDERS)
        assert not len(batch.tokens) or len(batch.chars) < of_orders
        return
    many, size = len(found.tokens), len(found.line.letters)
    words, chars = found.hashes[: -4 * size], found.hashes[-4 * size :]
    kinds = (many, max(many - 1, 0), max(many - 2, 0), len(found.negated))
    assert batch.words.tolist() == [
        each
        for kind, count in enumerate(kinds)
        for each in words[kind * many :][:count].tolist()
    ]
    assert batch.chars.tolist() == [
        each
        for row, order in enumerate(ORDERS)
        for each in chars[row * size :][: size - order + 1].tolist()
    ]
    assert batch.dense[0].tolist() == found.dense


@pytest.mark.parametrize(
    ("text", "feature", "value"),
    [
        pytest.param("a!b!!", "exclamations", 0.6, id="exclamations"),
        pytest.param("????????", "questions", 0.6, id="squeezed to three"),
        pytest.param("ABcd", "capitals", 1 / 3, id="of all, blanks too"),
        pytest.param("nooooo", "squeezed", 0.4, id="letters left out"),
        pytest.param("7 8 9", "digits", 0.3, id="digits"),
        pytest.param("http://a www.b", "addresses", 2 / 3, id="addresses"),
        pytest.param("@a @b @c @d", "handles", 1.0, id="at most three"),
        pytest.param("no, never", "negations", 0.4, id="negations"),
        pytest.param("well...", "stops", 1.0, id="three stops"),
        pytest.param("", "no_mood", 1.0, id="nothing"),
        pytest.param("good", "good", 0.95, id="a good word"),
        pytest.param("not good", "rather_bad", 1.0, id="a good word turned"),
    ],
)
def test_style_is_counted(text: str, feature: str, value: float) -> None:
    assert of(text).dense[0, DENSE.index(feature)] == pytest.approx(value, abs=1e-7)

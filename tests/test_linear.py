"""The engine ``linear``: what its heads say, of any text, in any batch."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import thread_time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import ConfigError
from domain.judgement import FLAGS, TOPICS, UNSCORED, Judgement, Sentiment
from sentiment import Text
from sentiment.arithmetic import exp, exp_of, log
from sentiment.asking import asking, likely, marked
from sentiment.grams import BITS, grams, hashed
from sentiment.heads import COMPLAINT, SIDE_BITS, Heads
from sentiment.linear import MODEL, Budget, Linear, of
from sentiment.model_file import check, read, write
from sentiment.parts import PART, WHOLE, spans
from sentiment.questions import LISTS
from sentiment.sentences import READ_LIMIT
from sentiment.signs import signs
from sentiment.telling import LONGEST, MOST
from sentiment.vader import means, measured
from tests.small_model import LANGUAGES, arrays, folding, heads, made
from tests.test_grams import TEXTS

HOSTILE = {
    "a megabyte": "late refund " * 90_000,
    "one word of a megabyte": "x" * 1_000_000,
    "emoji": "😡" * 16_000,
    "but": "but " * 5_000,
    "lone surrogates": "\ud800 refund \udfff" * 2_000,
    "NUL": "\x00refund" * 2_000,
    "right to left": "\u202erefund\u202d" * 2_000,
    "accents": "e" + "\u0301" * 20_000,
    "quotes": "> " * 10_000,
    "handles": "@a " * 7_000,
    "addresses": "http" * 5_000,
    "stops": ". " * 10_000,
    "apostrophes": "a'" * 10_000,
    "mixed scripts": "a\u0435" * 10_000,
    "blanks": " " * 20_000,
}


LONG = st.sampled_from(["It never came. " * 150, "x" * 2_600, "ok? " * 600])


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("model") / "small.earshot")


@pytest.fixture(scope="session")
def linear(path: Path) -> Linear:
    return of(path, with_compound=False)


def judged(linear: Linear, *texts: str) -> list[Judgement]:
    return linear.judge([Text(each) for each in texts])


def leaning(path: Path, weights: dict[str, float]) -> Linear:
    """Return an engine to which only these words say something: complaint or not."""
    every = arrays()
    for name in ("words", "chars", "dense", "side", "bias"):
        every[name] = np.zeros_like(every[name])
    batch = grams(list(weights), folding())
    buckets = (batch.tokens >> np.uint64(64 - BITS)).astype(int)
    every["words"][buckets, COMPLAINT] = list(weights.values())
    write(path, version="leaning", made={}, heads=heads(), arrays=every)
    return of(path, with_compound=False)


def test_the_scores_are_sums_over_all_features(linear: Linear, path: Path) -> None:
    texts = ["Where is my order?!", "", "Paczka nie dotarła. http://a.b", "not bad 😡"]
    batch, tables = grams(texts, linear.heads.folding), arrays()
    weighed = linear.heads.weigh(hashed(texts, linear.heads.folding))
    side_words, side_chars = batch.side()
    style = (batch.dense - tables["dense_mean"]) * tables["dense_scale"]
    for text in range(len(texts)):
        score = tables["bias"] + style[text] @ tables["dense"]
        for name, hashes, docs in (
            ("words", batch.words, batch.word_doc),
            ("chars", batch.chars, batch.char_doc),
        ):
            rows = (hashes[docs == text] >> np.uint64(64 - BITS)).astype(int)
            some = tables[name][rows].astype(float)
            score = score + some.sum(0) / np.sqrt(max(len(rows), 1))
        assert weighed.scores[text] == pytest.approx(score, rel=1e-5)
        small = np.zeros(len(tables["side_bias"]))
        for shift, (hashes, docs) in ((0, side_words), (1 << SIDE_BITS, side_chars)):
            rows = (hashes[docs == text] >> np.uint64(64 - SIDE_BITS)).astype(int)
            some = tables["side"][rows + shift].astype(float)
            small = small + some.sum(0) / np.sqrt(max(len(rows), 1))
        small = small * tables["side_scale"] + tables["side_bias"]
        assert weighed.side[text] == pytest.approx(small, rel=1e-5)


@settings(max_examples=40)
@given(
    texts=st.lists(TEXTS | LONG, max_size=9),
    cuts=st.lists(st.integers(0, 9), max_size=3),
)
def test_law_a_judgement_is_the_same_in_any_batch(
    linear: Linear, texts: Sequence[str], cuts: Sequence[int]
) -> None:
    given_texts = [Text(each) for each in texts]
    bounds = [0, *sorted(cuts), len(texts)]
    apart = [
        judgement
        for start, end in zip(bounds, bounds[1:], strict=False)  # noqa: RUF007
        for judgement in linear.judge(given_texts[start:end])
    ]
    assert linear.judge(given_texts)[: len(apart)] == apart[: len(texts)]


@given(texts=st.lists(TEXTS, min_size=2, max_size=6))
def test_law_a_text_on_its_own_is_judged_as_among_others(
    linear: Linear, texts: Sequence[str]
) -> None:
    together = judged(linear, *texts)
    alone = [judgement for each in texts for judgement in judged(linear, each)]
    # In what is written, not only in what is equal: -0.0 is not 0.0.
    assert list(map(repr, together)) == list(map(repr, alone))


@given(text=TEXTS)
def test_law_a_judgement_is_whole(linear: Linear, text: str) -> None:
    [found] = judged(linear, text)
    chances = (found.p_negative, found.p_neutral, found.p_positive)
    assert sum(chances) == pytest.approx(1)
    assert min(chances) >= 0
    assert 0 <= found.complaint <= 1 >= found.needs_reply >= 0
    assert found.topic is None or found.topic in TOPICS
    assert {*found.flags} <= {*FLAGS, "question"}
    assert len(found.because) <= MOST
    shown = "".join(filter(str.isprintable, text))
    for word in found.because:
        assert 0 < len(word) <= LONGEST
        assert word in shown


def test_what_decided_stands_as_it_was_written(tmp_path: Path) -> None:
    weights = {"broken": 9.0, "waiting": 5.0, "the": 50.0, "fine": -3.0, "meh": 0.01}
    engine = leaning(tmp_path / "model", weights)
    text = "Fine, the BRÓKEN thing. Still wa\u200biting... the meh http://broken.com"
    [found] = judged(engine, text)
    assert found.complaint > 0.9
    assert found.because == ("BRÓKEN", "waiting")
    assert judged(engine, "hello there")[0].because == ()


def test_the_worst_part_of_a_long_text_counts_more(tmp_path: Path) -> None:
    engine = leaning(tmp_path / "model", {"broken": 4000.0, "fine": -40.0})
    calm = "All of it is fine. " * 200
    [quiet, mixed] = judged(engine, calm, calm + "It is broken.")
    assert quiet.complaint < 0.05
    assert mixed.complaint > 0.5
    assert mixed.chunked
    assert "broken" in mixed.because


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("One sentence. " * 600, id="sentences"),
        pytest.param("word " * 1_000, id="words"),
        pytest.param("x" * 30_000, id="neither"),
        pytest.param("short", id="short"),
    ],
)
def test_parts_are_bounded_and_leave_nothing_out(text: str) -> None:
    found = spans(text)
    assert found[0][0] == 0
    assert found[-1][1] == min(len(text), READ_LIMIT)
    assert all(one[1] == two[0] for one, two in zip(found, found[1:], strict=False))  # noqa: RUF007
    most = WHOLE if len(text) <= WHOLE else PART
    assert all(0 < end - start <= most for start, end in found)
    if text.startswith("One"):
        assert all(text[start:end].startswith("One") for start, end in found)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_takes_no_time_and_stops_nothing(path: Path, text: str) -> None:
    engine = of(path)
    engine.judge([Text("warm")])
    alone = engine.judge([Text("refund")])
    begun = thread_time()
    found = engine.judge([Text(text), Text("refund")])
    assert thread_time() - begun < 0.2
    assert found[1:] == alone


def test_what_the_budget_has_no_time_for_is_unscored(linear: Linear) -> None:
    ticks: Iterator[float] = iter([0.0, 0.1, 9.0])
    hurried = replace(linear, budget=Budget(batch=1, text=0, clock=lambda: next(ticks)))
    texts = [f"text {number}" for number in range(300)]
    found = judged(hurried, *texts)
    assert found[:256] == judged(linear, *texts[:256])
    left = found[256:]
    assert len(left) == 44
    assert {each.flags for each in left} == {(UNSCORED,)}
    assert {(each.complaint, each.needs_reply) for each in left} == {(0.5, 0.5)}
    assert all(each.unsure for each in left)


@pytest.mark.parametrize("text", ["", "   ", "\n\u200b", "\x00"])
def test_a_text_without_a_sign_is_no_complaint(linear: Linear, text: str) -> None:
    [found] = judged(linear, text)
    assert found.sentiment is Sentiment.NEUTRAL
    assert (found.p_neutral, found.complaint, found.needs_reply) == (1, 0, 0)
    assert (found.topic, found.lang, found.because) == (None, None, ())
    [rated] = linear.judge([Text(text, rating=1)])
    assert rated.needs_reply == 1


def test_a_language_is_kept_where_given_and_told_where_it_is_clear(
    linear: Linear,
) -> None:
    text = "three words here"
    texts = [Text(text, "sv"), Text(text), Text("two words")]
    assert [each.lang for each in linear.judge(texts)] == ["sv", None, None]
    bias = linear.heads.side_bias.copy()
    bias[-1] += 9
    clear = replace(linear, heads=replace(linear.heads, side_bias=bias))
    assert [each.lang for each in clear.judge(texts)] == ["sv", LANGUAGES[-1], None]
    assert [clear.judge([each])[0].lang for each in texts[1:]] == [LANGUAGES[-1], None]


def test_the_compound_is_that_of_vader(path: Path, linear: Linear) -> None:
    texts = ["I LOVE it!!! 😀", "not good at all", "", "so bad. " * 400]
    found = [each.compound for each in judged(of(path), *texts)]
    assert found == [means(measured(each)).compound for each in texts]
    assert {each.compound for each in judged(linear, *texts)} == {0.0}


def phrases() -> list[str]:
    listed = " | ".join(LISTS.values()).replace("*", "").split("|")
    return [" ".join(each.split()) for each in listed]


def test_every_phrase_that_asks_is_seen_in_the_tokens() -> None:
    texts = [f"@shop Hello {each} today" for each in phrases()]
    texts += [
        f"Hello, {each.replace(' ', chr(39) + 's, ', 1)} 😡" for each in phrases()
    ]
    found = likely(hashed(texts, folding()))
    missed = [
        text
        for text, seen in zip(texts, found, strict=True)
        if asking(text) and not seen
    ]
    assert missed == []
    assert not likely(hashed(["Nothing of the kind"], folding()))[0]


@given(
    parts=st.lists(
        st.sampled_from(
            [*phrases(), "hello", "?", "@shop,", "isn't", "_", "http://a?b"]
        ),
        max_size=4,
    )
)
def test_law_a_text_asks_when_its_signs_say_so(parts: Sequence[str]) -> None:
    text = " ".join(parts)
    asks = "question" in signs(text).flags
    assert asking(text) == asks
    seen = likely(hashed([text], folding()))[0] or marked(text)
    assert seen or not asks


@given(number=st.floats(-800, 800))
def test_law_a_single_exponential_is_that_among_others(number: float) -> None:
    assert exp_of(number) == exp(np.array([number]))[0]


@given(number=st.floats(-50, 50))
def test_law_exponential_and_logarithm_are_right(number: float) -> None:
    assert exp(np.array([number]))[0] == pytest.approx(np.exp(number), rel=1e-10)
    whole = abs(number) + 1e-3
    assert log(np.array([whole]))[0] == pytest.approx(
        np.log(whole), rel=1e-12, abs=1e-14
    )


@pytest.mark.parametrize(
    ("name", "change", "found"),
    [
        pytest.param("words", lambda a: a[:9], "an array words of 9 x 4", id="rows"),
        pytest.param(
            "side", lambda a: a[:, 1:], "an array side of 32768 x ", id="side"
        ),
        pytest.param("lex_values", lambda a: a[1:], "an array lex_values of", id="lex"),
        pytest.param("bias", lambda _: None, "no array bias", id="missing"),
    ],
)
def test_a_model_of_another_shape_says_so(
    tmp_path: Path, name: str, change: Any, found: str
) -> None:
    every = arrays()
    every[name] = change(every[name])
    kept = {name: each for name, each in every.items() if each is not None}
    write(tmp_path / "odd", version="1", made={}, heads=heads(), arrays=kept)
    with pytest.raises(ConfigError, match=f"odd: found {found}"):
        Heads.of(read(tmp_path / "odd"))


@pytest.mark.skipif(not MODEL.exists(), reason="there is no trained model yet")
def test_the_trained_model_is_sound_and_hears_what_vader_does_not() -> None:
    check(read(MODEL))
    [found] = judged(of(MODEL), "Where is my order? It has been 3 weeks")
    assert found.is_complaint
    assert found.lang == "en"
    assert "order" in found.because
    assert MODEL.stat().st_size <= 6_000_000


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux")
def test_the_engine_takes_no_more_than_sixty_megabytes_beside_numpy() -> None:
    code = """
import numpy
from pathlib import Path
def most():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(each.split()[1]) for each in lines if each.startswith("VmHWM"))
before = most()
from sentiment import Text, engine
engine("linear").judge([Text(f"Where is my order {n}? I wait.") for n in range(300)])
print(most() - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=MODEL.parents[2],
        capture_output=True,
        check=True,
    )
    assert 5_000 < int(done.stdout) <= 60_000

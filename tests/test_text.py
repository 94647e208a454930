"""What is kept of a stranger's text passes every store, mail and screen."""

import re
import sys
import unicodedata

import pytest
from hypothesis import given

from domain.text import MARKS_LIMIT, bounded, canonical, is_plain, one_line
from tests.posts import NASTY

EVERY_CHARACTER = [chr(point) for point in range(sys.maxunicode + 1)]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("my parcel\nnever\tcame", "my parcel\nnever\tcame", id="plain"),
        pytest.param("a\r\nb\rc\x0bd\x0ce", "a\nb\nc\nd\ne", id="line breaks"),
        pytest.param("a\x85b\u2028c\u2029d", "a\nb\nc\nd", id="Unicode's line breaks"),
        pytest.param("nul\x00 bell\x07 esc\x1b[2J", "nul bell esc[2J", id="controls"),
        pytest.param("c1\x80\x9b del\x7f", "c1 del", id="later controls"),
        pytest.param("re\u202efund\u202c", "refund", id="bidi override"),
        pytest.param("\u2066a\u2067b\u2068c\u2069", "abc", id="bidi isolates"),
        pytest.param("half \ud83d", "half \ufffd", id="lone surrogate"),
        pytest.param("Łódź z\u0307o\u0301łw", "Łódź żółw", id="composed"),
        pytest.param("👩\u200d👧 ❤\ufe0f", "👩\u200d👧 ❤\ufe0f", id="joined emoji"),
        pytest.param("a" + "\u0335" * 50, "a" + "\u0335" * 8, id="heap of accents"),
        pytest.param("ก็่", "ก็่", id="script with accents"),
        pytest.param("\u0344" * 9, "\u0308\u0301" * 4, id="accents that become two"),
        pytest.param("1" * 9 + "\u20e3" * 9, "1" * 9 + "\u20e3" * 8, id="enclosing"),
        pytest.param("😀" * 20, "😀" * 20, id="many emoji are no accents"),
    ],
)
def test_the_canonical_form_of(given: str, kept: str) -> None:
    assert canonical(given) == kept


@given(NASTY)
def test_what_is_canonical_can_be_kept_anywhere(text: str) -> None:
    kept = canonical(text)
    kept.encode()
    assert unicodedata.is_normalized("NFC", kept)
    assert set(map(unicodedata.category, set(kept) - set("\n\t"))).isdisjoint(
        {"Cc", "Cs", "Zl", "Zp"}
    )
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", kept)
    assert len(kept.splitlines()) <= kept.count("\n") + 1


@given(NASTY)
def test_doing_it_twice_changes_nothing(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)
    assert one_line(one_line(text)) == one_line(text)
    assert bounded(bounded(text, 5), 5) == bounded(text, 5)
    assert canonical(bounded(canonical(text), 5)) == bounded(canonical(text), 5)


@pytest.mark.parametrize("mark", ["\u0301", "\u0344", "\U0001e944"])
def test_a_character_alone_and_in_a_heap_is_settled_at_once(mark: str) -> None:
    for number in range(1, 3 * MARKS_LIMIT):
        once = canonical("a" + mark * number)
        assert canonical(once) == once


def test_what_python_calls_printable_is_plain() -> None:
    # The quick way round the slow search; a new Unicode version could break it.
    printable = "".join(each for each in EVERY_CHARACTER if each.isprintable())
    kept = set(printable) & set("".join(map(chr, [*range(32), *range(127, 160)])))
    assert kept == set()
    assert not re.search("[\u2028-\u202e\u2066-\u2069\ud800-\udfff]", printable)


def test_every_accent_is_looked_at() -> None:
    marks = [each for each in EVERY_CHARACTER if unicodedata.category(each)[0] == "M"]
    assert all(canonical("a" + each * 99) != "a" + each * 99 for each in marks)
    moved = [each for each in EVERY_CHARACTER if unicodedata.combining(each)]
    assert set(moved) <= set(marks)


def test_a_million_accents_in_the_wrong_order_take_no_time() -> None:
    # Sorting them, as NFC does, would take hours.
    assert len(canonical("a" + "\u0301\u0323" * 500_000)) <= 1 + MARKS_LIMIT


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("  Ania \t of\r\nAcme ", "Ania of Acme", id="spaces and lines"),
        pytest.param("a\u00a0\u3000b", "a b", id="wide spaces"),
        pytest.param("\x00\u202e", "", id="nothing left"),
    ],
)
def test_one_line_of(given: str, kept: str) -> None:
    assert one_line(given) == kept


def test_a_cut_text_says_so() -> None:
    assert bounded("parcel", 6) == "parcel"
    assert bounded("parcels", 6) == "parce…"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("at://did:plc:1/post/2", True, id="address"),
        pytest.param("Jane\u00a0Doe", True, id="space that does not break"),
        pytest.param("a\nb", False, id="newline"),
        pytest.param("a\tb", False, id="tab"),
        pytest.param("a\x00", False, id="control"),
        pytest.param("a\u202e", False, id="bidi override"),
        pytest.param("a\ud800", False, id="lone surrogate"),
    ],
)
def test_whether_an_id_can_be_kept_as_it_is(text: str, plain: bool) -> None:
    assert is_plain(text) is plain

"""JSON Lines are read to their end, whatever is in them."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.post import Post
from services.jsonl import read_jsonl
from services.lines import RECORD_LIMIT, BadLine
from tests.posts import GOOD, NASTY, NOW, what


def jsonl(*lines: bytes) -> list[Post | BadLine]:
    return list(read_jsonl(io.BytesIO(b"\n".join(lines)), now=NOW))


TIME = (
    "posted_at: found '2026-11-02T09:00:00', "
    "wanted a time with an offset, such as 2026-11-02T10:00:00Z"
)
LONG = f"found more than {RECORD_LIMIT} bytes, wanted a shorter record"
OBJECT = 'wanted a JSON object, such as {"network": …}'


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param(
            GOOD.replace(b"09:00:00Z", b"09:00:00"),
            TIME,
            id="wrong field",
        ),
        pytest.param(
            b'{"network"',
            f"found no JSON (Expecting ':' delimiter at column 11), {OBJECT}",
            id="cut off",
        ),
        pytest.param(
            GOOD + b"," + GOOD,
            f"found no JSON (Extra data at column {len(GOOD) + 1}), {OBJECT}",
            id="two on a line",
        ),
        pytest.param(b"[1]", f"found a list, {OBJECT}", id="list"),
        pytest.param(b"7", f"found a number, {OBJECT}", id="number"),
        pytest.param(b"null", f"found null, {OBJECT}", id="null"),
        pytest.param(
            b'{"id": "1", "id": "2"}',
            f"found the field 'id' twice, {OBJECT}",
            id="twice",
        ),
        pytest.param(
            b'{"author": {"id": "1", "id": "2"}}',
            f"found the field 'id' twice, {OBJECT}",
            id="twice inside",
        ),
        pytest.param(
            b'{"likes": NaN}',
            f"found NaN, which JSON does not know, {OBJECT}",
            id="NaN",
        ),
        pytest.param(
            b'{"likes": -Infinity}',
            f"found -Infinity, which JSON does not know, {OBJECT}",
            id="infinity",
        ),
        pytest.param(
            b'{"likes": ' + b"9" * 5000 + b"}",
            f"found a number of too many digits, {OBJECT}",
            id="many digits",
        ),
        pytest.param(
            b"[" * 400_000 + b"]" * 400_000,
            f"found JSON nested too deep, {OBJECT}",
            id="deep",
        ),
        pytest.param(
            GOOD.replace(b"never", b"n\xffver"),
            "found the byte 0xff, wanted text in UTF-8",
            id="no UTF-8",
        ),
        pytest.param(
            GOOD.replace(b"never", b"n\xed\xa0\x80ver"),
            "found the byte 0xed, wanted text in UTF-8",
            id="surrogate in UTF-8",
        ),
        pytest.param(
            GOOD.replace(b"never", b"never" * RECORD_LIMIT),
            LONG,
            id="long",
        ),
    ],
)
def test_one_bad_line_among_a_hundred_is_told_and_the_others_kept(
    line: bytes, message: str
) -> None:
    found = jsonl(*[GOOD] * 6, line, *[GOOD] * 93)
    assert found[6] == BadLine(7, f"line 7: {message}")
    assert what(found[:6] + found[7:]) == ["p1"] * 99


def test_a_text_with_poison_in_it_is_no_poison() -> None:
    (post,) = jsonl(GOOD.replace(b"never", b"n\\u0000ever \\ud800"))
    assert isinstance(post, Post)
    assert post.text == "My parcel never \ufffd came."


def test_empty_lines_and_windows_line_ends_are_passed_over() -> None:
    found = jsonl(b"\xef\xbb\xbf" + GOOD + b"\r", b"", b"  \r", GOOD, b"[", b"")
    assert [each[:7] for each in what(found)] == ["p1", "p1", "line 5:"]


def test_an_empty_file_holds_no_posts() -> None:
    assert jsonl() == []


@given(st.lists(NASTY, max_size=8))
def test_no_line_of_any_kind_ends_the_reading(texts: list[str]) -> None:
    lines = [text.encode("utf-8", "surrogatepass") for text in texts]
    found = jsonl(*lines, b"", GOOD)
    assert what(found)[-1] == "p1"
    assert all(message.isprintable() for message in what(found))


class Endless(io.RawIOBase):
    """A file that never ends and of which ``taken`` bytes were read."""

    def __init__(self) -> None:
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        assert isinstance(buffer, memoryview)
        block = (GOOD + b"\n") * (len(buffer) // (len(GOOD) + 1))
        buffer[: len(block)] = block
        self.taken += len(block)
        return len(block)


def test_a_post_is_given_before_the_next_is_read() -> None:
    endless = Endless()
    posts = read_jsonl(io.BufferedReader(endless), now=NOW)
    for _ in range(1_000):
        next(posts)
    assert endless.taken < 2_000 * len(GOOD)

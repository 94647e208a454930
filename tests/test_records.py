"""Files of posts are read to their end, whatever is in them."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import ConfigError
from domain.flat import NEEDED_COLUMNS
from domain.post import Post
from services.csv_rows import read_csv
from services.jsonl import read_jsonl
from services.lines import RECORD_LIMIT
from services.records import BadLine, read
from tests.posts import NASTY, NOW, a_record

GOOD = json.dumps(a_record()).encode()
HEADER = ",".join(NEEDED_COLUMNS).encode()
ROW = b"bluesky,p1,did:1,My parcel never came.,2026-11-02T09:00:00Z"


def jsonl(*lines: bytes) -> list[Post | BadLine]:
    return list(read_jsonl(io.BytesIO(b"\n".join(lines)), now=NOW))


def table(*rows: bytes, header: bytes = HEADER) -> list[Post | BadLine]:
    stream = io.BytesIO(b"\n".join([header, *rows]))
    return list(read_csv(stream, now=NOW, name="posts.csv"))


def what(found: list[Post | BadLine]) -> list[str]:
    """Name each: the id of a post, the message of a bad line."""
    return [each.message if isinstance(each, BadLine) else each.id for each in found]


TIME = (
    "posted_at: found '2026-11-02T09:00:00', "
    "wanted a time with an offset, such as 2026-11-02T10:00:00Z"
)
ID = 'id: found nothing, wanted the network\'s id of the post, such as "9001"'
AUTHOR_ID = 'found nothing, wanted the account\'s stable id, such as "9001"'
DOUBLED = "wanted each quote in a quoted cell doubled"
LONG = f"found more than {RECORD_LIMIT} bytes, wanted a shorter record"
CUT = "Compressed file ended before the end-of-stream marker was reached"
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


def test_live_posts_were_seen_now() -> None:
    for each in (
        read_jsonl(io.BytesIO(GOOD), now=NOW, live=True),
        read_csv(io.BytesIO(HEADER + b"\n" + ROW), now=NOW, live=True),
        read(io.BytesIO(GOOD), now=NOW, live=True),
    ):
        (post,) = each
        assert isinstance(post, Post)
        assert (post.seen_at, post.backfilled) == (NOW, False)


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


def test_a_row_of_a_table_is_a_post() -> None:
    (post,) = table(ROW)
    assert [post] == jsonl(json.dumps(a_record(author={"id": "did:1"})).encode())


def test_columns_stand_in_any_order() -> None:
    header = b"text, author_id ,likes,posted_at,id,network,addressed"
    row = b'"a, ""b""\nc",,12,2026-11-02T09:00:00Z,007,x,"@acme 9"'
    (post,) = table(row, header=b"\xef\xbb\xbf" + header + b"\r")
    assert isinstance(post, Post)
    assert (post.text, post.likes, post.id) == ('a, "b"\nc', 12, "007")
    assert (post.author, post.addressed) == (None, ("acme", "9"))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param(
            [ROW, ROW.replace(b"Z", b""), ROW],
            [
                "p1",
                f"line 3: {TIME}",
                "p1",
            ],
            id="wrong cell",
        ),
        pytest.param(
            [ROW.replace(b"p1", b""), ROW],
            [
                f"line 2: {ID}",
                "p1",
            ],
            id="empty cell",
        ),
        pytest.param(
            [ROW + b",5", b"x", ROW],
            [
                "line 2: cells: found 6, wanted 5, as in the header",
                "line 3: cells: found 1, wanted 5, as in the header",
                "p1",
            ],
            id="number of cells",
        ),
        pytest.param(
            [ROW.replace(b"My", b"\xff"), ROW],
            ["line 2: found the byte 0xff, wanted text in UTF-8", "p1"],
            id="no UTF-8",
        ),
        pytest.param(
            [ROW.replace(b"My parcel never came.", b'"a\n\xff\nforged,row\n,b"'), ROW],
            ["line 2: found the byte 0xff, wanted text in UTF-8", "p1"],
            id="no UTF-8 in a cell of many lines",
        ),
        pytest.param([b"", b",,,,", ROW, b"\r"], ["p1"], id="empty rows"),
        pytest.param(
            [ROW.replace(b"My", b'"My" own'), ROW],
            [
                f"line 2: found broken quoting (',' expected after '\"'), {DOUBLED}",
                "p1",
            ],
            id="quote inside",
        ),
        pytest.param(
            [ROW.replace(b"My", b'My 5" screen')], ["p1"], id="inches are no quotes"
        ),
        pytest.param(
            [ROW.replace(b"My", b'"My'), ROW, b"", ROW.replace(b"Z", b"")],
            [
                f"line 2: found broken quoting (unexpected end of data), {DOUBLED}",
                "p1",
                f"line 5: {TIME}",
            ],
            id="quote never closed",
        ),
        pytest.param(
            [ROW.replace(b"My", b"My" * RECORD_LIMIT), ROW],
            [
                f"line 2: {LONG}",
                "p1",
            ],
            id="long line",
        ),
    ],
)
def test_what_is_said_of_the_rows(rows: list[bytes], said: list[str]) -> None:
    assert what(table(*rows)) == said


def test_an_open_quote_in_a_large_file_costs_one_row() -> None:
    number = 2 * RECORD_LIMIT // len(ROW)
    found = table(ROW, ROW.replace(b"My", b'"My'), *[ROW] * number)
    assert what(found[:1] + found[2:]) == ["p1"] * (number + 1)
    assert what(found[1:2]) == [f"line 3: {LONG}"]


def test_a_file_of_open_quotes_is_not_read_for_ever() -> None:
    # Each of these lines opens a quote that the next ones do not close.
    found = what(table(*[b'q",y,"z'] * 200_000, b""))
    assert found[0] == f"line 2: {LONG}"
    assert len(found) < 50
    assert found[-1].endswith("; what follows up to line 200001 is lost")


def test_a_long_cell_is_cut_as_in_json() -> None:
    (post,) = table(ROW.replace(b"My", b"My" * 100_000))
    assert isinstance(post, Post)
    assert len(post.text) == 50_000


def test_the_names_of_an_author_are_those_of_the_columns() -> None:
    header = HEADER + b",author_followers"
    found = table(ROW + b",many", ROW.replace(b"did:1", b"") + b",7", header=header)
    count = "wanted a whole number from 0 to 9007199254740992, such as 12"
    assert what(found) == [
        f"line 2: author_followers: found 'many', {count}",
        f"line 3: author_id: {AUTHOR_ID}",
    ]


def test_an_apostrophe_before_a_formula_is_taken_away() -> None:
    found = table(
        ROW.replace(b"My", b"'=My"),
        ROW.replace(b"My", b"'My"),
        ROW.replace(b"My", b"-5"),
    )
    texts = [each.text[:4] for each in found if isinstance(each, Post)]
    assert texts == ["=My ", "'My ", "-5 p"]


SUCH = (
    "a header of columns parted by commas, such as network,id,author_id,text,posted_at"
)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        pytest.param(
            HEADER + b",post_at",
            "posts.csv: column 'post_at': found an unknown column, wanted posted_at",
            id="unknown",
        ),
        pytest.param(
            HEADER + b",id",
            "posts.csv: column 'id': found it twice, wanted it once",
            id="twice",
        ),
        pytest.param(
            HEADER.replace(b",text", b""),
            f"posts.csv: column 'text': found none, wanted {SUCH}",
            id="missing",
        ),
        pytest.param(b"", f"posts.csv: found no header, wanted {SUCH}", id="none"),
        pytest.param(
            b'"network',
            f"posts.csv: found no header (unexpected end of data), wanted {SUCH}",
            id="broken",
        ),
        pytest.param(
            HEADER.decode().encode("utf-16"),
            "posts.csv: line 1: found the byte 0xff, wanted text in UTF-8",
            id="UTF-16",
        ),
    ],
)
def test_what_is_said_of_a_header(header: bytes, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        table(header=header)
    assert str(error.value) == message


def test_a_semicolon_table_is_told_what_parts_columns() -> None:
    with pytest.raises(ConfigError, match="wanted one of network, id, author_id"):
        table(header=HEADER.replace(b",", b";"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("posts.jsonl", GOOD, id="JSON Lines"),
        pytest.param("posts.NDJSON", GOOD, id="ndjson, in capitals"),
        pytest.param("posts.json", GOOD, id="json"),
        pytest.param("posts.csv", HEADER + b"\n" + ROW, id="CSV"),
        pytest.param("posts.jsonl.gz", gzip.compress(GOOD), id="JSON Lines, gzipped"),
        pytest.param(
            "posts.csv.gz", gzip.compress(HEADER + b"\n" + ROW), id="CSV, gzipped"
        ),
    ],
)
def test_a_file_is_read_by_its_ending(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert what(list(read(path, now=NOW))) == ["p1"]


POSTS = "wanted a file of posts, such as posts.jsonl"
ENDING = "wanted a name that ends in .jsonl or .csv, or in .gz after it"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param(
            "none.jsonl",
            f"found no such file or directory, {POSTS}",
            id="missing",
        ),
        pytest.param(
            "folder.csv",
            f"found is a directory, {POSTS}",
            id="folder",
        ),
        pytest.param(
            "posts.xls",
            f"found 'posts.xls', {ENDING}",
            id="other kind",
        ),
        pytest.param(
            "posts.jsonl.gz",
            "found a damaged file (Not a gzipped file (b'{\"')), wanted a whole one",
            id="not gzipped",
        ),
    ],
)
def test_what_is_said_of_a_file(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "posts.jsonl.gz").write_bytes(GOOD)
    with pytest.raises(ConfigError) as error:
        list(read(tmp_path / name, now=NOW))
    assert str(error.value) == f"{tmp_path / name}: {message}"


def test_a_damaged_archive_gives_what_it_still_holds(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl.gz"
    numbered = [json.dumps(a_record(id=str(each))).encode() for each in range(20_000)]
    path.write_bytes(gzip.compress(b"\n".join(numbered))[:-2_000])
    found = list(read(path, now=NOW))
    assert what(found[:-1]) == [str(each) for each in range(len(found) - 1)]
    assert what(found[-1:]) == [
        f"line {len(found)}: found a damaged file ({CUT}), wanted a whole one"
    ]


@given(st.lists(st.lists(NASTY, min_size=5, max_size=5), max_size=5))
def test_no_row_of_any_kind_ends_the_reading(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    lines = out.getvalue().encode("utf-8", "surrogatepass")
    assert what(table(lines, ROW))[-1] == "p1"


@given(st.lists(NASTY, max_size=8))
def test_no_table_of_any_kind_gives_anything_but_posts_and_bad_lines(
    lines: list[str],
) -> None:
    found = table(*[line.encode("utf-8", "replace") for line in lines])
    assert all(isinstance(each, Post) or each.message.isprintable() for each in found)


def test_any_stream_of_bytes_will_do() -> None:
    def half(stream: BinaryIO) -> Iterator[Post | BadLine]:
        return read(stream, now=NOW)

    assert what(list(half(io.BytesIO(GOOD)))) == ["p1"]

"""Tables are read to their end, whatever is in their rows."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import ConfigError
from domain.flat import NEEDED_COLUMNS
from domain.post import Post
from domain.record import to_post
from services.csv_rows import read_csv
from services.lines import RECORD_LIMIT, BadLine
from tests.posts import NASTY, NOW, a_record, what

HEADER = ",".join(NEEDED_COLUMNS).encode()
ROW = b"bluesky,p1,did:1,My parcel never came.,2026-11-02T09:00:00Z"


def table(*rows: bytes, header: bytes = HEADER) -> list[Post | BadLine]:
    stream = io.BytesIO(b"\n".join([header, *rows]))
    return list(read_csv(stream, now=NOW, name="posts.csv"))


TIME = (
    "posted_at: found '2026-11-02T09:00:00', "
    "wanted a time with an offset, such as 2026-11-02T10:00:00Z"
)
ID = 'id: found nothing, wanted the network\'s id of the post, such as "9001"'
AUTHOR_ID = 'found nothing, wanted the account\'s stable id, such as "9001"'
DOUBLED = "wanted each quote in a quoted cell doubled"
LONG = f"found more than {RECORD_LIMIT} bytes, wanted a shorter record"


def test_a_row_of_a_table_is_a_post() -> None:
    (post,) = table(ROW)
    assert post == to_post(a_record(author={"id": "did:1"}), now=NOW)


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

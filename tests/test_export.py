"""What goes out can come in again, and runs nothing in a spreadsheet."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.flat import COLUMNS
from domain.post import Post
from domain.record import to_post
from services import export
from services.cells import neutral, restored
from services.csv_rows import read_csv
from services.export import (
    CASE_COLUMNS,
    Format,
    Row,
    write_cases,
    write_posts,
    write_workbook,
)
from services.jsonl import read_jsonl
from tests.posts import NASTY, NOW, RECORDS, a_record

CASE: Row = {"case": "Acme/x/1/9", "turn": 1, "backfilled": False, "replied_at": None}


def written(posts: Iterable[Post], form: Format) -> bytes:
    out = io.BytesIO()
    write_posts(posts, out, form)
    return out.getvalue()


def a_post(**given: object) -> Post:
    return to_post(a_record(**given), now=NOW)


@given(st.lists(RECORDS.map(lambda record: to_post(record, now=NOW)), max_size=5))
def test_what_is_exported_is_imported_as_it_was(posts: list[Post]) -> None:
    lines = written(posts, Format.JSONL)
    table = written(posts, Format.CSV)
    assert list(read_jsonl(io.BytesIO(lines), now=NOW)) == posts
    assert list(read_csv(io.BytesIO(table), now=NOW)) == posts


def test_a_line_is_an_import_record_and_nothing_unknown() -> None:
    (line,) = written([a_post(text="żółw")], Format.JSONL).decode().splitlines()
    assert json.loads(line) == a_record(text="żółw") | {
        "seen_at": "2026-11-02T09:00:00Z",
        "state": "live",
    }
    assert "żółw" in line


def test_an_account_that_is_gone_is_null() -> None:
    assert json.loads(written([a_post(author=None)], Format.JSONL))["author"] is None


def test_it_says_how_many_it_wrote() -> None:
    for form in Format:
        assert write_posts([a_post(), a_post()], io.BytesIO(), form) == 2
        assert write_cases([CASE], io.BytesIO(), form) == 1
    assert write_workbook([a_post()], [CASE], io.BytesIO()) == 2


@pytest.mark.parametrize(
    "start",
    ["=", "+", "-", "@", "\t=", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"],
)
def test_a_formula_is_led_by_an_apostrophe(start: str) -> None:
    text = start + 'HYPERLINK("https://evil.example")'
    assert neutral(text) == "'" + text
    assert neutral("'" + text) == "''" + text


@given(NASTY | NASTY.map("'{}".format) | NASTY.map("'={}".format))
def test_what_was_made_neutral_is_restored(text: str) -> None:
    assert restored(neutral(text)) == text


def test_no_cell_of_a_table_begins_like_a_formula() -> None:
    post = a_post(
        id="-7",
        author={"id": "=1", "handle": "+a", "name": "@@a"},
        text="=1+1\n=2",
        topic="\uff1d1",
    )
    rows = csv.DictReader(io.StringIO(written([post], Format.CSV).decode(), newline=""))
    (row,) = rows
    assert tuple(row) == COLUMNS
    cells = [cell for cell in row.values() if cell]
    assert not [cell for cell in cells if cell[0] in "=+-@\t\r\n\uff1d"]
    assert (row["text"], row["id"]) == ("'=1+1\n=2", "'-7")


def test_cases_as_a_table() -> None:
    out = io.BytesIO()
    write_cases([{**CASE, "customer": "=1"}], out, Format.CSV)
    (row,) = csv.DictReader(io.StringIO(out.getvalue().decode(), newline=""))
    assert tuple(row) == CASE_COLUMNS
    assert {name: cell for name, cell in row.items() if cell} == {
        "case": "Acme/x/1/9",
        "customer": "'=1",
        "turn": "1",
        "backfilled": "false",
    }


def test_cases_as_lines() -> None:
    out = io.BytesIO()
    write_cases([CASE], out, Format.JSONL)
    assert json.loads(out.getvalue()) == CASE


SPACE = {"": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    """Read a workbook back: texts as str, numbers as float, truths as bool."""
    with ZipFile(io.BytesIO(content)) as book:
        # No file in it is a stranger's: all were just written.
        names = ET.fromstring(book.read("xl/workbook.xml"))  # noqa: S314
        found = {}
        for number, sheet in enumerate(names.iterfind("sheets/sheet", SPACE), 1):
            text = book.read(f"xl/worksheets/sheet{number}.xml")
            assert b"<f>" not in text
            assert b"hyperlink" not in text
            rows = ET.fromstring(text).iterfind("sheetData/row", SPACE)  # noqa: S314
            found[sheet.attrib["name"]] = [
                [value(cell) for cell in row.iterfind("c", SPACE)] for row in rows
            ]
        return found


def value(cell: ET.Element) -> object:
    if cell.get("t") == "inlineStr":
        return cell.findtext("is/t", namespaces=SPACE)
    number = float(cell.findtext("v", namespaces=SPACE) or "nan")
    return bool(number) if cell.get("t") == "b" else number


def test_a_workbook_has_a_sheet_of_posts_and_one_of_cases() -> None:
    out = io.BytesIO()
    post = a_post(
        text="=1+1", url="https://example.com/1", likes=3, complaint=True, topic="007"
    )
    write_workbook([post], [CASE], out)
    read = sheets(out.getvalue())
    assert list(read) == ["Posts", "Cases"]
    assert read["Posts"][0] == list(COLUMNS)
    assert read["Posts"][1] == [
        "bluesky",
        "p1",
        "did:1",
        "ania",
        "=1+1",
        "2026-11-02T09:00:00Z",
        "2026-11-02T09:00:00Z",
        "https://example.com/1",
        3.0,
        "live",
        True,
        "007",
    ]
    assert read["Cases"] == [list(CASE_COLUMNS), ["Acme/x/1/9", 1.0, False]]


@settings(max_examples=20)
@given(st.lists(RECORDS.map(lambda record: to_post(record, now=NOW)), max_size=3))
def test_any_post_makes_a_sound_workbook(posts: list[Post]) -> None:
    assert len(sheets(written(posts, Format.XLSX))["Posts"]) == len(posts) + 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("a" * 32_767, "a" * 32_767, id="as long as a cell"),
        pytest.param("a" * 32_768, "a" * 32_766 + "…", id="longer"),
        pytest.param("😀" * 16_384, "😀" * 16_383 + "…", id="two units a character"),
    ],
)
def test_a_cell_holds_what_excel_can_hold(text: str, kept: str) -> None:
    content = written([a_post(text=text)], Format.XLSX)
    assert kept in sheets(content)["Posts"][1]


def test_what_fills_a_sheet_goes_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "SHEET_ROWS", 3)
    posts = [a_post(id=f"p{each}") for each in range(5)]
    read: dict[str, list[list[Any]]] = sheets(written(posts, Format.XLSX))
    assert list(read) == ["Posts", "Posts 2", "Posts 3", "Cases"]
    ids = [row[1] for name in list(read)[:3] for row in read[name]]
    assert ids == ["id", "p0", "p1", "id", "p2", "p3", "id", "p4"]

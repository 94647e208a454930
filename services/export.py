"""Writes posts and cases out: JSON Lines, CSV, or a workbook.

JSON Lines and CSV of posts can be imported again and give the same posts. CSV leads
what begins like a formula with an apostrophe (``services.cells``), since the text is
a stranger's and a spreadsheet would run it.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, BinaryIO

from domain.flat import COLUMNS, Cell, flatten
from domain.post import Post
from domain.record import from_post
from services.cells import neutral

Row = Mapping[str, Cell | None]


class Format(StrEnum):
    """What an export is written as."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


CASE_COLUMNS = (
    "case",
    "network",
    "thread",
    "customer",
    "turn",
    "started_at",
    "seen_at",
    "replied_at",
    "reply_id",
    "reply_kind",
    "reply_where",
    "withdrawn_at",
    "collector_lag_s",
    "team_s",
    "wait_s",
    "business_s",
    "due_at",
    "state",
    "person",
    "backfilled",
    "url",
    "reply_url",
)
"""The columns of a case's turn, in order: the rows of ``report reply-times``."""

SHEET_ROWS = 1_048_576
"""Rows of a sheet, the header among them; what is more goes to a sheet of its own."""

CELL_LIMIT = 32_767
"""Characters of a cell in a workbook, as Excel counts them: UTF-16 units."""


def write_posts(posts: Iterable[Post], out: BinaryIO, form: Format) -> int:
    """Write ``posts`` as they come and return how many they were."""
    if form is Format.XLSX:
        return write_workbook(posts, (), out)
    if form is Format.CSV:
        return write_csv(map(_flat, posts), COLUMNS, out)
    return _write_jsonl(map(from_post, posts), out)


def write_cases(rows: Iterable[Row], out: BinaryIO, form: Format) -> int:
    """Write the rows of a report on cases and return how many they were."""
    if form is Format.XLSX:
        return write_workbook((), rows, out)
    if form is Format.CSV:
        return write_csv(rows, CASE_COLUMNS, out)
    return _write_jsonl(rows, out)


def write_csv(rows: Iterable[Row], columns: Sequence[str], out: BinaryIO) -> int:
    """Write ``rows`` as CSV under a header and return how many they were."""
    writer = csv.writer(_Encoded(out))
    writer.writerow(columns)
    number = 0
    for row in rows:
        writer.writerow([_text(row.get(column)) for column in columns])
        number += 1
    return number


def write_workbook(posts: Iterable[Post], cases: Iterable[Row], out: BinaryIO) -> int:
    """Write the sheets Posts and Cases and return how many rows there are in both.

    Numbers stay numbers; a text is always a text, never a formula or a link. One that
    is longer than a cell may be is cut: JSON Lines and CSV hold it whole.
    """
    from xlsxwriter import Workbook

    with Workbook(out, {"constant_memory": True}) as book:
        number = _fill(book, "Posts", COLUMNS, map(_flat, posts))
        return number + _fill(book, "Cases", CASE_COLUMNS, cases)


class _Encoded:
    """The stream as the csv module wants it: one that takes text."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(text.encode())


def _write_jsonl(rows: Iterable[Mapping[str, object]], out: BinaryIO) -> int:
    number = 0
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        number += 1
    return number


def _flat(post: Post) -> dict[str, Cell]:
    return flatten(from_post(post))


def _text(value: Cell | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return neutral(value) if isinstance(value, str) else str(value)


def _fill(book: Any, name: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
    number = 0
    sheets = _sheets(book, name, columns)
    sheet = next(sheets)
    for number, row in enumerate(rows, 1):
        place = (number - 1) % (SHEET_ROWS - 1) + 1
        if place == 1 and number > 1:
            sheet = next(sheets)
        for index, column in enumerate(columns):
            _put(sheet, place, index, row.get(column))
    return number


def _sheets(book: Any, name: str, columns: Sequence[str]) -> Iterator[Any]:
    bold = book.add_format({"bold": True})
    number = 1
    while True:
        sheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            sheet.write_string(0, index, column, bold)
        yield sheet
        number += 1


def _put(sheet: Any, row: int, column: int, value: Cell | None) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, _cut(value))


def _cut(text: str) -> str:
    if len(text) * 2 <= CELL_LIMIT:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= CELL_LIMIT * 2:
        return text
    return units[: (CELL_LIMIT - 1) * 2].decode("utf-16-le", errors="ignore") + "…"

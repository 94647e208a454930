"""Reads posts from CSV: a header of known columns, then one post a row.

A quote that is never closed would swallow the rows below it: such a record is
reported, and reading goes on at its second line.
"""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

from domain.errors import ConfigError, RecordError, shown
from domain.fields import nearest
from domain.flat import COLUMNS, NEEDED_COLUMNS, unflatten
from domain.post import Post
from domain.record import to_post
from services.cells import restored
from services.lines import RECORD_LIMIT, BadLine, BrokenRecordError, Lines

_HEADER = "a header of columns parted by commas, such as " + ",".join(NEEDED_COLUMNS)
_DOUBLED = "wanted each quote in a quoted cell doubled"


def read_csv(
    stream: BinaryIO, *, now: datetime, live: bool = False, name: str = "input"
) -> Iterator[Post | BadLine]:
    """Read one post from each row; rows of empty cells are passed over.

    Raises ConfigError when a column is unknown, missing or there twice.
    """
    # One cell may be as long as a record, as in JSON; the module's own is 131,072.
    csv.field_size_limit(max(csv.field_size_limit(), RECORD_LIMIT))
    lines = Lines(stream, name=name)
    rows = csv.reader(lines, strict=True)
    columns = _columns(_header(lines, rows, name=name), name=name)
    while True:
        lines.start_record()
        try:
            row = next(rows, None)
            if row is None:
                return
            if lines.fault:
                yield lines.bad(lines.fault)
            elif any(row):
                yield _post_of(row, columns, now=now, live=live)
        except csv.Error as error:
            yield lines.bad(
                f"found broken quoting ({error}), {_DOUBLED}{lines.reread()}"
            )
        except BrokenRecordError as error:
            yield lines.bad(f"{error}{lines.reread()}")
        except RecordError as error:
            yield lines.bad(str(error).replace("author.", "author_", 1))


def _header(lines: Lines, rows: Iterator[list[str]], *, name: str) -> list[str]:
    lines.start_record()
    try:
        header = next(rows, [])
    except (csv.Error, BrokenRecordError) as error:
        raise ConfigError(
            f"{name}: found no header ({error}), wanted {_HEADER}"
        ) from error
    if lines.fault:
        raise ConfigError(f"{name}: line 1: {lines.fault}")
    if not any(header):
        raise ConfigError(f"{name}: found no header, wanted {_HEADER}")
    return [column.strip() for column in header]


def _columns(header: list[str], *, name: str) -> list[str]:
    for column in header:
        where = f"{name}: column {shown(column)}"
        if column not in COLUMNS:
            near = nearest(column, COLUMNS)
            raise ConfigError(f"{where}: found an unknown column, wanted {near}")
        if header.count(column) > 1:
            raise ConfigError(f"{where}: found it twice, wanted it once")
    for column in NEEDED_COLUMNS:
        if column not in header:
            raise ConfigError(
                f"{name}: column {column!r}: found none, wanted {_HEADER}"
            )
    return header


def _post_of(
    row: Sequence[str], columns: Sequence[str], *, now: datetime, live: bool
) -> Post:
    if len(row) != len(columns):
        wanted = f"{len(columns)}, as in the header"
        raise RecordError("cells", found=len(row), wanted=wanted)
    cells = dict(zip(columns, map(restored, row), strict=True))
    return to_post(unflatten(cells), now=now, live=live)

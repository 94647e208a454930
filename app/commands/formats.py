"""How commands write what they found: a table to read, JSON or CSV to work with."""

import csv
import io
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

import typer

from domain.errors import ConfigError

Row = Mapping[str, object]

MOST = 1_500
"""Characters of a cell that is not cut: more than the longest id of a case has."""


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def show_json(value: object) -> None:
    """Write one JSON value, easy on the eye, without escaping letters."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def show_csv(rows: Sequence[Row], columns: Sequence[str]) -> None:
    """Write rows as CSV; a cell that a spreadsheet would run is made a plain text."""
    from services.cells import neutral

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([neutral(_cell(row.get(name))) for name in columns])
    typer.echo(out.getvalue(), nl=False)


def show_table(
    rows: Sequence[Row],
    columns: Sequence[str],
    *,
    width: int = 48,
    whole: Collection[str] = (),
) -> None:
    """Write rows as a plain table; a cell is cut at ``width`` characters.

    Those of the columns ``whole`` are not: who reads an id must be able to use it.
    """
    widest = {name: MOST if name in whole else width for name in columns}
    cells = [
        [_short(_cell(row.get(name)), widest[name]) for name in columns] for row in rows
    ]
    heads = [name.removesuffix("_s").replace("_", " ") for name in columns]
    widths = [
        max(len(line[place]) for line in [heads, *cells]) for place in range(len(heads))
    ]
    for line in [heads, *cells]:
        padded = (cell.ljust(each) for cell, each in zip(line, widths, strict=True))
        typer.echo("  ".join(padded).rstrip())


def instant(value: str | None, *, option: str) -> datetime | None:
    """Read an instant given with an option. Raises ConfigError for a naive one."""
    from domain.clock import parse_instant

    if value is None:
        return None
    try:
        return parse_instant(value)
    except ValueError:
        wanted = "a time with an offset, such as 2026-11-02T10:00:00Z"
        raise ConfigError.at(option, found=value, wanted=wanted) from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return str(value)


def _short(text: str, width: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"

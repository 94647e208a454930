"""A record as one row of a table: CSV and spreadsheets have no objects and no lists.

An empty cell is a missing field, but for the text: a post may have an empty one.
"""

import json
import re
from collections.abc import Callable, Mapping

from domain.record import AUTHOR_FIELDS, FIELDS, NEEDED

Cell = str | int | bool

FLAT = {f"author_{name}": name for name in AUTHOR_FIELDS}
"""The columns that together are ``author``, and the names inside it."""

COLUMNS = tuple(
    column for name in FIELDS for column in (FLAT if name == "author" else [name])
)
"""All columns in order."""

NEEDED_COLUMNS = tuple(name.replace("author", "author_id") for name in NEEDED)
"""The columns that a table must have."""


def flatten(record: Mapping[str, object]) -> dict[str, Cell]:
    """Make the cells of a record as ``domain.record.from_post`` writes it."""
    cells: dict[str, Cell] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            cells |= {f"{name}_{part}": each for part, each in value.items()}
        elif isinstance(value, list):
            cells[name] = _joined(value)
        elif isinstance(value, str | int):
            cells[name] = value
    return cells


def unflatten(cells: Mapping[str, str]) -> dict[str, object]:
    """Make a record of the cells of a row; ``to_post`` judges what is in it.

    A cell that is no number or truth where one belongs stays text, so that the error
    shows it as it stands in the file.
    """
    record: dict[str, object] = {}
    author: dict[str, object] = {}
    for name, cell in cells.items():
        if not cell:
            continue
        read = _TYPED.get(name)
        value = read(cell) if read else cell
        if name in FLAT:
            author[FLAT[name]] = value
        else:
            record[name] = value
    record["author"] = author or None
    if "text" in cells:
        record.setdefault("text", "")
    return record


def _joined(accounts: list[str]) -> str:
    # Blanks part the accounts; one that holds a blank itself makes the list JSON.
    blank = any(each.split() != [each] for each in accounts)
    if blank or accounts[0].startswith("["):
        return json.dumps(accounts, ensure_ascii=False)
    return " ".join(accounts)


def _parted(cell: str) -> object:
    if not cell.startswith("["):
        return cell.split()
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return cell


def _number(cell: str) -> object:
    return int(cell) if _DIGITS.fullmatch(cell) else cell


def _truth(cell: str) -> object:
    return {"true": True, "false": False}.get(cell.strip().lower(), cell)


_DIGITS = re.compile(r"\s*-?[0-9]{1,18}\s*")
_TYPED: Mapping[str, Callable[[str], object]] = {
    "addressed": _parted,
    "author_followers": _number,
    "rating": _number,
    "likes": _number,
    "replies": _number,
    "shares": _number,
    "complaint": _truth,
    "needs_reply": _truth,
}

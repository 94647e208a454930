"""Cells of a CSV file that a spreadsheet will open: a stranger's text is no formula.

``neutral`` puts an apostrophe before what would be run, ``restored`` takes that one
away again; a cell that held such apostrophes before comes back with them.
"""

import re

# The full-width forms are run too, by spreadsheets set to Chinese or Japanese.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def neutral(cell: str) -> str:
    """Return the cell to write: an apostrophe leads what begins like a formula."""
    return "'" + cell if _FORMULA.match(cell) else cell


def restored(cell: str) -> str:
    """Return what ``neutral`` was given."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell

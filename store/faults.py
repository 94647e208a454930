"""What a database's error means to a person, in one line."""

from sqlalchemy.exc import DBAPIError

from domain.errors import StoreDamaged, StoreError, shown

_BACKUP = "a backup put in its place"
_SQLITE = (
    (
        "database is locked",
        "it locked by another program for 5 s",
        "that program ended",
    ),
    ("readonly database", "a file that may not be written", "write permission for us"),
    ("unable to open", "no file that we may open", "a folder we may write to"),
    ("not a database", "a file that is no SQLite database", _BACKUP),
    ("malformed", "a damaged SQLite database", _BACKUP),
    ("disk is full", "a full disk", "free space"),
    ("disk i/o error", "a disk that fails", "a healthy disk"),
)
"""Parts of SQLite's messages, what was found, and what would be right."""


def explained(store: str, error: DBAPIError) -> StoreError:
    """Put a database's error into words: where, what was found, what would be right.

    The statement and its parameters stay out: they hold strangers' words.
    """
    said = str(error.orig).strip()
    for part, found, wanted in _SQLITE:
        if part in said.lower():
            kind = StoreDamaged if wanted == _BACKUP else StoreError
            return kind(f"{store}: found {found}, wanted {wanted}")
    first = said.splitlines()[0] if said else type(error).__name__
    return StoreError(f"{store}: found {shown(first)}, wanted a store that answers")

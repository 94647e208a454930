"""Everything that can go wrong and that a caller is expected to handle.

EarshotError
├── ConfigError      the owner must change the configuration, a brand file or a call
├── RecordError      one post of an import cannot be read; the others go on
├── SourceError      a network failed (``domain.source``); the others go on
└── StoreError       the store is locked, read-only, damaged or of a newer version
    ├── StoreDamaged the file is none of SQLite's, or not a whole one
    └── LeaseLost    another engine leads: this one writes nothing any more
"""

FAILURES = (
    ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError,
)  # fmt: skip
"""How code breaks at words it did not expect. A disk, a line, a store are none."""


class EarshotError(Exception):
    """Root of the errors this program raises on purpose."""


class ConfigError(EarshotError):
    """The configuration cannot be used as it stands; the message says what to do."""

    @classmethod
    def at(cls, key: str, *, found: object, wanted: str) -> "ConfigError":
        """Name the key, the value found, and what would be right."""
        return cls(f"{key}: found {shown(found)}, wanted {wanted}")


class RecordError(EarshotError):
    """One record is no post. ``field`` names the part that is wrong."""

    def __init__(self, field: str, *, found: object, wanted: str) -> None:
        super().__init__(f"{field}: found {shown(found)}, wanted {wanted}")
        self.field = field


class StoreError(EarshotError):
    """The store cannot be used; what is stored is as it was before."""


class StoreDamaged(StoreError):  # noqa: N818 - said as it is
    """The file is no database any more; a backup is wanted in its place."""


class LeaseLost(StoreError):  # noqa: N818 - said as it is
    """Another engine leads; what this one was about to write is not written."""


def shown(found: object) -> str:
    """Return ``repr(found)`` bounded to one short line, since strangers wrote it."""
    hidden = isinstance(found, str) and not found.isprintable()
    try:
        text = ascii(found) if hidden else repr(found)
    except (ValueError, RecursionError):  # a number or a nest without end
        text = f"a {type(found).__name__} too large to show"
    return text if len(text) <= 80 else text[:77] + "..."

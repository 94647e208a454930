"""Column types that databases lack, and how a driver-level batch writes instants."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, Index, String, text
from sqlalchemy.types import TypeDecorator

from domain.clock import in_utc

Id = String().with_variant(String(collation="C"), "postgresql")
"""A network's id or name: ordered by bytes on both databases, by no language."""


def partial_index(name: str | None, *columns: str, where: str) -> Index:
    """Return an index of some rows only, as both databases are told of it."""
    some = text(where)
    return Index(name, *columns, sqlite_where=some, postgresql_where=some)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. SQLite forgets time zones, so it is given UTC and UTC comes back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Strip the zone on the way into SQLite, once the value is in UTC."""
        if value is None:
            return None
        moment = in_utc(value)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy calls by position
    ) -> datetime | None:
        """Name the zone again on the way out."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else in_utc(value)


def sqlite_instant(moment: datetime | None) -> str | None:
    """Write an instant of UTC as the driver of SQLite is given it, bypassing types."""
    # Cutting the zone off the text takes a fifth of the time of making a naive one.
    return None if moment is None else moment.isoformat(" ", "microseconds")[:26]


def same_instant(moment: datetime | None) -> datetime | None:
    """Hand an instant to PostgreSQL's driver as it is."""
    return moment


def read_instant(value: str | datetime | None) -> datetime | None:
    """Read an instant that a driver-level query gave back, None where it is empty."""
    return None if value is None else known_instant(value)


def known_instant(value: str | datetime) -> datetime:
    """Read an instant from a column that is never empty."""
    if isinstance(value, str):  # of SQLite, without a zone: read with it, ten times
        return datetime.fromisoformat(f"{value}+00:00")  # as fast as given it later
    return in_utc(value if value.tzinfo else value.replace(tzinfo=UTC))

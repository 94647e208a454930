"""Days of turns, packed for statistics: exact, and gone once a turn of them changes.

What a day holds is worked out by ``services.days``, which alone reads the bytes. A day
is missing until somebody fills it in: nothing may hang on its being there.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlmodel import Session

from store.sql import ask, batch, run, spelling, upsert
from store.types import known_instant

COLUMNS = (
    "brand_id", "day", "since", "until", "stamp", "settled_at", "live", "every",
    "turns", "names",
)  # fmt: skip

_instant = lru_cache(maxsize=4_096)(known_instant)
"""Reads an instant. A day begins where another ends, and many settled at once."""

_FIRST, _LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


class StoredDay(NamedTuple):
    """One local day of a brand, [since, until).

    ``stamp`` names the promises and the zone that it was worked out by. ``live`` and
    ``every`` are the day's figures, without and with history, from ``settled_at`` on;
    None while they still change as time goes by. ``turns`` and ``names`` are the
    packed turns.
    """

    day: str
    since: datetime
    until: datetime
    stamp: str
    settled_at: datetime | None
    live: str | None
    every: str | None
    turns: bytes = b""
    names: str = ""


def load(
    session: Session,
    brand_id: int,
    stamp: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    packed: bool = True,
) -> list[StoredDay]:
    """Return the days of this stamp that reach into [since, until), oldest first.

    ``packed`` False leaves the turns out, which are most of a day.
    """
    how = spelling(session)
    wanted = COLUMNS[1:] if packed else COLUMNS[1:-2]
    rows = ask(
        session,
        f"SELECT {', '.join(wanted)} FROM days WHERE brand_id = {how.mark}"
        f" AND stamp = {how.mark} AND until > {how.mark} AND since < {how.mark}"
        " ORDER BY day",
        brand_id,
        stamp,
        how.instant(since or _FIRST),
        how.instant(until or _LAST),
    )
    return [_read(row) for row in rows]


def has_any(session: Session, brand_id: int, stamp: str) -> bool:
    """Tell whether there is a day of this stamp."""
    how = spelling(session)
    sql = (
        f"SELECT 1 FROM days WHERE brand_id = {how.mark} AND stamp = {how.mark} LIMIT 1"
    )
    return bool(ask(session, sql, brand_id, stamp))


def named(
    session: Session, brand_id: int, days: Collection[str]
) -> dict[str, StoredDay]:
    """Return those of the days that are there, of any stamp, by name."""
    if not days:
        return {}
    how = spelling(session)
    rows = ask(
        session,
        f"SELECT {', '.join(COLUMNS[1:])} FROM days WHERE brand_id = {how.mark}"
        f" AND day {how.among}",
        brand_id,
        how.values(days),
    )
    return {row[0]: _read(row) for row in rows}


def save(session: Session, brand_id: int, days: Iterable[StoredDay]) -> None:
    """Write days, in place of what was known of them."""
    how = spelling(session)
    rows = [
        (
            brand_id, each.day, how.instant(each.since), how.instant(each.until),
            each.stamp, how.instant(each.settled_at), each.live, each.every,
            each.turns, each.names,
        )
        for each in days
    ]  # fmt: skip
    batch(session, upsert("days", COLUMNS, key=("brand_id", "day"), how=how), rows)


def forget(session: Session, brand_id: int, starts: Iterable[datetime]) -> int:
    """Drop the days in which turns began that change; return how many there were.

    A day of any zone begins and ends within a day of its date in UTC.
    """
    dates = {each.date() for each in starts} - {date.min, date.max}
    if not dates:
        return 0
    how = spelling(session)
    around = {
        (each + timedelta(days=off)).isoformat() for each in dates for off in (-1, 0, 1)
    }
    return run(
        session,
        f"DELETE FROM days WHERE brand_id = {how.mark} AND day {how.among}",
        brand_id,
        how.values(sorted(around)),
    )


def drop(session: Session, brand_id: int, days: Collection[str]) -> int:
    """Drop the days of these names; return how many there were."""
    how = spelling(session)
    return run(
        session,
        f"DELETE FROM days WHERE brand_id = {how.mark} AND day {how.among}",
        brand_id,
        how.values(days),
    )


def _read(row: Sequence[Any]) -> StoredDay:
    day, since, until, stamp, settled_at, live, every, *packed = row
    turns, names = packed or (b"", "")
    return StoredDay(
        day=day,
        since=_instant(since),
        until=_instant(until),
        stamp=stamp,
        settled_at=None if settled_at is None else _instant(settled_at),
        live=live,
        every=every,
        turns=bytes(turns),
        names=names,
    )

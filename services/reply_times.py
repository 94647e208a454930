"""The report on reply times: what every customer would agree with.

The dashboard shows the same figures from the same functions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from domain.clock import iso, iso_or_none
from services.blindness import Blindness, blindness
from services.figures import Figures, figures
from services.groups import PERSON_UNKNOWN, By, grouped
from services.rows import OPEN_STATES, Row, rows, topics_of
from services.turns import turns
from store import Session
from store.brands import StoredBrand

if TYPE_CHECKING:
    from services.totals import Laid

__all__ = [
    "OPEN_STATES",
    "PERSON_UNKNOWN",
    "By",
    "Figures",
    "ReplyTimes",
    "Row",
    "figures",
    "grouped",
    "of_laid",
    "read_laid",
    "reply_times",
    "summed_up",
    "turn_rows",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTimes:
    """The report of one brand. ``rows`` are by start, case and turn.

    ``groups`` holds the figures by the values of ``by``, when it was asked.
    """

    brand: str
    as_of: datetime
    since: datetime | None
    until: datetime | None
    figures: Figures
    rows: Sequence[Row]
    by: By | None = None
    groups: Mapping[str, Figures] = field(default_factory=dict)
    blindness: Blindness = field(default_factory=Blindness)

    def to_json(self, *, rows: bool) -> dict[str, object]:
        """Return the report with the fields outsiders know."""
        told: dict[str, object] = {
            "brand": self.brand,
            "as_of": iso(self.as_of),
            "from": iso_or_none(self.since),
            "to": iso_or_none(self.until),
            **self.figures.to_json(),
            "blind_s": self.blindness.seconds,
        }
        if self.by is not None:
            told["by"] = self.by.value
            told["groups"] = [
                {self.by.value: name, **figures.to_json(), **figures.more()}
                for name, figures in self.groups.items()
            ]
        if rows:
            told["rows"] = [row.to_json() for row in self.rows]
        return told | self.figures.more() | {"blind": self.blindness.to_json()}


def reply_times(
    session: Session,
    brand: StoredBrand,
    *,
    now: datetime,
    as_of: datetime | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    backfilled: bool = False,
    by: By | None = None,
    topics: bool = False,
) -> ReplyTimes:
    """Return the report at ``as_of`` (None: now) over turns started in [since, until).

    ``backfilled`` takes in history, its SLA judged as if it had come live. ``topics``
    fills in the topic of each row, also when it is not what they are grouped by.
    """
    moment = as_of or now
    found = turn_rows(
        session,
        brand,
        now=now,
        as_of=as_of,
        since=since,
        until=until,
        backfilled=backfilled,
        topics=topics or by is By.TOPIC,
    )
    first = found[0].told.turn.started_at if found else None
    return ReplyTimes(
        brand=brand.record.name,
        as_of=moment,
        since=since,
        until=until,
        figures=figures(found, brand.record, moment),
        rows=found,
        by=by,
        groups=grouped(found, by, brand.record, moment) if by else {},
        blindness=_blindness(session, brand, since or first, until, moment),
    )


def turn_rows(
    session: Session,
    brand: StoredBrand,
    *,
    now: datetime,
    as_of: datetime | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    backfilled: bool = False,
    topics: bool = False,
) -> list[Row]:
    """Return the rows of ``reply_times`` alone, which takes half the time."""
    moment = as_of or now
    told = [
        each
        for each in turns(session, brand, as_of=as_of, since=since, until=until)
        if (backfilled or not each.turn.backfilled) and each.turn.started_at <= moment
    ]
    about = topics_of(session, brand, told, as_of=moment) if topics else {}
    return list(rows(told, brand.record, as_of=moment, topics=about))


def summed_up(
    session: Session,
    brand: StoredBrand,
    *,
    now: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    backfilled: bool = False,
    by: By | None = None,
) -> ReplyTimes:
    """Return the report as it is now, without its rows: of many turns far sooner.

    It is read off the days that were laid out, where any were.
    """
    found = None
    if by is not By.TOPIC:
        found = read_laid(
            session, brand, now=now, since=since, until=until, backfilled=backfilled
        )
    if found is not None:
        return of_laid(session, brand, found, by=by)
    told = reply_times(
        session,
        brand,
        now=now,
        since=since,
        until=until,
        backfilled=backfilled,
        by=by,
    )
    return replace(told, rows=())


def read_laid(
    session: Session,
    brand: StoredBrand,
    *,
    now: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    backfilled: bool = False,
) -> "Laid | None":
    """Read the turns of a window off its days, None when none was laid out."""
    from services.days import are_laid_out  # numpy is heavy: only where it pays
    from services.totals import Window, laid

    if not are_laid_out(session, brand):
        return None
    window = Window(now=now, since=since, until=until, backfilled=backfilled)
    return laid(session, brand, window)


def of_laid(
    session: Session, brand: StoredBrand, found: "Laid", *, by: By | None = None
) -> ReplyTimes:
    """Return the report over turns that ``read_laid`` gave; it has no rows."""
    asked = found.window
    since = asked.since or found.first
    return ReplyTimes(
        brand=brand.record.name,
        as_of=asked.now,
        since=asked.since,
        until=asked.until,
        figures=found.figures,
        rows=(),
        by=by,
        groups=found.groups(by) if by else {},
        blindness=_blindness(session, brand, since, asked.until, asked.now),
    )


def _blindness(
    session: Session,
    brand: StoredBrand,
    since: datetime | None,
    until: datetime | None,
    as_of: datetime,
) -> Blindness:
    end = as_of if until is None else min(until, as_of)
    return blindness(session, brand.record, since=since, until=end)

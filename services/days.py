"""Days of turns laid out ahead, so that a year's figures are read in a moment.

A day that is not there, or was worked out by other promises, is worked out from its
turns when it is asked for: the figures are the same, only later.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from itertools import groupby
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from domain.brand import BrandRecord
from response.speed import WINDOWS_S, Speed
from services.column_figures import Moment
from services.columns import Columns, columns, unpacked
from services.groups import By, namer
from services.rows import Row, rows
from services.turns import turns
from store import Session, Store, brands, cases
from store import days as stored
from store.brands import StoredBrand
from store.days import StoredDay

PIECE = 10
"""Days of one transaction."""

LAYOUT = 3
"""The number of what is packed; with another one all days are worked out anew."""

_1, _2, _3 = WINDOWS_S

OnDays = Callable[[int], object]
"""Hears how many days were looked at since it was last told."""


class DayFigures(NamedTuple):
    """The turns that began on one local day, and how long first replies took."""

    day: str
    turns: int
    waiting: int
    first_reply: Speed


def fill(
    store: Store,
    brand: StoredBrand,
    *,
    now: datetime,
    most: int = 1_000,
    stop: Callable[[], bool] = lambda: False,
    on_days: OnDays = lambda _: None,
) -> int:
    """Lay out days that are missing, the newest first; return how many were written.

    Of those that are there it notes when their figures change no more. Runs in
    transactions of a few days each, may break off anywhere, and asks ``stop`` between.
    """
    with store.reading() as session:
        wanted = _wanted(session, brand, now)[:most]
    done = 0
    for place in range(0, len(wanted), PIECE):
        if stop():
            break
        piece = wanted[place : place + PIECE]
        with store.begin() as session:
            found = [_filled(session, brand, day, now) for day in piece]
            written = [each for each in found if each is not None]
            stored.save(session, brand.id, written)
        done += len(written)
        on_days(len(piece))
    return done


def fill_all(
    store: Store,
    *,
    now: datetime,
    most: int = 1_000,
    stop: Callable[[], bool] = lambda: False,
    on_days: OnDays = lambda _: None,
) -> int:
    """Lay out what is missing of every brand, ``most`` days each; see ``fill``."""
    with store.reading() as session:
        found = brands.load(session)
    return sum(
        fill(store, each, now=now, most=most, stop=stop, on_days=on_days)
        for each in found
    )


def parts(
    session: Session,
    brand: StoredBrand,
    *,
    now: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[tuple[str, Columns]]:
    """Yield the days that reach into [since, until) by name, oldest first.

    Those at the edges are whole where they were laid out, else cut.
    """
    known = stored.load(
        session, brand.id, stamp(brand.record), since=since, until=until
    )
    for day, begin, end in _with_gaps(known, since, until):
        if day is None:
            yield from _worked_out(session, brand, now, begin, end)
        else:
            yield day.day, unpacked(day.turns, day.names)


def series(
    session: Session,
    brand: StoredBrand,
    *,
    now: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    backfilled: bool = False,
) -> list[DayFigures]:
    """Return the figures of each day of [since, until), oldest first.

    Days on which no turn began are left out. ``since`` and ``until`` should be
    midnights of the brand: a day that was laid out is told whole.
    """
    known = stored.load(
        session, brand.id, stamp(brand.record), since=since, until=until, packed=False
    )
    settled = [each for each in known if _is_settled(each, now)]
    ready = _read(settled, backfilled=backfilled)
    moving = [each.day for each in known if each.day not in ready]
    packed = stored.named(session, brand.id, moving)
    found: list[DayFigures] = []
    for day, begin, end in _with_gaps(known, since, until):
        held = packed.get(day.day) if day else None
        if day and day.day in ready:
            found.append(ready[day.day])
            continue
        laid = _worked_out(session, brand, now, begin, end)
        if held and day and held.stamp == day.stamp:
            laid = iter([(day.day, unpacked(held.turns, held.names))])
        found += [
            _told(name, each, brand, now, backfilled=backfilled) for name, each in laid
        ]
    return [each for each in found if each.turns]


def stamp(brand: BrandRecord) -> str:
    """Name the promises and the zone by which a day is worked out."""
    told = f"{LAYOUT} {brand.policies!r}"
    return blake2b(told.encode(), digest_size=16).hexdigest()


def are_laid_out(session: Session, brand: StoredBrand) -> bool:
    """Tell whether any day is, by the promises as they are."""
    return stored.has_any(session, brand.id, stamp(brand.record))


def stale(session: Session, brand: StoredBrand) -> list[tuple[StoredDay, StoredDay]]:
    """Return the days that are not what their turns make of them: as is, as should be.

    There are none, unless somebody wrote past the rules.
    """
    return [
        (there, wanted)
        for there in stored.load(session, brand.id, stamp(brand.record))
        if there != (wanted := _anew(session, brand, there))
    ]


def _wanted(session: Session, brand: StoredBrand, now: datetime) -> list[date]:
    """Return the days to look at: those missing, newest first, then those unsettled."""
    first = cases.first_start(session, brand.id)
    if first is None:
        return []
    zone = _zone(brand.record)
    named = stamp(brand.record)
    known = {
        each.day: each for each in stored.load(session, brand.id, named, packed=False)
    }
    last, start = now.astimezone(zone).date(), first.astimezone(zone).date()
    days = [last - timedelta(days=back) for back in range((last - start).days + 1)]
    missing = [each for each in days if each.isoformat() not in known]
    moving = [
        each
        for each in days
        if (there := known.get(each.isoformat()))
        and there.settled_at is None
        and there.until <= now
    ]
    return missing + moving


def _filled(
    session: Session, brand: StoredBrand, day: date, now: datetime
) -> StoredDay | None:
    """Lay a day out, or note that it has settled; None when there is no news."""
    name = day.isoformat()
    there = stored.named(session, brand.id, [name]).get(name)
    is_new = there is None or there.stamp != stamp(brand.record)
    if there is None or is_new:
        there = _plain(session, brand, day)
    settled = _settled(there, brand, now)
    return settled or (there if is_new else None)


def _plain(session: Session, brand: StoredBrand, day: date) -> StoredDay:
    """Lay a day out, as it is before it has settled."""
    zone = _zone(brand.record)
    since, until = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
    turns_of, names = _laid_out(session, brand, since, until)
    mark = stamp(brand.record)
    return StoredDay(
        day.isoformat(), since, until, mark, None, None, None, turns_of, names
    )


def _anew(session: Session, brand: StoredBrand, there: StoredDay) -> StoredDay:
    """Lay a day that is there out again, as of when it settled if it did."""
    day = there.since.astimezone(_zone(brand.record)).date()
    plain = _plain(session, brand, day)
    if there.settled_at is None:
        return plain
    return _settled(plain, brand, there.settled_at) or plain


def _settled(day: StoredDay, brand: StoredBrand, now: datetime) -> StoredDay | None:
    """Return the day with its figures, None while they change as time goes by."""
    if now < day.until:
        return None
    laid = unpacked(day.turns, day.names)
    moment = Moment(laid, brand.record, now=now)
    masks = [moment.chosen(now=now, backfilled=each) for each in (False, True)]
    if not all(map(moment.has_settled, masks)):
        return None
    live, every = (
        _written(_told(day.day, laid, brand, now, backfilled=each))
        for each in (False, True)
    )
    return day._replace(settled_at=now, live=live, every=every)


def _is_settled(day: StoredDay, now: datetime) -> bool:
    return day.settled_at is not None and day.settled_at <= now


def _laid_out(
    session: Session, brand: StoredBrand, since: datetime, until: datetime
) -> tuple[bytes, str]:
    told = _rows(session, brand, until, since, until)
    return columns(told, brand.record).packed()


def _worked_out(
    session: Session,
    brand: StoredBrand,
    now: datetime,
    since: datetime | None,
    until: datetime | None,
) -> Iterator[tuple[str, Columns]]:
    """Yield the days of a time that was not laid out."""
    day_of = namer(By.DAY, brand.record)
    for name, own in groupby(_rows(session, brand, now, since, until), key=day_of):
        yield name, columns(own, brand.record)


def _rows(
    session: Session,
    brand: StoredBrand,
    as_of: datetime,
    since: datetime | None,
    until: datetime | None,
) -> Iterator[Row]:
    told = turns(session, brand, as_of=None, since=since, until=until)
    return rows(told, brand.record, as_of=as_of, topics={})


def _with_gaps(
    known: Sequence[StoredDay], since: datetime | None, until: datetime | None
) -> Iterator[tuple[StoredDay | None, datetime | None, datetime | None]]:
    """Yield the days, and with None in their place the times between them."""
    edge = since
    for each in known:
        if edge is None or edge < each.since:
            yield None, edge, each.since
        yield each, each.since, each.until
        edge = each.until
    if edge is None or until is None or edge < until:
        yield None, edge, until


def _told(
    name: str, laid: Columns, brand: StoredBrand, now: datetime, *, backfilled: bool
) -> DayFigures:
    moment = Moment(laid, brand.record, now=now)
    mask = moment.chosen(now=now, backfilled=backfilled)
    turns_of, waiting = moment.counts(mask)
    return DayFigures(
        day=name,
        turns=turns_of,
        waiting=waiting,
        first_reply=moment.first_reply(mask),
    )


def _written(told: DayFigures) -> str:
    speed = told.first_reply
    return json.dumps(
        [
            told.turns,
            told.waiting,
            speed.turns,
            speed.answered,
            speed.median_s,
            speed.p90_s,
            speed.median_of_answered_s,
            *(speed.within[each] for each in WINDOWS_S),
            speed.business_median_s,
            *(speed.at_risk[each] for each in WINDOWS_S),
            speed.business_p90_s,
        ]
    )


def _read(days: Sequence[StoredDay], *, backfilled: bool) -> dict[str, DayFigures]:
    """Return the figures that were written with the days, by name."""
    cells = ",".join(
        (each.every if backfilled else each.live) or "null" for each in days
    )
    # One text is read far sooner than a text for each day.
    told = zip(days, json.loads(f"[{cells}]"), strict=True)
    return {day.day: _cell(day.day, cell) for day, cell in told if cell is not None}


def _cell(day: str, told: Sequence[Any]) -> DayFigures:
    """Make figures of what was written: a loop for the windows takes twice as long."""
    within = {_1: told[7], _2: told[8], _3: told[9]}
    at_risk = {_1: told[11], _2: told[12], _3: told[13]}
    first, answered, median, p90, alone = told[2:7]
    speed = Speed(
        first, answered, median, p90, alone, within, told[10], at_risk, told[14]
    )
    return DayFigures(day, told[0], told[1], speed)


def _zone(brand: BrandRecord) -> ZoneInfo:
    return ZoneInfo(brand.policies[-1].calendar.zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)

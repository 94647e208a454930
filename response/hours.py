"""Time as a brand counts it: only while its desk is open.

Open intervals are laid out on UTC instants before anything is summed, so that the
nights when the clocks change come out exact. A wall-clock time that does not exist is
read with the offset before the change, and one that happens twice is its first, which
can make intervals overlap: they are merged, so nothing counts twice.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, partial
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.calendar import Calendar, Spans
from domain.clock import in_utc
from domain.errors import ConfigError
from response.holiday import holidays_in

_LAST_DAY = date.max.toordinal()
_NOTHING = timedelta()
_TICK = timedelta.resolution
_LAST_YEAR = 9998
"""The last year that every zone can show to its end."""

_CLOSED_FOR_GOOD = timedelta(days=2 * 366)
_SLACK = 3
"""Days around a year in which an interval of the year may begin or end, whatever the
zone: offsets are below a day, and a zone that moved over the date line skipped one."""

_CALENDARS_KEPT = 32
_YEARS_KEPT = 64
"""Of each calendar. A year of two shifts takes some 50 kB."""

_Interval = tuple[datetime, datetime]

Pause = _Interval
"""From when until when the clock stands still."""


def business_time(
    calendar: Calendar,
    start: datetime,
    end: datetime,
    pauses: Iterable[Pause] = (),
) -> timedelta:
    """Return how much of the span from ``start`` to ``end`` the desk was open.

    Pauses are left out; where they overlap they count once. Never negative: an end
    before the start is no time at all. Raises ValueError for an instant without zone.
    """
    return hours_of(calendar).between(start, end, pauses)


def deadline(
    calendar: Calendar,
    start: datetime,
    budget: timedelta,
    pauses: Iterable[Pause] = (),
) -> datetime:
    """Return the earliest instant, in UTC, by which ``budget`` of open time has run.

    Time in ``pauses`` does not run. No budget has run at ``start`` itself. Raises
    ValueError for a negative budget and ConfigError when the desk stays closed for more
    than two years.
    """
    return hours_of(calendar).deadline(start, budget, pauses)


@lru_cache(maxsize=_CALENDARS_KEPT)
def hours_of(calendar: Calendar) -> "Hours":
    """Return the hours of a calendar, for who asks many times; equal ones share."""
    return Hours(calendar)


@lru_cache(maxsize=256)
def working_day(calendar: Calendar) -> timedelta:
    """Return the mean open time of the week's open days, in whole seconds.

    It is by the wall clock: the nights when the clocks change make no difference.
    """
    days = [day for day in calendar.week if day]
    # A stall that opens on named dates only has no week.
    days = days or [day for _, day in calendar.special if day]
    minutes = sum(span.end_minute - span.start_minute for day in days for span in day)
    return timedelta(seconds=minutes * 60 // len(days))


def hours_on(calendar: Calendar, day: date) -> Spans:
    """Return the open spans of one local day; none when the desk is closed."""
    return _spans_on(calendar, dict(calendar.special), day)


class Hours:
    """The open time of one calendar, laid out year by year when first asked for."""

    __slots__ = ("_year",)

    def __init__(self, calendar: Calendar) -> None:
        self._year: Callable[[int], _Year] = lru_cache(maxsize=_YEARS_KEPT)(
            partial(_year, calendar)
        )

    def between(
        self, start: datetime, end: datetime, pauses: Iterable[Pause] = ()
    ) -> timedelta:
        """Return the open time between two instants, as ``business_time`` does."""
        begin, until = _utc(start), _utc(end)
        spent = self._spent(begin, until)
        if not pauses:
            return spent
        for held, freed in _paused(pauses):
            spent -= self._spent(max(held, begin), min(freed, until))
        return spent

    def deadline(
        self, start: datetime, budget: timedelta, pauses: Iterable[Pause] = ()
    ) -> datetime:
        """Return when the budget has run, as the function ``deadline`` does."""
        begin, left = _utc(start), budget
        if left < _NOTHING:
            raise ValueError(f"a budget is 0 or more, got {budget}")
        if not left:
            return begin
        for held, freed in _paused(pauses) if pauses else ():
            ran = self._spent(begin, held)
            if ran >= left:
                break
            left -= ran
            begin = max(begin, freed)
        return self._run_out(begin, left)

    def open_from(self, moment: datetime) -> datetime:
        """Return the first instant from ``moment`` on at which the desk is open.

        Raises ConfigError when it stays closed for more than two years.
        """
        begin = _utc(moment)
        return self._run_out(begin, _TICK) - _TICK

    def _spent(self, begin: datetime, end: datetime) -> timedelta:
        """Return the open time from ``begin`` to ``end``, both in UTC."""
        if end <= begin:
            return _NOTHING
        first, last = begin.year, end.year
        hours = self._year(first)
        if first == last:
            return hours.until(end) - hours.until(begin)
        whole = (self._year(each).before[-1] for each in range(first, last))
        return sum(whole, self._year(last).until(end) - hours.until(begin))

    def _run_out(self, begin: datetime, left: timedelta) -> datetime:
        """Return the instant at which ``left`` of open time has run since ``begin``."""
        hours = self._year(begin.year)
        in_year = left + hours.until(begin)
        if in_year <= hours.before[-1] and begin.year <= _LAST_YEAR:
            return hours.when(in_year)
        if left > _END_OF_TIME - begin:
            raise ConfigError(f"budget: found {left}, wanted one that ends in time")
        left = in_year
        open_last = begin
        for year in range(begin.year, _LAST_YEAR + 1):
            hours = self._year(year)
            if left <= hours.before[-1]:
                return hours.when(left)
            left -= hours.before[-1]
            open_last = max([open_last, *hours.closes[-1:]])
            if _new_year(year + 1) - open_last > _CLOSED_FOR_GOOD:
                break
        wanted = 'some day with hours, such as mon = ["09:00-17:00"]'
        raise ConfigError(
            f"calendar: found it closed for good after {open_last.date()},"
            f" wanted {wanted}"
        )


class _Year(NamedTuple):
    """The open intervals of one UTC year, apart and in order.

    ``before`` is the open time of the year before each interval and, last, of it all.
    """

    opens: tuple[datetime, ...]
    closes: tuple[datetime, ...]
    before: tuple[timedelta, ...]

    def until(self, moment: datetime) -> timedelta:
        """Return the open time of this year before ``moment``."""
        begun = bisect_right(self.opens, moment)
        if not begun or moment >= self.closes[begun - 1]:
            return self.before[begun]
        return self.before[begun - 1] + (moment - self.opens[begun - 1])

    def when(self, spent: timedelta) -> datetime:
        """Return the first moment by which ``spent`` (> 0) of open time has run."""
        found = bisect_left(self.before, spent) - 1
        return self.opens[found] + (spent - self.before[found])


def _year(calendar: Calendar, year: int) -> _Year:
    first, last = _new_year(year), _new_year(year + 1)
    apart = _merged(
        (max(opens, first), min(closes, last))
        for opens, closes in _laid_out(calendar, year)
    )
    opens = tuple(each for each, _ in apart)
    closes = tuple(each for _, each in apart)
    lengths = [end - begin for begin, end in apart]
    return _Year(opens, closes, tuple(accumulate(lengths, initial=_NOTHING)))


def _laid_out(calendar: Calendar, year: int) -> Iterator[_Interval]:
    """Yield the intervals of a year's local days, and of a few more, in UTC."""
    if _never_closes(calendar):
        yield _new_year(year), _new_year(year + 1)
        return
    zone = ZoneInfo(calendar.zone)
    special = dict(calendar.special)
    first = max(date(year, 1, 1).toordinal(), 2 * _SLACK) - _SLACK
    last = min(date(year, 12, 31).toordinal(), _LAST_DAY - 2 * _SLACK) + _SLACK
    for day in map(date.fromordinal, range(first, last + 1)):
        if spans := _spans_on(calendar, special, day):
            midnight = datetime.combine(day, time.min, zone)
            for start, end in spans:
                # Adding to a local time moves its hands: 24:00 is the next day's 00:00.
                opens = midnight + timedelta(minutes=start)
                closes = midnight + timedelta(minutes=end)
                yield opens.astimezone(UTC), closes.astimezone(UTC)


def _spans_on(calendar: Calendar, special: Mapping[date, Spans], day: date) -> Spans:
    if day in special:
        return special[day]
    spans = calendar.week[day.weekday()]
    if not spans or day in calendar.closed:
        return ()
    if calendar.holidays and day in holidays_in(calendar.holidays, day.year):
        return ()
    return spans


def _never_closes(calendar: Calendar) -> bool:
    exceptions = calendar.closed or calendar.holidays or calendar.special
    return not exceptions and calendar.week == Calendar.ALWAYS.week


def _paused(pauses: Iterable[Pause]) -> list[Pause]:
    """Return the pauses in UTC, apart and in order."""
    return _merged((_utc(held), _utc(freed)) for held, freed in pauses)


def _merged(intervals: Iterable[_Interval]) -> list[_Interval]:
    """Return the union of intervals, apart and in order; empty ones are nothing."""
    apart: list[_Interval] = []
    for opens, closes in sorted(intervals):
        if closes <= opens:
            continue
        if apart and opens <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(apart[-1][1], closes)
        else:
            apart.append((opens, closes))
    return apart


def _utc(moment: datetime) -> datetime:
    # Nearly all are in UTC already, and this is asked for every turn of a report.
    return moment if moment.tzinfo is UTC else in_utc(moment)


def _new_year(year: int) -> datetime:
    """Return when a year begins; the one after the last does so at its end."""
    if year > date.max.year:
        return datetime.max.replace(tzinfo=UTC)
    return datetime(year, 1, 1, tzinfo=UTC)


_END_OF_TIME = _new_year(_LAST_YEAR + 1)

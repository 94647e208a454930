"""Time as a brand counts it: only while its desk is open.

Open intervals are laid out on UTC instants before anything is summed, so that the
nights when the clocks change come out exact. A wall-clock time that does not exist is
read with the offset before the change, and one that happens twice is its first, which
can make intervals overlap: they are merged, so nothing counts twice.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.calendar import Calendar, Spans
from domain.clock import in_utc
from domain.errors import ConfigError
from response.holiday import holidays_in

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_DAY = date.max.toordinal()
_TICK = timedelta(microseconds=1)
_LAST_YEAR = 9998
"""The last year that every zone can show to its end."""

_CLOSED_FOR_GOOD = timedelta(days=2 * 366) // _TICK
_SLACK = 3
"""Days around a year in which an interval of the year may begin or end, whatever the
zone: offsets are below a day, and a zone that moved over the date line skipped one."""

Pause = tuple[datetime, datetime]
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
    begin, until = _ticks(start), _ticks(end)
    spent = _between(calendar, begin, until)
    for opens, closes in _merged((_ticks(one), _ticks(two)) for one, two in pauses):
        spent -= _between(calendar, max(opens, begin), min(closes, until))
    return spent * _TICK


def deadline(calendar: Calendar, start: datetime, budget: timedelta) -> datetime:
    """Return the earliest instant, in UTC, by which ``budget`` of open time has run.

    No budget has run at ``start`` itself. Raises ValueError for a negative budget and
    ConfigError when the desk stays closed for more than two years.
    """
    begin = _ticks(start)
    left = budget // _TICK
    if left < 0:
        raise ValueError(f"a budget is 0 or more, got {budget}")
    if left == 0:
        return in_utc(start)
    return _EPOCH + _run_out(calendar, begin, left) * _TICK


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
    special = dict(calendar.special).get(day)
    if special is not None:
        return special
    spans = calendar.week[day.weekday()]
    if not spans or day in calendar.closed:
        return ()
    if calendar.holidays and day in holidays_in(calendar.holidays, day.year):
        return ()
    return spans


class _Year(NamedTuple):
    """The open intervals of one UTC year, apart and in order, in ticks.

    ``before`` is the open time of the year before each interval and, last, of it all.
    """

    opens: tuple[int, ...]
    closes: tuple[int, ...]
    before: tuple[int, ...]

    def until(self, moment: int) -> int:
        """Return the open time of this year before ``moment``."""
        begun = bisect_right(self.opens, moment)
        if not begun:
            return 0
        running = min(moment, self.closes[begun - 1]) - self.opens[begun - 1]
        return self.before[begun - 1] + running

    def when(self, spent: int) -> int:
        """Return the first moment by which ``spent`` (> 0) of open time has run."""
        found = bisect_left(self.before, spent) - 1
        return self.opens[found] + spent - self.before[found]


@lru_cache(maxsize=512)
def _year(calendar: Calendar, year: int) -> _Year:
    first, last = _first_tick(year), _first_tick(year + 1)
    clipped = (
        (max(opens, first), min(closes, last))
        for opens, closes in _laid_out(calendar, year)
    )
    apart = _merged(clipped)
    opens = tuple(each for each, _ in apart)
    closes = tuple(each for _, each in apart)
    lengths = [end - begin for begin, end in apart]
    return _Year(opens, closes, tuple(accumulate(lengths, initial=0)))


def _laid_out(calendar: Calendar, year: int) -> Iterator[tuple[int, int]]:
    """Yield the intervals of a year's local days, and of a few more, in ticks."""
    if _never_closes(calendar):
        yield _first_tick(year), _first_tick(year + 1)
        return
    zone = ZoneInfo(calendar.zone)
    first = max(date(year, 1, 1).toordinal(), 2 * _SLACK) - _SLACK
    last = min(date(year, 12, 31).toordinal(), _LAST_DAY - 2 * _SLACK) + _SLACK
    for day in map(date.fromordinal, range(first, last + 1)):
        midnight = datetime.combine(day, time.min, zone)
        for start, end in hours_on(calendar, day):
            # Adding to a local time moves its hands: 24:00 is the next day's 00:00.
            opens = midnight + timedelta(minutes=start)
            yield _ticks(opens), _ticks(midnight + timedelta(minutes=end))


def _never_closes(calendar: Calendar) -> bool:
    exceptions = calendar.closed or calendar.holidays or calendar.special
    return not exceptions and calendar.week == Calendar.ALWAYS.week


def _between(calendar: Calendar, begin: int, end: int) -> int:
    """Return the open ticks from ``begin`` to ``end``."""
    if end <= begin:
        return 0
    first, last = _year_of(begin), _year_of(end)
    whole = sum(_year(calendar, year).before[-1] for year in range(first, last))
    before = _year(calendar, first).until(begin)
    return whole + _year(calendar, last).until(end) - before


def _run_out(calendar: Calendar, begin: int, left: int) -> int:
    """Return the tick at which ``left`` open ticks have run since ``begin``."""
    if begin + left > _first_tick(_LAST_YEAR + 1):
        raise ConfigError(f"budget: found {left * _TICK}, wanted one that ends in time")
    first = _year_of(begin)
    left += _year(calendar, first).until(begin)
    open_last = begin
    for year in range(first, _LAST_YEAR + 1):
        hours = _year(calendar, year)
        if left <= hours.before[-1]:
            return hours.when(left)
        left -= hours.before[-1]
        open_last = max([open_last, *hours.closes[-1:]])
        if _first_tick(year + 1) - open_last > _CLOSED_FOR_GOOD:
            break
    since = (_EPOCH + open_last * _TICK).date()
    wanted = 'some day with hours, such as mon = ["09:00-17:00"]'
    raise ConfigError(
        f"calendar: found it closed for good after {since}, wanted {wanted}"
    )


def _merged(intervals: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the union of intervals, apart and in order; empty ones are nothing."""
    apart: list[tuple[int, int]] = []
    for opens, closes in sorted(intervals):
        if closes <= opens:
            continue
        if apart and opens <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(apart[-1][1], closes)
        else:
            apart.append((opens, closes))
    return apart


def _ticks(moment: datetime) -> int:
    return (in_utc(moment) - _EPOCH) // _TICK


def _first_tick(year: int) -> int:
    if year > date.max.year:
        return _ticks(datetime.max.replace(tzinfo=UTC)) + 1
    return _ticks(datetime(year, 1, 1, tzinfo=UTC))


def _year_of(tick: int) -> int:
    return (_EPOCH + tick * _TICK).year

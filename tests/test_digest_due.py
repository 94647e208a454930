"""Digests are due once for each of a reader's dates, whatever the clocks do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from alerts.digest_due import Sent, covered, due, instant, latest
from benchmarks.digests import HOURS, clock_of, ticked
from domain.calendar import Calendar
from domain.person import Person
from services.apply import apply
from services.digests import _due, _raised, raise_due
from store import Store, brands, opt_outs, outbox
from store.brands import StoredBrand
from tests.alerted import alerts, open_staffed, said
from tests.made import ACME_FILE

WEEKDAYS = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
WEEK = Calendar.from_table({"zone": "Europe/Warsaw"} | WEEKDAYS, key="calendar")
MARTA = Person(email="marta@example.com", digest=8 * 60)
SHOP = replace(ACME_FILE, calendar=WEEK, people=(MARTA,))
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
MONDAY = date(2026, 11, 23)

TELLING = (
    "Europe/Warsaw",
    "America/New_York",
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Kiritimati",
)


def utc(day: int, clock: str = "07:00", month: int = 11) -> datetime:
    """Return an instant of 2026; 7:00 is eight in Warsaw in winter."""
    return datetime.fromisoformat(f"2026-{month:02}-{day:02}T{clock}:00+00:00")


@pytest.mark.parametrize("zone", TELLING)
def test_each_date_has_one_digest_at_its_instant_around_every_change_of_the_clocks(
    zone: str,
) -> None:
    clock = clock_of(zone)
    changes = clock.changes[8:12] or (datetime(2026, 3, 29, tzinfo=UTC),)
    for change in changes:
        first, last = (change.date() + timedelta(days=days) for days in (-2, 2))
        for minute in HOURS:
            told = ticked(clock, zone, minute, first=first, last=last)
            assert told == (5, 0, 0, 0)


@pytest.mark.parametrize(
    ("zone", "day", "minute", "wanted"),
    [
        pytest.param(
            "Europe/Warsaw",
            date(2026, 3, 29),
            150,
            "2026-03-29T01:30",
            id="a time that is skipped is read with the offset before",
        ),
        pytest.param(
            "Europe/Warsaw",
            date(2026, 10, 25),
            150,
            "2026-10-25T00:30",
            id="of one that comes twice it is the first",
        ),
        pytest.param(
            "Africa/Cairo",
            date(2026, 4, 24),
            0,
            "2026-04-23T22:00",
            id="a midnight that is skipped",
        ),
        pytest.param(
            "America/Santiago",
            date(2026, 4, 4),
            1439,
            "2026-04-05T02:59",
            id="the last minute of a day that ends twice",
        ),
        pytest.param(
            "Australia/Lord_Howe",
            date(2026, 10, 4),
            135,
            "2026-10-03T15:45",
            id="half an hour that is skipped",
        ),
        pytest.param(
            "Pacific/Kiritimati",
            date(2026, 1, 1),
            30,
            "2025-12-31T10:30",
            id="the first place to see the day",
        ),
    ],
)
def test_a_digest_goes_when_the_readers_clock_says_so(
    zone: str, day: date, minute: int, wanted: str
) -> None:
    at = datetime.fromisoformat(f"{wanted}:00+00:00")
    assert instant(day, minute, zone) == at

    def at_work(_: date) -> bool:
        return True

    assert latest(minute, zone, now=at, on=at_work) == day
    early = latest(minute, zone, now=at - timedelta(seconds=1), on=at_work)
    assert early == day - timedelta(days=1)


def test_a_date_that_was_there_before_the_clocks_went_back_stays_due() -> None:
    # In 2010 they went from 0:01 to 23:01 of the day before.
    begun, later = (datetime(2010, 11, 7, 2, minute, tzinfo=UTC) for minute in (30, 45))
    found = [
        latest(0, "America/St_Johns", now=each, on=lambda _: True)
        for each in (begun, later)
    ]
    assert found == [date(2010, 11, 7)] * 2


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        pytest.param(utc(23, "06:59"), date(2026, 11, 20), id="a moment before"),
        pytest.param(utc(23), MONDAY, id="at the moment"),
        pytest.param(utc(24, "06:59"), MONDAY, id="until the next one"),
        pytest.param(utc(21, "12:00"), date(2026, 11, 20), id="no digest on Saturday"),
        pytest.param(utc(11, "12:00"), date(2026, 11, 10), id="nor on a holiday"),
    ],
)
def test_digests_are_of_the_brands_working_days(now: datetime, wanted: date) -> None:
    closed = Calendar.from_table(
        {"zone": "Europe/Warsaw", "holidays": "PL"} | WEEKDAYS, key="calendar"
    )
    assert due(MARTA, closed, now=now, since=LONG_AGO) == wanted


def test_the_clock_is_the_persons_own_and_the_week_the_brands() -> None:
    far = replace(MARTA, zone="Pacific/Auckland")
    # There it is eight in the morning of Monday, here still Sunday evening.
    assert due(far, WEEK, now=utc(22, "19:00"), since=LONG_AGO) == MONDAY
    assert due(MARTA, WEEK, now=utc(22, "19:00"), since=LONG_AGO) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("person", "since", "last"),
    [
        pytest.param(replace(MARTA, digest=None), LONG_AGO, None, id="wants none"),
        pytest.param(MARTA, utc(23, "07:01"), None, id="the brand came after it"),
        pytest.param(MARTA, LONG_AGO, MONDAY, id="has it"),
        pytest.param(MARTA, LONG_AGO, date(2026, 11, 24), id="has a newer one"),
    ],
)
def test_nothing_is_due(person: Person, since: datetime, last: date | None) -> None:
    assert due(person, WEEK, now=utc(23, "12:00"), since=since, last=last) is None


def test_nothing_is_due_where_the_desk_was_closed_for_a_month() -> None:
    stall = Calendar.from_table(
        {"zone": "Europe/Warsaw", "special": {"2026-10-01": ["09:00-17:00"]}},
        key="calendar",
    )
    assert due(MARTA, stall, now=utc(23), since=LONG_AGO) is None


def test_a_weekly_digest_goes_on_the_first_working_day_of_the_week_alone() -> None:
    weekly = replace(MARTA, weekly=True)
    closed = replace(WEEK, closed=frozenset({MONDAY}))
    found = {due(weekly, closed, now=utc(day), since=LONG_AGO) for day in range(24, 30)}
    assert found == {date(2026, 11, 24)}
    assert due(weekly, closed, now=utc(23), since=LONG_AGO) == date(2026, 11, 16)


def test_week_53_and_the_year_after_have_one_weekly_digest_each() -> None:
    weekly = replace(MARTA, weekly=True)
    days = [datetime(2026, 12, 21, 12, tzinfo=UTC) + timedelta(n) for n in range(21)]
    found = {due(weekly, WEEK, now=each, since=LONG_AGO) for each in days}
    assert sorted(filter(None, found)) == [
        date(2026, 12, 21),
        date(2026, 12, 28),  # the week 53, which ends on 3 January
        date(2027, 1, 4),
    ]


FRIDAY, THURSDAY = date(2026, 11, 20), date(2026, 11, 19)


@pytest.mark.parametrize(
    ("sent", "weekly", "since", "missed"),
    [
        pytest.param(None, False, utc(20), 0, id="Monday has the weekend"),
        pytest.param(Sent(FRIDAY, utc(20, "07:02")), False, utc(20, "07:02"), 0,
                     id="from where the last one ended"),
        pytest.param(Sent(date(2026, 11, 17), utc(17)), False, utc(17), 3,
                     id="all of a standstill"),
        pytest.param(Sent(date(2026, 6, 1), utc(1, month=6)), False,
                     utc(23) - timedelta(days=31), 21, id="but for what is too old"),
        pytest.param(None, True, utc(16), 0, id="a week"),
        pytest.param(Sent(FRIDAY, utc(20)), True, utc(16), 0,
                     id="a week, though a daily one went on Friday"),
    ],
)  # fmt: skip
def test_a_digest_tells_of_all_since_the_last(
    sent: Sent | None, weekly: bool, since: datetime, missed: int
) -> None:
    reader = replace(MARTA, weekly=weekly)
    told = covered(reader, WEEK, MONDAY, until=utc(23), sent=sent)
    assert told == (since, utc(23), missed)


def run(store: Store, *ticks: datetime) -> list[str]:
    """Let an engine tick; return all digests there are."""
    for tick in ticks:
        raise_due(store, now=tick)
    found = alerts(store)
    told = zip(said(found), found, strict=True)
    return [f"{line} {each.delivery}" for line, each in told]


def test_who_gets_a_digest_by_mail_has_one(store: Store) -> None:
    silent = Person(email="kasia@example.com")
    chat = replace(
        MARTA, email="otto@example.com", channels=("secret:EARSHOT_SLACK_URL",)
    )
    out = replace(MARTA, email="lena@example.com")
    brand = open_staffed(store, replace(SHOP, people=(MARTA, silent, chat, out)))
    with store.begin() as session:
        opt_outs.add(session, brand.id, "lena@example.com", now=utc(1))
    assert run(store, utc(23)) == ["daily day/2026-11-23 marta waiting"]


def test_the_example_shop_has_no_digest(sqlite_store: Store) -> None:
    with sqlite_store.begin() as session:
        brands.apply(session, SHOP, now=utc(1), demo=True)
    assert run(sqlite_store, utc(23)) == []
    apply(sqlite_store, [replace(SHOP, name="Real")], now=utc(1))
    assert run(sqlite_store, utc(23)) == ["daily day/2026-11-23 marta waiting"]


def test_a_new_shop_has_its_first_digest_on_the_next_date(sqlite_store: Store) -> None:
    apply(sqlite_store, [SHOP], now=utc(23, "07:30"))
    assert run(sqlite_store, utc(23, "07:31"), utc(24, "06:59")) == []
    assert run(sqlite_store, utc(24)) == ["daily day/2026-11-24 marta waiting"]


def test_a_restart_at_the_minute_makes_no_second_one(sqlite_store: Store) -> None:
    open_staffed(sqlite_store, SHOP)
    ticks = [utc(23) + timedelta(seconds=n) for n in range(60)]
    assert run(sqlite_store, *ticks) == ["daily day/2026-11-23 marta waiting"]


@pytest.mark.parametrize(
    ("asleep", "day"),
    [
        pytest.param(timedelta(seconds=3), 18, id="3 seconds"),
        pytest.param(timedelta(minutes=3), 18, id="3 minutes"),
        pytest.param(timedelta(hours=3), 18, id="3 hours"),
        pytest.param(timedelta(days=3), 20, id="3 days, the last one only"),
    ],
)
def test_a_machine_that_slept_over_it_sends_one(
    sqlite_store: Store, asleep: timedelta, day: int
) -> None:
    open_staffed(sqlite_store, SHOP)
    begun = utc(18) - timedelta(seconds=1)
    ticks = [begun + asleep + timedelta(seconds=10 * n) for n in range(30)]
    ended = [begun - timedelta(seconds=10)]
    found = run(sqlite_store, *ended, *ticks)
    # The one of the day before was due when the engine began.
    assert found[1:] == [f"daily day/2026-11-{day} marta waiting"]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"digest": 14 * 60}, id="later today"),
        pytest.param({"digest": 6 * 60}, id="earlier than it went"),
        pytest.param({"zone": "Pacific/Honolulu"}, id="west"),
        pytest.param({"zone": "Pacific/Kiritimati"}, id="east"),
        pytest.param({"weekly": True}, id="once a week from now on"),
        pytest.param({"email": "Marta@Example.com"}, id="in other letters"),
    ],
)
def test_who_changes_zone_or_hour_misses_none_and_gets_none_twice(
    sqlite_store: Store, changed: dict[str, object]
) -> None:
    open_staffed(sqlite_store, SHOP)
    first = run(sqlite_store, utc(23))
    open_staffed(
        sqlite_store,
        replace(SHOP, people=(replace(MARTA, **changed),)),  # type: ignore[arg-type]
    )
    hours = [utc(23) + timedelta(hours=2 * n) for n in range(12 * 9)]
    found = [line.split()[1] for line in run(sqlite_store, *hours)]
    assert found[:1] == [first[0].split()[1]]
    assert len(set(found)) == len(found)
    week = [f"day/2026-11-{day}" for day in (24, 25, 26, 27, 30)]
    later = [f"day/2026-12-{day:02}" for day in (1, 2)]
    wanted = ["day/2026-11-30"] if "weekly" in changed else [*week, *later]
    # Where it is still yesterday, the last one is not due yet; in the east one more is.
    assert set(wanted[:-1]) <= set(found[1:]) <= {*wanted}


def test_one_that_could_not_be_sent_gives_way_to_the_next(store: Store) -> None:
    open_staffed(store, SHOP)
    assert run(store, utc(23), utc(24)) == [
        "daily day/2026-11-23 marta cancelled",
        "daily day/2026-11-24 marta waiting",
    ]


def test_two_engines_at_once_raise_one(store: Store) -> None:
    brand = open_staffed(store, SHOP)
    with store.reading() as session:
        seen = list(_due(session, StoredBrand(brand.id, brand.record), utc(23)))
    # The other engine looked before this one wrote.
    assert raise_due(store, now=utc(23)) == 1
    with store.begin() as session:
        late = [_raised(*each, utc(23)) for each in seen]
        assert len(late) == 1
        assert outbox.add(session, brand.id, late) == 0
    assert run(store) == ["daily day/2026-11-23 marta waiting"]


def test_of_engines_that_tick_at_random_each_date_has_one(sqlite_store: Store) -> None:
    open_staffed(sqlite_store, SHOP)
    chance = Random(7)
    day = 24 * 3600
    ticks = sorted(
        utc(1) + timedelta(seconds=chance.randrange(28 * day)) for _ in range(120)
    )
    found = [line.split()[1] for line in run(sqlite_store, *ticks)]
    assert len(set(found)) == len(found)
    assert found == sorted(found)

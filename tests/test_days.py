"""Days laid out ahead: the figures are the turns' own, and gone when they change."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.calendar import Calendar
from domain.post import Post
from services.apply import apply
from services.days import fill, fill_all, series, stale
from services.groups import By
from services.reply_times import reply_times, summed_up
from store import Store, brands, days
from store.brands import StoredBrand
from store.sql import run
from tests.desk import keep
from tests.made import ACME_FILE, DAY, a_post, at, ours

CALENDAR = Calendar.from_table(
    {"zone": "Europe/Warsaw", "tue": ["09:00-17:00"], "fri": ["10:00-14:00"]},
    key="calendar",
)
NOW = at("12:00", day=12)


def acme(store: Store) -> StoredBrand:
    with store.reading() as session:
        (brand,) = brands.load(session, "Acme")
    return brand


@pytest.fixture
def shop(store: Store) -> Store:
    """A store with Acme, whose week is short."""
    apply(store, [replace(ACME_FILE, calendar=CALENDAR)], now=DAY)
    return store


@pytest.fixture
def small(sqlite_store: Store) -> Store:
    """The same in a file, for laws."""
    apply(sqlite_store, [replace(ACME_FILE, calendar=CALENDAR)], now=DAY)
    return sqlite_store


def a_case(number: int, hours: float, *steps: tuple[bool, float]) -> list[Post]:
    """Make a case that begins so many hours after DAY; each step is ours or theirs."""
    when = at("00:00") + timedelta(hours=hours)
    posts = [a_post(f"{number}-0", when, f"c{number}", complaint=True)]
    for place, (is_ours, after) in enumerate(steps, 1):
        when += timedelta(hours=after)
        name, above = f"{number}-{place}", posts[-1].id
        posts.append(
            ours(name, when, reply_to=above)
            if is_ours
            else a_post(name, when, f"c{number}", reply_to=above, complaint=True)
        )
    return posts


def laid(store: Store) -> dict[str, bool]:
    """Name the days that are laid out, and whether they have settled."""
    with store.reading() as session:
        found = session.connection().exec_driver_sql(
            "SELECT day, settled_at IS NOT NULL FROM days ORDER BY day"
        )
        return {day: bool(settled) for day, settled in found}


STORY = [
    *a_case(1, 10, (True, 1), (False, 30), (True, 2)),
    *a_case(2, 11, (True, 4)),
    *a_case(3, 34),
    *a_case(4, 270),
]


def same(store: Store, now: datetime, *, backfilled: bool = False) -> None:
    """Check that what is read off the days is what the turns say."""
    brand = acme(store)
    windows: Iterable[tuple[datetime | None, datetime | None]] = (
        (None, None),
        (at("10:30"), at("12:00", day=3)),
        (at("10:30", day=1), None),
    )
    with store.reading() as session:
        for since, until in windows:
            asked = {"now": now, "since": since, "until": until}
            for by in (None, By.DAY, By.WEEK, By.NETWORK, By.PERSON, By.HOUR):
                one, two = (
                    tell(session, brand, backfilled=backfilled, by=by, **asked)  # type: ignore[arg-type]
                    for tell in (reply_times, summed_up)
                )
                assert one.to_json(rows=False) == two.to_json(rows=False)
                assert list(one.groups) == list(two.groups)
        told = reply_times(session, brand, now=now, backfilled=backfilled, by=By.DAY)
        daily = series(session, brand, now=now, backfilled=backfilled)
    assert {each.day: each.first_reply for each in daily} == {
        day: figures.first_reply
        for day, figures in told.groups.items()
        if figures.turns
    }
    assert [each.waiting for each in daily] == [
        figures.waiting for figures in told.groups.values() if figures.turns
    ]


def test_days_say_what_the_turns_say(shop: Store) -> None:
    keep(shop, STORY)
    same(shop, NOW)
    assert laid(shop) == {}
    assert fill(shop, acme(shop), now=NOW) == 13
    assert len(laid(shop)) == 13
    for later in (timedelta(), timedelta(hours=3), timedelta(days=40)):
        same(shop, NOW + later)


def test_a_day_settles_once_nothing_of_it_changes(shop: Store) -> None:
    keep(shop, STORY)
    fill(shop, acme(shop), now=at("20:00", day=1))
    assert laid(shop) == {"2026-03-24": True, "2026-03-25": False}
    assert fill(shop, acme(shop), now=at("20:00", day=2)) == 2
    assert laid(shop)["2026-03-25"] is True
    assert fill(shop, acme(shop), now=at("20:00", day=2)) == 0
    same(shop, at("21:00", day=2))


def test_a_day_is_gone_once_a_turn_of_it_changes(shop: Store) -> None:
    keep(shop, STORY)
    fill(shop, acme(shop), now=NOW)
    keep(shop, [ours("3-1", NOW - timedelta(hours=1), reply_to="3-0")])
    assert "2026-03-25" not in laid(shop)
    assert "2026-03-30" in laid(shop)
    same(shop, NOW)
    fill(shop, acme(shop), now=NOW)
    assert laid(shop)["2026-03-25"] is True
    same(shop, NOW)


def test_other_promises_make_all_days_be_worked_out_anew(shop: Store) -> None:
    keep(shop, STORY)
    fill(shop, acme(shop), now=NOW)
    other = replace(CALENDAR, zone="America/New_York")
    apply(shop, [replace(ACME_FILE, calendar=other)], now=NOW)
    same(shop, NOW)
    assert fill(shop, acme(shop), now=NOW) == 13
    same(shop, NOW)


def test_filling_stops_when_it_is_told_to_and_goes_on(shop: Store) -> None:
    keep(shop, STORY)
    assert fill(shop, acme(shop), now=NOW, stop=lambda: True) == 0
    assert fill(shop, acme(shop), now=NOW, most=4) == 4
    same(shop, NOW)
    assert fill(shop, acme(shop), now=NOW) == 9


def test_the_days_of_all_brands_are_filled_in(shop: Store) -> None:
    apply(shop, [replace(ACME_FILE, name="Bolt", accounts=())], now=DAY)
    keep(shop, STORY)
    assert fill_all(shop, now=NOW, most=5) == 10
    assert fill_all(shop, now=NOW) == 16
    assert fill_all(shop, now=NOW) == 0


def test_a_brand_without_turns_has_no_days(shop: Store) -> None:
    assert fill(shop, acme(shop), now=NOW) == 0
    same(shop, NOW)


WRONG = [
    pytest.param("names = '{}'", ["names"], id="other words"),
    pytest.param("live = '[]', every = '[]'", ["live", "every"], id="other figures"),
    pytest.param("live = NULL", ["live"], id="no figures"),
    pytest.param("settled_at = since", ["settled_at", "live", "every"], id="too soon"),
    pytest.param("until = since", ["until"], id="a day of no length"),
    pytest.param("day = 'a day'", ["day"], id="no day at all"),
]


@pytest.mark.parametrize(("change", "columns"), WRONG)
def test_days_that_are_not_what_they_should_be_are_named(
    small: Store, change: str, columns: list[str]
) -> None:
    keep(small, [*STORY, *a_case(5, 10.5, (True, 2))])
    fill(small, acme(small), now=NOW)
    with small.begin() as session:
        assert stale(session, acme(small)) == []
        sql = f"UPDATE days SET {change} WHERE day = '2026-03-24'"
        assert run(session, sql)
        ((there, wanted),) = stale(session, acme(small))
    assert wanted.day == "2026-03-24"
    pairs = zip(days.StoredDay._fields, there, wanted, strict=True)
    assert [name for name, old, new in pairs if old != new] == columns


steps = st.lists(st.tuples(st.booleans(), st.floats(0.01, 40)), max_size=4)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(st.tuples(st.floats(0, 250), steps), max_size=4),
    more=st.lists(st.tuples(st.floats(0, 250), steps), max_size=2),
    filled=st.integers(0, 300),
    asked=st.integers(0, 2_000),
)
def test_law_days_say_what_the_turns_say_whenever_they_were_laid_out(
    small: Store,
    told: list[tuple[float, list[tuple[bool, float]]]],
    more: list[tuple[float, list[tuple[bool, float]]]],
    filled: int,
    asked: int,
) -> None:
    with small.begin() as session:
        for table in ("days", "turns", "cases", "mentions", "judgements", "posts"):
            session.connection().exec_driver_sql(f"DELETE FROM {table}")
    keep(small, [p for n, (at_, s) in enumerate(told) for p in a_case(n, at_, *s)])
    laid_at = at("00:00") + timedelta(hours=filled)
    fill(small, acme(small), now=laid_at)
    keep(small, [p for n, (at_, s) in enumerate(more, 9) for p in a_case(n, at_, *s)])
    same(small, laid_at + timedelta(hours=asked), backfilled=True)

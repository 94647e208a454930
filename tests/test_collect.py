"""Collecting: nothing lost, nothing doubled, and what fails is left alone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.account import Account
from domain.coverage import SpanState
from domain.source import Family, Fault, SourceError
from services.apply import apply
from services.collect import RUN_PAGES, collect
from store import Store, brands, coverage, pauses, tallies
from tests.desk import empty
from tests.village import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    SHOP,
    Hands,
    Village,
    kept,
    said,
    the_post,
    the_source,
)


@pytest.fixture
def clock() -> Hands:
    return Hands(NOON)


@pytest.fixture
def village(store: Store, clock: Hands) -> Village:
    """A village that is listened to from noon on."""
    apply(store, [SHOP], now=NOON - DAY)
    return Village(clock=clock)


def test_what_was_there_before_is_history_and_what_comes_is_not(
    store: Store, village: Village, clock: Hands
) -> None:
    village.board = [said("old", NOON - HOUR)]
    collect(store, the_source(village))
    clock.go(10 * MINUTE)
    village.board += [said("new", NOON + 5 * MINUTE)]
    collect(store, the_source(village))

    assert the_post(store, "old").backfilled
    assert not the_post(store, "new").backfilled
    assert the_post(store, "new").seen_at == clock.now


def test_nothing_is_asked_before_its_time(
    store: Store, village: Village, clock: Hands
) -> None:
    collect(store, the_source(village))
    clock.go(4 * MINUTE)
    assert collect(store, the_source(village)).pages == 0
    clock.go(MINUTE)
    assert collect(store, the_source(village)).pages == 1


def test_a_clock_that_was_set_back_silences_nobody(
    store: Store, village: Village, clock: Hands
) -> None:
    collect(store, the_source(village))
    clock.go(-DAY)
    assert collect(store, the_source(village)).pages == 1


def test_a_late_post_within_the_overlap_is_found(
    store: Store, village: Village, clock: Hands
) -> None:
    collect(store, the_source(village))
    clock.go(HOUR)
    collect(store, the_source(village))
    village.board += [said("late", clock.now - 5 * MINUTE)]
    clock.go(5 * MINUTE)
    collect(store, the_source(village))
    assert kept(store) == {"late"}


def test_a_post_that_showed_hours_late_is_found_in_the_evening(
    store: Store, village: Village, clock: Hands
) -> None:
    clock.go(-DAY)
    collect(store, the_source(village))
    clock.go(DAY)
    collect(store, the_source(village))
    village.page_size = 1
    village.board += [said("very late", NOON - 6 * HOUR), said("mark", NOON - HOUR)]
    for hours, already in ((7, set()), (3, {"after 7", "mark"})):
        assert kept(store) == already
        clock.go(hours * HOUR)
        village.board += [said(f"after {hours}", clock.now - HOUR)]
        collect(store, the_source(village))
    assert kept(store) == {"after 7", "after 3", "mark", "very late"}


def test_a_long_reading_goes_on_where_its_turn_ended(
    store: Store, village: Village, clock: Hands
) -> None:
    collect(store, the_source(village))
    clock.go(HOUR)
    many = [said(f"p{n}", NOON + n * timedelta(seconds=10)) for n in range(3, 103)]
    village.board = many
    assert collect(store, the_source(village)).pages == RUN_PAGES
    clock.go(MINUTE)
    for _ in range(3):
        collect(store, the_source(village))
        clock.go(MINUTE)
    assert kept(store) == {each.id for each in many}
    with store.reading() as session:
        read = [each for each in coverage.spans(session) if each.reason is None]
    assert [each.posts for each in read] == [len(many)]


def test_a_board_without_end_leaves_a_gap_that_is_said(
    store: Store, village: Village, clock: Hands
) -> None:
    village.page_size = 1
    collect(store, the_source(village))
    clock.go(HOUR)
    village.board = [
        said(f"p{n}", NOON + n * timedelta(seconds=20)) for n in range(170)
    ]
    for _ in range(12):
        collect(store, the_source(village))
        clock.go(MINUTE)
    with store.reading() as session:
        gaps = [each for each in coverage.spans(session) if each.state is SpanState.GAP]
    assert [each.reason for each in gaps] == ["too many pages"]
    lost = {each.id for each in village.board} - kept(store)
    assert lost
    assert all(
        gaps[0].since <= each.posted_at < gaps[0].until
        for each in village.board
        if each.id in lost
    )


def failing(village: Village, fault: Fault, until: datetime | None = None) -> None:
    village.fault = SourceError("village", fault, "for the test", until=until)


@pytest.mark.parametrize(
    ("fault", "pause"),
    [
        (Fault.UNAVAILABLE, MINUTE),
        (Fault.CONTRACT_CHANGED, MINUTE),
        (Fault.AUTH_INVALID, 15 * MINUTE),
        (Fault.QUOTA_EXHAUSTED, 15 * MINUTE),
        (Fault.BAD_QUERY, 5 * MINUTE),
    ],
)
def test_a_network_that_fails_is_left_alone_and_then_read_whole(
    store: Store, village: Village, clock: Hands, fault: Fault, pause: timedelta
) -> None:
    collect(store, the_source(village))
    village.board = [said("meanwhile", NOON + 6 * MINUTE)]
    clock.go(5 * MINUTE)
    failing(village, fault)
    run = collect(store, the_source(village))
    assert run.faults == (fault,)
    asked = len(village.calls)

    clock.go(pause - timedelta(seconds=1))
    collect(store, the_source(village))
    assert len(village.calls) == asked

    village.fault = None
    clock.go(timedelta(seconds=1) + 5 * MINUTE)
    collect(store, the_source(village))
    assert kept(store) == {"meanwhile"}
    with store.reading() as session:
        assert pauses.every(session) == []
        states = {each.state: each for each in coverage.spans(session)}
    assert states[SpanState.FAILED].recovered_at == clock.now
    assert states[SpanState.FAILED].reason == fault


def test_a_rate_limit_holds_until_its_reset_also_after_a_restart(
    store: Store, village: Village, clock: Hands
) -> None:
    failing(village, Fault.RATE_LIMITED, until=NOON + 10 * MINUTE)
    collect(store, the_source(village))
    village.fault = None
    clock.go(9 * MINUTE)
    assert collect(store, the_source(village)).pages == 0
    clock.go(2 * MINUTE)
    assert collect(store, the_source(village)).pages == 1


def test_a_limit_of_one_family_leaves_the_others_alone(
    store: Store, village: Village, clock: Hands
) -> None:
    village.families = (Family.MENTIONS, Family.SEARCH)

    class Choosy(Village):
        def fetch(self, stream, place):  # type: ignore[no-untyped-def]
            if stream.family is Family.SEARCH:
                raise SourceError("village", Fault.RATE_LIMITED, "slowly")
            return super().fetch(stream, place)

    choosy = Choosy(clock=clock, families=village.families)
    run = collect(store, the_source(choosy))
    assert run.pages == 1
    clock.go(5 * MINUTE)
    assert collect(store, the_source(choosy)).pages == 1


def test_a_network_that_goes_in_circles_is_a_failure_and_loses_nothing(
    store: Store, village: Village, clock: Hands
) -> None:
    collect(store, the_source(village))
    clock.go(HOUR)
    village.board = [said(f"p{n}", NOON + n * MINUTE) for n in range(1, 9)]

    class Circle(Village):
        def fetch(self, stream, place):  # type: ignore[no-untyped-def]
            return super().fetch(stream, replace(place, token=None))

    circle = Circle(clock=clock, board=village.board)
    run = collect(store, the_source(circle))
    assert run.faults == (Fault.CURSOR_LOOP,)
    clock.go(5 * MINUTE)
    collect(store, the_source(village))
    assert kept(store) == {each.id for each in village.board}


def test_only_what_concerns_a_brand_is_kept_of_a_crowd(
    store: Store, village: Village, clock: Hands
) -> None:
    village.wide = True
    village.page_size = 10
    village.board = [
        said("talk", NOON - HOUR, "zoe", text="nice weather", thread="t"),
        said("ours", NOON - 50 * MINUTE, text="acme, where is it", thread="t"),
        said("below", NOON - 40 * MINUTE, "bob", text="same", reply_to="ours"),
        said("again", NOON - 30 * MINUTE, text="anyone?", thread="t"),
        said("shop", NOON - 20 * MINUTE, "shop", text="hello", thread="other"),
    ]
    collect(store, the_source(village))
    assert kept(store) == {"ours", "below", "shop"}
    clock.go(5 * MINUTE)
    collect(store, the_source(village))
    assert kept(store) == {"ours", "below", "shop", "again"}


def test_money_ends_the_searching_and_is_asked_for_again_each_time(
    store: Store, village: Village, clock: Hands
) -> None:
    village.usd, village.page_size = 0.01, 100
    village.board = [said(f"p{n}", NOON - n * MINUTE) for n in range(60)]
    collect(store, the_source(village, monthly_usd=0.7))
    with store.reading() as session:
        spent = tallies.spent(session, "village", since=NOON - DAY, until=NOON + DAY)
    assert spent == pytest.approx(0.6)

    clock.go(5 * MINUTE)
    asked = len(village.calls)
    run = collect(store, the_source(village, monthly_usd=0.7))
    assert run.faults == (Fault.QUOTA_EXHAUSTED,)
    assert len(village.calls) == asked
    clock.go(5 * MINUTE)
    assert collect(store, the_source(village, monthly_usd=2)).pages == 1


def test_a_post_read_twice_on_one_day_is_paid_once(
    store: Store, village: Village, clock: Hands
) -> None:
    village.usd = 0.01
    village.board = [said("p", NOON - MINUTE)]
    for _ in range(3):
        collect(store, the_source(village, monthly_usd=5))
        clock.go(5 * MINUTE)
    with store.reading() as session:
        spent = tallies.spent(session, "village", since=NOON - DAY, until=NOON + DAY)
    assert spent == pytest.approx(0.01)


def test_a_handle_is_looked_up_once_and_its_id_kept(store: Store, clock: Hands) -> None:
    named = replace(SHOP, accounts=(Account(network="village", handle="acme"),))
    apply(store, [named], now=NOON)
    village = Village(clock=clock, known={"acme": "shop"})
    collect(store, the_source(village))
    clock.go(5 * MINUTE)
    collect(store, the_source(village))
    assert village.calls.count("account acme") == 1
    with store.reading() as session:
        (brand,) = brands.load(session)
    assert brand.record.accounts[0].id == "shop"


def test_an_unknown_handle_is_not_asked_for_all_the_time(
    store: Store, clock: Hands
) -> None:
    named = replace(SHOP, accounts=(Account(network="village", handle="nobody"),))
    apply(store, [named], now=NOON)
    village = Village(clock=clock)
    for _ in range(10):
        collect(store, the_source(village))
        clock.go(MINUTE)
    assert village.calls.count("account nobody") == 2
    assert "fetch search" in village.calls


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    minutes=st.lists(st.integers(1, 600), max_size=25, unique=True),
    breaks=st.lists(st.sampled_from([None, *Fault]), max_size=12),
    size=st.integers(1, 7),
)
def test_whatever_fails_on_the_way_in_the_end_all_is_there_once(
    sqlite_store: Store,
    minutes: Iterable[int],
    breaks: list[Fault | None],
    size: int,
) -> None:
    store = sqlite_store
    empty(store)
    with store.begin() as session:
        for table in ("checkpoints", "pauses", "coverage", "tallies", "checks"):
            session.connection().exec_driver_sql(f"DELETE FROM {table}")
    apply(store, [SHOP], now=NOON - DAY)
    clock = Hands(NOON)
    village = Village(clock=clock, page_size=size)
    collect(store, the_source(village))
    truth = [said(f"p{n}", NOON + n * MINUTE) for n in minutes]
    for fault in [*breaks, *[None] * 12]:
        clock.go(HOUR)
        village.board = [each for each in truth if each.posted_at <= clock.now]
        village.fault = SourceError("village", fault, "test") if fault else None
        collect(store, the_source(village))
    for _ in range(30):
        clock.go(HOUR)
        village.board = truth
        collect(store, the_source(village))
    assert kept(store) == {each.id for each in truth}

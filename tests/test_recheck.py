"""Looking again: what was deleted or edited there is so here, and answers are found."""

from dataclasses import replace

import pytest

from domain.post import State
from services.apply import apply
from services.collect import collect
from services.recheck import recheck
from store import Store, pauses
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


def test_a_deleted_post_is_forgotten_and_its_tombstone_kept(
    store: Store, village: Village, clock: Hands
) -> None:
    clock.go(-HOUR)
    collect(store, the_source(village))
    clock.go(HOUR)
    asks = "acme, where is my parcel?"
    village.board = [
        said(name, NOON - MINUTE, text=asks, author=name) for name in ("p", "q")
    ]
    collect(store, the_source(village))
    village.board = village.board[1:]
    clock.go(11 * MINUTE)
    recheck(store, the_source(village))

    gone = the_post(store, "p")
    assert (gone.state, gone.text, gone.deleted_at) == (State.DELETED, "", clock.now)
    assert the_post(store, "q").state is State.LIVE
    clock.go(HOUR)
    recheck(store, the_source(village))
    assert village.calls[-2:] == ["look_up q", "thread q"]


def test_an_edit_is_seen_and_becomes_a_version(
    store: Store, village: Village, clock: Hands
) -> None:
    village.board = [said("p", NOON - MINUTE, text="acme is fine")]
    collect(store, the_source(village))
    village.board = [
        replace(village.board[0], text="acme is awful", edited_at=NOON + 5 * MINUTE)
    ]
    clock.go(11 * MINUTE)
    recheck(store, the_source(village))
    assert the_post(store, "p").text == "acme is awful"
    assert the_post(store, "p").backfilled


def test_the_answer_below_an_open_case_is_found(
    store: Store, village: Village, clock: Hands
) -> None:
    collect(store, the_source(village))
    clock.go(20 * MINUTE)
    asked = said("p", NOON + 15 * MINUTE, text="acme, where is my parcel?")
    village.board = [asked]
    collect(store, the_source(village))
    answer = said(
        "a", NOON + 21 * MINUTE, "shop", text="on its way", reply_to="p", thread="p"
    )
    village.families = ()
    village.board.append(answer)
    clock.go(11 * MINUTE)
    recheck(store, the_source(village))
    assert kept(store) == {"p", "a"}


def test_the_weeks_go_by_and_then_nobody_looks_again(
    store: Store, village: Village, clock: Hands
) -> None:
    village.board = [said("p", NOON - MINUTE, text="acme is nice")]
    collect(store, the_source(village))
    looks = []
    for pause in [HOUR] * 24 + [DAY] * 119:
        before = len(village.calls)
        recheck(store, the_source(village))
        looks += [clock.now - NOON] * (len(village.calls) > before)
        clock.go(pause)
    assert looks[:4] == [HOUR, 6 * HOUR, DAY, 8 * DAY]
    assert len(looks) == 3 + 12


def test_a_thread_that_is_gone_holds_nothing_up(
    store: Store, village: Village, clock: Hands
) -> None:
    collect(store, the_source(village))
    clock.go(20 * MINUTE)
    village.board = [said("p", clock.now - MINUTE, text="acme, where is my parcel?")]
    collect(store, the_source(village))
    village.board = []
    clock.go(11 * MINUTE)
    assert recheck(store, the_source(village)).faults == ()
    assert "thread p" in village.calls
    with store.reading() as session:
        assert pauses.every(session) == []

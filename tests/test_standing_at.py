"""Who waited then: counted the fast way, the same as when every case is looked at."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.brand import BrandRecord
from domain.case import CaseKey
from domain.event import EventKind
from domain.post import Post, State
from response.sla import due_at
from services.act import act
from services.queue import queue
from services.standing_at import standing, standing_at
from services.turns import worked_out
from store import Store, brands
from store.brands import StoredBrand
from tests.desk import acme, keep, open_acme
from tests.gossip import Gossip, gossips, tellings
from tests.made import DAY, a_post, at, ours
from tests.test_rebuild import Memory, tell

Deed = Callable[[Store], object]


@pytest.fixture(scope="module")
def memory() -> Iterator[Memory]:
    memory = Memory()
    yield memory
    memory.close()


def _pair(store: Store) -> tuple[int, BrandRecord]:
    watch = acme(store)
    return watch.id, watch.record


def looked_at(store: Store, brand: StoredBrand, as_of: datetime) -> tuple[int, int]:
    """Count who waited and who was overdue, by all cases there are."""
    with store.reading() as session:
        found = [
            (case.open_turn, case.key)
            for _, case in worked_out(session, brand, as_of=as_of)
        ]
    dues = [
        due_at(
            turn,
            policy=brand.record.policy_at(turn.started_at),
            network=key.network,
        )
        for turn, key in found
        if turn and not turn.backfilled
    ]
    return len(dues), sum(each is not None and each <= as_of for each in dues)


@settings(max_examples=15)
@given(data=st.data(), gossip=gossips(), minutes=st.integers(-10, 1300))
def test_whatever_was_said_and_done_the_count_is_that_of_all_cases(
    memory: Memory, data: st.DataObject, gossip: Gossip, minutes: int
) -> None:
    store = memory.emptied()
    tell(store, data.draw(tellings(gossip)))
    moment = DAY + timedelta(minutes=minutes)
    with store.reading() as session:
        known = brands.load(session)
    for brand in known:
        with store.reading() as session:
            fast = standing_at(session, brand, as_of=moment)
            named = standing_at(session, brand, as_of=moment, first=3)
        assert (fast.waiting, fast.overdue) == looked_at(store, brand, moment)
        assert (named.waiting, named.overdue) == (fast.waiting, fast.overdue)
        assert named.oldest == fast.oldest
        assert len(named.first) == min(fast.waiting, 3)


def done(kind: EventKind, **detail: object) -> Deed:
    """Return what does this in ania's case at noon."""

    def do(store: Store) -> None:
        key = CaseKey("Acme", "x", "1", "ania")
        act(store, acme(store), key, kind, at=at("12:00"), detail=detail)

    return do


def written(*posts: Post) -> Deed:
    """Return what brings these posts in."""
    return lambda store: keep(store, posts)


GONE = a_post("1", "10:00", text="", state=State.DELETED, deleted="12:00", seen="12:00")
THANKS = a_post(
    "1", "10:00", text="acme, thanks", edited="12:00", seen="12:00", needs_reply=False
)


@pytest.mark.parametrize(
    "happened",
    [
        pytest.param(written(ours("2", "12:00", reply_to="1")), id="answered"),
        pytest.param(written(GONE), id="deleted"),
        pytest.param(written(THANKS), id="edited"),
        pytest.param(done(EventKind.ANSWERED, where="phone"), id="answered elsewhere"),
        pytest.param(done(EventKind.WAIVED, reason="spam"), id="waived"),
        pytest.param(done(EventKind.JUDGED, needs_reply=False), id="needs no reply"),
    ],
)
def test_who_waited_then_is_counted_whatever_ended_it(
    sqlite_store: Store, happened: Deed
) -> None:
    open_acme(sqlite_store)
    keep(sqlite_store, [a_post("1", "10:00")])
    happened(sqlite_store)
    brand = StoredBrand(*_pair(sqlite_store))
    with sqlite_store.reading() as session:
        assert standing(session, brand, now=at("13:00"), first=1).waiting == 0
        assert standing_at(session, brand, as_of=at("11:00")).waiting == 1


def test_who_is_the_press_in_one_thread_waited_in_another(sqlite_store: Store) -> None:
    watch = open_acme(sqlite_store)
    keep(sqlite_store, [a_post("1", "10:00"), a_post("9", "10:00")])
    done(EventKind.CLASSED, **{"as": "press"})(sqlite_store)
    brand = StoredBrand(watch.id, watch.record)
    with sqlite_store.reading() as session:
        assert standing(session, brand, now=at("13:00"), first=1).waiting == 0
        assert standing_at(session, brand, as_of=at("11:00")).waiting == 2


def test_a_wait_that_went_on_stood_as_it_was_then(sqlite_store: Store) -> None:
    open_acme(sqlite_store)
    keep(sqlite_store, [a_post("1", "10:00", complaint=True)])
    brand = StoredBrand(*_pair(sqlite_store))
    # Three times asked makes it critical, and due at once.
    nudges = [
        a_post(str(n), f"10:{n}0", reply_to="1", complaint=True) for n in range(2, 6)
    ]
    keep(sqlite_store, nudges)
    with sqlite_store.reading() as session:
        (wait,) = standing_at(session, brand, as_of=at("10:05"), first=1).first
        assert not wait.turn.critical
        (wait,) = standing(session, brand, now=at("13:00"), first=1).first
        assert wait.turn.critical


def test_a_reply_that_was_deleted_had_ended_it(sqlite_store: Store) -> None:
    open_acme(sqlite_store)
    reply = ours("2", "11:00", reply_to="1")
    keep(sqlite_store, [a_post("1", "10:00"), reply])
    keep(sqlite_store, [replace(reply, state=State.DELETED, deleted_at=at("12:00"))])
    brand = StoredBrand(*_pair(sqlite_store))
    for moment in (at("10:30"), at("11:30"), at("13:00")):
        with sqlite_store.reading() as session:
            found = standing_at(session, brand, as_of=moment)
        assert found.waiting == looked_at(sqlite_store, brand, moment)[0]


def test_now_and_then_it_is_what_the_queue_says(store: Store) -> None:
    open_acme(store)
    keep(
        store,
        [
            a_post("1", "10:00", complaint=True),
            ours("2", "12:00", reply_to="1"),
            a_post("3", "10:30", "bea", complaint=True),
            a_post("4", "11:45", "cem", complaint=True),
            a_post("5", "09:00", "dora", complaint=True, backfilled=True),
        ],
    )
    brand = StoredBrand(*_pair(store))
    moments = {at("11:59"): (3, 2), at("12:30"): (2, 1)}
    found = []
    for moment, wanted in moments.items():
        with store.reading() as session:
            then = standing_at(session, brand, as_of=moment, first=5)
            asked = queue(session, brand, now=moment, as_of=moment)
        assert (then.waiting, then.overdue) == wanted
        live = [each.key for each in asked.rows if each.state != "history"]
        assert [each.key for each in then.first] == live
        assert asked.overdue == then.overdue
        found.append(then)
    with store.reading() as session:
        now = standing(session, brand, now=at("12:30"), first=5)
    assert now == found[-1]
    assert now.oldest == at("10:30")

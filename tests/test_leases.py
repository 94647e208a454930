"""A lease has one holder at a time, and a store may be bound to the one who leads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Barrier

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from domain.errors import LeaseLost
from store import Session, Store, leases
from store.leases import Lease

NOW = datetime(2026, 3, 24, 12, tzinfo=UTC)
TTL = timedelta(seconds=15)
SECOND = timedelta(seconds=1)
ENGINE = "engine"
_NAMES = count(1)

Door = Callable[[Store], AbstractContextManager[Session]]


def take(store: Store, owner: str, *, now: datetime = NOW) -> Lease | None:
    with store.begin() as session:
        return leases.take(session, ENGINE, owner, now=now, ttl=TTL)


def taken(store: Store, owner: str, *, now: datetime = NOW) -> Lease:
    lease = take(store, owner, now=now)
    assert lease is not None
    return lease


def holds(store: Store, lease: Lease) -> bool:
    with store.reading() as session:
        return leases.holds(session, lease)


def current(store: Store) -> Lease | None:
    with store.reading() as session:
        return leases.current(session, ENGINE)


def test_a_free_lease_is_taken(store: Store) -> None:
    assert current(store) is None
    lease = taken(store, "a")
    assert lease == Lease(ENGINE, "a", 1, NOW + TTL)
    assert current(store) == lease
    assert holds(store, lease)


@pytest.mark.parametrize(
    ("after", "found"),
    [
        pytest.param(TTL - SECOND, None, id="while it is held"),
        pytest.param(TTL, Lease(ENGINE, "b", 2, NOW + 2 * TTL), id="once it expired"),
    ],
)
def test_another_takes_what_has_expired(
    store: Store, after: timedelta, found: Lease | None
) -> None:
    first = taken(store, "a")
    assert take(store, "b", now=NOW + after) == found
    assert holds(store, first) is (found is None)


def test_ones_own_lease_is_taken_again_in_the_same_epoch(store: Store) -> None:
    first = taken(store, "a")
    for after in (SECOND, 3 * TTL):
        again = taken(store, "a", now=NOW + after)
        assert again == first._replace(expires_at=NOW + after + TTL)
    assert holds(store, first)


def test_a_lease_is_renewed_until_it_is_lost(store: Store) -> None:
    first = taken(store, "a")
    with store.begin() as session:
        longer = leases.renew(session, first, now=NOW + 2 * TTL, ttl=TTL)
    assert longer == first._replace(expires_at=NOW + 3 * TTL)
    assert current(store) == longer
    other = taken(store, "b", now=NOW + 3 * TTL)
    with store.begin() as session:
        assert leases.renew(session, first, now=NOW + 3 * TTL, ttl=TTL) is None
    assert current(store) == other


def test_a_name_taken_anew_is_another_epoch(store: Store) -> None:
    first = taken(store, "a")
    taken(store, "b", now=NOW + TTL)
    third = taken(store, "a", now=NOW + 2 * TTL)
    assert third.epoch == 3
    assert not holds(store, first)
    with store.begin() as session:
        assert leases.renew(session, first, now=NOW, ttl=TTL) is None
        leases.release(session, first)
    assert current(store) == third


def test_a_lease_given_back_is_free_at_once_and_its_epoch_is_kept(store: Store) -> None:
    first = taken(store, "a")
    with store.begin() as session:
        leases.release(session, first)
    assert current(store) is None
    assert not holds(store, first)
    assert taken(store, "a").epoch == 2


def test_leases_of_other_names_are_nothing_to_us(store: Store) -> None:
    with store.begin() as session:
        other = leases.take(session, "mail", "b", now=NOW, ttl=TTL)
        assert other is not None
        mine = leases.take(session, ENGINE, "a", now=NOW, ttl=TTL)
        assert mine is not None
        leases.release(session, mine)
        assert leases.holds(session, other)


@pytest.mark.parametrize("door", [Store.begin, Store.reading])
def test_of_two_who_take_it_at_once_one_wins(store: Store, door: Door) -> None:
    # The statement decides: a transaction that waits for no writer makes no other end.
    for number in range(5):
        ready, now = Barrier(2), NOW + number * TTL

        def grab(owner: str, ready: Barrier = ready, now: datetime = now) -> bool:
            ready.wait()
            with door(store) as session:
                return bool(leases.take(session, ENGINE, owner, now=now, ttl=TTL))

        with ThreadPoolExecutor(2) as pool:
            grabs = [pool.submit(grab, f"{owner}{number}") for owner in "ab"]
            assert sorted(each.result() for each in grabs) == [False, True]
        found = current(store)
        assert found is not None
        assert found.epoch == number + 1


deeds = st.lists(
    st.tuples(
        st.sampled_from(["take", "take", "renew", "release"]),
        st.sampled_from("abc"),
        st.integers(0, 12),
    ),
    min_size=1,
    max_size=25,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=deeds)
def test_nobody_holds_it_beside_another_and_the_epoch_never_falls(
    store: Store, deeds: list[tuple[str, str, int]]
) -> None:
    name, now, epoch = f"law {next(_NAMES)}", NOW, 0
    believed: dict[str, Lease] = {}
    with store.begin() as session:
        for deed, owner, seconds in deeds:
            now += seconds * SECOND
            _do(session, deed, name, owner, believed, now=now)
            trusting = [each for each in believed.values() if now < each.expires_at]
            assert len(trusting) <= 1
            assert all(leases.holds(session, each) for each in trusting)
            found = leases.current(session, name)
            assert found is None or found.epoch >= epoch
            assert found is None or found == believed[found.owner]
            epoch = found.epoch if found else epoch
    event(f"owners: {min(epoch, 4)}")


def _do(
    session: Session,
    deed: str,
    name: str,
    owner: str,
    believed: dict[str, Lease],
    *,
    now: datetime,
) -> None:
    """Let an owner do something, who believes what it was told last."""
    had = believed.pop(owner, None)
    lease: Lease | None = None
    if deed == "take":
        lease = leases.take(session, name, owner, now=now, ttl=TTL) or had
    elif had and deed == "renew":
        lease = leases.renew(session, had, now=now, ttl=TTL)
    elif had:
        leases.release(session, had)
    if lease:
        believed[owner] = lease


def led(store: Store, lease: Lease) -> Store:
    def check(session: Session) -> None:
        if not leases.holds(session, lease):
            raise LeaseLost("another engine leads")

    return store.guarded(check)


def beats(store: Store) -> int:
    with store.reading() as session:
        found = session.connection().exec_driver_sql("SELECT count(*) FROM heartbeats")
        return int(found.scalar_one())


def write(store: Store, job: str) -> None:
    with store.begin() as session:
        session.connection().exec_driver_sql(
            f"INSERT INTO heartbeats VALUES ('{job}', '2026-01-01', 1)"
        )


def test_who_leads_may_write_and_who_slept_may_not(store: Store) -> None:
    first = led(store, taken(store, "a"))
    write(first, "one")
    second = led(store, taken(store, "b", now=NOW + TTL))
    with pytest.raises(LeaseLost, match="another engine leads"):
        write(first, "two")
    assert beats(first) == 1  # it may still read
    write(second, "three")
    write(store, "four")  # what nobody guards is free
    assert beats(store) == 3


def test_an_expired_lease_that_nobody_took_lets_write(store: Store) -> None:
    first = taken(store, "a")
    assert take(store, "b", now=NOW + SECOND) is None
    write(led(store, first), "one")
    assert beats(store) == 1


def test_guards_add_up(store: Store) -> None:
    asked: list[str] = []
    once = store.guarded(lambda _: asked.append("one"))
    write(once.guarded(lambda _: asked.append("two")), "job")
    assert asked == ["one", "two"]
    write(once, "other")
    assert asked == ["one", "two", "one"]


def test_a_guarded_store_shares_connections_and_leaves_them_open(store: Store) -> None:
    guarded = store.guarded(lambda _: None)
    assert (guarded.url, guarded.name, guarded.path, guarded.sqlite) == (
        store.url,
        store.name,
        store.path,
        store.sqlite,
    )
    with store.reading() as session:
        bare = session.connection().connection.driver_connection
    with guarded.reading() as session:
        assert session.connection().connection.driver_connection is bare
    guarded.close()
    with store.reading() as session:
        assert session.connection().connection.driver_connection is bare
    store.close()
    guarded.close()
    assert beats(guarded) == 0  # a closed store opens again by itself

"""One engine leads; who waits takes the lead when its holder says nothing any more."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from app.lead import NAME, Lead, epoch, is_gone, own_name
from domain.errors import LeaseLost
from store import Store, leases

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
LIFE = timedelta(seconds=15)
SHORT = timedelta(milliseconds=200)
ANOTHER = (
    "engine: found another engine at work, wanted one engine a store: "
    "end that one, or wait 15 s"
)


def a_lead(
    store: Store, *, at: datetime = NOW, ttl: timedelta = LIFE, owner: str = ""
) -> Lead:
    return Lead(store=store, ttl=ttl, clock=lambda: at, owner=owner or own_name())


def never(_seconds: float) -> bool:
    """Give up at once."""
    return True


def patient(_seconds: float) -> bool:
    """Try again and again."""
    return False


def of_the_dead() -> str:
    """Name an owner who was here and has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pid = process.pid
    return own_name().replace(f":{os.getpid()}:", f":{pid}:")


def test_the_first_leads_and_the_second_does_not(store: Store) -> None:
    first, second = a_lead(store), a_lead(store)
    assert first.take(wait=never)
    assert not second.take(wait=never)
    with store.begin() as session:
        first.check(session)
        with pytest.raises(LeaseLost, match=ANOTHER):
            second.check(session)


def test_a_lead_given_back_is_there_for_the_next_and_lost_for_the_first(
    store: Store,
) -> None:
    first, second = a_lead(store), a_lead(store)
    assert first.take(wait=never)
    before = epoch(store)
    first.release()
    assert epoch(store) == 0
    assert second.take(wait=never)
    assert epoch(store) > before > 0
    with pytest.raises(LeaseLost, match=ANOTHER):
        first.renew()
    first.release()  # takes nothing from the second
    second.renew()


def test_an_expired_lead_is_kept_until_another_takes_it(store: Store) -> None:
    first = a_lead(store)
    assert first.take(wait=never)
    first.clock = lambda: NOW + 2 * LIFE
    first.renew()
    second = a_lead(store, at=NOW + 4 * LIFE)
    assert second.take(wait=never)
    with store.begin() as session, pytest.raises(LeaseLost, match=ANOTHER):
        first.check(session)


def test_the_lead_of_a_process_that_ended_here_is_taken_at_once(store: Store) -> None:
    assert a_lead(store, owner=of_the_dead()).take(wait=never)
    assert a_lead(store).take(wait=never)


@pytest.mark.parametrize(
    "owner",
    [
        pytest.param("", id="nobody"),
        pytest.param("desk:-1:place:lot", id="no number"),
        pytest.param("desk:99999999999999999999:place:lot", id="a number too large"),
        pytest.param(f"desk:{2**22 + 1}:elsewhere:lot", id="elsewhere"),
        pytest.param(f"desk:{2**22 + 1}::lot", id="place unknown"),
        pytest.param(own_name(), id="alive"),
    ],
)
def test_who_may_be_alive_is_not_called_gone(owner: str) -> None:
    assert not is_gone(owner)
    assert is_gone(of_the_dead())


def test_a_holder_that_says_nothing_is_followed_whatever_the_clocks_say(
    store: Store,
) -> None:
    # Its clock was set a year ahead, or ours was set back.
    ahead = a_lead(store, at=NOW + timedelta(days=365), owner="desk:1:elsewhere:lot")
    assert ahead.take(wait=never)
    second = a_lead(store, ttl=SHORT)
    assert second.take(wait=patient)
    second.renew()
    with store.reading() as session:
        found = leases.current(session, NAME)
    assert found
    assert (found.owner, found.expires_at) == (second.owner, NOW + SHORT)


def test_a_holder_that_gives_signs_is_not_followed(store: Store) -> None:
    first, second = a_lead(store), a_lead(store, ttl=SHORT)
    assert first.take(wait=never)
    ticks = iter(range(1_000_000))

    def wait(_seconds: float) -> bool:
        first.clock = lambda: NOW + timedelta(seconds=next(ticks))
        first.renew()
        return False

    assert not second.take(wait=wait)
    with store.begin() as session:
        first.check(session)

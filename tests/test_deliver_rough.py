"""Delivery when the store, the clock or the lead gives way in the middle of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, event

from alerts.source_state import SourceState, State
from channels.parcel import Outcome, Parcel
from domain.alert import About, Alert, AlertKey, Delivery, Raised, Step
from domain.errors import LeaseLost, StoreError
from services.deliver import Delivered, deliver
from services.escalate import raise_due
from services.outages import raise_outages
from store import Session, Store, outbox, waits
from tests.alerted import KASIA, LENA, MARTA, OTTO, alerts, open_staffed
from tests.boxed import Box, key, outgoing, put
from tests.boxed import waits as wait
from tests.desk import acme, keep
from tests.made import at, ours


@dataclass
class During(Box):
    """Something happens while a message is being sent."""

    deed: Callable[[], object] = int

    def send(self, parcel: Parcel) -> Outcome:
        self.deed()
        return super().send(parcel)


@dataclass
class Trouble:
    """What keeps a store from being written to, once there is something."""

    error: StoreError | None = None

    def check(self, _session: Session) -> None:
        if self.error:
            raise self.error

    def begin(self, error: StoreError) -> None:
        self.error = error


class At:
    """A clock that is moved by hand."""

    def __init__(self, now: str) -> None:
        self.now = at(now)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def shop(sqlite_store: Store) -> Store:
    """A shop in which two wait."""
    open_staffed(sqlite_store)
    wait(sqlite_store, "1", "2")
    return sqlite_store


def test_a_yes_that_could_not_be_written_down_is_not_asked_for_again(
    shop: Store,
) -> None:
    put(shop, key("1"), when=at("11:00"))
    trouble = Trouble()
    box = During(deed=lambda: trouble.begin(StoreError("locked")))
    post, locked = outgoing(box), shop.guarded(trouble.check)
    with pytest.raises(StoreError):
        deliver(locked, post, now=at("11:01"))
    assert alerts(shop)[0].delivery is Delivery.TAKEN
    with pytest.raises(StoreError):
        deliver(locked, post, now=at("11:09"))
    trouble.error = None
    assert deliver(locked, post, now=at("11:10")) == Delivered()
    (found,) = alerts(shop)
    assert (found.delivery, found.sent_at) == (Delivery.SENT, at("11:01"))
    assert len(box.got) == 1


def test_who_lost_the_lead_still_says_what_is_gone(shop: Store) -> None:
    put(shop, key("1"), key("1", Step.ESCALATED, OTTO), when=at("11:00"))
    trouble = Trouble()
    box = During(deed=lambda: trouble.begin(LeaseLost("another leads")))
    mine = shop.guarded(trouble.check)
    with pytest.raises(LeaseLost):
        deliver(mine, outgoing(box), now=at("11:46"), marks=shop)
    next_one = Box()
    deliver(shop, outgoing(next_one), now=at("11:50"))
    told = [each.recipient for each in (*box.got, *next_one.got)]
    assert sorted(told) == [LENA.email, OTTO.email]


def test_a_round_that_takes_long_is_not_taken_for_a_dead_one(shop: Store) -> None:
    put(shop, key("1"), key("1", Step.ESCALATED, OTTO), when=at("11:00"))
    other, clock = Box(), At("11:46")

    def look() -> None:
        # Somebody else asks a moment after the second message was taken.
        if box.got:
            deliver(shop, outgoing(other), now=at("11:48:01"))
        clock.now = at("11:46:50")

    box = During(deed=look)
    deliver(shop, outgoing(box), now=at("11:46"), clock=clock)
    assert (len(box.got), other.got) == (2, [])


def test_what_is_urgent_waits_for_no_slow_round(shop: Store) -> None:
    clock = At("11:46")

    def slow() -> None:
        clock.now += timedelta(seconds=61)
        put(shop, key("2", Step.CRITICAL, KASIA), when=at("11:46:10"))

    box = During(deed=slow)
    put(shop, key("1"), key("1", Step.OVERDUE, MARTA), when=at("11:00"))
    for _ in range(2):
        deliver(shop, outgoing(box), now=clock.now, clock=clock)
    assert [each.recipient for each in box.got[1:]] == [KASIA.email]


def test_a_clock_that_is_set_back_keeps_nothing_back(shop: Store) -> None:
    hour = timedelta(hours=1)
    for each in (key("1"), key("2", Step.ESCALATED, MARTA)):
        put(shop, each, when=at("12:50"))
    box = Box()
    post = replace(outgoing(box), paused={"mail": at("12:55")})
    assert deliver(shop, post, now=at("12:50") - hour).sent == 2
    # What was sent an hour ahead of now is no reason to wait for an hour.
    put(shop, key("2", Step.OVERDUE, MARTA), when=at("10:59"))
    assert deliver(shop, outgoing(box), now=at("11:00") - hour / 60).sent == 1


def test_what_was_taken_by_a_clock_ahead_is_taken_again(shop: Store) -> None:
    put(shop, key("1"), when=at("12:00"))

    class Killed(BaseException):
        """The process ends here."""

    def die() -> None:
        raise Killed

    with pytest.raises(Killed):
        deliver(shop, outgoing(During(deed=die)), now=at("12:01"))
    box = Box()
    assert deliver(shop, outgoing(box), now=at("11:01")).sent == 1


def test_what_is_put_off_again_and_again_comes_last(shop: Store) -> None:
    put(shop, key("1"), when=at("11:00"))
    put(shop, key("2", Step.ESCALATED, MARTA), when=at("11:01"))
    with shop.begin() as session:
        first = outbox.ready(session, now=at("11:02"), stale=at("11:00"))
        outbox.put_off(session, first[:1], until=at("11:03"), said="down")
    with shop.reading() as session:
        found = outbox.ready(session, now=at("11:04"), stale=at("11:00"))
    assert [each.key.recipient for each in found] == [MARTA.email, LENA.email]


def crowd(store: Store, when: datetime) -> None:
    """Raise more alerts than are looked at in one round."""
    brand = acme(store).id
    many = [
        Raised(
            key=AlertKey(About.parse(f"turn/x/n{number}"), Step.NUDGE, LENA.email),
            at=when,
            ready_at=when + timedelta(days=30),
        )
        for number in range(outbox.MOST + 1)
    ]
    with store.begin() as session:
        outbox.add(session, brand, many)


def test_however_many_alerts_there_are_each_hears_how_it_ended(shop: Store) -> None:
    put(shop, key("1"), when=at("11:00"))
    deliver(shop, outgoing(Box()), now=at("11:01"))
    crowd(shop, at("11:02"))
    keep(shop, [ours("9", "11:05", reply_to="1")])
    raise_due(shop, now=at("11:06"))
    with shop.reading() as session:
        found = outbox.about(session, acme(shop).id, [About.parse("turn/x/1")])
    assert Step.ENDED in {each.key.step for each in found}


def test_however_many_alerts_there_are_an_outage_is_told_once(shop: Store) -> None:
    def failing(since: str) -> list[SourceState]:
        return [SourceState(network="x", name="X", state=State.FAILING, at=at(since))]

    assert raise_outages(shop, failing("10:00"), now=at("11:00")) == 1
    crowd(shop, at("11:02"))
    assert raise_outages(shop, failing("11:00"), now=at("11:30")) == 0


@contextmanager
def plans(store: Store) -> Iterator[list[str]]:
    """Note how SQLite finds what it is asked for."""
    found: list[str] = []

    def note(
        connection: object, cursor: object, asked: str, given: object, *_: object
    ) -> None:
        if asked.startswith("SELECT"):
            how = cursor.connection.execute(  # type: ignore[attr-defined]
                f"EXPLAIN QUERY PLAN {asked}", given
            )
            found.extend(row[-1] for row in how)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_tick_looks_through_no_table(shop: Store) -> None:
    brand = acme(shop).id

    def ready(session: Session) -> list[Alert]:
        return outbox.ready(session, now=at("11:00"), stale=at("11:00"))

    asked: list[tuple[Callable[[Session], object], str]] = [
        (ready, "ix_outbox_open"),
        (lambda session: waits.live(session, brand, "Acme"), "ix_cases_queue"),
        (
            lambda session: outbox.unended(
                session, brand, [LENA.email], moment=at("10:00")
            ),
            "ix_outbox_recipient_sent_at",
        ),
    ]
    for deed, index in asked:
        with shop.reading() as session, plans(shop) as found:
            deed(session)
        assert [each for each in found if index in each], found
        assert "USE TEMP B-TREE FOR ORDER BY" not in found

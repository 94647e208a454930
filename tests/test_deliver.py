"""What goes out of the outbox: once, grouped, and never lost."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from channels.parcel import (
    Composed,
    Later,
    Outcome,
    Parcel,
    Refused,
    Sent,
    Unsure,
)
from channels.smtp import Server
from domain.alert import About, Alert, AlertKey, Delivery, Step
from domain.person import Person
from services.deliver import Delivered, deliver
from services.escalate import raise_due
from store import Session, Store
from store.brands import StoredBrand
from tests.alerted import LENA, OTTO, alerts, open_staffed
from tests.boxed import TICK, Box, key, outgoing, put, run, said, tell, waits
from tests.desk import keep
from tests.made import at, ours
from tests.mailed import FROM, Post, free_port, mail_server


def test_what_is_due_for_one_person_is_one_message(sqlite_store: Store) -> None:
    store, box = sqlite_store, Box()
    open_staffed(store)
    waits(store, "1", "2", "3")
    found = run(store, outgoing(box), at("10:45"), at("10:46"), TICK)
    assert found == Delivered(messages=1, sent=3)
    assert said(box) == [["nudge x/1", "nudge x/2", "nudge x/3"]]
    assert {each.delivery for each in alerts(store)} == {Delivery.SENT}


def test_a_late_answer_cancels_what_has_not_gone_out(store: Store) -> None:
    box = Box()
    open_staffed(store)
    waits(store, "1")
    raise_due(store, now=at("10:45"))
    keep(store, [ours("9", "10:45:05", reply_to="1")])
    done = deliver(store, outgoing(box), now=at("10:46"))
    assert done == Delivered(cancelled=1)
    assert box.got == []
    assert [(each.delivery, each.said) for each in alerts(store)] == [
        (Delivery.CANCELLED, "answered meanwhile")
    ]


def test_of_two_who_deliver_at_once_one_sends(store: Store) -> None:
    open_staffed(store)
    waits(store, "1")
    raise_due(store, now=at("10:45"))
    first, second, late = Box(), Box(), []

    def slow(
        session: Session,
        brand: StoredBrand,
        found: Sequence[Alert],
        person: Person,
        now: datetime,
    ) -> Composed | None:
        # Both know of the alert by now, and the other one is quicker.
        late.append(deliver(store, outgoing(second), now=now))
        return tell(session, brand, found, person, now)

    done = deliver(store, outgoing(first, compose=slow), now=at("10:46"))
    assert [each.messages for each in late] == [1]
    assert (done, first.got) == (Delivered(), [])
    assert len(second.got) == 1


def test_what_somebody_sends_just_now_is_left_to_them(sqlite_store: Store) -> None:
    store = sqlite_store
    open_staffed(store)
    waits(store, "1")
    raise_due(store, now=at("10:45"))
    second = Box()

    @dataclass
    class First(Box):
        def send(self, parcel: Parcel) -> Outcome:
            assert deliver(store, outgoing(second), now=at("10:47")) == Delivered()
            return super().send(parcel)

    assert deliver(store, outgoing(First()), now=at("10:46")).messages == 1
    assert second.got == []


class Killed(BaseException):
    """The process ends here."""


def test_after_a_crash_the_same_message_goes_out_once_more(store: Store) -> None:
    open_staffed(store)
    waits(store, "1", "2")
    raise_due(store, now=at("10:45"))

    @dataclass
    class Dies(Box):
        def send(self, parcel: Parcel) -> Outcome:
            super().send(parcel)
            raise Killed

    before, after = Dies(), Box()
    with pytest.raises(Killed):
        deliver(store, outgoing(before), now=at("10:46"))
    waits(store, "3", when="10:01")  # must not join what may have arrived
    run(store, outgoing(after), at("10:46:10"), at("10:54"), TICK)
    assert [each.id for each in after.got if each.id == before.got[0].id] == [
        before.got[0].id
    ]
    assert sorted(said(after)) == [["nudge x/1", "nudge x/2"], ["nudge x/3"]]


def test_what_may_have_arrived_is_repeated_as_it_was(sqlite_store: Store) -> None:
    store, box = sqlite_store, Box(outcome=Unsure("lost"))
    open_staffed(store)
    waits(store, "1")
    post = outgoing(box)
    run(store, post, at("10:45"), at("10:45:40"), TICK)
    waits(store, "2", when="10:00:30")
    box.outcome = Sent()
    run(store, post, at("10:46"), at("10:55"), TICK)
    assert sorted(said(box)) == [["nudge x/1"], ["nudge x/1"], ["nudge x/2"]]
    once, twice = [each.id for each in box.got if "x/1" in str(each.composed.rendered)]
    assert once == twice
    assert {each.delivery for each in alerts(store)} == {Delivery.SENT}


def test_after_six_hours_without_a_server_there_is_one_message(
    sqlite_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    store, port = sqlite_store, free_port()
    open_staffed(store)
    for hour in range(10, 16):
        waits(store, f"{hour}1", f"{hour}2", when=f"{hour}:00")
    server = Server(host="127.0.0.1", port=port, sender=FROM, tls="none")
    post = replace(outgoing(), senders={"mail": server}, host="desk.example")
    minute = timedelta(minutes=1)
    down = run(store, post, at("10:45"), at("16:45"), minute)
    assert down.messages == 0
    tried = [each for each in caplog.records if each.message == "message not sent"]
    assert 8 < len(tried) < 16  # the more often it failed, the more seldom
    with mail_server(Post(), port=port) as mails:
        back = run(store, post, at("16:46"), at("17:46"), minute)
    by = {to: mail for _, (to,), mail in mails.got}
    assert back.messages == len(mails.got)
    assert [to for _, (to,), _ in mails.got].count("marta@example.com") == 1
    body = by["marta@example.com"].get_body(("plain",))
    assert body
    assert len(body.get_content().split("\n")) >= 10
    told = {each.key for each in alerts(store) if each.delivery is Delivery.SENT}
    assert told == {each.key for each in alerts(store) if each.raised_at < at("17:30")}


def test_a_message_that_cannot_be_written_stops_nobody(
    sqlite_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    store, box = sqlite_store, Box()
    open_staffed(store)
    waits(store, "1", "2", "3", "4", "5")
    raise_due(store, now=at("10:45"))

    def poisoned(
        session: Session,
        brand: StoredBrand,
        found: Sequence[Alert],
        person: Person,
        now: datetime,
    ) -> Composed | None:
        if any(each.key.about.rest == "x/3" for each in found):
            raise KeyError("a stranger's words")
        return tell(session, brand, found, person, now)

    post = outgoing(box, compose=poisoned)
    with caplog.at_level(logging.INFO):
        done = deliver(store, post, now=at("10:46"))
    assert done == Delivered(messages=1, sent=4, later=1)
    assert said(box) == [[f"nudge x/{each}" for each in (1, 2, 4, 5)]]
    (bad,) = [each for each in alerts(store) if each.delivery is Delivery.WAITING]
    assert bad.said == "it cannot be written (KeyError)"
    assert "stranger" not in caplog.text + repr([vars(each) for each in caplog.records])


def test_a_message_that_breaks_the_line_holds_up_nobody_else(
    sqlite_store: Store,
) -> None:
    store = sqlite_store
    open_staffed(store)
    waits(store, "1", "2")
    keys = [key("1", Step.NUDGE), key("2", Step.CRITICAL, OTTO)]
    put(store, *keys, when=at("10:45"))
    box = Box(by={OTTO.email: Later("lost", whole=False, lost=True)})
    post = outgoing(box)
    now = at("10:46")
    while now < at("10:50"):
        deliver(store, post, now=now)
        now += TICK
    assert [each.recipient for each in box.got].count(LENA.email) == 1


def test_a_refusal_is_that_persons_alone(sqlite_store: Store) -> None:
    store = sqlite_store
    open_staffed(store)
    waits(store, "1")
    put(store, key("1"), key("1", Step.ESCALATED, OTTO), when=at("10:45"))
    box = Box(by={LENA.email: Refused("the server said 550")})
    done = deliver(store, outgoing(box), now=at("11:46"))
    assert done == Delivered(messages=1, sent=1, failed=1)
    assert [(each.delivery, each.said) for each in alerts(store)] == [
        (Delivery.FAILED, "the server said 550"),
        (Delivery.SENT, None),
    ]


@pytest.mark.parametrize(
    ("outcome", "tries"),
    [(Later("down"), 1), (Later("grey", whole=False), 2), (Unsure("lost"), 1)],
)
def test_who_does_not_answer_is_asked_once_a_round(
    sqlite_store: Store, outcome: Outcome, tries: int
) -> None:
    store, box = sqlite_store, Box(outcome=outcome)
    open_staffed(store)
    waits(store, "1")
    put(store, key("1"), key("1", Step.ESCALATED, OTTO), when=at("10:45"))
    deliver(store, outgoing(box), now=at("11:46"))
    assert len(box.got) == tries


def test_after_two_days_it_is_given_up(sqlite_store: Store) -> None:
    store, box = sqlite_store, Box(outcome=Later("the server said 451"))
    open_staffed(store)
    waits(store, "1")
    put(store, key("1"), when=at("11:00"))
    post, now = outgoing(box), at("11:00")
    while now < at("13:00", day=2):
        deliver(store, post, now=now)
        now += timedelta(minutes=10)
    (found,) = alerts(store)
    assert (found.delivery, found.said) == (Delivery.FAILED, "the server said 451")
    assert 40 < len(box.got) < 70
    assert found.tries == len(box.got) - 1


def test_without_a_way_out_it_waits_and_is_given_up(sqlite_store: Store) -> None:
    store = sqlite_store
    open_staffed(store)
    waits(store, "1")
    put(store, key("1"), when=at("11:00"))
    post = outgoing(lacking=lambda _channel: "no [mail]")
    assert deliver(store, post, now=at("11:01")) == Delivered(later=1)
    assert alerts(store)[0].delivery is Delivery.WAITING
    assert deliver(store, post, now=at("11:01", day=2)) == Delivered(failed=1)
    assert alerts(store)[0].said == "no [mail]"


def test_somebody_who_left_is_told_nothing(sqlite_store: Store) -> None:
    store, box = sqlite_store, Box()
    open_staffed(store)
    waits(store, "1")
    gone = AlertKey(About.parse("turn/x/1"), Step.OVERDUE, "gone@example.com")
    put(store, gone, when=at("11:00"))
    assert deliver(store, outgoing(box), now=at("11:01")) == Delivered(cancelled=1)
    assert box.got == []


def test_who_is_told_to_stop_leaves_the_rest_for_later(sqlite_store: Store) -> None:
    store, box = sqlite_store, Box()
    open_staffed(store)
    waits(store, "1")
    put(store, key("1"), when=at("11:00"))
    done = deliver(store, outgoing(box), now=at("11:01"), stop=lambda: True)
    assert (done, box.got) == (Delivered(), [])
    assert deliver(store, outgoing(box), now=at("11:01")).messages == 1

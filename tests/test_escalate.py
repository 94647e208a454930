"""Who is to be told what is written down once, whatever happens how often."""

from dataclasses import replace

from domain.alert import Delivery
from domain.case import CaseKey
from domain.event import EventKind
from domain.post import Post
from sentiment import engine
from services.act import act
from services.escalate import raise_due
from services.ingest import ingest
from services.watch import watched
from store import Store, outbox
from tests.alerted import STAFFED, alerts, open_staffed, said
from tests.desk import keep
from tests.made import a_post, at, ours

ANIA = CaseKey("Acme", "x", "1", "ania")


def live(store: Store, *posts: Post, when: str) -> None:
    """Bring posts in as a collector does."""
    ingest(
        store,
        posts,
        watches=watched(store),
        engine=engine("vader"),
        alarm=at(when),
    )


def tell(store: Store, *, when: str) -> None:
    """Say that all that may go out has gone out."""
    with store.begin() as session:
        found = outbox.ready(session, now=at(when), stale=at("00:00"))
        assert outbox.take(session, found, message="1", now=at(when))
        outbox.sent(session, found, now=at(when))


def test_each_step_is_raised_once_for_whoever_it_is_for(store: Store) -> None:
    open_staffed(store)
    keep(store, [a_post("1", "10:00", complaint=True)])
    assert raise_due(store, now=at("10:44")) == 0
    assert raise_due(store, now=at("10:45")) == 1
    assert raise_due(store, now=at("12:00")) == 2
    assert raise_due(store, now=at("12:00")) == 0
    assert said(alerts(store)) == [
        "nudge turn/x/1 lena",
        "overdue turn/x/1 lena",
        "escalated turn/x/1 marta",
    ]


def test_an_alert_is_held_for_half_a_minute(store: Store) -> None:
    open_staffed(store)
    keep(store, [a_post("1", "10:00", complaint=True)])
    raise_due(store, now=at("10:45"))
    with store.reading() as session:
        assert not outbox.ready(session, now=at("10:45:29"), stale=at("00:00"))
        assert outbox.ready(session, now=at("10:45:30"), stale=at("00:00"))


def test_what_is_critical_is_raised_with_the_post(store: Store) -> None:
    open_staffed(store)
    fire = a_post("1", "10:00", complaint=True, followers=20_000)
    live(store, fire, when="10:01")
    assert said(alerts(store)) == ["critical turn/x/1 otto"]
    live(store, fire, when="10:02")
    assert len(alerts(store)) == 1


def test_an_archive_alerts_nobody(store: Store) -> None:
    open_staffed(store)
    old = a_post("1", "10:00", complaint=True, followers=20_000, backfilled=True)
    live(store, old, when="10:01")
    raise_due(store, now=at("18:00"))
    assert alerts(store) == []


def test_the_example_and_a_brand_without_people_alert_nobody(store: Store) -> None:
    open_staffed(store, replace(STAFFED, people=()))
    live(store, a_post("1", "10:00", complaint=True, followers=20_000), when="10:01")
    raise_due(store, now=at("18:00"))
    assert alerts(store) == []


def test_an_older_post_that_comes_late_raises_nothing_twice(store: Store) -> None:
    open_staffed(store)
    keep(store, [a_post("2", "10:00", thread="1", complaint=True)])
    raise_due(store, now=at("10:50"))
    keep(store, [a_post("1", "09:58", complaint=True)])
    assert raise_due(store, now=at("10:50")) == 0


def test_whoever_knows_of_it_holds_the_ladder(store: Store) -> None:
    watch = open_staffed(store)
    keep(store, [a_post("1", "10:00", complaint=True)])
    raise_due(store, now=at("10:50"))
    done = act(store, watch, ANIA, EventKind.ACKNOWLEDGED, at=at("10:55"), by="kasia")
    assert done
    assert raise_due(store, now=at("11:24")) == 0
    assert raise_due(store, now=at("11:26")) == 1
    assert said(alerts(store))[-1] == "overdue turn/x/1 lena"


def test_an_answer_ends_the_ladder_and_who_was_told_is_told_so(store: Store) -> None:
    open_staffed(store)
    keep(store, [a_post("1", "10:00", complaint=True)])
    raise_due(store, now=at("11:00"))
    tell(store, when="11:01")
    keep(store, [ours("2", "11:10", reply_to="1")])
    assert raise_due(store, now=at("11:11")) == 1
    assert raise_due(store, now=at("12:00")) == 0
    assert said(alerts(store))[-1] == "ended turn/x/1 lena"


def test_nobody_hears_of_the_end_of_what_they_were_not_told(store: Store) -> None:
    open_staffed(store)
    keep(store, [a_post("1", "10:00", complaint=True)])
    raise_due(store, now=at("11:00"))
    keep(store, [ours("2", "11:00:10", reply_to="1")])
    assert raise_due(store, now=at("11:01")) == 0


def test_who_was_sent_elsewhere_needs_an_outcome(store: Store) -> None:
    open_staffed(store)
    keep(store, [a_post("1", "10:00", complaint=True)])
    keep(store, [ours("2", "10:10", reply_to="1", text="Please DM us")])
    assert raise_due(store, now=at("10:00", day=1)) == 0
    assert raise_due(store, now=at("10:11", day=1)) == 1
    assert said(alerts(store)) == ["outcome turn/x/1 lena"]


def test_the_press_is_an_alert_of_its_own(store: Store) -> None:
    watch = open_staffed(store)
    live(store, a_post("1", "10:00", needs_reply=True), when="10:01")
    act(store, watch, ANIA, EventKind.CLASSED, at=at("10:02"), detail={"as": "press"})
    live(store, a_post("5", "11:00", needs_reply=True), when="11:01")
    assert said(alerts(store)) == ["author turn/x/5 marta"]


def test_of_two_who_take_an_alert_one_may_send_it(store: Store) -> None:
    open_staffed(store)
    keep(store, [a_post("1", "10:00", complaint=True)])
    raise_due(store, now=at("10:50"))
    found = alerts(store)
    with store.begin() as session:
        assert outbox.take(session, found, message="a", now=at("10:51"))
    with store.begin() as session:
        assert not outbox.take(session, found, message="b", now=at("10:51"))
    (taken,) = alerts(store)
    assert (taken.delivery, taken.message) == (Delivery.TAKEN, "a")
    with store.begin() as session:
        (again,) = outbox.ready(session, now=at("11:00"), stale=at("10:55"))
        assert outbox.take(session, [again], message="a", now=at("11:00"))

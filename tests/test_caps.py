"""How often somebody may be disturbed, and what comes first: nothing is lost."""

from dataclasses import replace
from datetime import timedelta

from channels.parcel import (
    Later,
)
from domain.alert import About, Alert, AlertKey, Step
from sentiment import engine
from services.apply import apply
from services.bundle import AN_HOUR, back_off, groups
from services.deliver import deliver
from services.escalate import raise_due
from services.ingest import ingest
from services.watch import watched
from store import Store
from tests.alerted import KASIA, LENA, OTTO, STAFFED, open_staffed
from tests.boxed import TICK, Box, key, outgoing, put, run, said, tell, waits
from tests.desk import keep
from tests.made import DAY, a_post, at


def test_what_failed_already_comes_last() -> None:
    made = [
        Alert(
            id=number,
            brand_id=1,
            key=key(str(number), step, to),
            raised_at=at("10:00"),
            ready_at=at("10:00"),
            tries=tries,
        )
        for number, step, to, tries in (
            (1, Step.CRITICAL, OTTO, 1),
            (2, Step.NUDGE, LENA, 0),
            (3, Step.OVERDUE, KASIA, 0),
        )
    ]
    order = [each.recipient for each in groups(made)]
    assert order == [KASIA.email, LENA.email, OTTO.email]


def test_a_refused_password_is_not_tried_again_soon(sqlite_store: Store) -> None:
    store, box = sqlite_store, Box(outcome=Later("535", login=True))
    open_staffed(store)
    waits(store, *[str(each) for each in range(20)])
    put(store, *[key(str(each)) for each in range(10)], when=at("11:00"))
    post, now = outgoing(box), at("11:00")
    while now < at("12:00"):
        # New ones all the time do not make it any more often.
        put(store, key("15", to=OTTO), key("16"), when=now)
        deliver(store, post, now=now)
        now += TICK
    assert 2 <= len(box.got) <= 4


def test_five_minutes_apart_but_for_a_first_critical_one(sqlite_store: Store) -> None:
    store, box = sqlite_store, Box()
    open_staffed(store)
    waits(store, *"12345")
    post = outgoing(box)

    def then(number: str, step: Step, when: str) -> None:
        put(store, key(number, step), when=at(when))
        deliver(store, post, now=at(when))

    then("1", Step.OVERDUE, "11:00")
    then("2", Step.OVERDUE, "11:01")  # waits
    then("3", Step.CRITICAL, "11:02")  # breaks it, once
    then("4", Step.CRITICAL, "11:03")  # waits as well
    run(store, post, at("11:03:10"), at("11:07:10"), TICK)
    assert [sorted(each) for each in said(box) if "nudge" not in str(each)][:2] == [
        ["overdue x/1"],
        ["critical x/3"],
    ]
    later = [line for each in said(box)[2:] for line in each]
    assert {"overdue x/2", "critical x/4"} <= set(later)
    assert box.got[2].at >= at("11:06")


def test_six_an_hour_and_the_rest_together(sqlite_store: Store) -> None:
    store, box = sqlite_store, Box()
    open_staffed(store)
    waits(store, *[str(each) for each in range(40)])
    post, now = outgoing(box), at("11:00")
    for number in range(40):
        put(store, key(str(number), Step.CRITICAL), when=now)
        deliver(store, post, now=now)
        now += timedelta(minutes=1, seconds=30)
    hour = [each for each in box.got if each.at < at("12:00")]
    assert len(hour) == AN_HOUR
    deliver(store, post, now=now + timedelta(minutes=10))
    told = [line for each in said(box) for line in each]
    assert len(told) == len(set(told)) == 40


def test_the_hour_is_the_persons_whatever_the_brand(sqlite_store: Store) -> None:
    store, box, bolt = sqlite_store, Box(), replace(STAFFED, name="Bolt", accounts=())
    apply(store, [STAFFED, bolt], now=DAY)
    text = "acme and bolt, it never came"
    for number in range(AN_HOUR + 1):
        each = a_post(f"{number}", "10:00", f"c{number}", text=text, complaint=True)
        keep(store, [each])
        put(store, key(f"{number}", Step.CRITICAL), when=at("11:00"))
        now = at("11:00") + timedelta(minutes=6 * number)
        deliver(store, outgoing(box), now=now)
    raise_due(store, now=at("11:41"))
    deliver(store, outgoing(box), now=at("11:42"))
    assert {each.brand for each in box.got if each.recipient == LENA.email} == {"Acme"}
    deliver(store, outgoing(box), now=at("12:01"))
    assert "Bolt" in {each.brand for each in box.got}


def test_a_digest_is_a_mail_of_its_own_and_waits_for_no_cap(
    sqlite_store: Store,
) -> None:
    store, box = sqlite_store, Box()
    reader = replace(LENA, digest=480)
    open_staffed(store, replace(STAFFED, people=(reader,)))
    waits(store, "1", "2")
    post = outgoing(box, by_step={Step.DAILY: tell})
    put(store, key("1"), when=at("11:00"))
    deliver(store, post, now=at("11:00"))
    daily = AlertKey(About.parse("day/2026-03-24"), Step.DAILY, LENA.email)
    put(store, daily, key("2"), when=at("11:01"))
    deliver(store, post, now=at("11:01"))
    assert said(box) == [["overdue x/1"], ["daily 2026-03-24"]]


def test_a_further_message_about_a_case_names_the_first(sqlite_store: Store) -> None:
    store, box = sqlite_store, Box()
    open_staffed(store)
    waits(store, "1")
    post = outgoing(box, host="desk.example")
    for step, when in ((Step.OVERDUE, "11:00"), (Step.ESCALATED, "11:30")):
        put(store, key("1", step), when=at(when))
        deliver(store, post, now=at(when))
    first, second = box.got
    assert first.first is None
    assert second.first == first.id
    assert first.id.endswith("@desk.example>")
    assert first.id != second.id


def test_failures_are_further_and_further_apart() -> None:
    waits = [back_off(each, lambda: 1.0) for each in range(1, 10)]
    minutes = [each.total_seconds() / 60 for each in waits]
    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert back_off(1, lambda: 0.0) < back_off(1, lambda: 1.0)
    assert back_off(10**6, lambda: 0.5) <= timedelta(hours=1)


def test_a_storm_is_told_within_a_minute_and_in_three_mails(
    sqlite_store: Store,
) -> None:
    store, box, many = sqlite_store, Box(), 2_000
    open_staffed(store)
    begun = at("11:00")
    storm = [
        a_post(str(each), begun, f"c{each}", complaint=True, followers=20_000)
        for each in range(many)
    ]
    for start in range(0, many, 500):
        ingest(
            store,
            storm[start : start + 500],
            watches=watched(store),
            engine=engine("vader"),
            alarm=begun + timedelta(seconds=start * 60 // many),
        )
    post = outgoing(box)
    now = begun
    while now < begun + timedelta(minutes=15):
        deliver(store, post, now=now)
        now += TICK
    assert box.got[0].at - begun <= timedelta(minutes=1)
    assert len(box.got) <= 3
    assert {line for each in said(box) for line in each} == {
        f"critical x/{each}" for each in range(many)
    }

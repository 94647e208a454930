"""A source that is not read: who hears of it, how often, and that it is over."""

from dataclasses import replace

from alerts.source_state import SourceState, State
from domain.alert import About
from services.outages import is_blind, outage, raise_outages
from store import Store, outbox
from tests.alerted import MARTA, OTTO, STAFFED, alerts, open_staffed, said
from tests.made import at

WELL = SourceState(network="reddit", name="Reddit", state=State.WELL, at=at("09:00"))
ABOUT = "source/reddit/2026-03-24T10:00:00Z"


def blind(since: str = "10:00") -> SourceState:
    return replace(WELL, state=State.STALE, at=at(since))


def tell(store: Store, *, when: str) -> None:
    with store.begin() as session:
        found = outbox.ready(session, now=at(when), stale=at("00:00"))
        assert outbox.take(session, found, message="1", now=at(when))
        outbox.sent(session, found, now=at(when))


def test_a_hiccup_wakes_nobody(sqlite_store: Store) -> None:
    open_staffed(sqlite_store)
    assert raise_outages(sqlite_store, [blind()], now=at("10:14")) == 0
    assert raise_outages(sqlite_store, [WELL], now=at("11:00")) == 0


def test_the_operator_hears_of_it_once(sqlite_store: Store) -> None:
    open_staffed(sqlite_store)
    assert raise_outages(sqlite_store, [blind()], now=at("10:15")) == 1
    assert raise_outages(sqlite_store, [blind()], now=at("18:00")) == 0
    assert said(alerts(sqlite_store)) == [f"blind {ABOUT} otto"]


def test_a_source_that_fails_again_and_again_is_told_of_once(
    sqlite_store: Store,
) -> None:
    open_staffed(sqlite_store)
    raise_outages(sqlite_store, [blind()], now=at("10:15"))
    again = blind("11:00")
    assert raise_outages(sqlite_store, [again], now=at("11:15")) == 0
    assert raise_outages(sqlite_store, [again], now=at("13:16")) == 1


def test_who_was_told_hears_that_it_is_over(sqlite_store: Store) -> None:
    open_staffed(sqlite_store)
    raise_outages(sqlite_store, [blind()], now=at("10:15"))
    assert raise_outages(sqlite_store, [WELL], now=at("10:16")) == 0  # not told yet
    tell(sqlite_store, when="10:20")
    assert raise_outages(sqlite_store, [WELL], now=at("10:21")) == 1
    assert raise_outages(sqlite_store, [WELL], now=at("10:22")) == 0
    assert said(alerts(sqlite_store))[-1] == f"ended {ABOUT} otto"


def test_a_source_that_was_switched_off_is_nothing_to_tell() -> None:
    off = replace(WELL, state=State.OFF, at=at("10:00"))
    assert not is_blind(off, now=at("18:00"))
    assert outage([off], About.parse(ABOUT), now=at("18:00"), zone="UTC") is None


def test_somebody_of_two_brands_hears_of_it_once(sqlite_store: Store) -> None:
    from services.apply import apply

    other = replace(STAFFED, name="Bolt", accounts=(), people=(MARTA, OTTO))
    apply(sqlite_store, [STAFFED, other], now=at("00:00"))
    assert raise_outages(sqlite_store, [blind()], now=at("10:15")) == 1


def test_it_is_said_what_is_the_matter_and_since_when() -> None:
    about = About.parse(ABOUT)
    told = outage([blind()], about, now=at("10:30"), zone="UTC")
    assert told
    assert (told.since, told.ended_at) == (at("10:00"), None)
    assert told.sentence == "Reddit has not been read since 10:00 UTC"
    over = outage([WELL], about, now=at("10:30"), zone="UTC")
    assert over
    assert over.ended_at == at("10:30")
    assert outage([], about, now=at("10:30"), zone="UTC") is None

"""Blind time: what was missed stands beside the figures, and only that."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.brand import BrandRecord
from domain.checkpoint import Checkpoint, Gap
from domain.coverage import SpanState
from domain.source import Family, Stream
from services.blindness import Blindness, BlindSpan, blindness, line
from store import Session, Store, checkpoints, coverage
from tests.made import ACME, at

SEARCH = Stream(network="x", family=Family.SEARCH, query="acme")
OWN = Stream(network="x", family=Family.OWN, query="9001")
REDDIT = Stream(network="reddit", family=Family.SEARCH, query="acme")
MINUTE = 60


def begun(session: Session, *streams: Stream, when: datetime | None = None) -> None:
    """Note that streams were switched on."""
    moment = when or at("00:00", day=-1)
    for each in streams:
        mark = Checkpoint(begun_at=moment, floor=moment)
        checkpoints.save(session, each, mark, tried_at=moment, read_at=moment)


def fails(
    session: Session,
    since: str,
    until: str,
    *,
    stream: Stream = SEARCH,
    reason: str = "unavailable",
    state: SpanState = SpanState.FAILED,
) -> None:
    coverage.failed(
        session,
        stream.network,
        stream.id,
        state,
        reason,
        since=at(since),
        now=at(until),
    )


def lacks(session: Session, since: str, until: str, *, stream: Stream = SEARCH) -> None:
    missing = Gap(since=at(since), until=at(until), reason="the network's cap")
    coverage.gap(session, stream, missing)


def seen(
    session: Session,
    since: str | None = "09:00",
    until: str = "17:00",
    *,
    brand: BrandRecord = ACME,
) -> Blindness:
    return blindness(
        session, brand, since=at(since) if since else None, until=at(until)
    )


def test_nothing_is_known_before_a_source_was_on(store: Store) -> None:
    with store.begin() as session:
        assert seen(session).seconds is None
        begun(session, SEARCH, when=at("18:00"))
        assert seen(session).seconds is None
        begun(session, OWN)
        assert (seen(session).seconds, seen(session).to_json()) == (0, [])


def test_a_failure_that_goes_on_is_blind_time_with_its_reason(store: Store) -> None:
    with store.begin() as session:
        begun(session, REDDIT)
        fails(
            session,
            "14:05",
            "14:40",
            stream=REDDIT,
            reason="rate_limited",
            state=SpanState.RATE_LIMITED,
        )
        told = seen(session)
    assert told.seconds == 35 * MINUTE
    assert told.to_json() == [
        {
            "network": "reddit",
            "query": "search:acme",
            "from": "2026-03-24T14:05:00Z",
            "to": "2026-03-24T14:40:00Z",
            "reason": "rate_limited",
        }
    ]


def test_what_was_read_after_all_is_not_blind(store: Store) -> None:
    with store.begin() as session:
        begun(session, SEARCH)
        fails(session, "10:00", "10:30")
        lacks(session, "11:00", "11:10")
        assert seen(session).seconds == 40 * MINUTE
        coverage.recovered(session, SEARCH, at("10:45"))
        assert seen(session).seconds == 10 * MINUTE
        coverage.read(session, SEARCH, at("10:50"), at("11:20"), 3)
        assert seen(session).seconds == 0


def test_a_failure_of_one_moment_is_no_time(store: Store) -> None:
    with store.begin() as session:
        begun(session, SEARCH)
        fails(session, "10:00", "10:00")
        assert (seen(session).seconds, seen(session).spans) == (0, [])


def test_spans_end_at_the_edges_of_the_window(store: Store) -> None:
    with store.begin() as session:
        begun(session, SEARCH)
        lacks(session, "08:00", "09:30")
        lacks(session, "16:30", "18:00")
        lacks(session, "17:00", "17:30", stream=OWN)
        told = seen(session)
        assert seen(session, None, "09:00").seconds == 60 * MINUTE
    assert told.seconds == 60 * MINUTE
    assert [(each.since, each.until) for each in told.spans] == [
        (at("09:00"), at("09:30")),
        (at("16:30"), at("17:00")),
    ]


def test_two_streams_blind_at_once_count_once_and_are_both_told(store: Store) -> None:
    with store.begin() as session:
        begun(session, SEARCH, OWN, REDDIT)
        fails(session, "10:00", "10:30")
        fails(session, "10:00", "10:30", stream=OWN)
        lacks(session, "10:20", "10:50", stream=REDDIT)
        told = seen(session)
    assert told.seconds == 50 * MINUTE
    assert [(each.network, each.query) for each in told.spans] == [
        ("x", "own:9001"),
        ("x", "search:acme"),
        ("reddit", "search:acme"),
    ]


@pytest.mark.parametrize(
    ("brand", "seconds"),
    [
        pytest.param(ACME, 10 * MINUTE, id="queries are asked everywhere"),
        pytest.param(replace(ACME, queries=()), 10 * MINUTE, id="its account there"),
        pytest.param(
            replace(ACME, queries=(), accounts=ACME.accounts[1:]), None, id="elsewhere"
        ),
        pytest.param(replace(ACME, demo=True), None, id="the shipped example"),
    ],
)
def test_a_brand_is_blind_where_it_is_listened_to(
    store: Store, brand: BrandRecord, seconds: int | None
) -> None:
    with store.begin() as session:
        begun(session, SEARCH)
        fails(session, "10:00", "10:10")
        assert seen(session, brand=brand).seconds == seconds


spans = st.lists(
    st.tuples(
        st.sampled_from([SEARCH, OWN, REDDIT]), st.integers(0, 60), st.integers(1, 20)
    ),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(missed=spans, window=st.tuples(st.integers(0, 60), st.integers(0, 30)))
def test_law_a_second_is_blind_when_any_source_was(
    sqlite_store: Store,
    missed: list[tuple[Stream, int, int]],
    window: tuple[int, int],
) -> None:
    start, end = window[0], window[0] + window[1]

    def minute(number: int) -> datetime:
        return at("00:00") + timedelta(minutes=number)

    with sqlite_store.begin() as session:
        session.connection().exec_driver_sql("DELETE FROM coverage")
        begun(session, SEARCH)
        for stream, since, length in missed:
            gap = Gap(since=minute(since), until=minute(since + length), reason="cap")
            coverage.gap(session, stream, gap)
        told = blindness(session, ACME, since=minute(start), until=minute(end))
    blind = sum(
        any(since <= each < since + length for _, since, length in missed)
        for each in range(start, end)
    )
    assert told.seconds == blind * MINUTE
    assert all(minute(start) <= each.since < each.until for each in told.spans)


def said(*spans: BlindSpan, zone: str = "UTC") -> str:
    told = Blindness(blind=timedelta(1), spans=spans)
    zone_of = UTC if zone == "UTC" else ZoneInfo(zone)
    return line(told, name=str.capitalize, now=at("18:00"), zone=zone_of)


def a_span(
    since: str, until: str, reason: str | None = "rate_limited", network: str = "reddit"
) -> BlindSpan:
    return BlindSpan(network, "search:acme", at(since), at(until), reason)


def test_the_line_is_calm_and_says_where_when_and_why() -> None:
    assert said() == ""
    limited = a_span("14:05", "14:40")
    assert said(limited) == "Partly blind: Reddit 14:05\u201314:40 (rate limited)"
    own = limited._replace(query="own:9001", until=at("14:50"))
    assert said(limited, own) == "Partly blind: Reddit 14:05\u201314:50 (rate limited)"
    assert said(
        a_span("09:00", "10:00", "the network's cap"), zone="Europe/Warsaw"
    ) == ("Partly blind: Reddit 10:00\u201311:00 (the network's cap)")
    night = limited._replace(since=at("22:00", day=-1))
    assert said(night) == (
        "Partly blind: Reddit Mon 23 Mar, 22:00\u201314:40 (rate limited)"
    )


def test_the_line_is_bounded() -> None:
    many = [a_span(f"{hour:02}:00", f"{hour:02}:10") for hour in range(9, 15)]
    assert said(*many).endswith("Reddit 11:00\u201311:10 (rate limited), and 3 more")

"""Spans of what was read, failed or is missing: they meet, grow and never overlap."""

from datetime import UTC, datetime, timedelta
from itertools import count, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.checkpoint import Gap
from domain.coverage import Span, SpanState
from domain.source import Family, Stream
from store import Session, Store, coverage

NOON = datetime(2026, 3, 24, 12, tzinfo=UTC)
_NUMBERS = count(1)
FAILED, LIMITED = SpanState.FAILED, SpanState.RATE_LIMITED


def a_stream(query: str = "acme", network: str = "x") -> Stream:
    return Stream(network=network, family=Family.SEARCH, query=query)


ACME, BIRD = a_stream(), a_stream("bird")


def at(minute: float) -> datetime:
    return NOON + timedelta(minutes=minute)


def of(session: Session, stream: Stream) -> list[Span]:
    return [each for each in coverage.spans(session) if each.stream == stream.id]


def minutes(found: list[Span]) -> list[tuple[float, float]]:
    """Return the spans as minutes after noon."""
    return [
        (
            (each.since - NOON) / timedelta(minutes=1),
            (each.until - NOON) / timedelta(minutes=1),
        )
        for each in found
    ]


def read(
    session: Session, since: float, until: float, posts: int = 0, stream: Stream = ACME
) -> None:
    coverage.read(session, stream, at(since), at(until), posts)


def fail(
    session: Session,
    now: float,
    state: SpanState = FAILED,
    reason: str = "unavailable",
    *,
    since: float = 0,
    stream: Stream = ACME,
) -> None:
    coverage.failed(
        session, "x", stream.id, state, reason, since=at(since), now=at(now)
    )


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param([(0, 2)], [(0, 2)], id="one"),
        pytest.param([(0, 2), (2, 4)], [(0, 4)], id="they meet"),
        pytest.param([(0, 2), (1, 4)], [(0, 4)], id="they overlap"),
        pytest.param([(0, 2), (3, 4)], [(0, 2), (3, 4)], id="apart"),
        pytest.param([(0, 2), (3, 4), (2, 3)], [(0, 4)], id="one fills the space"),
        pytest.param([(0, 9), (3, 4)], [(0, 9)], id="within"),
        pytest.param([(3, 4), (0, 9)], [(0, 9)], id="around"),
        pytest.param([(3, 4), (0, 3)], [(0, 4)], id="the earlier one comes later"),
    ],
)
def test_spans_that_meet_are_one(
    store: Store,
    spans: list[tuple[float, float]],
    expected: list[tuple[float, float]],
) -> None:
    with store.begin() as session:
        for since, until in spans:
            read(session, since, until, posts=3)
        found = coverage.spans(session)
    assert minutes(found) == expected
    assert sum(each.posts for each in found) == 3 * len(spans)


def test_a_span_comes_back_as_it_is(store: Store) -> None:
    with store.begin() as session:
        read(session, 0, 1.5, posts=7)
        assert coverage.spans(session) == [
            Span(
                network="x",
                stream="search:acme",
                state=SpanState.READ,
                reason=None,
                since=at(0),
                until=at(1.5),
                posts=7,
            )
        ]


def test_spans_of_other_streams_and_states_stay_apart(store: Store) -> None:
    elsewhere = a_stream(network="reddit")
    with store.begin() as session:
        for stream in (ACME, BIRD, elsewhere):
            read(session, 0, 2, stream=stream)
        coverage.gap(session, ACME, Gap(since=at(1), until=at(3), reason="cap"))
        fail(session, 4)
        found = coverage.spans(session)
    assert sorted((each.network, each.stream, each.state) for each in found) == [
        ("reddit", "search:acme", "read"),
        ("x", "search:acme", "failed"),
        ("x", "search:acme", "gap"),
        ("x", "search:acme", "read"),
        ("x", "search:bird", "read"),
    ]


spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 12), st.integers(0, 3)), max_size=20
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given=spans)
def test_what_is_read_is_the_union_of_what_was_read(
    store: Store, given: list[tuple[int, int, int]]
) -> None:
    stream = a_stream(f"law {next(_NUMBERS)}")
    with store.begin() as session:
        for since, length, posts in given:
            read(session, since, since + length, posts, stream)
        found = of(session, stream)
    assert all(one.until < other.since for one, other in pairwise(found))
    assert sum(each.posts for each in found) == sum(each[2] for each in given)
    # A minute is in the union when it lies within one of the spans.
    for half in range(160):
        moment = half / 2
        wanted = any(since <= moment <= since + length for since, length, _ in given)
        assert wanted is any(each.since <= at(moment) <= each.until for each in found)


def test_a_gap_that_is_read_after_all_is_closed(store: Store) -> None:
    with store.begin() as session:
        for since, reason in ((10, "cap"), (20, "cap"), (40, "cap")):
            gap = Gap(since=at(since), until=at(since + 5), reason=reason)
            coverage.gap(session, ACME, gap)
            coverage.gap(session, BIRD, gap)
        read(session, 10, 24)
        found = {
            (each.stream, each.since): each.recovered_at
            for each in coverage.spans(session)
            if each.state is SpanState.GAP
        }
    assert found == {
        (ACME.id, at(10)): at(24),
        (ACME.id, at(20)): None,
        (ACME.id, at(40)): None,
        (BIRD.id, at(10)): None,
        (BIRD.id, at(20)): None,
        (BIRD.id, at(40)): None,
    }


def test_gaps_of_one_reason_that_meet_are_one(store: Store) -> None:
    with store.begin() as session:
        for since, until, reason in ((0, 2, "old"), (0, 3, "old"), (3, 4, "cap")):
            gap = Gap(since=at(since), until=at(until), reason=reason)
            coverage.gap(session, ACME, gap)
        found = coverage.spans(session)
    assert minutes(found) == [(0, 3), (3, 4)]
    assert [each.reason for each in found] == ["old", "cap"]


def test_a_closed_gap_is_not_opened_again(store: Store) -> None:
    gap = Gap(since=at(1), until=at(2), reason="cap")
    with store.begin() as session:
        coverage.gap(session, ACME, gap)
        read(session, 0, 3)
        coverage.gap(session, ACME, gap)
        found = [each for each in of(session, ACME) if each.state is SpanState.GAP]
    assert [each.recovered_at for each in found] == [at(3), None]


def test_an_outage_is_one_span_that_grows(store: Store) -> None:
    with store.begin() as session:
        for now in (2, 3, 5, 4):
            fail(session, now, since=1)
            fail(session, now, since=0, stream=BIRD)
        assert minutes(of(session, ACME)) == [(1, 5)]
        assert minutes(of(session, BIRD)) == [(0, 5)]


def test_an_outage_that_changes_is_told_piece_by_piece(store: Store) -> None:
    with store.begin() as session:
        for now, state, reason in (
            (1, FAILED, "unavailable"),
            (2, FAILED, "unavailable"),
            (3, LIMITED, "rate_limited"),
            (4, FAILED, "auth_invalid"),
            (6, FAILED, "unavailable"),
        ):
            fail(session, now, state, reason)
        found = of(session, ACME)
        assert coverage.recovered(session, BIRD, at(7)) == 0
        assert coverage.recovered(session, ACME, at(7)) == 4
        assert coverage.recovered(session, ACME, at(8)) == 0
        closed = of(session, ACME)
    assert minutes(found) == [(0, 2), (2, 3), (3, 4), (4, 6)]
    assert [each.reason for each in found] == [
        "unavailable",
        "rate_limited",
        "auth_invalid",
        "unavailable",
    ]
    assert {each.recovered_at for each in found} == {None}
    assert {each.recovered_at for each in closed} == {at(7)}
    assert minutes(closed) == minutes(found)


def test_the_next_outage_is_another_span(store: Store) -> None:
    with store.begin() as session:
        fail(session, 1)
        coverage.recovered(session, ACME, at(2))
        fail(session, 9, since=8)
        found = of(session, ACME)
    assert minutes(found) == [(0, 1), (8, 9)]
    assert [each.recovered_at for each in found] == [at(2), None]


def test_a_gap_is_no_failure_that_ends(store: Store) -> None:
    with store.begin() as session:
        coverage.gap(session, ACME, Gap(since=at(0), until=at(1), reason="cap"))
        assert coverage.recovered(session, ACME, at(2)) == 0


def test_what_is_no_failure_is_not_kept_as_one(store: Store) -> None:
    message = "no state of a failure: <SpanState.READ: 'read'>"
    with store.begin() as session:
        with pytest.raises(ValueError, match=message):
            fail(session, 1, SpanState.READ)
        assert coverage.spans(session) == []


@pytest.mark.parametrize(
    ("since", "until", "limit", "found"),
    [
        pytest.param(None, None, 9, [(0, 2), (4, 6), (8, 8)], id="all"),
        pytest.param(1, 5, 9, [(0, 2), (4, 6)], id="what reaches in"),
        pytest.param(2, 4, 9, [], id="what only touches"),
        pytest.param(8, 9, 9, [(8, 8)], id="a moment at the beginning"),
        pytest.param(7, 8, 9, [], id="a moment at the end"),
        pytest.param(None, None, 2, [(4, 6), (8, 8)], id="the newest few"),
    ],
)
def test_spans_of_a_window(
    store: Store,
    since: float | None,
    until: float | None,
    limit: int,
    found: list[tuple[float, float]],
) -> None:
    with store.begin() as session:
        read(session, 4, 6)
        read(session, 0, 2)
        fail(session, 8, since=8)
        window = coverage.spans(
            session,
            since=None if since is None else at(since),
            until=None if until is None else at(until),
            limit=limit,
        )
    assert minutes(window) == found


def test_spans_of_one_network(store: Store) -> None:
    with store.begin() as session:
        read(session, 0, 2)
        read(session, 1, 2, stream=a_stream(network="reddit"))
        assert minutes(coverage.spans(session, network="reddit")) == [(1, 2)]
        assert minutes(coverage.spans(session, network="x", since=at(1))) == [(0, 2)]

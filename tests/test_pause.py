"""A network that fails is left alone: long enough for it, not longer than we must."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pause import Pause, paused, scope_of
from domain.source import Family, Fault, SourceError, Stream

NOW = datetime(2026, 3, 24, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
STREAM = Stream(network="x", family=Family.SEARCH, query="acme")
ANCIENT = datetime.min.replace(tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)


def waits(
    fault: Fault, number: int, *, until: datetime | None = None, jitter: float = 0.0
) -> list[timedelta]:
    """Fail this often, each time at the first moment after the pause."""
    pause, now, found = None, NOW, []
    for _ in range(number):
        error = SourceError("x", fault, "no", until=until)
        pause = paused(error, scope="", before=pause, now=now, jitter=jitter)
        found.append(pause.until - now)
        now = pause.until
    return found


DOUBLING = [1 * MINUTE, 2 * MINUTE, 4 * MINUTE, 5 * MINUTE, 5 * MINUTE]
REFUSED = [5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 40 * MINUTE, 60 * MINUTE]
LOCKED = [15 * MINUTE] * 5


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.RATE_LIMITED, LOCKED),
        (Fault.QUOTA_EXHAUSTED, LOCKED),
        (Fault.AUTH_INVALID, LOCKED),
        (Fault.AUTH_SCOPE, REFUSED),
        (Fault.NOT_FOUND, REFUSED),
        (Fault.BAD_QUERY, REFUSED),
        (Fault.UNAVAILABLE, DOUBLING),
        (Fault.CONTRACT_CHANGED, DOUBLING),
        (Fault.CURSOR_LOOP, DOUBLING),
    ],
)
def test_each_fault_has_its_pauses(fault: Fault, expected: list[timedelta]) -> None:
    assert waits(fault, 5) == expected
    by_chance = [*LOCKED] if expected is LOCKED else [each * 3 / 4 for each in expected]
    assert waits(fault, 5, jitter=1.0) == by_chance
    assert waits(fault, 2000)[-1] == expected[-1]


@pytest.mark.parametrize(
    ("fault", "until", "wait"),
    [
        pytest.param(
            Fault.RATE_LIMITED, NOW + 5 * MINUTE, 5 * MINUTE + 2 * SECOND, id="a limit"
        ),
        pytest.param(
            Fault.UNAVAILABLE, NOW + 5 * MINUTE, 5 * MINUTE + 2 * SECOND, id="trouble"
        ),
        pytest.param(Fault.RATE_LIMITED, NOW, 5 * SECOND, id="now"),
        pytest.param(Fault.RATE_LIMITED, ANCIENT, 5 * SECOND, id="long ago"),
        pytest.param(Fault.RATE_LIMITED, NEVER, HOUR, id="in the year 9999"),
        pytest.param(Fault.UNAVAILABLE, NEVER, HOUR, id="trouble for ever"),
        pytest.param(Fault.QUOTA_EXHAUSTED, NOW + 3 * DAY, 3 * DAY, id="a quota"),
        pytest.param(
            Fault.QUOTA_EXHAUSTED, ANCIENT, 15 * MINUTE, id="a quota long ago"
        ),
        pytest.param(Fault.QUOTA_EXHAUSTED, NEVER, 31 * DAY, id="a quota for ever"),
        pytest.param(
            Fault.AUTH_INVALID,
            NOW + SECOND,
            15 * MINUTE,
            id="a locked door names no moment",
        ),
        pytest.param(Fault.BAD_QUERY, NEVER, 5 * MINUTE, id="nor does a refusal"),
        pytest.param(
            Fault.CONTRACT_CHANGED, ANCIENT, MINUTE, id="nor what we do not know"
        ),
    ],
)
def test_a_named_reset_is_believed_within_reason(
    fault: Fault, until: datetime, wait: timedelta
) -> None:
    assert waits(fault, 1, until=until) == [wait]


chances = st.floats(0, 1)
moments = st.none() | st.datetimes(timezones=st.just(UTC))
resets: st.SearchStrategy[Callable[[datetime], datetime | None]] = st.one_of(
    moments.map(lambda each: lambda _now: each),
    st.timedeltas(-DAY, HOUR).map(lambda each: lambda now: now + each),
)


@given(st.sampled_from(Fault), st.lists(st.tuples(chances, resets), min_size=1))
def test_ten_minutes_of_failing_are_at_most_ten_requests(
    fault: Fault, told: list[tuple[float, Callable[[datetime], datetime | None]]]
) -> None:
    pause: Pause | None = None
    asked: list[datetime] = []
    for tick in range(3600):
        now = NOW + tick * SECOND
        if pause and now < pause.until:
            continue
        jitter, reset = told[len(asked) % len(told)]
        asked.append(now)
        error = SourceError("x", fault, "no", until=reset(now))
        pause = paused(error, scope="", before=pause, now=now, jitter=jitter)
    assert pause
    assert (pause.failures, pause.since) == (len(asked), NOW)
    for first in asked:
        assert sum(first <= each < first + 10 * MINUTE for each in asked) <= 10


@given(st.sampled_from(Fault), st.integers(1, 9), chances, moments)
def test_no_pause_is_for_ever(
    fault: Fault, failures: int, jitter: float, until: datetime | None
) -> None:
    longest = 31 * DAY if fault is Fault.QUOTA_EXHAUSTED else HOUR
    found = waits(fault, failures, until=until, jitter=jitter)
    assert all(5 * SECOND <= each <= longest for each in found)


def test_a_pause_says_what_failed_and_since_when() -> None:
    first = paused(
        SourceError("x", Fault.UNAVAILABLE, "no answer in 30 s"),
        scope="search",
        before=None,
        now=NOW,
        jitter=0.5,
    )
    assert first == Pause(
        network="x",
        scope="search",
        fault=Fault.UNAVAILABLE,
        failures=1,
        since=NOW,
        until=NOW + MINUTE * 7 / 8,
        said="no answer in 30 s",
    )
    error = SourceError("x", Fault.CONTRACT_CHANGED, "a list, not a table")
    second = paused(error, scope="search", before=first, now=NOW + MINUTE, jitter=0)
    assert (second.failures, second.since) == (2, NOW)
    assert (second.fault, second.said) == (error.fault, error.said)
    assert second.until == NOW + 3 * MINUTE


@pytest.mark.parametrize(
    ("fault", "scope"),
    [
        (Fault.RATE_LIMITED, "search"),
        (Fault.QUOTA_EXHAUSTED, ""),
        (Fault.AUTH_INVALID, ""),
        (Fault.AUTH_SCOPE, "search"),
        (Fault.NOT_FOUND, "search:acme"),
        (Fault.BAD_QUERY, "search:acme"),
        (Fault.UNAVAILABLE, ""),
        (Fault.CONTRACT_CHANGED, ""),
        (Fault.CURSOR_LOOP, ""),
    ],
)
def test_what_shares_a_fault_rests_with_it(fault: Fault, scope: str) -> None:
    assert scope_of(SourceError("x", fault, "no"), STREAM) == scope
    assert scope_of(SourceError("x", fault, "no", network_wide=True), STREAM) == ""

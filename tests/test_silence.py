"""That nothing came is a silence when something usually does."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.silence import MEMORY, Silence, silence
from tests.blinded import DAY, HOUR, NOW, busy

BEGUN = NOW - 30 * DAY


@pytest.mark.parametrize(
    ("news", "begun", "found"),
    [
        pytest.param({}, BEGUN, None, id="never a post"),
        pytest.param(busy(3), BEGUN, None, id="as usual"),
        pytest.param(
            busy(3, silent_for=3),
            BEGUN,
            Silence(NOW.replace(minute=0) - 3 * HOUR, 9),
            id="nine were usual",
        ),
        pytest.param(busy(3, silent_for=2), BEGUN, None, id="six were usual"),
        pytest.param(
            busy(7, silent_for=1),
            BEGUN,
            Silence(NOW.replace(minute=0) - HOUR, 7),
            id="one hour without seven",
        ),
        pytest.param(busy(7, silent_for=0), BEGUN, None, id="this hour is not over"),
        pytest.param(
            busy(3, silent_for=3), NOW - 3 * DAY, None, id="too young to know"
        ),
        pytest.param(
            busy(3, silent_for=3),
            NOW - 4 * DAY,
            Silence(NOW.replace(minute=0) - 3 * HOUR, 9),
            id="old enough",
        ),
        pytest.param(
            busy(3, silent_for=48),
            BEGUN,
            Silence(NOW.replace(minute=0) - 48 * HOUR, 72),
            id="a day is held against days",
        ),
    ],
)
def test_a_silence_is_one_that_is_not_usual(
    news: Mapping[datetime, int], begun: datetime, found: Silence | None
) -> None:
    assert silence(news, begun_at=begun, as_of=NOW) == found


def test_an_uproar_makes_nothing_usual() -> None:
    hour = NOW.replace(minute=0) - 3 * HOUR
    news = {hour - 2 * DAY + HOUR: 900, hour - HOUR: 1}
    assert silence(news, begun_at=NOW - 6 * DAY, as_of=NOW) is None


def test_a_shop_that_is_quiet_on_sundays_may_be() -> None:
    sunday = datetime(2026, 3, 22, 12, 30, tzinfo=UTC)
    hour = sunday.replace(minute=0)
    hours = [hour - back * HOUR for back in range(14 * 24)]
    news = {each: 0 if each.isoweekday() == 7 else 3 for each in hours}
    assert silence(news, begun_at=BEGUN, as_of=sunday) is None


@given(st.integers(3, 7 * 24))
def test_a_silence_does_not_become_usual_by_lasting(hours: int) -> None:
    begin = NOW.replace(minute=0) - 3 * HOUR
    first = silence(busy(3, silent_for=3), begun_at=BEGUN, as_of=NOW)
    later = silence(
        busy(3, silent_for=3), begun_at=BEGUN, as_of=NOW + (hours - 3) * HOUR
    )
    assert first
    assert later
    assert later.since == begin
    assert later.usual >= first.usual


@given(st.integers(3, 60))
def test_one_post_ends_a_silence(hours: int) -> None:
    news = {**busy(9, silent_for=hours), NOW.replace(minute=0): 1}
    assert silence(news, begun_at=BEGUN, as_of=NOW) is None


def test_what_is_beyond_memory_is_not_taken_for_quiet() -> None:
    news = {each: 9 for each in busy(9, days=15) if each >= NOW - MEMORY}
    silent = {each: 0 if each > NOW - 10 * DAY else 9 for each in news}
    found = silence(silent, begun_at=BEGUN, as_of=NOW)
    assert found is not None
    assert found.usual == 216

"""A spike is far more people who complain than these hours usually bring."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.letter import Surge
from alerts.spike import DAY, HOUR, WINDOWS, Told, learn, past, spike, tail
from benchmarks.spikes import Cell, History, line
from domain.alert import About, AlertKey, Raised, Step, Topic
from domain.post import Post, State
from services.spikes import risen, surge
from store import Store, complaint_hours, outbox
from store.brands import StoredBrand
from tests.desk import acme, keep, open_acme
from tests.made import a_post

NOW = datetime(2026, 3, 24, 12, 30, tzinfo=UTC)
"""A Tuesday."""

SINCE, UNTIL = past(NOW)
HOURS = (UNTIL - SINCE) // HOUR


def every(hours: int, *, count: int = 1, days: int = 56) -> dict[datetime, int]:
    """So many complaints every so many hours, in the last days."""
    first = HOURS - days * 24
    return {SINCE + at * HOUR: count for at in range(first, HOURS, hours)}


FIVE_A_DAY = every(5)
TWENTY_A_DAY = every(6, count=5)
BURSTS = {
    SINCE + at * HOUR: 4 for at in range(HOURS) if math.sin(at * at) > math.cos(0.16)
}
"""Five a day as well, but four at once, at no hour in particular."""


@pytest.mark.parametrize(
    ("news", "begun", "counts", "span"),
    [
        pytest.param(FIVE_A_DAY, SINCE, (0, 0, 0, 0), None, id="nothing"),
        pytest.param(FIVE_A_DAY, SINCE, (1, 1, 2, 3), None, id="a busy morning"),
        pytest.param(FIVE_A_DAY, SINCE, (4, 4, 4, 4), None, id="four are too few"),
        pytest.param(FIVE_A_DAY, SINCE, (5, 5, 5, 5), HOUR, id="five in an hour"),
        pytest.param(FIVE_A_DAY, SINCE, (2, 3, 5, 5), 3 * HOUR, id="five in three"),
        pytest.param(FIVE_A_DAY, SINCE, (1, 1, 2, 5), None, id="five in six"),
        pytest.param(FIVE_A_DAY, SINCE, (1, 2, 4, 8), 6 * HOUR, id="slowly"),
        pytest.param(BURSTS, SINCE, (5, 5, 5, 5), None, id="where bursts are usual"),
        pytest.param(BURSTS, SINCE, (0, 1, 20, 20), 3 * HOUR, id="more than a burst"),
        pytest.param(TWENTY_A_DAY, SINCE, (2, 3, 5, 5), None, id="twenty a day"),
        pytest.param({}, SINCE, (5, 5, 5, 5), HOUR, id="eight weeks of nothing"),
        pytest.param({}, UNTIL, (20, 20, 20, 20), None, id="nothing is known"),
        pytest.param({}, UNTIL, (20, 99, 99, 100), 6 * HOUR, id="unheard of"),
        pytest.param(
            every(5, days=2), UNTIL - 2 * DAY, (9, 9, 9, 9), None, id="two days known"
        ),
        pytest.param(
            every(5, days=14), UNTIL - 14 * DAY, (9, 9, 9, 9), HOUR, id="a fortnight"
        ),
    ],
)
def test_a_spike_is_more_than_these_hours_bring(
    news: Mapping[datetime, int],
    begun: datetime,
    counts: Sequence[int],
    span: timedelta | None,
) -> None:
    usual = learn(news, since=begun, until=UNTIL)
    found = spike(usual, counts, now=NOW)
    assert (found and found.span) == span


def test_a_spike_says_what_was_usual() -> None:
    found = spike(learn(FIVE_A_DAY, since=SINCE, until=UNTIL), (0, 5, 9, 9), now=NOW)
    assert found
    assert found[:2] == (3 * HOUR, 9)
    assert found.usual == pytest.approx(3 * 5 / 24, abs=0.1)


@pytest.mark.parametrize(
    ("hours", "counts", "again"),
    [
        pytest.param(2.9, (99, 99, 99, 99), False, id="cooling down"),
        pytest.param(3, (4, 8, 11, 23), False, id="not yet twice as many"),
        pytest.param(3, (0, 0, 12, 12), True, id="twice as many"),
        pytest.param(24, (0, 6, 6, 6), True, id="the next day"),
    ],
)
def test_one_spike_is_told_once(
    hours: float, counts: Sequence[int], again: bool
) -> None:
    usual = learn(FIVE_A_DAY, since=SINCE, until=UNTIL)
    told = Told(NOW - hours * HOUR, (5, 6, 6, 12))
    assert spike(usual, counts, now=NOW)
    assert bool(spike(usual, counts, now=NOW, told=told)) == again


def test_hours_of_the_day_and_of_the_week_are_told_apart() -> None:
    days = [SINCE + at * HOUR for at in range(HOURS)]
    news = {
        each: 3 if each.isoweekday() == 7 else 1 for each in days if 8 <= each.hour < 20
    }
    usual = learn(news, since=SINCE, until=UNTIL)
    sunday, noon = NOW.replace(day=22, minute=0), NOW.replace(minute=0)
    assert usual.of(HOUR, until=sunday) > 1.4 * usual.of(HOUR, until=noon)
    assert usual.of(HOUR, until=noon) > 4 * usual.of(HOUR, until=noon - 9 * HOUR)
    halves = [usual.of(HOUR / 2, until=noon + each * HOUR / 2) for each in (1, 2)]
    assert sum(halves) == pytest.approx(usual.of(HOUR, until=noon + HOUR))


def test_a_past_spike_does_not_become_usual() -> None:
    spiked = FIVE_A_DAY | {SINCE + 500 * HOUR: 400}
    before = learn(FIVE_A_DAY, since=SINCE, until=UNTIL)
    after = learn(spiked, since=SINCE, until=UNTIL)
    assert after.bursts < 2
    assert sum(after.rates) < 1.1 * sum(before.rates)


@given(st.integers(0, 40), st.floats(0.01, 40), st.floats(1, 5))
def test_the_tail_is_what_is_left_of_the_law(
    count: int, mean: float, bursts: float
) -> None:
    found = tail(count, mean=mean, bursts=bursts)
    if count <= mean:
        assert found == 1
        return
    spread = max(bursts - 1, 1e-6)
    size, again = mean / spread, spread / (1 + spread)
    terms = [-size * math.log1p(spread)]
    for at in range(count - 1):
        terms.append(terms[-1] + math.log((size + at) / (at + 1) * again))
    fewer = math.fsum(math.exp(each) for each in terms)
    assert found == pytest.approx(1 - fewer, rel=1e-6, abs=1e-9)


HISTORIES = st.dictionaries(
    st.integers(0, HOURS - 1).map(lambda at: SINCE + at * HOUR),
    st.integers(0, 30),
    max_size=60,
)
COUNTS = st.lists(st.integers(0, 60), min_size=4, max_size=4).map(
    lambda each: [sum(each[: number + 1]) for number in range(4)]
)


@given(HISTORIES, COUNTS, COUNTS)
def test_more_complaints_never_take_a_spike_back(
    news: dict[datetime, int], counts: list[int], more: list[int]
) -> None:
    usual = learn(news, since=SINCE, until=UNTIL)
    if spike(usual, counts, now=NOW):
        both = [one + other for one, other in zip(counts, more, strict=True)]
        assert spike(usual, both, now=NOW)


@given(HISTORIES, st.integers(0, 4))
def test_silence_raises_none(news: dict[datetime, int], few: int) -> None:
    usual = learn(news, since=SINCE, until=UNTIL)
    assert spike(usual, [few] * 4, now=NOW) is None


def test_a_quiet_shop_hears_of_ten_more_and_of_little_else() -> None:
    found = line(Cell(rate=5, kind="Poisson", profile="even"), 20)
    assert found.fine
    assert all(note.endswith(" 100 % within 6 h") for note in found.notes[1:])


def test_the_history_of_the_bench_is_asked_as_the_store_is() -> None:
    history = History([0.5, 0.6, 0.7, 0.8, 0.9, *[4 + at / 100 for at in range(99)]])
    (alarm,) = history.alarms(history.moments)
    assert alarm == pytest.approx(4 + 94 / 100)


def complaint(name: str, when: datetime, author: str | None = None) -> Post:
    return a_post(name, when, author or f"c{name}", complaint=True)


def usual_posts() -> list[Post]:
    """Five complaints a day in the three weeks before."""
    return [
        complaint(f"u{at}", UNTIL - (5 * at + 1) * HOUR + timedelta(minutes=3))
        for at in range(100)
    ]


def six(**changed: object) -> list[Post]:
    """Six people complain in the half hour before noon and a half."""
    return [
        replace(complaint(f"n{at}", NOW - timedelta(minutes=5 * at + 1)), **changed)  # type: ignore[arg-type]
        for at in range(6)
    ]


def asked(store: Store, now: datetime = NOW) -> About | None:
    watch = acme(store)
    with store.reading() as session:
        return risen(session, StoredBrand(watch.id, watch.record), now=now)


def test_a_spike_is_told_once_with_what_it_is_made_of(store: Store) -> None:
    watch = open_acme(store)
    brand = StoredBrand(watch.id, watch.record)
    keep(store, usual_posts())
    assert asked(store) is None
    late = [replace(each, id=f"l{each.id}", seen_at=NOW + 9 * HOUR) for each in six()]
    history = [replace(each, id=f"h{each.id}", backfilled=True) for each in six()]
    gone = [replace(each, id=f"g{each.id}", state=State.DELETED) for each in six()]
    loud = [
        complaint(f"o{at}", NOW - timedelta(minutes=at + 1), "o") for at in range(9)
    ]
    keep(store, [*late, *history, *gone, *loud])
    assert asked(store) is None, "one author, and what does not count"
    keep(store, six(topic="refund"))
    about = About(Topic.SPIKE, "2026-03-24T12:00:00Z")
    assert asked(store) == about
    with store.begin() as session:
        assert complaint_hours.authors(session, watch.id, WINDOWS, until=NOW) == [7] * 4
        key = AlertKey(about, Step.SPIKE, "ewa@acme.example")
        outbox.add(session, watch.id, [Raised(key=key, at=NOW, ready_at=NOW)])
        for moment in (NOW, NOW + DAY):
            made = surge(session, brand, about, now=moment)
            assert made
            assert made.usual
            assert 0.1 < made.usual < 0.3
            assert made == Surge(
                count=7,
                usual=made.usual,
                span=HOUR,
                since=made.since,
                topic="refund",
                topics=[("refund", 6), ("delivery", 1)],
            )
            assert NOW - HOUR <= made.since <= NOW
    assert asked(store, NOW + timedelta(minutes=1)) is None
    assert asked(store, NOW + 3 * HOUR) is None


def test_hours_are_counted_by_authors(store: Store) -> None:
    watch = open_acme(store)
    keep(store, [*six(), complaint("again", NOW, "cn1"), a_post("p", NOW - 4 * HOUR)])
    with store.reading() as session:
        span = {"since": NOW - DAY, "until": NOW + HOUR}
        noon = NOW.replace(minute=0)
        assert complaint_hours.by_hour(session, watch.id, **span) == {noon: 6}
        assert complaint_hours.first(session, watch.id, **span) == NOW - 4 * HOUR

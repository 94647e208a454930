"""How far a stream is read: whatever breaks off, nothing is lost without a word."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from domain.checkpoint import (
    DRAIN_PAGES,
    FIRST_LOOK,
    FIRST_PAGES,
    TOKEN_LIFE,
    Checkpoint,
    Drain,
    Gap,
    Step,
)
from domain.source import Family, Page, Place, Stream

NOON = datetime(2026, 3, 24, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LATE = timedelta(minutes=10)
STREAM = Stream(network="x", family=Family.SEARCH, query="acme", overlap=LATE)
NEW = Checkpoint(begun_at=NOON)
READ = Checkpoint(begun_at=NOON - 30 * FIRST_LOOK, floor=NOON)


@dataclass(frozen=True)
class Said:
    """A post by its instant, which no other post shares, and when it can be seen."""

    at: datetime
    shown: datetime


@dataclass(frozen=True)
class Network:
    """Shows what was posted, newest first; ``cap`` and ``horizon`` cut it off."""

    said: tuple[Said, ...]
    cap: int | None = None
    horizon: timedelta | None = None
    heeds_since: bool = True

    def page(self, place: Place, now: datetime, size: int) -> tuple[Page, set[Said]]:
        floor = place.since if self.heeds_since else None
        if self.horizon:
            floor = max(now - self.horizon, floor or NOON - FIRST_LOOK)
        shown = sorted(
            (
                each
                for each in self.said
                if each.shown <= now and (floor is None or each.at >= floor)
            ),
            key=lambda each: each.at,
            reverse=True,
        )
        listed = shown[: self.cap]
        if place.token:
            listed = [each for each in listed if each.at.isoformat() < place.token]
        given = listed[:size]
        more = len(listed) > size
        page = Page(
            token=given[-1].at.isoformat() if more else None,
            reach=given[-1].at if given else None,
            capped=not more and len(shown) > (self.cap or len(shown)),
        )
        return page, set(given)


@dataclass
class Reader:
    """Reads a network as the program does, and keeps what a store would keep."""

    network: Network
    stream: Stream
    checkpoint: Checkpoint
    kept: set[Said] = field(default_factory=set)
    gaps: list[Gap] = field(default_factory=list)

    def run(
        self, now: datetime, sizes: Iterable[int], *, ahead: timedelta = 0 * MINUTE
    ) -> None:
        """Read a page for each size or until the end, by a clock that is ``ahead``."""
        opened = self.checkpoint.opened(self.stream, now + ahead)
        self.checkpoint = opened.checkpoint
        self.gaps += [opened.gap] if opened.gap else []
        for size in sizes:
            assert self.checkpoint.drain is not None
            page, given = self.network.page(self.checkpoint.drain.place, now, size)
            step = self.checkpoint.after(page)
            self.kept |= given
            self.checkpoint = step.checkpoint
            self.gaps += [step.gap] if step.gap else []
            if step.ended:
                return

    def lost(self) -> list[Said]:
        """Return the live posts up to the floor that are neither kept nor in a gap."""
        floor = self.checkpoint.floor
        if floor is None:
            return []
        return [
            each
            for each in self.network.said
            if self.checkpoint.begun_at <= each.at
            and each.shown <= floor
            and each not in self.kept
            and not any(gap.since <= each.at < gap.until for gap in self.gaps)
        ]


@st.composite
def said(draw: st.DrawFn) -> tuple[Said, ...]:
    """Posts of some hours around the first reading, some shown late."""
    waits = draw(
        st.lists(st.sampled_from([7, 60, 500, 4000]), min_size=30, max_size=90)
    )
    moment, found = NOON - 4 * HOUR, []
    for wait in waits:
        moment += timedelta(seconds=wait)
        found.append(Said(moment, moment + draw(st.sampled_from([0 * LATE, LATE]))))
    return tuple(found)


@st.composite
def runs(draw: st.DrawFn) -> list[tuple[datetime, list[int]]]:
    """When the program runs, and the sizes of the pages before it breaks off."""
    now, found = NOON, []
    for _ in range(draw(st.integers(1, 8))):
        now += draw(st.sampled_from([0, 2, 15, 50, 70, 400, 1300])) * MINUTE
        pages = draw(st.sampled_from([0, 1, 2, 3, DRAIN_PAGES]))
        found.append((now, [draw(st.integers(1, 9)) for _ in range(min(pages, 3))]))
        found[-1][1].extend([9] * (pages - 3))
    return found


networks = st.builds(
    Network,
    said(),
    cap=st.sampled_from([None, 1, 5, 25]),
    horizon=st.sampled_from([None, HOUR, 8 * HOUR]),
    heeds_since=st.booleans(),
)


@settings(max_examples=200)
@given(network=networks, plan=runs())
def test_whatever_breaks_off_nothing_is_lost_without_a_word(
    network: Network, plan: list[tuple[datetime, list[int]]]
) -> None:
    stream = Stream(
        network="x",
        family=Family.SEARCH,
        query="acme",
        overlap=LATE,
        horizon=network.horizon,
    )
    reader = Reader(network, stream, NEW)
    for now, sizes in [*plan, (plan[-1][0] + 31 * HOUR, [7] * DRAIN_PAGES)]:
        floor = reader.checkpoint.floor or NOON
        reader.run(now, sizes)
        assert reader.lost() == []
        assert reader.checkpoint.floor is None or reader.checkpoint.floor >= floor
    assert reader.checkpoint.drain is None
    event(f"gaps: {sorted({each.reason for each in reader.gaps})}")
    if network.cap is None and network.horizon is None:
        assert reader.gaps == []


@given(network=networks, ahead=st.timedeltas(MINUTE, 400 * FIRST_LOOK))
def test_a_clock_that_was_wrong_is_forgotten_once_it_is_right(
    network: Network, ahead: timedelta
) -> None:
    reader = Reader(replace(network, cap=None, horizon=None), STREAM, NEW)
    reader.run(NOON, [100])
    reader.run(NOON + MINUTE, [100], ahead=ahead)
    for hours in (1, 30):
        reader.run(NOON + hours * HOUR, [2] * DRAIN_PAGES)
    last = NOON + 30 * HOUR
    assert reader.checkpoint.floor == last
    right = NOON + HOUR - LATE
    shown = {each for each in network.said if each.at > right and each.shown <= last}
    assert shown <= reader.kept


def drained(checkpoint: Checkpoint, pages: Iterable[Page], *, now: datetime) -> Step:
    """Open a drain and read pages until it ends; the last must end it."""
    step = Step(checkpoint=checkpoint.opened(STREAM, now).checkpoint)
    for page in pages:
        assert not step.ended
        step = step.checkpoint.after(page)
    assert step.ended
    return step


def more(reach: datetime | None) -> Page:
    return Page(token=NEXT, reach=reach)


NEXT = "next"
SINCE = NOON - LATE
LATER = NOON + 2 * HOUR
LATEST = NOON + HOUR


@pytest.mark.parametrize(
    ("pages", "begun", "gap"),
    [
        pytest.param([Page()], SINCE, None, id="nothing new"),
        pytest.param([Page(reach=LATEST)], SINCE, None, id="all there is"),
        pytest.param(
            [more(LATEST), more(SINCE - MINUTE)], SINCE, None, id="down to the aim"
        ),
        pytest.param(
            [more(SINCE), more(SINCE - MINUTE)], SINCE, None, id="at the aim it goes on"
        ),
        pytest.param(
            [more(LATEST), Page(reach=LATEST, capped=True)],
            LATEST,
            Gap(since=SINCE, until=LATEST, reason="the network's cap"),
            id="capped",
        ),
        pytest.param(
            [Page(reach=SINCE - MINUTE, capped=True)], SINCE, None, id="capped below"
        ),
        pytest.param(
            [Page(capped=True)],
            LATER,
            Gap(since=SINCE, until=LATER, reason="the network's cap"),
            id="capped without a post",
        ),
        pytest.param(
            [more(LATEST)] * DRAIN_PAGES,
            LATEST,
            Gap(since=SINCE, until=LATEST, reason="too many pages"),
            id="too many pages",
        ),
        pytest.param(
            [more(None)] * DRAIN_PAGES,
            LATER,
            Gap(since=SINCE, until=LATER, reason="too many pages"),
            id="too many empty pages",
        ),
    ],
)
def test_a_drain_ends(pages: list[Page], begun: datetime, gap: Gap | None) -> None:
    step = drained(READ, pages, now=LATER)
    assert step.read == (begun, LATER)
    assert step.gap == gap
    assert step.checkpoint == replace(READ, floor=LATER)


@pytest.mark.parametrize(
    ("late", "reached", "pages", "gap"),
    [
        pytest.param(0 * HOUR, -HOUR, FIRST_PAGES, None, id="history is cut short"),
        pytest.param(
            2 * HOUR,
            HOUR,
            DRAIN_PAGES,
            Gap(since=NOON, until=NOON + HOUR, reason="too many pages"),
            id="what was posted since we listen is not",
        ),
        pytest.param(2 * HOUR, -HOUR, FIRST_PAGES, None, id="history after a failure"),
    ],
)
def test_the_first_reading_is_short(
    late: timedelta, reached: timedelta, pages: int, gap: Gap | None
) -> None:
    step = drained(NEW, [more(NOON + reached)] * pages, now=NOON + late)
    assert step.gap == gap
    assert step.read == (NOON + reached, NOON + late)


@pytest.mark.parametrize(
    ("horizon", "since"),
    [
        pytest.param(None, NOON - FIRST_LOOK, id="a week"),
        pytest.param(HOUR, NOON - HOUR, id="what the network gives"),
        pytest.param(90 * FIRST_LOOK, NOON - FIRST_LOOK, id="no more than a week"),
    ],
)
def test_the_first_reading_begins_before_us(
    horizon: timedelta | None, since: datetime
) -> None:
    opened = NEW.opened(replace(STREAM, horizon=horizon), NOON)
    assert (
        opened.drain == opened.checkpoint.drain == Drain(started_at=NOON, since=since)
    )
    assert opened.gap is None


def test_what_the_network_gives_no_more_is_a_gap() -> None:
    stream = replace(STREAM, horizon=HOUR)
    opened = READ.opened(stream, NOON + 5 * HOUR)
    edge = NOON + 4 * HOUR
    assert opened.gap == Gap(since=SINCE, until=edge, reason="older than is given")
    assert opened.drain.since == edge
    again = opened.checkpoint.opened(stream, NOON + 5 * HOUR + MINUTE)
    assert again.drain == opened.drain
    assert again.gap == replace(opened.gap, until=edge + MINUTE)
    assert READ.opened(stream, NOON + HOUR - LATE).gap is None


@pytest.mark.parametrize(
    ("age", "goes_on"),
    [
        pytest.param(TOKEN_LIFE, True, id="young"),
        pytest.param(TOKEN_LIFE + MINUTE, False, id="old"),
        pytest.param(-TOKEN_LIFE - MINUTE, False, id="of a clock that was wrong"),
    ],
)
def test_a_drain_goes_on_while_its_token_is_good(age: timedelta, goes_on: bool) -> None:
    begun = READ.opened(STREAM, LATER).checkpoint.after(more(LATEST)).checkpoint
    drain = begun.opened(STREAM, LATER + age).drain
    assert (drain.token, drain.pages) == ((NEXT, 1) if goes_on else (None, 0))
    assert drain.started_at == (LATER if goes_on else LATER + age)
    assert drain.place == Place(since=drain.since, token=drain.token)


def test_a_drain_without_its_token_begins_at_the_floor_again() -> None:
    begun = READ.opened(STREAM, LATER).checkpoint.after(more(LATEST)).checkpoint
    assert begun.restarted() == READ


def test_a_page_of_no_drain_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no drain was opened"):
        READ.after(Page())


MIDNIGHT = NOON.replace(hour=0)


def test_the_day_is_read_once_more_in_the_evening() -> None:
    checkpoint, sinces = READ, []
    for hours in (21, 22, 23, 24 + 21, 24 + 23):
        now = MIDNIGHT + hours * HOUR
        sinces.append(checkpoint.opened(STREAM, now).drain.since - MIDNIGHT)
        checkpoint = drained(checkpoint, [Page()], now=now).checkpoint
    assert sinces == [
        12 * HOUR - LATE,
        0 * HOUR,
        22 * HOUR - LATE,
        23 * HOUR - LATE,
        DAY,
    ]


def test_a_day_that_is_read_again_and_cut_short_is_not_missing() -> None:
    evening = MIDNIGHT + 22 * HOUR
    checkpoint = replace(READ, floor=evening - MINUTE)
    for reach, missing in ((evening - 10 * HOUR, False), (evening - MINUTE, True)):
        page = Page(reach=reach, capped=True)
        step = drained(checkpoint, [page], now=evening)
        assert (step.gap is not None) is missing


def test_the_first_day_is_not_read_again() -> None:
    evening = MIDNIGHT + 22 * HOUR
    checkpoint = replace(NEW, floor=evening - HOUR)
    assert checkpoint.opened(STREAM, evening).drain.since == evening - HOUR - LATE

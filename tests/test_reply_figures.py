"""The figures of Reply times as they are said: tables, no screen."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from response.speed import Speed
from screens.reply_figures import (
    BARS,
    ageing,
    ageing_lines,
    beside,
    headline,
    in_target,
    reached,
)
from screens.reply_times_blind import by_network, marks, times
from screens.reply_times_window import Range, Window, window, window_said
from services.blindness import BlindSpan
from services.figures import Figures
from tests.desk import NOW
from tests.made import ACME, DAY, at
from tests.waited import WARSAW, figures, still, waits


@pytest.mark.parametrize(
    ("told", "said"),
    [
        pytest.param(
            figures(waits(7_800, 7_800, 60, still=[90_000] * 7)),
            "Fewer than half of those who wrote have an answer; 7 still wait.",
            id="most wait",
        ),
        pytest.param(
            figures(waits(60, 7_800, 90_000, 90_000, still=[100]), waiting=7),
            "Half of those who wrote waited 25 h 00 min or longer; 7 still wait.",
            id="a median",
        ),
        pytest.param(
            figures(waits(7_800, 7_800)),
            "Half of those who wrote waited 2 h 10 min or longer;"
            " nobody waits any more.",
            id="all answered",
        ),
        pytest.param(
            figures(waits(20, 40, still=[30])),
            "Half of those who wrote were answered within a minute; 1 still waits.",
            id="at once",
        ),
        pytest.param(
            figures(waits(12_600)),
            "The one customer who wrote waited 3 h 30 min; nobody waits any more.",
            id="one, answered",
        ),
        pytest.param(
            figures(waits(still=[12_600])),
            "The one customer who wrote has no answer yet; 1 still waits.",
            id="one, waiting",
        ),
        pytest.param(
            figures(waits(), turns=2, waiting=1),
            "Nobody wrote for the first time; 1 still waits.",
            id="further turns alone",
        ),
        pytest.param(
            figures(waits(), turns=0),
            "Nobody needed an answer in this time.",
            id="nobody",
        ),
    ],
)
def test_the_headline_says_it_to_a_tired_manager(told: Figures, said: str) -> None:
    assert headline(told) == said


@given(
    answered=st.lists(st.integers(60, 9_000), max_size=9),
    open_=st.lists(st.integers(60, 9_000), max_size=9),
)
def test_the_headline_never_says_more_than_the_counts_do(
    answered: list[int], open_: list[int]
) -> None:
    first = waits(*answered, still=open_)
    if first.turns < 2:
        return
    said = headline(figures(first))
    if said.startswith("Fewer than half"):
        assert len(answered) * 2 < first.turns
    else:
        assert first.median_s is not None
        # Those who waited so long, were they answered or not.
        long = [each for each in (*answered, *open_) if each >= first.median_s]
        young = [each for each in open_ if each < first.median_s]
        assert (len(long) + len(young)) * 2 >= first.turns


@pytest.mark.parametrize(
    ("hours", "bar"),
    [
        pytest.param(-0.1, 0, id="a clock ahead of ours"),
        pytest.param(0, 0, id="just now"),
        pytest.param(0.99, 0, id="under an hour"),
        pytest.param(1, 1, id="an hour"),
        pytest.param(4, 2, id="four hours"),
        pytest.param(24, 3, id="a day"),
        pytest.param(72, 4, id="three days"),
        pytest.param(9_000, 4, id="a year"),
    ],
)
def test_who_waits_stands_in_one_bar(hours: float, bar: int) -> None:
    bars = ageing([still(hours)], now=NOW)
    assert [len(each.waiting) for each in bars] == [
        int(n == bar) for n in range(len(BARS))
    ]


def test_overdue_stands_apart_and_history_is_never_overdue() -> None:
    bars = ageing(
        [
            still(2, due=NOW),
            still(3, due=NOW + timedelta(seconds=1)),
            still(2),
            still(2, due=NOW, history=True),
            still(30),
        ],
        now=NOW,
    )
    assert [each.overdue for each in bars] == [0, 1, 0, 0, 0]
    assert bars[1].waiting[0] == still(3, due=NOW + timedelta(seconds=1))
    assert ageing_lines(bars, chosen="1 to 4 h")[1] == {
        "label": "1 to 4 h",
        "waiting": "4",
        "overdue": "1 overdue",
        "late": 0.25,
        "calm": 0.75,
        "chosen": True,
    }
    assert ageing_lines(ageing([], now=NOW))[0]["calm"] == 0


def test_a_share_of_turns_met_their_target() -> None:
    found = figures(waits(), sla={"met": 3, "met_late": 1, "overdue": 2, "running": 9})
    assert in_target(found) == (3, 6)
    assert in_target(figures(waits())).share is None


@pytest.mark.parametrize(
    ("first", "said"),
    [
        pytest.param(waits(), "-", id="nobody"),
        pytest.param(waits(still=[60]), "not yet", id="never reached"),
        pytest.param(waits(11_100), "3 h 05 min", id="hours"),
        pytest.param(waits(0), "0 s", id="at once"),
    ],
)
def test_a_quantile_is_said_as_a_person_would(first: Speed, said: str) -> None:
    assert reached(first, first.median_s) == said


def test_what_else_there_is_stands_beside_the_figures() -> None:
    assert beside(figures(waits(60))) == ""
    told = figures(
        waits(60),
        reopened=1,
        lapsed=2,
        withdrawn=2,
        found_late=3,
        void=1,
        sla={"waived": 4},
    )
    assert beside(told) == (
        "1 case reopened · 2 cases closed by silence, never counted as resolved"
        " · 2 answers withdrawn"
        " · 3 found late, not held against the team"
        " · 4 needed no answer · 1 left out: deleted or no complaint"
    )


@pytest.mark.parametrize(
    ("asked", "since", "until"),
    [
        pytest.param({"range_": Range.WEEK}, (3, 26), None, id="7 days"),
        pytest.param({"range_": Range.MONTH}, (3, 3), None, id="30 days"),
        pytest.param({"range_": Range.QUARTER}, (1, 2), None, id="90 days"),
        pytest.param({"range_": Range.ALL}, None, None, id="all"),
        pytest.param(
            {"range_": Range.CUSTOM, "days": (date(2026, 3, 28), date(2026, 3, 29))},
            (3, 28),
            (3, 30),
            id="own days, the clock changing on one",
        ),
        pytest.param(
            {"range_": Range.CUSTOM, "days": (date(2026, 3, 28),)},
            (3, 28),
            None,
            id="one day chosen so far",
        ),
        pytest.param({"range_": Range.CUSTOM}, None, None, id="none chosen so far"),
    ],
)
def test_a_window_is_of_whole_days_of_the_brand(
    asked: dict[str, Any],
    since: tuple[int, int] | None,
    until: tuple[int, int] | None,
) -> None:
    found = window(now=NOW, zone=WARSAW, **asked)
    wanted = [
        day and datetime(2026, *day, tzinfo=WARSAW).astimezone(UTC)
        for day in (since, until)
    ]
    assert [found.since, found.until] == wanted


def test_a_window_ends_where_one_stands() -> None:
    past = datetime(2026, 3, 10, 9, tzinfo=UTC)
    found = window(Range.WEEK, now=NOW, zone=ZoneInfo("UTC"), as_of=past)
    assert (found.since, found.as_of) == (datetime(2026, 3, 4, tzinfo=UTC), past)
    late = NOW + timedelta(hours=1)
    assert window(Range.WEEK, now=NOW, zone=WARSAW, as_of=late).as_of is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param(
            Window(),
            "Every wait that began, as it stands on Wed 1 Apr, 12:00.",
            id="all",
        ),
        pytest.param(
            Window(since=DAY, until=at("00:00", day=1), history=True),
            "Waits that began from Tue 24 Mar, 00:00 to Wed 25 Mar, 00:00, archives"
            " among them, as it stands on Wed 1 Apr, 12:00.",
            id="own days",
        ),
        pytest.param(
            Window(since=DAY, as_of=at("10:00")),
            "Waits that began from Tue 24 Mar, 00:00,"
            " as it stood on Tue 24 Mar, 10:00.",
            id="of the past",
        ),
    ],
)
def test_a_window_is_said(asked: Window, said: str) -> None:
    assert window_said(asked, ACME, now=NOW) == said


def test_blind_times_are_said_once_for_a_network() -> None:
    def span(begin: str, end: str, query: str, network: str = "reddit") -> BlindSpan:
        return BlindSpan(network, query, at(begin), at(end), "unavailable")

    found = marks(
        [
            span("14:05", "14:40", "search:acme"),
            span("14:05", "14:40", "search:acme lamps"),
            span("16:00", "16:10", "search:acme"),
            span("17:00", "17:10", "search:acme", network="x"),
            span("18:00", "18:10", "search:acme", network="x"),
        ],
        now=at("20:00"),
        zone=WARSAW,
    )
    assert by_network(found)["reddit"] == (
        "Reddit was blind 15:05\u201315:40; Reddit was blind 17:00\u201317:10"
    )
    assert times(found) == [
        "X was blind 19:00\u201319:10",
        "X was blind 18:00\u201318:10",
        "Reddit was blind 17:00\u201317:10",
        "and 1 time more",
    ]
    assert times([]) == []

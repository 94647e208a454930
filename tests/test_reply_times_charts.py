"""The charts of Reply times as they are laid out: curve, heat map, trend."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.case import TurnKind, TurnState
from screens.reply_times_curve import FINE, curve, firsts_of, place, targets
from screens.reply_times_heat import heat, level, short
from screens.reply_times_trend import MOST, Pace, figures_said, periods, trend
from screens.reply_times_window import Window
from services.figures import Figures
from tests.desk import NOW
from tests.made import ACME, at
from tests.waited import HOUR, a_row, figures, waits


def test_the_curve_crosses_one_half_at_the_median_with_the_open_in_it() -> None:
    hours = (0.5, 1, 2, 6, 30)
    rows = [a_row(timedelta(hours=each)) for each in hours]
    rows += [
        a_row(timedelta(hours=each), answered=False, state=TurnState.OVERDUE)
        for each in (3, 3, 40)
    ]
    first = waits(
        *(int(each * HOUR) for each in hours), still=[3 * HOUR, 3 * HOUR, 40 * HOUR]
    )
    told = curve(firsts_of(rows), ACME)
    assert first.median_s is not None
    longest = 40 * HOUR
    corner = next(x for x, y in told["wall"] if y >= 0.5)
    assert corner == pytest.approx(place(first.median_s, longest), abs=1.5 / FINE)
    assert told["wall"][-1][1] < 1
    assert len(told["waiting"]) == 2  # two of them at the same place
    assert told["waiting"][-1][0] == 1.0
    assert len(told["readings"]) == FINE + 1
    assert told["readings"][0]["said"] == (
        "0% answered within 0 s (0% within as much open time);"
        " 8 known to have waited so long"
    )
    assert told["summary"].endswith("answered within 40 h 00 min, the longest wait")


def test_the_curve_leaves_out_what_the_report_does() -> None:
    hour = timedelta(hours=1)
    rows = [
        a_row(hour),
        a_row(hour, number=2),
        a_row(hour, void=True),
        a_row(hour, answered=False, waived="no need"),
    ]
    told = curve(firsts_of(rows), ACME)
    assert told["wall"][-1][1] == 1.0
    assert told["waiting"] == []


def test_targets_stand_on_the_clock_that_they_run_on() -> None:
    kinds = {(TurnKind.COMPLAINT, "x"), (TurnKind.QUESTION, "x")}
    day = 24 * HOUR
    assert targets(ACME, kinds, day) == [
        {"x": place(HOUR, day), "clock": "open", "label": "complaint 1 h"},
        {"x": place(4 * HOUR, day), "clock": "open", "label": "question 4 h"},
        {"x": 1.0, "clock": "wall", "label": "cap 24 h"},
    ]
    assert targets(ACME, [], day) == []


@pytest.mark.parametrize(
    ("told", "step", "said"),
    [
        pytest.param(None, 0, "", id="nobody"),
        pytest.param(figures(waits(), turns=1), 0, "", id="no first turn"),
        pytest.param(figures(waits(1_799)), 1, "29m", id="under half an hour"),
        pytest.param(figures(waits(3_599)), 2, "59m", id="under an hour"),
        pytest.param(figures(waits(3_900)), 3, "1h05", id="an hour"),
        pytest.param(figures(waits(7_200)), 4, "2h00", id="two hours"),
        pytest.param(figures(waits(36_000)), 5, "10h", id="ten hours"),
        pytest.param(figures(waits(86_400)), 6, "24h", id="a day"),
        pytest.param(figures(waits(200_000)), 6, "2d", id="two days"),
        pytest.param(figures(waits(still=[9])), 6, "…", id="not yet"),
    ],
)
def test_a_cell_is_coloured_and_says_its_median(
    told: Figures | None, step: int, said: str
) -> None:
    assert (level(told), short(told)) == (step, said)


def test_the_heat_map_has_every_hour_of_the_week() -> None:
    told = heat({"Wed 23": figures(waits(60, still=[90]))}, chosen="Wed 23")
    assert [len(row) for row in told["rows"]] == [24] * 7
    cell = told["rows"][2][23]
    assert cell == {
        "key": "Wed 23",
        "turns": "2",
        "median": "1m",
        "level": 1,
        "chosen": True,
        "said": "Wed 23:00 to 24:00: 2 waits, 1 still open,"
        " half answered within: 1 min",
    }
    assert told["rows"][0][9]["key"] == ""
    assert told["rows"][0][9]["said"] == "Mon 09:00 to 10:00: nobody wrote"


def test_some_turns_are_said_in_a_line() -> None:
    assert figures_said(figures(waits(), turns=3)) == "3 waits"
    assert figures_said(figures(waits(60))) == "1 wait, half answered within: 1 min"


@pytest.mark.parametrize(
    ("asked", "pace", "names"),
    [
        pytest.param(
            Window(since=datetime(2026, 3, 30, tzinfo=UTC)),
            Pace.DAY,
            ["2026-03-30", "2026-03-31", "2026-04-01"],
            id="days with nothing in them",
        ),
        pytest.param(
            Window(since=datetime(2026, 3, 25, tzinfo=UTC)),
            Pace.WEEK,
            ["2026-W13", "2026-W14"],
            id="weeks begin on Mondays",
        ),
        pytest.param(
            Window(
                since=datetime(2026, 3, 24, tzinfo=UTC),
                until=datetime(2026, 3, 25, tzinfo=UTC),
            ),
            Pace.DAY,
            ["2026-03-24"],
            id="one day",
        ),
        pytest.param(Window(), Pace.DAY, ["2026-03-31", "2026-04-01"], id="all"),
    ],
)
def test_a_trend_has_every_period(asked: Window, pace: Pace, names: list[str]) -> None:
    known = {"2026-03-31": figures(waits(60))} if pace is Pace.DAY else {}
    found = periods(known, pace, window=asked, now=NOW, zone=ZoneInfo("UTC"))
    assert [name for name, _ in found] == names


def test_a_trend_lays_out_counts_medians_and_blind_times() -> None:
    told = trend(
        {
            "2026-03-31": figures(waits(3_600, 3_600, still=[3_700] * 2)),
            "2026-04-01": figures(waits(still=[60])),
        },
        Pace.DAY,
        window=Window(since=datetime(2026, 3, 30, tzinfo=UTC)),
        now=NOW,
        zone=ZoneInfo("UTC"),
        blind=[(at("10:00", day=7), at("11:00", day=7), "Reddit was blind")],
        chosen="2026-04-01",
    )
    none, some, waiting = told["columns"]
    assert (none["answered"], none["median"], none["reached"]) == (0.0, None, True)
    assert (some["answered"], some["waiting"], some["chosen"]) == (0.5, 0.5, False)
    assert some["median"] == place(3_600, 86_400)
    assert (waiting["reached"], waiting["chosen"]) == (False, True)
    assert [each["blind"] for each in told["columns"]] == ["", "Reddit was blind", ""]
    assert some["said"] == (
        "Tue 31 Mar: 4 waits, 2 still open, half answered within: 1 h 00 min"
    )
    assert told["top"] == "4"
    assert [each["label"] for each in told["lines"]] == ["1 h", "4 h", "1 d"]


def test_a_long_trend_shows_its_newest_end() -> None:
    asked = Window(since=NOW - timedelta(days=300))
    told = trend({}, Pace.DAY, window=asked, now=NOW, zone=ZoneInfo("UTC"))
    assert len(told["columns"]) == MOST
    assert told["columns"][-1]["key"] == "2026-04-01"
    assert told["more"] == "The newest 120 of 301."

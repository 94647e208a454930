"""Calendars: what a brand file may say about hours, and what it is told when wrong."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import WEEKDAYS, Calendar, Span
from domain.errors import ConfigError
from response.holiday import check_country
from response.hours import hours_on, working_day

NINE_TO_FIVE = ["09:00-17:00"]


def read(**table: object) -> Calendar:
    return Calendar.from_table({"zone": "Europe/Warsaw", **table})


def test_a_day_has_any_number_of_spans_in_order() -> None:
    calendar = read(tue=["13:30-18:00", "08:00-12:00"], sun=["22:00-24:00"])
    assert calendar.week[1] == (Span(480, 720), Span(810, 1080))
    assert calendar.week[6] == (Span(1320, 1440),)
    assert calendar.week[0] == ()


def test_spans_may_touch() -> None:
    assert len(read(mon=["09:00-12:00", "12:00-17:00"]).week[0]) == 2


SPAN = "hours such as 09:00-17:00"
DATE = "a date such as 2026-12-24"
ZONE = "an IANA time zone, such as Europe/Warsaw"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        pytest.param(
            {"fri2": NINE_TO_FIVE},
            "fri2: found ['09:00-17:00'], wanted a key that exists; did you mean fri?",
            id="a mistyped key",
        ),
        pytest.param(
            {"closed\n": 1},
            "'closed\\n': found 1, wanted a key that exists; did you mean closed?",
            id="a key that would break the line",
        ),
        pytest.param(
            {"mon": "09:00-17:00"},
            "mon: found '09:00-17:00', wanted a list of hours such as "
            '["09:00-17:00"]',
            id="hours that are no list",
        ),
        pytest.param({"mon": [9]}, f"mon[0]: found 9, wanted {SPAN}", id="a number"),
        pytest.param(
            {"mon": ["9:00-17:00"]},
            f"mon[0]: found '9:00-17:00', wanted {SPAN}",
            id="an hour of one digit",
        ),
        pytest.param(
            {"mon": ["09:00-17:60"]},
            f"mon[0]: found '09:00-17:60', wanted {SPAN}",
            id="minute 60",
        ),
        pytest.param(
            {"mon": ["09:00-24:30"]},
            "mon[0]: found '09:00-24:30', wanted times from 00:00 to 24:00",
            id="after midnight",
        ),
        pytest.param(
            {"mon": ["22:00-06:00"]},
            "mon[0]: found '22:00-06:00', wanted an end after the start; a night is "
            '"22:00-24:00" on one day and "00:00-06:00" on the next',
            id="a night in one span",
        ),
        pytest.param(
            {"mon": ["09:00-09:00"]},
            "mon[0]: found '09:00-09:00', wanted an end after the start; a night is "
            '"22:00-24:00" on one day and "00:00-06:00" on the next',
            id="no time at all",
        ),
        pytest.param(
            {"mon": ["12:00-18:00", "09:00-12:01"]},
            "mon[0]: found '12:00-18:00', wanted hours that do not overlap 09:00-12:01",
            id="overlap",
        ),
        pytest.param(
            {"zone": "Europe/Warschau"},
            f"zone: found 'Europe/Warschau', wanted {ZONE}",
            id="no such zone",
        ),
        pytest.param(
            {"zone": "Europe"}, f"zone: found 'Europe', wanted {ZONE}", id="folder"
        ),
        pytest.param(
            {"zone": "../zone"}, f"zone: found '../zone', wanted {ZONE}", id="path"
        ),
        pytest.param(
            {"zone": "localtime"},
            f"zone: found 'localtime', wanted {ZONE}",
            id="a zone that differs by machine",
        ),
        pytest.param({"zone": None}, f"zone: found None, wanted {ZONE}", id="no zone"),
        pytest.param(
            {"closed": ["2026-02-30"]},
            f"closed[0]: found '2026-02-30', wanted {DATE}",
            id="no such day",
        ),
        pytest.param(
            {"closed": ["20261224"]},
            f"closed[0]: found '20261224', wanted {DATE}",
            id="a date without dashes",
        ),
        pytest.param(
            {"special": {"31.12.2026": NINE_TO_FIVE}},
            f"special.31.12.2026: found '31.12.2026', wanted {DATE}",
            id="a date in another order",
        ),
        pytest.param(
            {"special": {"2026-12-31": ["13:00-09:00"]}},
            "special.2026-12-31[0]: found '13:00-09:00', wanted an end after the "
            'start; a night is "22:00-24:00" on one day and "00:00-06:00" on the next',
            id="special hours backwards",
        ),
        pytest.param(
            {"special": ["2026-12-31"]},
            "special: found ['2026-12-31'], wanted a table",
            id="special days as a list",
        ),
        pytest.param(
            {"holidays": "Poland"},
            "holidays: found 'Poland', wanted a country such as PL, "
            "or a part of one such as DE-BY",
            id="a country by name",
        ),
    ],
)
def test_a_wrong_calendar_is_refused_by_its_key(
    table: dict[str, object], message: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        read(**{"wed": NINE_TO_FIVE, **table})
    assert str(refused.value) == f"brand.calendar.{message}"


@pytest.mark.parametrize(
    "table", [{}, {"mon": []}, {"special": {"2026-12-31": []}, "holidays": "PL"}]
)
def test_a_desk_that_never_opens_is_refused(table: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match=r"brand.calendar: found no hours, wanted at"):
        read(**table)


def test_a_calendar_without_hours_cannot_be_made_by_hand_either() -> None:
    with pytest.raises(ValueError, match="some hours"):
        Calendar(zone="UTC", week=((),) * 7)


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"^calendar: found \[\], wanted a table$"):
        Calendar.from_table([], key="calendar")


@pytest.mark.parametrize(
    ("day", "spans"),
    [
        pytest.param(date(2025, 11, 10), "08:00-12:00 13:00-16:00", id="a weekday"),
        pytest.param(date(2025, 11, 8), "", id="a day without hours"),
        pytest.param(date(2025, 11, 11), "", id="a holiday"),
        pytest.param(date(2025, 11, 12), "", id="a closed date"),
        pytest.param(date(2025, 11, 13), "09:00-10:00", id="special hours"),
        pytest.param(date(2025, 11, 14), "", id="special without hours"),
        pytest.param(date(2025, 12, 25), "09:00-10:00", id="special on a holiday"),
        pytest.param(date(2025, 11, 16), "09:00-10:00", id="special on a Sunday"),
        pytest.param(date(2025, 11, 19), "09:00-10:00", id="special, closed as well"),
    ],
)
def test_the_hours_of_a_day(day: date, spans: str) -> None:
    short = ["09:00-10:00"]
    special = dict.fromkeys(["2025-11-13", "2025-12-25", "2025-11-16"], short)
    calendar = read(
        **{day: ["08:00-12:00", "13:00-16:00"] for day in WEEKDAYS[:5]},
        holidays="PL",
        closed=["2025-11-12", "2025-11-19"],
        special={**special, "2025-11-14": [], "2025-11-19": short},
    )
    assert " ".join(str(span) for span in hours_on(calendar, day)) == spans


@pytest.mark.parametrize(
    ("table", "hours"),
    [
        pytest.param({"mon": NINE_TO_FIVE}, 8, id="one day"),
        pytest.param({"mon": NINE_TO_FIVE, "sat": ["10:00-14:00"]}, 6, id="the mean"),
        pytest.param(
            {"special": {"2026-12-31": NINE_TO_FIVE}}, 8, id="named dates only"
        ),
    ],
)
def test_a_working_day_is_the_mean_of_open_days(
    table: dict[str, object], hours: int
) -> None:
    assert working_day(read(**table)) == timedelta(hours=hours)


def test_a_desk_that_is_always_open_works_24_hours() -> None:
    assert working_day(Calendar.ALWAYS) == timedelta(hours=24)


@pytest.mark.parametrize(
    ("country", "message"),
    [
        pytest.param("XX", "found 'XX', wanted a country that", id="no such country"),
        pytest.param(
            "DE-ZZ", "found 'DE-ZZ', wanted DE or a part: ", id="no such part"
        ),
        pytest.param("VA-1", "found 'VA-1', wanted VA or a part: no parts", id="none"),
    ],
)
def test_a_country_that_nobody_knows_is_refused(country: str, message: str) -> None:
    with pytest.raises(ConfigError, match=f"^brand.calendar.holidays: {message}"):
        check_country(country)


@pytest.mark.parametrize("country", [None, "PL", "POL", "DE-BY", "US-CA"])
def test_a_country_may_have_parts(country: str | None) -> None:
    check_country(country)


def test_a_part_has_holidays_of_its_own() -> None:
    epiphany = date(2025, 1, 6)
    week: dict[str, object] = dict.fromkeys(WEEKDAYS, NINE_TO_FIVE)
    assert hours_on(read(**week, holidays="DE"), epiphany) != ()
    assert hours_on(read(**week, holidays="DE-BY"), epiphany) == ()


spans = st.lists(
    st.integers(min_value=0, max_value=1440), unique=True, min_size=2, max_size=8
).map(lambda minutes: [Span(*pair) for pair in zip(*[iter(sorted(minutes))] * 2)])  # noqa: B905
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(
    week=st.dictionaries(st.sampled_from(WEEKDAYS), spans, min_size=1),
    closed=st.sets(days, max_size=3),
    special=st.dictionaries(days, spans, max_size=3),
    holidays=st.sampled_from([None, "PL", "DE-BY"]),
)
def test_a_calendar_comes_back_from_its_own_table(
    week: dict[str, list[Span]],
    closed: set[date],
    special: dict[date, list[Span]],
    holidays: str | None,
) -> None:
    calendar = read(
        **{day: [str(span) for span in each] for day, each in week.items()},
        holidays=holidays,
        closed=[day.isoformat() for day in closed],
        special={
            str(day): [str(span) for span in each] for day, each in special.items()
        },
    )
    stored = json.loads(json.dumps(calendar.to_table()))
    assert Calendar.from_table(stored) == calendar


def test_always_open_comes_back_from_its_own_table() -> None:
    assert Calendar.from_table(Calendar.ALWAYS.to_table()) == Calendar.ALWAYS


def test_a_date_may_be_one_of_toml() -> None:
    named = read(mon=NINE_TO_FIVE, closed=["2026-12-24"])
    assert read(mon=NINE_TO_FIVE, closed=[date(2026, 12, 24)]) == named

"""Durations and shares: what is read, what is refused, and what a day is."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.duration import Duration, parse_share
from domain.errors import ConfigError


@pytest.mark.parametrize(
    ("written", "wall"),
    [
        pytest.param("30s", timedelta(seconds=30), id="seconds"),
        pytest.param("5m", timedelta(minutes=5), id="minutes"),
        pytest.param("4h", timedelta(hours=4), id="hours"),
        pytest.param("2d", timedelta(hours=48), id="days on the wall clock"),
    ],
)
def test_a_duration_is_a_number_and_a_unit(written: str, wall: timedelta) -> None:
    assert Duration.parse(written, key="every").wall() == wall


def test_a_day_of_business_time_is_one_working_day() -> None:
    eight = timedelta(hours=8)
    assert Duration.parse("3d", key="x").business(eight) == timedelta(hours=24)
    assert Duration.parse("30h", key="x").business(eight) == timedelta(hours=30)


@given(
    amount=st.integers(min_value=1, max_value=3660), unit=st.sampled_from(list("smhd"))
)
def test_a_duration_is_written_as_it_was_read(amount: int, unit: str) -> None:
    assert str(Duration.parse(f"{amount}{unit}", key="x")) == f"{amount}{unit}"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "4",
        "h",
        "4 h",
        "-4h",
        "1.5h",
        "4H",
        "4w",
        "٤h",
        "4h\n",
        "3661d",
        "0h",
        4,
        None,
    ],
)
def test_what_is_no_duration_is_refused_by_its_key(written: object) -> None:
    with pytest.raises(ConfigError) as refused:
        Duration.parse(written, key="sla.cap")
    wanted = "wanted a number above 0 with s, m, h or d, up to ten years, such as 4h"
    assert str(refused.value) == f"sla.cap: found {written!r}, {wanted}"


def test_no_time_at_all_is_read_where_it_makes_sense() -> None:
    assert Duration.parse("0m", key="x", zero=True).wall() == timedelta()


@pytest.mark.parametrize(
    ("written", "share"), [("75%", 75), ("1%", 1), ("1000%", 1000)]
)
def test_a_share_is_whole_per_cent(written: str, share: int) -> None:
    assert parse_share(written, key="x") == share


@pytest.mark.parametrize("written", ["75", "0%", "1001%", "7.5%", "-1%", 75, None])
def test_what_is_no_share_is_refused(written: object) -> None:
    wanted = r"alerts.nudge: found .*, wanted whole per cent .* such as 75%"
    with pytest.raises(ConfigError, match=wanted):
        parse_share(written, key="alerts.nudge")

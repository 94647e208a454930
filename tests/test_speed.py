"""The statistics: tables worked by hand, a plain reference, and two laws."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from response.speed import (
    Speed,
    Wait,
    answered_by,
    at_risk,
    attainment,
    kaplan_meier_quantile,
    rounded,
    speed,
    within,
)

HOUR = 3_600
# Few different times make many ties; long ones reach the windows of a report.
seconds = st.one_of(st.integers(0, 12), st.integers(0, 100_000))
times = st.lists(seconds, max_size=25)
quantiles = st.one_of(
    st.sampled_from(["0.5", "0.9", "1"]),
    st.fractions(0, 1, max_denominator=30).filter(bool),
)


@st.composite
def one_wait(draw: st.DrawFn) -> Wait:
    wall = draw(seconds)
    business = draw(st.integers(0, wall))
    return Wait(seconds=wall, business_seconds=business, answered=draw(st.booleans()))


waits = st.lists(one_wait(), max_size=25)


@pytest.mark.parametrize(
    ("answered", "open_ages", "q", "quantile"),
    [
        pytest.param([40, 10, 30, 20], [], "0.5", 20, id="half are done, exactly"),
        pytest.param([10, 20, 30, 40], [], "0.9", 40, id="all must be done"),
        pytest.param([10, 20, 30, 40], [], "1", 40, id="the whole"),
        # S(10) = 3/4; the open one of 15 leaves; S(20) = 3/4 * 1/2.
        pytest.param([10, 20], [15, 30], "0.5", 20, id="one drops out between"),
        # S(10) = 2/3, and nobody answered the rest.
        pytest.param([10], [20, 30], "0.5", None, id="never reached"),
        # At 10 two are at risk, so S(10) = 1/2 and stays there.
        pytest.param([10], [10], "0.5", 10, id="a tie: the open one still waits"),
        pytest.param([10], [10], "0.9", None, id="a tie: the open one never ends"),
        # S(10) = 1 * 1/1: the young open one says nothing about 10.
        pytest.param([10], [9], "0.9", 10, id="too young to count"),
        pytest.param(range(1, 10), [99], "0.9", 9, id="a tenth is left, exactly"),
        # 7/8 * 5/7 ... with a float at each step gives 0.5000000000000001 here.
        pytest.param([1, 3, 3, 4, 4, 6, 6, 7], [6, 7], "0.5", 4, id="no float would"),
        pytest.param([0, 0, 5], [], "0.5", 0, id="answered at once"),
        pytest.param([], [5, 6], "0.5", None, id="nobody answered"),
        pytest.param([], [], "0.5", None, id="nobody asked"),
    ],
)
def test_the_quantile_counts_those_who_still_wait(
    answered: list[int], open_ages: list[int], q: str, quantile: int | None
) -> None:
    assert kaplan_meier_quantile(answered, open_ages, q) == quantile


def plain_quantile(
    answered: list[int], open_ages: list[int], q: Fraction
) -> int | None:
    """Do what the definition says, slowly."""
    survival = Fraction(1)
    for time in sorted(set(answered)):
        at_risk = sum(wait >= time for wait in [*answered, *open_ages])
        survival *= 1 - Fraction(answered.count(time), at_risk)
        if survival <= 1 - q:
            return time
    return None


@given(answered=times, open_ages=times, q=quantiles)
def test_the_quantile_is_what_the_definition_says(
    answered: list[int], open_ages: list[int], q: Fraction | str
) -> None:
    plain = plain_quantile(answered, open_ages, Fraction(q))
    assert kaplan_meier_quantile(answered, open_ages, q) == plain


@given(answered=st.lists(st.integers(0, 9), min_size=1, max_size=25), open_ages=times)
def test_the_quantile_is_exact_where_survival_meets_it(
    answered: list[int], open_ages: list[int]
) -> None:
    survival = Fraction(1)
    for time in sorted(set(answered)):
        at_risk = sum(wait >= time for wait in [*answered, *open_ages])
        survival *= 1 - Fraction(answered.count(time), at_risk)
        hair = Fraction(1, 10**12)
        assert kaplan_meier_quantile(answered, open_ages, 1 - survival) == time
        if survival:
            beyond = kaplan_meier_quantile(answered, open_ages, 1 - survival + hair)
            assert beyond is None or beyond > time


@given(
    some=st.lists(one_wait(), max_size=25),
    moments=st.lists(seconds, max_size=6, unique=True).map(sorted),
)
def test_the_curve_is_what_the_definition_says(
    some: list[Wait], moments: list[int]
) -> None:
    answered = [each.seconds for each in some if each.answered]
    open_ages = [each.seconds for each in some if not each.answered]
    for point in answered_by(some, moments):
        survival = Fraction(1)
        for time in sorted(set(answered)):
            if time <= point.seconds:
                left = sum(wait >= time for wait in [*answered, *open_ages])
                survival *= 1 - Fraction(answered.count(time), left)
        assert point.answered == pytest.approx(float(1 - survival), abs=1e-9)
        assert point.at_risk == sum(each.seconds >= point.seconds for each in some)
    assert [each.seconds for each in answered_by(some, moments)] == moments


def test_the_curve_passes_one_half_at_the_median() -> None:
    some = [Wait(seconds=s, business_seconds=s, answered=True) for s in range(1, 5)]
    assert answered_by(some, [1, 2, 9]) == [(1, 0.25, 4), (2, 0.5, 3), (9, 1.0, 0)]


def test_a_hundred_thousand_waits_are_still_exact() -> None:
    # Every second one is open, so no two steps join: the product has 50,000 parts.
    answered, open_ages = list(range(0, 100_000, 2)), list(range(1, 100_001, 2))
    survival = Fraction(1)
    for gone, _ in enumerate(answered[:300]):
        survival *= Fraction(100_000 - 2 * gone - 1, 100_000 - 2 * gone)
    hair = Fraction(1, 10**12)
    assert kaplan_meier_quantile(answered, open_ages, 1 - survival) == answered[299]
    assert (
        kaplan_meier_quantile(answered, open_ages, 1 - survival + hair) == answered[300]
    )
    assert kaplan_meier_quantile(answered, open_ages, Fraction("0.999")) is None


@pytest.mark.parametrize("q", ["0", "1.01", "-0.5"])
def test_a_quantile_that_cannot_be_is_refused(q: str) -> None:
    with pytest.raises(ValueError, match=f"above 0 and at most 1, got {q}$"):
        kaplan_meier_quantile([1], [], q)


@pytest.mark.parametrize(
    ("answered", "open_ages", "share"),
    [
        pytest.param([60, HOUR], [], 1.0, id="to the second"),
        pytest.param([60, HOUR + 1], [], 0.5, id="a second late"),
        pytest.param([60], [HOUR - 1], 1.0, id="a younger open one is left out"),
        pytest.param([60], [HOUR], 0.5, id="an open one that old counts"),
        pytest.param([60, 2 * HOUR, 70], [10, 5 * HOUR], 0.5, id="all sorts"),
        pytest.param([], [HOUR], 0.0, id="nobody answered"),
        pytest.param([], [10], None, id="nothing to say yet"),
    ],
)
def test_within_an_hour_leaves_younger_open_ones_out(
    answered: list[int], open_ages: list[int], share: float | None
) -> None:
    answered, open_ages = sorted(answered), sorted(open_ages)
    assert within(answered, open_ages, HOUR) == share
    counted = len(answered) + sum(age >= HOUR for age in open_ages)
    assert at_risk(answered, open_ages, HOUR) == counted


def test_attainment_counts_overdue_ones_as_missed() -> None:
    assert attainment(3, 1, 2) == 0.5
    assert attainment(0, 0, 2) == 0.0
    assert attainment(0, 0, 0) is None


def test_shares_are_shown_with_four_decimals() -> None:
    assert rounded(2 / 3) == 0.6667
    assert rounded(None) is None


def test_the_figures_are_written_in_the_known_order() -> None:
    some = [
        Wait(seconds=600, business_seconds=60, answered=True),
        Wait(seconds=7_200, business_seconds=900, answered=True),
        Wait(seconds=20_000, business_seconds=1_000, answered=True),
        Wait(seconds=90_000, business_seconds=9_000, answered=False),
        Wait(seconds=10, business_seconds=0, answered=False),
    ]
    # The wait of 10 s drops out first: S(600) = 3/4, S(7200) = 1/2.
    assert json.dumps(speed(some).to_json()) == (
        '{"turns": 5, "answered": 3, "median_s": 7200, "p90_s": null, '
        '"median_of_answered_s": 7200, "within": {"3600": 0.25, "14400": 0.5, '
        '"86400": 0.75}, "business_median_s": 900, '
        '"at_risk": {"3600": 4, "14400": 4, "86400": 4}, "business_p90_s": null}'
    )


def test_the_median_of_the_answered_is_the_lower_of_two() -> None:
    two = [Wait(seconds=s, business_seconds=s, answered=True) for s in (9, 5)]
    assert speed(two).median_of_answered_s == 5


def test_no_waits_give_no_figures() -> None:
    assert speed([]).to_json() == {
        "turns": 0,
        "answered": 0,
        "median_s": None,
        "p90_s": None,
        "median_of_answered_s": None,
        "within": {"3600": None, "14400": None, "86400": None},
        "business_median_s": None,
        "at_risk": {"3600": 0, "14400": 0, "86400": 0},
        "business_p90_s": None,
    }


def improved(before: Speed, after: Speed) -> list[str]:
    """Name the figures that look better after than before; null is never better."""
    better = []
    for name in ("median_s", "p90_s", "business_median_s"):
        was, now = getattr(before, name), getattr(after, name)
        if now is not None and (was is None or now < was):
            better.append(name)
    for window, share in before.within.items():
        now = after.within[window]
        if now is not None and now > (0 if share is None else share):
            better.append(f"within {window}")
    return better


@given(some=waits, asked=one_wait())
def test_law_one_more_who_waits_improves_no_figure(
    some: list[Wait], asked: Wait
) -> None:
    ignored = replace(asked, answered=False)
    assert improved(speed(some), speed([*some, ignored])) == []


@given(some=waits, last=one_wait(), since=seconds, business_since=seconds)
def test_law_taking_the_newest_answer_away_improves_no_figure(
    some: list[Wait], last: Wait, since: int, business_since: int
) -> None:
    answered = replace(last, answered=True)
    waits_on = Wait(
        seconds=last.seconds + since,
        business_seconds=last.business_seconds + business_since,
        answered=False,
    )
    assert improved(speed([*some, answered]), speed([*some, waits_on])) == []


def test_the_laws_would_notice_an_improvement() -> None:
    quick = speed([Wait(seconds=5, business_seconds=5, answered=True)])
    slow = speed([Wait(seconds=9_000, business_seconds=90, answered=True)])
    assert improved(slow, quick) == [
        "median_s",
        "p90_s",
        "business_median_s",
        "within 3600",
    ]

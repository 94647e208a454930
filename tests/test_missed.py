"""How many complaints are missed: the interval, the estimate, and how it is said."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.post import PostKey
from domain.spot_check import Answer, SpotCheck
from response.interval import wilson
from response.missed import (
    ENOUGH,
    estimate,
    missed_headline,
    missed_said,
    percent,
)

TODAY = date(2026, 3, 30)
FIRST = TODAY - timedelta(days=29)
AT = datetime(2026, 3, 30, 9, tzinfo=UTC)


def a_check(number: int, answer: Answer | None = None, *, back: int = 0) -> SpotCheck:
    return SpotCheck(
        day=TODAY - timedelta(days=back),
        key=PostKey("x", str(number)),
        drawn_at=AT,
        engine="vader",
        version="1",
        among=40,
        answer=answer,
    )


def answered(no_reply: int, complaints: int = 0, questions: int = 0) -> list[SpotCheck]:
    """Return so many answered checks, four a day."""
    said = (
        [Answer.NO_REPLY] * no_reply
        + [Answer.COMPLAINT] * complaints
        + [Answer.QUESTION] * questions
    )
    return [a_check(n, each, back=n // 4) for n, each in enumerate(said)]


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # By the formula, worked out by hand to four places.
        pytest.param(0, 20, 0.0, 0.1611, id="none"),
        pytest.param(1, 20, 0.0089, 0.2361, id="one"),
        pytest.param(10, 20, 0.2993, 0.7007, id="half"),
        pytest.param(20, 20, 0.8389, 1.0, id="all"),
        pytest.param(3, 150, 0.0068, 0.0571, id="few of many"),
        pytest.param(0, 0, 0.0, 1.0, id="nothing is known"),
    ],
)
def test_the_interval_is_wilsons(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=0.00006)


def test_more_hits_than_tries_are_refused() -> None:
    with pytest.raises(ValueError, match="found 3 of 2"):
        wilson(3, 2)


@given(st.integers(0, 400), st.integers(0, 400))
def test_an_interval_holds_its_share_and_mirrors(hits: int, others: int) -> None:
    of = hits + others
    low, high = wilson(hits, of)
    assert 0 <= low <= (hits / of if of else low) <= high <= 1
    assert wilson(others, of) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@pytest.mark.parametrize("share", [0.02, 0.06, 0.2])
def test_nineteen_of_twenty_intervals_hold_the_true_share(share: float) -> None:
    chance = random.Random(5)
    held = 0
    for _ in range(1_000):
        low, high = wilson(sum(chance.random() < share for _ in range(100)), 100)
        held += low <= share <= high
    assert 925 <= held <= 985


def test_the_estimate_counts_what_was_said_on_its_days_alone() -> None:
    checks = [
        *answered(30, 2, 3),
        a_check(90),
        replace(a_check(91), skipped_at=AT),
        a_check(92, Answer.COMPLAINT, back=30),
    ]
    found = estimate(checks, since=FIRST, until=TODAY)
    assert (found.drawn, found.checked, found.missed) == (37, 35, 2)
    assert (found.questions, found.skipped) == (3, 1)
    assert found.among == 9 * 40  # each day's posts once, however many were drawn
    assert found.rate == pytest.approx(2 / 35)


def test_of_few_checks_no_share_is_told() -> None:
    found = estimate(answered(ENOUGH - 2, 1), since=FIRST, until=TODAY)
    assert (found.rate, found.interval, found.complaints) == (None, None, None)
    assert missed_headline(found) == "Too few checks yet: 19 of at least 20"
    assert missed_said(found) == "19 posts checked: 1 complaint, 0 questions."
    assert estimate(answered(19, 1), since=FIRST, until=TODAY).enough


def test_the_estimate_is_said_in_words() -> None:
    found = estimate(answered(46, 3, 1), since=FIRST, until=TODAY)
    assert missed_headline(found) == (
        "About 6.0% of posts judged to need no reply are complaints"
    )
    assert missed_said(found) == (
        "50 posts checked: 3 complaints, 1 question."
        " The true share lies between 2.1% and 16% (95% interval)."
        " Of the 520 posts judged so in 30 days that makes about 31 (11 to 84)."
    )


def test_an_estimate_over_a_change_of_the_engine_says_so() -> None:
    checks = answered(30)
    changed = [*checks[:-1], replace(checks[-1], version="2")]
    found = estimate(changed, since=FIRST, until=TODAY)
    assert found.to_json()["engines"] == ["vader 1", "vader 2"]
    assert missed_said(found).endswith(
        " More than one engine, or version of it, judged them."
    )


def test_no_complaint_found_does_not_mean_none() -> None:
    found = estimate(answered(40), since=FIRST, until=TODAY)
    assert missed_headline(found) == "No missed complaint in 40 checks"
    assert "Up to 8.8% may be complaints all the same (95% interval)." in (
        missed_said(found)
    )
    nothing = estimate([], since=FIRST, until=TODAY)
    assert (missed_headline(nothing), missed_said(nothing)) == (
        "No spot check yet",
        "",
    )


def test_what_was_found_is_there_for_certain() -> None:
    day = [replace(each, day=TODAY, among=30) for each in answered(10, 20)]
    found = estimate(day, since=FIRST, until=TODAY)
    assert found.complaints == (20, 20, 20)  # all 30 were looked at


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_numbers_stand_in_order(no_reply: int, complaints: int) -> None:
    found = estimate(answered(no_reply, complaints), since=FIRST, until=TODAY)
    if found.complaints is None:
        assert no_reply + complaints < ENOUGH
        return
    about, low, high = found.complaints
    assert complaints <= low <= about <= high <= found.among - no_reply


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0, "0%"), (0.004, "0.4%"), (0.0994, "9.9%"), (0.0996, "10%"), (1.0, "100%")],
)
def test_small_shares_have_a_decimal(share: float, said: str) -> None:
    assert percent(share) == said


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({}, None),
        ({"ours": False}, None),
        ({"complaint": None, "needs_reply": None}, None),
        ({"complaint": True}, Answer.COMPLAINT),
        ({"complaint": True, "needs_reply": False}, Answer.COMPLAINT),
        ({"needs_reply": True}, Answer.QUESTION),
        ({"complaint": False, "needs_reply": True}, Answer.QUESTION),
        ({"complaint": False}, Answer.NO_REPLY),
        ({"needs_reply": False}, Answer.NO_REPLY),
    ],
)
def test_any_word_of_a_person_is_an_answer(
    said: dict[str, object], answer: Answer | None
) -> None:
    assert Answer.of(said) is answer


@pytest.mark.parametrize("answer", Answer)
def test_an_answer_is_read_as_it_was_written(answer: Answer) -> None:
    assert Answer.of(answer.detail) is answer

"""Spot checks on the screen: one post at a time, its buttons, and what they tell."""

from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from domain.judging import Judging
from domain.post import PostKey
from domain.spot_check import Answer
from services import spot_checks
from services.apply import apply
from services.queue import queue
from services.spot_draw import draw_all
from store import Store, brands
from tests.desk import NOW, acme, keep, open_acme
from tests.made import ACME_FILE, a_post
from tests.pages import a_desk, markup, opened, part

YESTERDAY = NOW - timedelta(days=1)
STRANGER = "acme **opens** at <b>ten</b>"
ANSWERS = ["Needs no reply", "A complaint", "A question", "Skip"]


@pytest.fixture
def shop(sqlite_store: Store) -> Store:
    """A store with two posts of yesterday to look at today."""
    open_acme(sqlite_store)
    keep(
        sqlite_store,
        [
            a_post(each, YESTERDAY, f"an {each}", text=STRANGER, needs_reply=None)
            for each in ("1", "2")
        ],
    )
    draw_all(sqlite_store, now=NOW)
    return sqlite_store


def press(page: AppTest, label: str) -> AppTest:
    next(each for each in page.button if each.label == label).click().run()
    assert not page.exception
    return page


def labels(page: AppTest) -> list[str]:
    return [each.label for each in page.button]


def waiting(store: Store) -> int:
    with store.reading() as session:
        (brand,) = brands.load(session)
        return queue(session, brand, now=NOW).waiting


def test_a_post_is_shown_as_it_is_and_asked_about(shop: Store) -> None:
    page = opened("spot_checks", a_desk(shop))
    told = part(page, "post")
    assert (told["text"], told["where"]) == (STRANGER, "X · Tue 31 Mar, 12:00")
    assert labels(page) == ANSWERS
    said = markup(page)
    assert "1 of 2 today" in said
    assert "opens" not in said
    assert page.subheader[0].value == "Too few checks yet: 0 of at least 20"


def test_a_day_is_done_and_the_last_word_taken_back(shop: Store) -> None:
    page = opened("spot_checks", a_desk(shop))
    press(page, "A complaint")
    assert "2 of 2 today" in markup(page)
    assert page.toast[0].value == "Now in the Inbox"
    assert waiting(shop) == 1
    press(page, "Undo: a complaint")
    assert "1 of 2 today" in markup(page)
    assert (waiting(shop), labels(page)) == (0, ANSWERS)
    press(page, "Skip")
    press(page, "Needs no reply")
    assert "Done for today" in markup(page)
    assert "1 post checked: 0 complaints, 0 questions." in markup(page)
    assert labels(page) == ["Undo: needs no reply"]


def test_who_comes_late_is_told(shop: Store) -> None:
    page = opened("spot_checks", a_desk(shop))
    for key in (PostKey("x", each) for each in "12"):
        spot_checks.answer(shop, acme(shop), key, Answer.NO_REPLY, at=NOW)
    press(page, "A complaint")
    assert page.error[0].value == "Not kept: somebody else was faster."
    assert waiting(shop) == 0


def test_what_was_left_over_is_asked_after_todays(shop: Store) -> None:
    later = replace(a_desk(shop), clock=lambda: NOW + timedelta(days=1))
    page = opened("spot_checks", later)
    assert "2 left of the days before" in markup(page)
    assert labels(page) == ANSWERS
    week = replace(later, clock=lambda: NOW + timedelta(days=7))
    assert "Nothing to look at today" in markup(opened("spot_checks", week))


def test_spot_checks_can_be_switched_off(sqlite_store: Store) -> None:
    off = replace(ACME_FILE, judging=Judging(spot_checks=0))
    apply(sqlite_store, [off], now=NOW)
    page = opened("spot_checks", a_desk(sqlite_store))
    assert "Spot checks are switched off" in markup(page)
    assert page.subheader[0].value == "No spot check yet"


def test_without_a_brand_it_says_what_to_do(sqlite_store: Store) -> None:
    page = opened("spot_checks", a_desk(sqlite_store))
    assert page.subheader[0].value == "No brand is watched yet"

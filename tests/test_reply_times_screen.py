"""Reply times: the figures as they are said, and the screen as it is drawn."""

from datetime import datetime, timedelta

import pytest

from app.wiring import Desk
from domain.case import CaseKey, TurnKind
from domain.post import PostKey
from screens import reply_figures, reply_times
from screens.reply_figures import (
    BARS,
    Range,
    ageing,
    by_network,
    in_target,
    since,
    span,
)
from services.queue import queue
from services.reply_times import By
from services.reply_times import reply_times as report
from store import Store, brands
from store.brands import StoredBrand
from store.cases import Waiting
from tests.desk import NOW, acme, keep, open_acme
from tests.made import ACME, a_post, at, ours
from tests.pages import a_desk, filled, markup, opened, shop

__all__ = ["filled", "shop"]


def waits(
    hours: float, *, due: datetime | None = None, history: bool = False
) -> Waiting:
    """Make somebody who has waited for so many hours at NOW."""
    return Waiting(
        key=CaseKey("Acme", "x", "1", "ania"),
        number=1,
        start=PostKey("x", "1"),
        history=history,
        critical=False,
        due_at=due,
        started_at=NOW - timedelta(hours=hours),
        assignee=None,
        kind=TurnKind.COMPLAINT,
    )


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
    bars = ageing([waits(hours)], now=NOW, history=False)
    assert [each.waiting for each in bars] == [int(n == bar) for n in range(len(BARS))]


def test_overdue_stands_apart_and_history_is_never_overdue() -> None:
    told = [
        waits(2, due=NOW),
        waits(2, due=NOW + timedelta(seconds=1)),
        waits(2),
        waits(2, due=NOW, history=True),
    ]
    assert ageing(told, now=NOW, history=False)[1][1:] == (3, 1)
    assert ageing(told, now=NOW, history=True)[1][1:] == (4, 1)


@pytest.mark.parametrize(
    ("range_", "days"),
    [
        pytest.param(Range.WEEK, 7, id="week"),
        pytest.param(Range.MONTH, 30, id="month"),
        pytest.param(Range.ALL, None, id="all"),
    ],
)
def test_a_range_ends_now(range_: Range, days: int | None) -> None:
    assert since(range_, NOW) == (NOW - timedelta(days=days) if days else None)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        pytest.param(0, "0 s", id="at once"),
        pytest.param(2_520, "42 min", id="minutes"),
        pytest.param(11_100, "3 h 05 min", id="hours"),
        pytest.param(187_200, "2 d 4 h", id="days"),
        pytest.param(None, "not yet", id="never reached"),
    ],
)
def test_a_span_is_said_as_a_person_would(seconds: int | None, said: str) -> None:
    assert span(seconds) == said


@pytest.fixture
def told(sqlite_store: Store) -> Store:
    """Acme with one answered late, one in time, one waiting, and one of history."""
    open_acme(sqlite_store)
    keep(
        sqlite_store,
        [
            a_post("1", "10:00", seen="10:12", complaint=True),
            ours("r1", "13:30", reply_to="1"),
            a_post("2", "10:00", "bea", complaint=True),
            ours("r2", "10:40", reply_to="2"),
            a_post("3", "14:00", "cem", network="reddit", complaint=True),
            a_post("4", "09:00", "dan", complaint=True, backfilled=True),
        ],
    )
    return sqlite_store


def test_one_row_a_network_the_busiest_first(told: Store) -> None:
    with told.reading() as session:
        (brand,) = brands.load(session)
        found = report(session, brand, now=NOW, by=By.NETWORK)
    assert by_network(found.groups) == [
        {
            "Network": "X",
            "Turns": "2",
            "Answered": "2",
            "Waiting": "0",
            "Median": "40 min",
            "90% within": "3 h 30 min",
            "In target": "50%",
        },
        {
            "Network": "Reddit",
            "Turns": "1",
            "Answered": "0",
            "Waiting": "1",
            "Median": "not yet",
            "90% within": "not yet",
            "In target": "0%",
        },
    ]
    assert in_target(found.figures) == (1, 3)


def test_the_turns_say_how_much_of_the_wait_was_before_we_saw_it(told: Store) -> None:
    with told.reading() as session:
        (brand,) = brands.load(session)
        found = report(session, brand, now=NOW)
    rows = reply_figures.turns(found.rows, {}, ACME)
    assert [row["Customer"] for row in rows] == ["cem", "bea", "ania"]
    assert rows[-1] == {
        "Started": "2026-03-24 10:00",
        "Network": "X",
        "Customer": "ania",
        "Waited": "3 h 30 min",
        "Of it before we saw it": "12 min",
        "State": "Answered late",
    }


def test_the_screen_shows_the_figures_of_the_report(told: Store) -> None:
    page = opened("reply_times", a_desk(told))
    assert [(each.label, each.value) for each in page.metric] == [
        ("Within 1 h", "33%"),
        ("4 h", "67%"),
        ("24 h", "67%"),
        ("Median first reply", "3 h 30 min"),
        ("Answered in target", "33%"),
        ("Waiting now", "1"),
    ]
    said = markup(page)
    assert "Customers who still wait count in every figure" in said
    assert "more than one in ten still without an answer" in said
    assert "median of the answered alone: 40 min" in said
    assert "1 of 3 turns that were due" in said
    assert ":red[1 overdue]" in said


def test_history_counts_when_it_is_asked_for(told: Store) -> None:
    page = opened("reply_times", a_desk(told))
    page.toggle(key="history").set_value(True).run()
    assert not page.exception
    assert {each.label: each.value for each in page.metric}["Waiting now"] == "2"
    assert len(page.dataframe[1].value) == 4


def test_who_waits_now_is_said_whatever_the_range(told: Store) -> None:
    page = opened("reply_times", a_desk(told))
    page.segmented_control(key="range").set_value(Range.WEEK).run()
    assert not page.exception
    assert page.info[0].value == "Nobody needed an answer in this time."
    assert "Nobody is waiting" not in markup(page)
    keep(told, [a_post("5", NOW - timedelta(hours=5), "eva", complaint=True)])
    page.run()
    assert {each.label: each.value for each in page.metric}["Waiting now"] == "2"
    assert len(page.dataframe[1].value) == 1


def test_the_figures_of_the_example_are_those_of_the_command(shop: Desk) -> None:
    with shop.store.reading() as session:
        (brand,) = brands.load(session)
        told = report(session, brand, now=NOW, since=since(Range.MONTH, NOW))
        waiting = queue(session, brand, now=NOW).waiting
    page = opened("reply_times", shop)
    shown = {each.label: each.value for each in page.metric}
    assert shown["Median first reply"] == span(told.figures.first_reply.median_s)
    assert shown["Waiting now"] == f"{waiting}"
    listed = page.dataframe[1].value
    assert len(listed) == told.figures.turns
    assert not set(listed["Customer"]) & {row.told.key.customer for row in told.rows}


def test_a_screen_with_nobody_says_so(sqlite_store: Store) -> None:
    open_acme(sqlite_store)
    page = opened("reply_times", a_desk(sqlite_store))
    assert page.info[0].value == "Nobody needed an answer in this time."
    assert not page.metric


def test_all_read_is_of_the_chosen_brand(told: Store) -> None:
    watch = acme(told)
    brand = StoredBrand(watch.id, watch.record)
    page = reply_times.read(a_desk(told), brand, Range.ALL, history=False)
    assert (page.waiting, page.overdue) == (1, 1)
    assert {each.name for each in page.authors.values() if each} == {None}
    assert at("10:00") == page.told.rows[0].told.turn.started_at

"""Reply times as a screen: the report's figures, choices, and what is behind them."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from app.wiring import Desk
from domain.case import CaseKey
from domain.coverage import SpanState
from domain.event import EventKind
from domain.source import Family, Stream
from domain.wording import share, span
from screens import reply_times_list
from screens.reply_figures import ageing, headline
from screens.reply_times_list import AGE, ALL, CHOICE, Choice, behind, written
from screens.reply_times_read import Page, every_row, groups, newest_rows, read
from screens.reply_times_window import Range, Window
from services.act import act
from services.days import fill
from services.export import CASE_COLUMNS, Format
from services.groups import By
from services.queue import queue
from services.reply_times import reply_times as report
from store import Store, brands, coverage
from store.brands import StoredBrand
from tests.desk import NOW, acme, keep, open_acme
from tests.made import a_post, at, ours
from tests.pages import a_desk, filled, markup, opened, part, shop

__all__ = ["filled", "shop"]


@pytest.fixture
def told(sqlite_store: Store) -> Store:
    """Acme with one answered late, one in time, one waiting, and one of history."""
    open_acme(sqlite_store)
    keep(
        sqlite_store,
        [
            a_post("1", "10:00", seen="10:12", complaint=True),
            a_post("1b", "13:00", reply_to="1", thread="1"),
            ours("r1", "13:30", reply_to="1"),
            ours("r1b", "15:00", reply_to="1"),
            a_post("2", "10:00", "bea", complaint=True),
            ours("r2", "10:40", reply_to="2"),
            a_post("3", "14:00", "cem", network="reddit", complaint=True),
            a_post("4", "09:00", "dan", complaint=True, backfilled=True),
        ],
    )
    return sqlite_store


def page_of(
    store: Store, window: Window | None = None, *, topics: bool = False
) -> Page:
    """Read what the screen shows of Acme, by default all there is."""
    watch = acme(store)
    brand = StoredBrand(watch.id, watch.record)
    return read(a_desk(store), brand, window or Window(), topics=topics)


def metrics(page: AppTest) -> dict[str, str]:
    return {each.label: each.value for each in page.metric}


def shown(page: AppTest) -> list[dict[str, Any]]:
    """Return the turns that are listed."""
    lines: list[dict[str, Any]] = part(page, "turns")["lines"]
    return lines


def table(page: AppTest) -> list[dict[str, Any]]:
    """Return the lines of the table of groups, which stands below that of kinds."""
    found = [each.proto for each in page.get("bidi_component")]
    told = [each for each in found if each.component_name == "earshot_groups"]
    lines: list[dict[str, Any]] = json.loads(told[-1].json)["lines"]
    return lines


def pick(page: AppTest, kind: str, name: str) -> AppTest:
    """Choose a group, as a click in a chart does, and draw."""
    page.session_state[CHOICE] = Choice(kind, name)
    page.run()
    assert not page.exception
    return page


def test_the_screen_shows_the_figures_of_the_report(told: Store) -> None:
    page = opened("reply_times", a_desk(told))
    assert metrics(page) == {
        "Within 1 h": "33%",
        "Within 4 h": "67%",
        "Within 24 h": "67%",
        "Half within": "3 h 30 min",
        "9 in 10 within": "not yet",
        "In target": "33%",
        "Waiting": "1",
    }
    assert page.subheader[0].value == (
        "Half of those who wrote waited 3 h 30 min or longer; 1 still waits."
    )
    said = markup(page)
    assert said.count("of 3 due") == 3 + 1
    assert "3 h 30 min in open hours" in said
    assert "not yet in open hours" in said
    assert "Half of the answered alone: 40 min" in said
    assert "1 of 3 due" in said
    assert ":red[1 overdue]" in said


def test_the_scenario_is_12_min_and_3_h_18_of_3_h_30(told: Store) -> None:
    line = shown(opened("reply_times", a_desk(told)))[-1]
    assert (line["name"], line["wait"]) == ("ania", "3 h 30 min")
    assert line["parts"] == "12 min until seen + 3 h 18 min with us"
    assert line["open"] == "3 h 30 min in open hours"
    assert line["lag"] == 5.7
    (row,) = csv.DictReader(io.StringIO(written(_ania(told), Format.CSV).decode()))
    parts = (row["collector_lag_s"], row["team_s"], row["wait_s"])
    assert parts == ("720", "11880", "12600")


def _ania(store: Store) -> list[Any]:
    return [
        each for each in page_of(store).told.rows if each.told.key.customer == "ania"
    ]


def test_history_counts_when_it_is_asked_for(told: Store) -> None:
    page = opened("reply_times", a_desk(told))
    page.toggle(key="history").set_value(True).run()
    assert not page.exception
    assert metrics(page)["Waiting"] == "2"
    assert len(shown(page)) == 4


def test_who_waits_is_said_whatever_the_range(told: Store) -> None:
    page = opened("reply_times", a_desk(told))
    page.segmented_control(key="range").set_value(Range.WEEK).run()
    assert not page.exception
    assert page.subheader[0].value == "Nobody needed an answer in this time."
    assert not page.metric
    bars = part(page, "ageing")["bars"]
    assert [each["waiting"] for each in bars] == ["0", "0", "0", "0", "1"]
    # A new post is seen at the next look, whatever was kept of the last one.
    keep(told, [a_post("5", NOW - timedelta(hours=5), "eva", complaint=True)])
    page.run()
    assert metrics(page)["Waiting"] == "2"
    assert [each["name"] for each in shown(page)] == ["eva"]


def test_the_figures_of_the_example_are_those_of_the_command(shop: Desk) -> None:
    page = opened("reply_times", shop)
    window = Window(since=datetime(2026, 3, 2, 23, tzinfo=UTC))
    with shop.store.reading() as session:
        (brand,) = brands.load(session)
        found = report(session, brand, now=NOW, since=window.since)
        waiting = queue(session, brand, now=NOW).waiting
    first = found.figures.first_reply
    assert metrics(page)["Half within"] == span(first.median_s)
    assert metrics(page)["Within 4 h"] == share(first.within[14_400])
    assert metrics(page)["Waiting"] == f"{waiting}"
    assert page.subheader[0].value == headline(found.figures)
    assert part(page, "turns")["count"] == f"{found.figures.turns} waits"
    names = {each["name"] for each in shown(page)}
    assert not names & {row.told.key.customer for row in found.rows}


def test_a_screen_with_nobody_says_so(sqlite_store: Store) -> None:
    open_acme(sqlite_store)
    page = opened("reply_times", a_desk(sqlite_store))
    assert page.subheader[0].value == "Nobody needed an answer in this time."
    assert "No source was read in this time" in markup(page)
    assert not page.metric
    assert not page.get("bidi_component")


@pytest.mark.parametrize(
    ("kind", "name", "title", "who"),
    [
        pytest.param("network", "x", "X", ["bea", "ania"], id="a network"),
        pytest.param("person", "nobody yet", "Nobody yet", ["cem"], id="nobody"),
        pytest.param(
            "hour", "Tue 10", "Tue 10:00 to 11:00", ["bea", "ania"], id="hour"
        ),
        pytest.param("day", "2026-03-24", "Tue 24 Mar 2026", None, id="a day"),
        pytest.param("week", "2026-W13", "Week of Mon 23 Mar 2026", None, id="a week"),
        pytest.param(AGE, "over 3 days", "Waiting over 3 days", ["cem"], id="an age"),
        pytest.param("network", "rss", ALL, None, id="nothing in it"),
        pytest.param(AGE, "under 1 h", ALL, None, id="an age of nobody"),
    ],
)
def test_what_is_chosen_lists_its_turns(
    told: Store, kind: str, name: str, title: str, who: list[str] | None
) -> None:
    page = pick(opened("reply_times", a_desk(told)), kind, name)
    found = part(page, "turns")
    assert found["title"] == title
    names = [each["name"] for each in found["lines"]]
    assert sorted(names) == sorted(who or ["ania", "bea", "cem"])
    assert found["clear"] == ("" if title == ALL else "Show all")


def test_a_topic_is_read_only_when_it_is_asked_for(told: Store) -> None:
    post = a_post("6", NOW - timedelta(hours=2), "fay", complaint=True)
    keep(told, [replace(post, topic="late parcel")])
    page = opened("reply_times", a_desk(told))
    page.segmented_control(key="split").set_value("By topic").run()
    assert [each["name"] for each in table(page)] == ["delivery", "late parcel"]
    page = pick(page, "topic", "late parcel")
    page.segmented_control(key="split").set_value("By network").run()
    assert [each["name"] for each in shown(page)] == ["fay"]


def test_the_longest_wait_comes_first_when_asked_for(told: Store) -> None:
    page = opened("reply_times", a_desk(told))
    assert [each["name"] for each in shown(page)] == ["cem", "bea", "ania"]
    page.segmented_control(key="order").set_value("Longest").run()
    assert [each["name"] for each in shown(page)] == ["cem", "ania", "bea"]


def test_a_second_click_lets_go(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, Any] = {"heat": _Clicked("Mon 09")}
    monkeypatch.setattr(streamlit, "session_state", state)
    reply_times_list.choose("hour", "heat")
    assert reply_times_list.choice() == Choice("hour", "Mon 09")
    assert reply_times_list.name_chosen("hour") == "Mon 09"
    assert reply_times_list.name_chosen("day") is None
    reply_times_list.choose("hour", "heat")
    assert reply_times_list.choice() is None
    state["heat"] = _Clicked(None)
    reply_times_list.choose("hour", "heat")
    assert reply_times_list.choice() is None


class _Clicked:
    def __init__(self, key: str | None) -> None:
        self.choose = key


def test_every_group_has_the_rows_it_counts(told: Store) -> None:
    page = page_of(told, Window(history=True), topics=True)
    for by in By:
        for name, figures in groups(page, by).items():
            found = behind(a_desk(told), page, (), Choice(by, name))
            counted = [row for row in found.rows() if not row.told.turn.void]
            assert (found.choice, len(counted)) == (Choice(by, name), figures.turns)
            assert found.total == figures.turns


def test_every_age_has_those_it_counts(told: Store) -> None:
    page = page_of(told)
    bars = ageing(page.waiting, now=NOW)
    for bar in bars:
        found = behind(a_desk(told), page, bars, Choice(AGE, bar.label))
        assert tuple(found.waiting) == bar.waiting


def test_as_of_shows_things_as_they_stood(told: Store) -> None:
    page = opened("reply_times", a_desk(told))
    stood = datetime(2026, 3, 24, 13)
    page.datetime_input(key="as_of").set_value(stood).run()
    assert not page.exception
    assert metrics(page)["Waiting"] == "1"
    assert {each["name"]: each["wait"] for each in shown(page)} == {
        "ania": "3 h 00 min",
        "bea": "40 min",
    }
    assert "as it stood on Tue 24 Mar, 13:00" in markup(page)


def test_days_of_ones_own_are_looked_at(told: Store) -> None:
    page = opened("reply_times", a_desk(told))
    page.segmented_control(key="range").set_value(Range.CUSTOM).run()
    tuesday = date(2026, 3, 24)
    page.date_input(key="days").set_value((tuesday, tuesday)).run()
    assert not page.exception
    assert len(shown(page)) == 3
    wednesday = tuesday + timedelta(days=1)
    page.date_input(key="days").set_value((wednesday, wednesday)).run()
    assert page.subheader[0].value == "Nobody needed an answer in this time."


def test_blind_time_is_said_wherever_its_figures_stand(told: Store) -> None:
    stream = Stream(network="reddit", family=Family.SEARCH, query="acme")
    with told.begin() as session:
        coverage.failed(
            session,
            "reddit",
            stream.id,
            SpanState.FAILED,
            "unavailable",
            since=at("14:05"),
            now=at("14:40"),
        )
    page = opened("reply_times", a_desk(told))
    said = "Reddit was blind Tue 24 Mar, 14:05\u201314:40"
    assert page.text[0].value == said
    assert "may be missing from every figure" in markup(page)
    assert {each["name"]: each["blind"] for each in table(page)} == {
        "X": "",
        "Reddit": said,
    }
    columns = part(page, "trend")["columns"]
    assert [each["key"] for each in columns if each["blind"]] == ["2026-03-24"]


def test_the_downloads_hold_the_rows_that_are_listed(told: Store) -> None:
    rows = page_of(told).told.rows
    found = list(csv.reader(io.StringIO(written(rows, Format.CSV).decode())))
    assert found[0] == list(CASE_COLUMNS)
    assert [row[3] for row in found[1:]] == ["ania", "bea", "cem"]
    assert written(rows, Format.XLSX)[:2] == b"PK"


def test_a_reading_is_kept_until_something_changes(told: Store) -> None:
    page = page_of(told)
    assert page_of(told) is page
    assert groups(page, By.HOUR) is groups(page_of(told), By.HOUR)
    assert page_of(told, Window(history=True)) is not page
    keep(told, [a_post("5", NOW - timedelta(hours=5), "eva", complaint=True)])
    later = page_of(told)
    assert len(later.told.rows) == len(page.told.rows) + 1
    ania = CaseKey("Acme", "x", "1", "ania")
    act(told, acme(told), ania, EventKind.RESOLVED, at=NOW, by="marta")
    assert page_of(told).told.figures.resolution.answered == 1


def test_the_screen_is_the_same_once_days_are_laid_out(told: Store) -> None:
    def seen() -> Any:
        streamlit.cache_resource.clear()
        page = opened("reply_times", a_desk(told))
        drawn = [each.proto for each in page.get("bidi_component")]
        yield [(each.component_name, json.loads(each.json)) for each in drawn]
        yield metrics(page), page.subheader[0].value, markup(page)
        page.segmented_control(key="order").set_value("Longest").run()
        yield shown(page)
        yield shown(pick(page, "network", "x"))

    before = [*seen()]
    watch = acme(told)
    assert fill(told, StoredBrand(watch.id, watch.record), now=NOW) > 0
    assert page_of(told, Window(since=at("10:00"))).laid is not None
    assert [*seen()] == before
    page = page_of(told)
    assert len(newest_rows(a_desk(told), page, 1)) == 1
    assert newest_rows(a_desk(told), page, 3) == every_row(a_desk(told), page)

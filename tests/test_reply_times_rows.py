"""The rows of Reply times as they are laid out: groups and single turns."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.case import ReplyKind, TurnState, Where
from screens.reply_times_rows import (
    GROUP_HEADS,
    KIND_HEADS,
    MOST_GROUPS,
    PROMISE_HEADS,
    called,
    group_lines,
    kind_lines,
    left_out,
    open_line,
    promise_lines,
    turn_line,
    way,
)
from services.groups import By
from services.rows import Row
from store.posts import StoredPost
from tests.desk import NOW
from tests.made import ACME, a_post, at
from tests.waited import POLISH, a_row, figures, still, waits

NONE = dict.fromkeys(("met", "met_late", "overdue", "running", "waived"), 0)


@pytest.mark.parametrize(
    ("name", "by", "said"),
    [
        pytest.param("x", By.NETWORK, "X", id="network"),
        pytest.param(
            "native, person unknown", By.PERSON, "Native, person unknown", id="unknown"
        ),
        pytest.param("zosia", By.PERSON, "zosia", id="a person"),
        pytest.param("no topic", By.TOPIC, "No topic", id="no topic"),
        pytest.param("Sun 23", By.HOUR, "Sun 23:00 to 24:00", id="an hour"),
        pytest.param("2026-11-09", By.DAY, "Mon 9 Nov 2026", id="a day"),
        pytest.param("2026-W01", By.WEEK, "Week of Mon 29 Dec 2025", id="a week"),
    ],
)
def test_a_group_is_called_by_name(name: str, by: By, said: str) -> None:
    assert called(name, by) == said


def test_a_table_has_one_line_a_group_the_busiest_first() -> None:
    lines = group_lines(
        {
            "reddit": figures(waits(still=[90_000]), sla={"overdue": 1}),
            "x": figures(waits(2_400, 12_600), sla={"met": 1, "met_late": 1}),
            "rss": figures(waits()),
        },
        By.NETWORK,
        blind={"reddit": "Reddit was blind"},
        chosen="x",
    )
    assert [each["name"] for each in lines] == ["X", "Reddit"]
    assert [each["chosen"] for each in lines] == [True, False]
    assert [each["blind"] for each in lines] == ["", "Reddit was blind"]
    texts = [[cell["text"] for cell in each["cells"]] for each in lines]
    assert texts == [
        [
            "2", "0", "50%", "100%", "100%", "40 min", "20 min", "3 h 30 min",
            "1 h 45 min", "50%",
        ],
        ["1", "1", "0%", "0%", "0%", *["not yet"] * 4, "0%"],
    ]  # fmt: skip
    assert lines[0]["cells"][2]["small"] == "of 2 due"
    assert lines[1]["cells"][-1]["title"] == "0 of 1 that were due"
    assert all(len(each["cells"]) + 1 == len(GROUP_HEADS) for each in lines)


def test_groups_beyond_the_limit_are_counted() -> None:
    many = {f"{n}": figures(waits(60)) for n in range(MOST_GROUPS + 3)}
    assert len(group_lines(many, By.TOPIC)) == MOST_GROUPS
    assert left_out(many) == "And 3 more."
    assert left_out({}) == ""


def test_kinds_of_answers_nobody_waited_for_are_left_out() -> None:
    lines = kind_lines(figures(waits(60, still=[90])))
    assert [each["name"] for each in lines] == [
        "First answer",
        "An answer that settles",
    ]
    texts = [cell["text"] for cell in lines[0]["cells"]]
    assert texts[0] == "2"
    assert texts[-1] == "1 min"
    assert all(len(each["cells"]) + 1 == len(KIND_HEADS) for each in lines)


def test_each_promise_that_was_made_says_what_became_of_it() -> None:
    told = figures(
        waits(60),
        sla_by={
            "first_reply": NONE | {"met": 3, "met_late": 1, "overdue": 2},
            "resolution": NONE | {"running": 4, "waived": 1},
        },
    )
    lines = promise_lines(told)
    assert [each["name"] for each in lines] == ["First answer", "Closed"]
    texts = [[cell["text"] for cell in each["cells"]] for each in lines]
    assert texts == [["50%", "3", "1", "2", "0", "0"], ["-", "0", "0", "0", "4", "1"]]
    assert [each["cells"][3]["kind"] for each in lines] == ["number waits", "number"]
    assert all(len(each["cells"]) + 1 == len(PROMISE_HEADS) for each in lines)


@pytest.mark.parametrize(
    ("row", "chips", "by"),
    [
        pytest.param(
            a_row(timedelta(hours=1), state=TurnState.MET_LATE, person="zosia"),
            ["Answered late"],
            "by zosia",
            id="a person",
        ),
        pytest.param(
            a_row(timedelta(hours=1), kind=ReplyKind.HOLDING, number=2),
            ["Answered in time", "wait 2"],
            "by native, person unknown, holding answer",
            id="holding, second turn",
        ),
        pytest.param(
            a_row(timedelta(hours=1), where=Where.OFF_PLATFORM),
            ["Answered in time"],
            "Elsewhere",
            id="elsewhere",
        ),
        pytest.param(
            a_row(
                timedelta(hours=2),
                answered=False,
                seen=timedelta(minutes=61),
                state=TurnState.OVERDUE,
                withdrawn_at=at("11:00"),
            ),
            ["Waiting, overdue", "found late", "answer withdrawn"],
            "",
            id="found late, withdrawn",
        ),
        pytest.param(
            a_row(timedelta(), backfilled=True),
            ["Answered in time", "archive"],
            "by native, person unknown",
            id="archive",
        ),
    ],
)
def test_a_turn_is_laid_out(row: Row, chips: list[str], by: str) -> None:
    line = turn_line(row, None, ACME)
    assert [each["text"] for each in line["chips"]] == chips
    assert line["by"] == by
    assert (line["name"], line["text"]) == ("ania", "")
    assert line["post"] == {"url": "https://x.example/1", "label": "Post on X"}
    assert (line["reply"] is None) == (row.told.turn.reply is None)


def test_what_is_gone_is_not_shown_nor_led_to() -> None:
    post = replace(a_post("1", "10:00", deleted="11:00"), text="gone by now")
    found = StoredPost(replace(post, state=type(post.state)("deleted")), "1", "h")
    line = turn_line(a_row(timedelta(hours=1)), found, ACME)
    assert (line["text"], line["post"]) == ("", None)
    assert open_line(still(2), found, ACME, now=NOW)["post"] is None


def test_who_waits_is_laid_out_with_the_deadline() -> None:
    url = "https://x.example/1"
    found = StoredPost(replace(a_post("1", "10:00"), url=url), "1", "h")
    line = open_line(still(2, due=NOW), found, POLISH, now=NOW)
    assert (line["wait"], line["parts"]) == ("2 h 00 min", "due Wed 1 Apr, 14:00")
    assert line["chips"] == [{"tone": "red", "text": "Waiting, overdue"}]
    assert line["post"] == {"url": url, "label": "Post on X"}
    line = open_line(still(-1), None, POLISH, now=NOW)
    assert (line["wait"], line["parts"]) == ("0 s", "no target")
    assert line["chips"][0]["text"] == "Waiting, no target"


@pytest.mark.parametrize("url", [None, "", "http://x.example", "javascript:alert(1)"])
def test_only_what_is_safe_is_a_way_out(url: str | None) -> None:
    assert way(url, "Post on", "x") is None

"""The Inbox's list and case as plain values: what is shown, in which words."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.brand import BrandRecord
from domain.case import CaseKey
from domain.post import Author, Post
from screens import words
from screens.inbox_pane import following
from screens.inbox_rows import (
    LIMIT,
    Asked,
    Board,
    View,
    board,
    empty,
    lines,
    more,
    sifted,
)
from services.apply import apply
from services.queue import HISTORY, QueueRow
from store import Store, brands
from store.brands import StoredBrand
from tests.desk import NOW, keep, open_acme
from tests.made import ACME, ACME_FILE, DAY, a_post, at


def a_row(post: Post | None = None, **told: Any) -> QueueRow:
    """Make a row of the queue; by default a running complaint on X."""
    post = post or a_post("1", "10:00")
    customer = post.author.id if post.author else "gone"
    return QueueRow(
        **{
            "key": CaseKey("Acme", post.network, post.id, customer),
            "post": post,
            "waited": timedelta(hours=1),
            "due_at": at("11:00"),
            "state": "running",
            "critical": False,
            "priority": 0.5,
            "complaint": 1.0,
            "sentiment": "negative",
            **told,
        }
    )


def a_board(*rows: QueueRow, waiting: int | None = None) -> Board:
    known = [StoredBrand(1, ACME)]
    number = len(rows) if waiting is None else waiting
    return Board(now=NOW, known=known, brands=known, rows=rows, waiting=number)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param(Asked(), ["late", "soon", "old"], id="all who wait"),
        pytest.param(Asked(view=View.OVERDUE), ["late"], id="overdue"),
        pytest.param(Asked(view=View.HISTORY), ["old"], id="history"),
        pytest.param(Asked(networks=["reddit"]), ["soon"], id="one network"),
        pytest.param(
            Asked(networks=["x", "reddit"]), ["late", "soon", "old"], id="two"
        ),
        pytest.param(Asked(search="ZOLTA"), ["late"], id="without capitals or accents"),
        pytest.param(Asked(search="paczka żółta"), ["late"], id="words in any order"),
        pytest.param(Asked(search="paczka blue"), [], id="all words are needed"),
        pytest.param(Asked(search="bea"), ["soon"], id="by handle"),
        pytest.param(Asked(search="Ola Nowak"), ["old"], id="by name"),
        pytest.param(Asked(search="refund"), ["soon"], id="by topic"),
        pytest.param(Asked(search="  "), ["late", "soon", "old"], id="nothing asked"),
    ],
)
def test_the_list_holds_what_was_asked_for_in_its_order(
    asked: Asked, found: list[str]
) -> None:
    old = a_post("old", "08:00", text="lamp")
    rows = [
        a_row(a_post("late", "09:00", text="Żółta paczka!"), state="overdue"),
        a_row(a_post("soon", "10:00", "bea", network="reddit"), topic="Refund"),
        a_row(replace(old, author=Author(id="7", name="Ola Nowak")), state=HISTORY),
    ]
    assert [row.post.id for row in sifted(rows, asked)] == found


@pytest.mark.parametrize(
    ("row", "chips"),
    [
        pytest.param(a_row(), ["Due", "Negative"], id="running"),
        pytest.param(a_row(state=HISTORY), ["History", "Negative"], id="history"),
        pytest.param(a_row(due_at=None), ["No target", "Negative"], id="no target"),
        pytest.param(a_row(sentiment="neutral"), ["Due"], id="neutral"),
        pytest.param(
            a_row(critical=True, topic="refund", assignee="kasia"),
            ["Due", "Critical", "kasia", "Negative", "Refund"],
            id="all",
        ),
    ],
)
def test_chips_say_the_deadline_first(row: QueueRow, chips: list[str]) -> None:
    (line,) = lines([row], a_board(row))
    assert [each["text"] for each in line["chips"]] == chips


def test_a_deadline_counts_down_and_history_does_not() -> None:
    rows = [a_row(), a_row(state="due_soon"), a_row(state=HISTORY)]
    first = [each["chips"][0] for each in lines(rows, a_board(*rows))]
    due = words.milliseconds(at("11:00"))
    assert [each.get("due") for each in first] == [due, due, None]
    assert [each.get("soon") for each in first] == [False, True, None]


def test_a_line_says_who_where_and_since_when() -> None:
    post = replace(
        a_post("1", "10:00", text="  parcel\nnever came  "),
        author=Author(id="7", handle="ania", name="Ania Kot"),
        lang="pl",
    )
    (line,) = lines([a_row(post)], a_board())
    assert line | {"chips": None} == {
        "id": "Acme/x/1/7",
        "name": "Ania Kot",
        "handle": "@ania",
        "initials": "AK",
        "network": {"name": "X", "colour": "#536471", "mark": "X"},
        "text": "parcel\nnever came",
        "lang": "pl",
        "since": words.milliseconds(at("10:00")),
        "when": "Tue 24 Mar, 10:00",
        "chips": None,
    }


def test_a_long_text_is_cut_and_an_empty_one_said_to_be() -> None:
    rows = [a_row(a_post("1", "10:00", text="a" * 9_000))]
    rows.append(a_row(a_post("2", "10:00", text=" \n")))
    long, none = (each["text"] for each in lines(rows, a_board(*rows)))
    assert (len(long), long[-2:], none) == (240, "a…", "(no text)")


def test_the_lines_of_several_brands_name_their_own() -> None:
    other = BrandRecord(name="Bolt")
    two = replace(a_board(), brands=[StoredBrand(1, ACME), StoredBrand(2, other)])
    chips = lines([a_row()], two)[0]["chips"]
    assert [each["text"] for each in chips] == ["Due", "Acme", "Negative"]


@pytest.mark.parametrize(
    ("found", "asked", "said"),
    [
        pytest.param(
            a_board(), Asked(), "Nobody is waiting for an answer.", id="nobody waits"
        ),
        pytest.param(
            a_board(a_row()),
            Asked(search="x"),
            "Nobody matches. Clear the search or choose other networks.",
            id="nobody matches",
        ),
        pytest.param(
            a_board(a_row()),
            Asked(view=View.OVERDUE),
            "Nobody is overdue.",
            id="nobody is overdue",
        ),
    ],
)
def test_an_empty_list_says_why(found: Board, asked: Asked, said: str) -> None:
    assert empty(found, asked) == said


@pytest.mark.parametrize(
    ("waiting", "number", "said"),
    [
        pytest.param(2, 2, "", id="all"),
        pytest.param(2, 1, "1 of 2", id="sifted"),
        pytest.param(1_234, 2, "2 of 1,234", id="sifted out of many"),
        pytest.param(1_234, LIMIT, "The first 500 of 1,234", id="beyond the limit"),
        pytest.param(LIMIT, LIMIT, "", id="as many as the limit"),
    ],
)
def test_the_foot_says_what_is_not_shown(waiting: int, number: int, said: str) -> None:
    assert more(a_board(a_row(), a_row(), waiting=waiting), number) == said


def test_brands_share_one_list_in_one_order(sqlite_store: Store) -> None:
    open_acme(sqlite_store)
    bolt = replace(ACME_FILE, name="Bolt", queries=("bolt",), accounts=())
    apply(sqlite_store, [bolt], now=DAY)
    keep(
        sqlite_store,
        [
            a_post("a1", "10:00", complaint=True),
            a_post("b1", "09:00", "bea", text="bolt: late", complaint=True),
            a_post("a2", "08:00", "cem"),
            a_post("b2", "13:00", "dan", text="bolt", complaint=True, followers=99_999),
        ],
    )
    with sqlite_store.reading() as session:
        known = brands.load(session)
        every = board(session, known, brand="", now=NOW)
        one = board(session, known, brand="Bolt", now=NOW)
    assert [row.post.id for row in every.rows] == ["b2", "b1", "a1", "a2"]
    assert (every.waiting, every.overdue) == (4, 4)
    assert [row.post.id for row in one.rows] == ["b2", "b1"]
    assert (one.waiting, [each.record.name for each in one.brands]) == (2, ["Bolt"])


def test_no_more_lines_than_the_limit_and_the_true_count(sqlite_store: Store) -> None:
    open_acme(sqlite_store)
    keep(sqlite_store, [a_post(f"{n}", "10:00", f"p{n}") for n in range(LIMIT + 20)])
    with sqlite_store.reading() as session:
        found = board(session, brands.load(session), brand="", now=NOW)
    assert (len(found.rows), found.waiting) == (LIMIT, LIMIT + 20)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        pytest.param("Ania Kot", "AK", id="two words"),
        pytest.param("ania", "A", id="one"),
        pytest.param("Ana de la Cruz", "AC", id="first and last"),
        pytest.param("🔥 <b>Zoë</b> 🔥", "B", id="signs left out"),
        pytest.param("🔥🔥", "?", id="no letters"),
        pytest.param("ßeta", "S", id="a letter that grows"),
        pytest.param("", "?", id="nothing"),
    ],
)
def test_initials(name: str, initials: str) -> None:
    assert words.initials(name) == initials


@pytest.mark.parametrize(
    ("span", "said"),
    [
        pytest.param(timedelta(seconds=59), "0 min", id="seconds"),
        pytest.param(timedelta(minutes=7), "7 min", id="minutes"),
        pytest.param(timedelta(hours=3, minutes=5), "3 h 05 min", id="hours"),
        pytest.param(timedelta(days=52, minutes=1), "1,248 h 01 min", id="never days"),
    ],
)
def test_open_hours_are_never_days(span: timedelta, said: str) -> None:
    assert words.open_span(span) == said


@pytest.mark.parametrize(
    ("network", "name"),
    [
        pytest.param("x", "X", id="x"),
        pytest.param("hackernews", "Hacker News", id="hackernews"),
        pytest.param("own-forum", "Own forum", id="own channel"),
    ],
)
def test_networks_go_by_their_names(network: str, name: str) -> None:
    assert words.network(network).name == name


@pytest.mark.parametrize(
    ("author", "network", "name", "handle"),
    [
        pytest.param(Author(id="1", handle="a", name="A"), "x", "A", "@a", id="x"),
        pytest.param(Author(id="1", handle="@a", name="A"), "x", "A", "@a", id="once"),
        pytest.param(
            Author(id="1", handle="a", name="A"), "reddit", "A", "u/a", id="reddit"
        ),
        pytest.param(Author(id="1", handle="a"), "x", "a", "", id="no name"),
        pytest.param(Author(id="1"), "x", "1", "", id="id alone"),
        pytest.param(None, "x", "Account gone", "", id="gone"),
    ],
)
def test_authors_go_by_what_is_known(
    author: Author | None, network: str, name: str, handle: str
) -> None:
    assert (words.name(author), words.handle(author, network)) == (name, handle)


def test_after_a_deed_the_next_case_opens() -> None:
    rows = [a_row(a_post(each, "10:00", each)) for each in "abc"]
    a, b, c = (row.key for row in rows)
    found = a_board(*rows)
    opens = [following(rows, found, each) for each in (a, b, c)]
    assert opens == [str(b), str(c), str(a)]
    assert following(rows[:1], found, a) is None
    assert following(rows, found, CaseKey("Acme", "x", "elsewhere", "z")) == str(a)
    later = {b: NOW + timedelta(hours=1)}
    assert following(rows, replace(found, snoozed=later), a) == str(c)
    assert following(rows[:2], replace(found, snoozed=later), a) == str(b), "all are"


@pytest.mark.parametrize(
    ("until", "says", "in_full"),
    [
        pytest.param(timedelta(hours=2), "14:00", "today 14:00", id="today"),
        pytest.param(timedelta(hours=21), "tomorrow", "tomorrow 09:00", id="tomorrow"),
        pytest.param(timedelta(days=5), "Mon 6 Apr", "Mon 6 Apr, 12:00", id="monday"),
    ],
)
def test_what_is_put_off_says_until_when_and_keeps_its_place(
    until: timedelta, says: str, in_full: str
) -> None:
    rows = [a_row(critical=True), a_row(a_post("2", "10:00"))]
    found = replace(a_board(*rows), snoozed={rows[0].key: NOW + until})
    first, second = lines(rows, found)
    chips = [each["text"] for each in first["chips"]]
    assert chips == ["Due", "Critical", f"Snoozed until {says}", "Negative"]
    help_text = f"Snoozed until {in_full}. No clock stops for it."
    assert first["chips"][2]["help"] == help_text
    assert (first["snoozed"], "snoozed" in second) == (True, False)

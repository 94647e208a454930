"""The log of a case and what stands beside it, as the Inbox lays them out."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from app.wiring import Desk
from domain.case import CaseKey
from domain.entry import Actor, Entry, What
from domain.event import EventKind
from response.links import Link, LinkKind, Told
from screens import words
from screens.inbox_log import MOST, beside, left_out, lines
from services.act import act
from services.links import Links
from store import Store
from tests.desk import NOW, keep, open_acme
from tests.made import ACME, a_post, at, ours
from tests.pages import a_desk, draw, markup, opened, part
from tests.test_links import a_told

EVIL = "![x](https://evil.example/x.png) :red[Answered]"


def an_entry(what: What = What.POSTED, **told: object) -> Entry:
    given = {"at": at("10:00"), "actor": Actor.CUSTOMER, "words": "Wrote", **told}
    return Entry(what=what, **given)  # type: ignore[arg-type]


def test_a_line_says_when_by_both_clocks_and_who() -> None:
    end = at("08:00", day=1)
    told = an_entry(What.SNOOZED, actor=Actor.COLLEAGUE, words="Snoozed", until=end)
    assert lines([told], ACME, now=NOW) == [
        {
            "at": words.milliseconds(at("10:00")),
            "when": "Tue 24 Mar, 10:00",
            "who": "somebody",
            "text": "Snoozed",
            "until": {"at": words.milliseconds(end), "when": "Wed 25 Mar, 08:00"},
            "look": "ours",
        }
    ]


@pytest.mark.parametrize(
    ("entry", "look"),
    [
        pytest.param(an_entry(), "", id="the customer"),
        pytest.param(an_entry(What.REPLIED, actor=Actor.BRAND), "ours", id="a reply"),
        pytest.param(an_entry(What.REPLY_WITHDRAWN, actor=Actor.BRAND), "late",
                     id="one taken back"),
        pytest.param(an_entry(What.OVERDUE, actor=Actor.CLOCK), "late", id="overdue"),
        pytest.param(an_entry(What.FOLLOW_UP_DUE, actor=Actor.CLOCK), "late",
                     id="an outcome that is overdue"),
        pytest.param(an_entry(What.DUE, actor=Actor.CLOCK, at=at("10:00", day=9)),
                     "soon", id="due"),
        pytest.param(an_entry(What.OTHERS_REPLIED, actor=Actor.OTHER), "", id="others"),
    ],
)  # fmt: skip
def test_a_line_is_marked_by_what_it_means(entry: Entry, look: str) -> None:
    assert [each["look"] for each in lines([entry], ACME, now=NOW)] == [look]


def test_the_customer_whose_account_is_gone() -> None:
    assert lines([an_entry()], ACME, now=NOW)[0]["who"] == words.NOBODY


def test_an_endless_log_shows_its_end() -> None:
    log = [an_entry(words=f"Wrote {number}") for number in range(MOST + 3)]
    shown = lines(log, ACME, now=NOW)
    assert (len(shown), shown[-1]["text"]) == (MOST, f"Wrote {MOST + 2}")
    assert left_out(log) == "3 earlier lines are not shown."
    assert left_out(log[3:]) == ""


def test_a_note_is_cut_and_its_words_are_kept() -> None:
    told = an_entry(What.NOTED, words="Note", quoted="x" * 5_000)
    (line,) = lines([told], ACME, now=NOW)
    assert (len(line["text"]), line["text"][:7]) == (500, "Note: x")


def a_link(kind: LinkKind, other: Told, *, sure: bool = True) -> Link:
    return Link(kind=kind, other=other, sure=sure)


def test_what_stands_beside_a_case() -> None:
    other = replace(a_told("2", network="bluesky"), answered=True)
    found = Links(
        links=[
            a_link(LinkKind.SAME_TEXT, other, sure=False),
            a_link(LinkKind.ALSO_WROTE, a_told("3")),
        ],
        answered=1,
        places=2,
    )
    told = beside(found, ACME)
    assert (told["group"], told["quoted"]) == ("1 of 2 answered", None)
    assert [(each["id"], each["text"], each["help"]) for each in told["links"]] == [
        (
            "Acme/bluesky/2/ania",
            "Same text on Bluesky?",
            "Answered, known by the handle alone",
        ),
        ("Acme/x/3/ania", "Also wrote on X", "Not answered"),
    ]
    assert beside(Links(), ACME) == {"links": [], "group": "", "quoted": None}


@pytest.mark.parametrize(
    ("url", "leads"),
    [("https://x.example/1", True), ("javascript:alert(1)", False), (None, False)],
)
def test_a_quoted_post_is_led_to_over_https_alone(url: str | None, leads: bool) -> None:
    assert (beside(Links(quoted_url=url), ACME)["quoted"] is not None) is leads


@pytest.fixture
def desk(sqlite_store: Store) -> Desk:
    """A desk where one customer wrote twice, in two places, and was redirected."""
    open_acme(sqlite_store)
    first = a_post("1", at("10:00", day=7), "a", text="acme lost my parcel again")
    again = a_post("2", at("11:00", day=7), "a", text="acme: nobody answers the phone")
    reply = ours("3", at("12:00", day=7), reply_to="1", text="Please DM us")
    keep(sqlite_store, [first, again, reply])
    return a_desk(sqlite_store)


def opened_at(desk: Desk, case: str) -> AppTest:
    page = draw("inbox", desk)
    page.query_params["case"] = case
    page.run()
    assert not page.exception
    return page


def test_the_log_is_in_the_case_and_says_what_is_due(desk: Desk) -> None:
    page = opened_at(desk, "Acme/x/1/a")
    told = part(page, "history")
    assert [each["text"] for each in told["lines"]] == [
        "Wrote, and waits from here on; seen at once",
        "Overdue from here on",
        "Replied: asked to go on in private",
        "Outcome overdue from here on",
    ]
    assert (told["case"], told["zone"], told["left_out"]) == ("Acme/x/1/a", "UTC", "")
    thread = part(page, "thread")
    assert thread["notes"] == ["Redirected: outcome overdue since today 12:00"]
    assert [each["text"] for each in thread["chips"]] == ["Redirected", "Complaint"]
    assert [each["text"] for each in thread["beside"]["links"]] == ["Also wrote on X"]


def test_an_outcome_may_be_recorded(desk: Desk) -> None:
    page = opened_at(desk, "Acme/x/1/a")
    menus = {each.proto.label: each.proto for each in page.get("menu_button")}
    assert "answered Acme/x/1/a" in str(menus["Answered elsewhere"])


def test_strangers_words_in_the_log_reach_the_component_alone(
    sqlite_store: Store,
) -> None:
    watch = open_acme(sqlite_store)
    post = a_post("1", "10:00", "a", text="acme")
    assert post.author is not None
    keep(sqlite_store, [replace(post, author=replace(post.author, name=EVIL))])
    key = CaseKey("Acme", "x", "1", "a")
    act(
        sqlite_store,
        watch,
        key,
        EventKind.NOTED,
        at=at("11:00"),
        by=EVIL,
        detail={"text": EVIL},
    )
    page = opened("inbox", a_desk(sqlite_store))
    assert "evil" not in markup(page)
    told = [each["who"] for each in part(page, "history")["lines"]]
    assert told.count(EVIL) == 2

"""The Inbox as it is drawn, and what a click in it does to the store."""

from dataclasses import replace
from datetime import timedelta
from itertools import count, repeat

import pytest
from streamlit.testing.v1 import AppTest

from app.settings import Settings
from app.wiring import Desk
from domain.case import CaseKey
from domain.errors import ConfigError
from domain.event import EventKind
from domain.person import Person
from response.case_words import put_off
from screens import inbox_clicks, inbox_composer, inbox_deeds
from screens.inbox_case import Standing, standing
from screens.inbox_choices import Later
from screens.inbox_deeds import PLACES, Deed, Done
from services.act import act, not_about_us
from services.apply import apply
from services.conversation import Conversation, conversation
from services.queue import queue
from services.sense import Acted
from services.way_back import Step
from store import Store, brands
from tests.desk import NOW, acme, keep, open_acme
from tests.made import ACME_FILE, DAY, a_post, ours
from tests.pages import a_desk, draw, filled, markup, opened, part, shop

__all__ = ["filled", "shop"]

EVIL = "![x](https://evil.example/x.png) :red[Answered] <b>bold</b>"


@pytest.fixture
def desk(sqlite_store: Store) -> Desk:
    """A desk of Acme at which three people wait."""
    open_acme(sqlite_store)
    keep(sqlite_store, [a_post(each, f"1{n}:00", each) for n, each in enumerate("abc")])
    return a_desk(sqlite_store)


@pytest.fixture
def ticking(desk: Desk) -> Desk:
    """The same desk, a second later each time the clock is asked."""
    seconds = map(timedelta, repeat(0), count())
    return Desk(Settings(), desk.store, lambda: desk.clock() + next(seconds))


def key_of(name: str) -> CaseKey:
    return CaseKey("Acme", "x", name, name)


def case_of(desk: Desk, key: CaseKey) -> Conversation:
    with desk.store.reading() as session:
        (brand,) = brands.load(session, key.brand)
        found = conversation(session, brand, key)
    assert found is not None
    return found


def waiting(desk: Desk) -> list[str]:
    with desk.store.reading() as session:
        (brand,) = brands.load(session, "Acme")
        rows = queue(session, brand, now=desk.clock()).rows
    return [row.post.id for row in rows]


@pytest.mark.parametrize("name", ["inbox", "reply_times"])
def test_without_a_brand_a_screen_says_what_to_do(
    name: str, sqlite_store: Store
) -> None:
    page = opened(name, a_desk(sqlite_store))
    assert page.subheader[0].value == "No brand is watched yet"
    assert "earshot apply FILE" in page.code[0].value


@pytest.mark.parametrize("name", ["inbox", "reply_times"])
def test_the_example_is_marked_on_every_screen(name: str, shop: Desk) -> None:
    page = opened(name, shop)
    assert ":blue-badge[Demo data]" in markup(page)
    assert "earshot demo remove" in page.sidebar.caption[0].value


def test_a_brand_of_ones_own_is_not_marked(desk: Desk) -> None:
    assert "Demo data" not in markup(opened("inbox", desk))


def test_nobody_waiting_is_said_in_words(sqlite_store: Store) -> None:
    open_acme(sqlite_store)
    page = opened("inbox", a_desk(sqlite_store))
    assert part(page, "list")["empty"] == "Nobody is waiting for an answer."
    assert "**Nobody is waiting for an answer.**" in markup(page)
    assert "0 waiting · 0 overdue" in markup(page)


def test_the_most_urgent_case_is_open_at_first(desk: Desk) -> None:
    page = opened("inbox", desk)
    listed, thread = part(page, "list"), part(page, "thread")
    assert [each["name"] for each in listed["rows"]] == ["a", "b", "c"]
    assert (listed["chosen"], thread["head"]["name"]) == ("Acme/x/a/a", "a")
    assert "3 waiting · 3 overdue" in markup(page)


def test_the_example_has_its_own_queue(shop: Desk) -> None:
    page = opened("inbox", shop)
    number = len(part(page, "list")["rows"])
    assert number >= 20
    assert f"{number} waiting" in markup(page)


def test_a_link_opens_its_case(desk: Desk) -> None:
    page = draw("inbox", desk)
    page.query_params["case"] = str(key_of("b"))
    page.run()
    assert not page.exception
    assert part(page, "list")["chosen"] == str(key_of("b"))
    assert part(page, "thread")["head"]["name"] == "b"


def test_a_link_opens_a_case_in_which_nobody_waits(desk: Desk) -> None:
    keep(desk.store, [ours("r", "14:00", reply_to="b")])
    page = draw("inbox", desk)
    page.query_params["case"] = str(key_of("b"))
    page.run()
    thread = part(page, "thread")
    chips = [each["text"] for each in thread["chips"]]
    assert chips == ["Closed by silence", "Question"]
    assert "Not about us" not in [each.label for each in page.button]


@pytest.mark.parametrize("case", ["Acme/x/none/none", "Bolt/x/a/a", EVIL, ""])
def test_a_link_to_no_case_is_said_in_fixed_words(desk: Desk, case: str) -> None:
    page = draw("inbox", desk)
    page.query_params["case"] = case
    page.run()
    assert not page.exception
    assert "**This case is not known here.**" in markup(page)
    assert "evil" not in markup(page)


def test_a_search_that_finds_nobody_keeps_the_open_case(desk: Desk) -> None:
    page = opened("inbox", desk)
    page.query_params["case"] = str(key_of("b"))
    page.text_input(key="search").set_value("zebra").run()
    assert not page.exception
    listed = part(page, "list")
    assert (listed["rows"], listed["more"]) == ([], "0 of 3")
    assert listed["empty"].startswith("Nobody matches.")
    assert part(page, "thread")["head"]["name"] == "b"


def test_a_brand_is_chosen_only_among_several(desk: Desk) -> None:
    assert not opened("inbox", desk).selectbox
    bolt = replace(ACME_FILE, name="Bolt", queries=("bolt",), accounts=())
    apply(desk.store, [bolt], now=DAY)
    keep(desk.store, [a_post("d", "13:00", "d", text="bolt: where is it?")])
    page = opened("inbox", desk)
    assert len(part(page, "list")["rows"]) == 4
    page.selectbox(key="brand").select("Bolt").run()
    assert not page.exception
    assert [each["name"] for each in part(page, "list")["rows"]] == ["d"]


def test_strangers_words_reach_components_alone(sqlite_store: Store) -> None:
    open_acme(sqlite_store)
    post = a_post("1", "10:00", text=f"acme {EVIL}")
    assert post.author is not None
    author = replace(post.author, name=EVIL, handle=EVIL)
    keep(sqlite_store, [replace(post, author=author, topic=EVIL)])
    for name in ("inbox", "reply_times"):
        assert "evil" not in markup(opened(name, a_desk(sqlite_store)))
    page = opened("inbox", a_desk(sqlite_store))
    assert part(page, "list")["rows"][0]["name"] == EVIL
    assert part(page, "thread")["messages"][0]["text"] == f"acme {EVIL}"


AWAY = [*PLACES, Deed.NOT_OURS, Deed.MUTED, Deed.COMPETITOR, Deed.PRESS, Deed.STAFF]


@pytest.mark.parametrize("deed", AWAY, ids=lambda each: each.name)
def test_a_deed_takes_a_case_from_the_queue_and_undo_brings_it_back(
    ticking: Desk, deed: Deed
) -> None:
    key = key_of("b")
    done = inbox_deeds.do(ticking, key, deed)
    assert done
    assert waiting(ticking) == ["a", "c"]
    assert inbox_deeds.undo(ticking, done)
    assert waiting(ticking) == ["a", "b", "c"]
    assert standing(case_of(ticking, key).case) is Standing.WAITING


@pytest.mark.parametrize(
    "deed", [Deed.RESOLVED, Deed.ASSIGNED, Deed.SNOOZED], ids=lambda each: each.name
)
def test_other_deeds_leave_a_case_where_it_is(ticking: Desk, deed: Deed) -> None:
    key, end = key_of("b"), ticking.clock() + timedelta(hours=1)
    done = inbox_deeds.do(ticking, key, deed, to="ola", until=end)
    assert done
    assert waiting(ticking) == ["a", "b", "c"]
    again = inbox_deeds.do(ticking, key, deed, to="ola", until=end)
    assert (bool(again), again.acted) == (False, Acted.ALREADY)
    assert inbox_deeds.undo(ticking, done)
    case = case_of(ticking, key).case
    assert (case.resolved_at, case.assignee) == (None, None)
    assert put_off(case, now=ticking.clock()) is None


def test_two_quick_clicks_are_one_answer(desk: Desk) -> None:
    assert inbox_deeds.do(desk, key_of("b"), Deed.PHONE)
    assert not inbox_deeds.do(desk, key_of("b"), Deed.PHONE)
    assert len(case_of(desk, key_of("b")).events) == 1


def test_an_answer_elsewhere_says_where(desk: Desk) -> None:
    inbox_deeds.do(desk, key_of("a"), Deed.PRIVATE)
    (event,) = case_of(desk, key_of("a")).events
    assert (event.kind, event.detail) == (EventKind.ANSWERED, {"where": "dm"})
    assert event.at == desk.clock()


def test_a_note_cannot_be_undone_and_an_empty_one_is_refused(desk: Desk) -> None:
    assert inbox_deeds.keep_note(desk, key_of("a"), " Called back. ")
    assert case_of(desk, key_of("a")).events[0].detail == {"text": "Called back."}
    assert not inbox_deeds.undo(desk, Done(Deed.NOTED, key_of("a")))
    with pytest.raises(ConfigError, match="wanted a text of 1 to 5000 characters"):
        inbox_deeds.keep_note(desk, key_of("a"), "  ")


def test_a_deed_on_a_case_that_is_gone_does_nothing(desk: Desk) -> None:
    gone = CaseKey("Acme", "x", "zzz", "zzz")
    assert not inbox_deeds.do(desk, gone, Deed.PHONE)
    back = (Step(EventKind.UNANSWERED),)
    assert not inbox_deeds.undo(desk, Done(Deed.PHONE, gone, back=back))
    assert not inbox_deeds.keep_note(desk, gone, "hello")


def press(page: AppTest, label: str) -> AppTest:
    """Click the button that is called so."""
    (button,) = [each for each in page.button if each.label == label]
    button.click().run()
    assert not page.exception
    return page


def test_clicks_open_the_next_case_and_undo_opens_it_again(desk: Desk) -> None:
    page = opened("inbox", desk)
    press(page, "Not about us")
    assert [each.value for each in page.toast] == ["Marked as not about us"]
    assert part(page, "thread")["head"]["name"] == "b"
    assert waiting(desk) == ["b", "c"]

    press(page, "Undo")
    assert [each.value for each in page.toast] == ["Undone"]
    assert part(page, "thread")["head"]["name"] == "a"
    assert waiting(desk) == ["a", "b", "c"]
    assert "Undo" not in [each.label for each in page.button]


def test_a_note_is_kept_and_its_draft_emptied(desk: Desk) -> None:
    page = opened("inbox", desk)
    page.text_area[0].set_value(EVIL)
    press(page, "Keep note")
    assert page.text_area[0].value == ""
    assert part(page, "thread")["messages"][-1]["text"] == EVIL
    assert "evil" not in markup(page)
    assert [each.value for each in page.toast] == ["Note kept"]


def test_a_deed_that_was_not_kept_is_said(desk: Desk) -> None:
    bolt = replace(ACME_FILE, name="Bolt", queries=("bolt",), accounts=())
    apply(desk.store, [bolt], now=DAY)
    keep(desk.store, [a_post("d", "09:00", "d", text="bolt: where is it?")])
    page = opened("inbox", desk)
    assert part(page, "thread")["head"]["name"] == "d"
    with desk.store.begin() as session:  # somebody takes the brand away, meanwhile
        (stored,) = brands.load(session, "Bolt")
        brands.remove(session, stored.id)
    press(page, "Not about us")
    assert page.error[0].value == inbox_clicks.NO_STORE
    assert part(page, "thread")["head"]["name"] == "a"


def test_the_last_case_leaves_an_empty_desk(sqlite_store: Store) -> None:
    open_acme(sqlite_store)
    keep(sqlite_store, [a_post("a", "10:00", "a")])
    page = opened("inbox", a_desk(sqlite_store))
    press(page, "Not about us")
    assert "**Nobody is waiting for an answer.**" in markup(page)
    assert "case" not in page.query_params


def labels(page: AppTest) -> list[str]:
    """Name what one may click in the open case, menus first."""
    menus = (each.proto.label for each in page.get("menu_button"))
    return [*menus, *(each.label for each in page.button if each.label != "Inbox")]


def test_what_one_may_do_follows_how_the_case_stands(desk: Desk) -> None:
    page = draw("inbox", desk)
    page.query_params["case"] = str(key_of("b"))

    def offered() -> list[str]:
        page.run()
        assert not page.exception
        return labels(page)

    menus = ["Snooze", "Judged wrong?", "Who is this?", "Answered elsewhere"]
    assert offered() == [*menus, "Assign", "Resolve", "Keep note", "Not about us"]
    (assign,) = [each for each in page.button if each.label == "Assign"]
    assert (assign.disabled, assign.help) == (True, inbox_composer.NO_PEOPLE)
    listed = replace(ACME_FILE, people=(Person(email="ola@example.com"),))
    apply(desk.store, [listed], now=NOW)
    assert offered()[0] == "Assign", "a menu now"
    act(desk.store, acme(desk.store), key_of("b"), EventKind.RESOLVED, at=NOW)
    chips = [each["text"] for each in part(page.run(), "thread")["chips"]]
    assert "Settled" in chips
    assert offered()[-3:] == ["Reopen", "Keep note", "Not about us"]
    not_about_us(desk.store, acme(desk.store), key_of("b"), at=NOW)
    assert offered() == ["Who is this?", "Keep note", "It is about us"]


@pytest.mark.parametrize("who", ["ola", None])
def test_i_may_take_a_case_when_it_is_known_who_i_am(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, who: str | None
) -> None:
    monkeypatch.setattr(inbox_clicks, "person", lambda _: who)
    monkeypatch.setattr(inbox_composer, "person", lambda _: who)
    page = opened("inbox", desk)
    assert ("Take it" in labels(page)) == (who is not None)
    if who:
        press(page, "Take it")
        assert [each.value for each in page.toast] == ["Assigned"]
        assert "Take it" not in labels(page)
        assert part(page, "list")["rows"][0]["chips"][1]["text"] == "ola"
        assert part(page, "thread")["head"]["name"] == "a", "the case stays open"


def chosen(desk: Desk, menu: str, words: str) -> AppTest:
    """Choose in a menu of the case of a; AppTest itself cannot click a menu."""

    def script(desk: "Desk", menu: str, words: str) -> None:
        from typing import Any
        from zoneinfo import ZoneInfo

        import streamlit as st

        from domain.case import CaseKey
        from screens import inbox_clicks, inbox_composer, inbox_judged

        key = CaseKey("Acme", "x", "a", "a")
        st.session_state[f"{menu} {key}"] = words
        what: dict[str, list[Any]] = {
            "assign": [{"Ola": "ola", "Nobody": None}],
            "snooze": ["next", ZoneInfo("Europe/Warsaw")],
            "author": ["next", dict(inbox_composer.AUTHORS.values())],
            "correct": [dict(inbox_judged.OFFERED)],
        }
        click = getattr(inbox_clicks, menu)
        st.button("go", on_click=click, args=(desk, key, *what[menu]))
        inbox_clicks.say()

    page = AppTest.from_function(script, args=(desk, menu, words)).run()
    return page.button[0].click().run()


@pytest.mark.parametrize(
    ("menu", "words", "says", "then"),
    [
        ("assign", "Ola", "Assigned", "Acme/x/a/a"),
        ("snooze", Later.TOMORROW, "Snoozed. No clock stops for it", "next"),
        ("author", "Press", "Marked as press: no answer is due", "next"),
        ("correct", "Not a complaint", "Marked as no complaint", "Acme/x/a/a"),
        ("correct", "Topic: wrong item", "Topic corrected", "Acme/x/a/a"),
    ],
)
def test_what_is_chosen_in_a_menu_is_done(
    desk: Desk, menu: str, words: str, says: str, then: str
) -> None:
    page = chosen(desk, menu, words)
    assert not page.exception
    assert [each.value for each in page.toast] == [says]
    assert page.query_params["case"] == then
    assert len(case_of(desk, key_of("a")).events) == 1


@pytest.mark.parametrize(
    ("menu", "words"),
    [("assign", "Nobody"), ("snooze", "End the snooze"), ("author", "A customer")],
)
def test_what_holds_already_is_said_and_not_done(
    desk: Desk, menu: str, words: str
) -> None:
    page = chosen(desk, menu, words)
    assert not page.exception
    assert page.error[0].value == inbox_clicks.WHY_NOT[Acted.ALREADY]
    assert case_of(desk, key_of("a")).events == ()

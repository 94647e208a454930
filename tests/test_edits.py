"""Edits: what a post became, since when, and that the order of arrival is nothing."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.case import Case, CaseFlag, CaseStatus, ReplyKind
from domain.event import Event, EventKind
from domain.post import Post, PostKey, State
from services.derive import derive
from services.rebuild import rebuild
from services.turns import worked_out
from services.watch import watched
from store import Store, brands, events, versions
from tests.desk import NOW, empty, keep, open_acme, told
from tests.made import DAY, a_post, an_event, at, ours

CALM = a_post("1", "10:00", text="acme lamps stand in our hall", needs_reply=None)
ANGRY = a_post(
    "1",
    "10:00",
    seen="11:05",
    text="acme lamps are broken, horrible, I hate them",
    needs_reply=None,
    edited="11:00",
)
CALM_AGAIN = replace(CALM, text="acme lamps are fine", edited_at=at("12:00"))


def the_case(store: Store, as_of: datetime, who: str = "ania") -> Case:
    with store.reading() as session:
        (brand,) = brands.load(session, "Acme")
        return next(
            case
            for _, case in worked_out(session, brand, as_of=as_of)
            if case.key.customer == who
        )


def judged(store: Store, clock: str, **detail: object) -> None:
    """Let a person judge the post ``1``."""
    (watch,) = watched(store)
    event = Event(
        brand="Acme",
        about=PostKey("x", "1"),
        customer="ania",
        kind=EventKind.JUDGED,
        at=at(clock),
        detail=detail,
    )
    with store.begin() as session:
        events.add(session, watch.id, event)
        derive(session, [PostKey("x", "1")], [watch])


@pytest.mark.parametrize("order", [[0, 1], [1, 0]], ids=["as written", "backwards"])
def test_a_post_that_becomes_a_complaint_waits_from_its_edit(
    store: Store, order: list[int]
) -> None:
    open_acme(store)
    for place in order:
        keep(store, [[CALM, ANGRY][place]])
    assert the_case(store, at("10:59")).turns == ()
    (turn,) = the_case(store, at("12:00")).turns
    assert (turn.started_at, turn.seen_at) == (at("11:00"), at("11:05"))
    assert turn.wait(at("12:00")) == timedelta(hours=1)
    assert turn.collector_lag(at("12:00")) == timedelta(minutes=5)


def test_only_the_edited_version_is_known_so_it_held_from_the_start(
    store: Store,
) -> None:
    open_acme(store)
    keep(store, [ANGRY])
    assert the_case(store, at("12:00")).turns[0].started_at == at("10:00")


def test_an_edit_that_changes_nothing_moves_nothing(store: Store) -> None:
    open_acme(store)
    first = replace(ANGRY, edited_at=None)
    keep(store, [first, replace(ANGRY, text=ANGRY.text + " so much")])
    (turn,) = the_case(store, at("12:00")).turns
    assert turn.started_at == at("10:00")


def test_who_takes_a_complaint_back_before_an_answer_waits_no_more(
    store: Store,
) -> None:
    open_acme(store)
    keep(store, [replace(ANGRY, edited_at=None), CALM_AGAIN])
    assert the_case(store, at("11:59")).open_turn
    case = the_case(store, at("12:00"))
    assert [turn.void for turn in case.turns] == [True]
    assert case.status is CaseStatus.VOID


def test_an_answer_before_the_edit_still_was_one(store: Store) -> None:
    open_acme(store)
    answered = ours("2", "11:30", reply_to="1")
    keep(store, [replace(ANGRY, edited_at=None), answered, CALM_AGAIN])
    (turn,) = the_case(store, at("13:00")).turns
    assert (turn.void, turn.wait(at("13:00"))) == (False, timedelta(hours=1.5))


def test_a_complaint_that_comes_back_begins_a_further_turn(store: Store) -> None:
    open_acme(store)
    answered = ours("2", "11:30", reply_to="1")
    back = replace(ANGRY, edited_at=at("13:00"), text="acme: broken again, horrible")
    keep(store, [replace(ANGRY, edited_at=None), answered, CALM_AGAIN, back])
    first, second = the_case(store, at("14:00")).turns
    assert (first.open, second.open) == (False, True)
    assert second.started_at == at("13:00")
    assert second.posts == ("1",)


def test_a_word_handed_over_with_a_version_is_of_that_version(store: Store) -> None:
    open_acme(store)
    fine = replace(CALM, needs_reply=False)
    keep(
        store,
        [replace(CALM, text="acme lamps", edited_at=at("11:00"), needs_reply=True)],
    )
    keep(store, [fine])
    assert the_case(store, at("12:00")).turns[0].started_at == at("11:00")


def test_a_persons_word_outlives_an_edit_and_is_marked(store: Store) -> None:
    open_acme(store)
    keep(store, [CALM])
    judged(store, "10:30", complaint=True)
    keep(store, [replace(CALM, text="acme lamps, you know", edited_at=at("11:00"))])
    before, after = the_case(store, at("10:59")), the_case(store, at("12:00"))
    assert before.flags == set()
    assert after.flags == {CaseFlag.TEXT_CHANGED}
    assert after.turns[0].started_at == at("10:00")
    judged(store, "11:30", complaint=False, needs_reply=False)
    again = the_case(store, at("12:00"))
    assert again.flags == frozenset()
    assert again.status is CaseStatus.VOID


def test_a_holding_line_that_is_edited_settles_when_it_is(store: Store) -> None:
    open_acme(store)
    line = ours("2", "10:05", reply_to="1", text="We are looking into it.")
    full = replace(line, text="A new lamp left today.", edited_at=at("18:00"))
    keep(store, [replace(ANGRY, edited_at=None), full, line])
    (turn,) = the_case(store, at("19:00")).turns
    assert turn.reply is not None
    assert (turn.reply.at, turn.reply.kind) == (at("10:05"), ReplyKind.HOLDING)
    assert turn.substantive_at == at("18:00")
    assert the_case(store, at("17:59")).turns[0].substantive_at is None


def test_an_edit_of_an_old_reply_answers_nothing_new(store: Store) -> None:
    open_acme(store)
    reply = ours("2", "10:30", reply_to="1")
    nudge = a_post("3", "11:00", reply_to="2")
    edit = replace(reply, text="A new lamp left today.", edited_at=at("12:00"))
    keep(store, [replace(ANGRY, edited_at=None), reply, nudge, edit])
    assert the_case(store, at("13:00")).open_turn


def test_a_deleted_posts_versions_keep_their_times_and_lose_their_words(
    store: Store,
) -> None:
    open_acme(store)
    gone = replace(ANGRY, text="", state=State.DELETED, deleted_at=at("13:00"))
    keep(store, [CALM, ANGRY, gone])
    with store.reading() as session:
        kept = versions.load(session, [PostKey("x", "1")])
    assert {each.text for each in kept[PostKey("x", "1")]} == {""}
    assert the_case(store, at("12:00")).turns[0].started_at == at("11:00")
    assert the_case(store, at("10:30")).turns == ()
    assert the_case(store, at("14:00")).status is CaseStatus.VOID


TALK = [
    CALM,
    ANGRY,
    CALM_AGAIN,
    replace(ANGRY, edited_at=at("13:00"), text="acme: horrible, broken", rating=1),
    replace(CALM_AGAIN, needs_reply=False, seen_at=at("12:30")),
    ours("2", "11:30", reply_to="1", text="We are looking into it."),
    ours("2", "11:30", reply_to="1", text="A new one left.", edited="14:00"),
    ours("3", "13:20", reply_to="1", state=State.DELETED, deleted="15:00"),
    a_post("4", "13:30", "bea", reply_to="1", text="acme me too", complaint=True),
    a_post("4", "13:30", "bea", reply_to="1", text="acme thanks", edited="13:40",
           needs_reply=False),
    a_post("4", "13:30", "bea", reply_to="1", text="", state=State.DELETED,
           deleted="16:00", needs_reply=True),
    a_post("5", "14:30", reply_to="2", text="hello?"),
    a_post("5", "14:30", reply_to="2", text="hello? anybody?", edited="14:35"),
]  # fmt: skip


DEEDS = [
    an_event(EventKind.JUDGED, "10:30", complaint=False, needs_reply=False),
    an_event(EventKind.RESOLVED, "14:10"),
    an_event(EventKind.ANSWERED, "16:00", where="phone"),
]


def arrive(store: Store, facts: list[Post | Event]) -> None:
    (watch,) = watched(store)
    for fact in facts:
        if isinstance(fact, Post):
            keep(store, [fact])
            continue
        with store.begin() as session:
            events.add(session, watch.id, fact)
            derive(session, [fact.about], [watch])


def whole(store: Store) -> list[object]:
    """Return all that is said, at each hour of the day and after it."""
    moments = [DAY + timedelta(hours=hour, minutes=31) for hour in range(9, 18)]
    with store.reading() as session:
        (brand,) = brands.load(session, "Acme")
        seen = [
            [case for _, case in worked_out(session, brand, as_of=moment)]
            for moment in moments
        ]
    return [told(store), seen]


def fresh(store: Store) -> None:
    """Start anew; events are only ever forgotten with their brand."""
    empty(store)
    with store.begin() as session:
        for each in brands.load(session):
            brands.remove(session, each.id)
    open_acme(store)


EXPECTED: list[object] = []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(order=st.permutations([*TALK, *DEEDS]))
def test_edits_deletions_and_deeds_may_come_in_any_order(
    sqlite_store: Store, order: list[Post | Event]
) -> None:
    if not EXPECTED:
        fresh(sqlite_store)
        arrive(sqlite_store, [*TALK, *DEEDS])
        EXPECTED.extend(whole(sqlite_store))
    fresh(sqlite_store)
    arrive(sqlite_store, order)
    assert whole(sqlite_store) == EXPECTED


def test_one_page_with_all_versions_is_the_same(store: Store) -> None:
    open_acme(store)
    arrive(store, [*TALK, *DEEDS])
    expected = whole(store)
    fresh(store)
    keep(store, TALK)
    arrive(store, [*DEEDS])
    assert whole(store) == expected
    keep(store, TALK)
    rebuild(store, watched(store))
    assert whole(store) == expected
    assert told(store, as_of=NOW) == told(store)

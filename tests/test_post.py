"""Several records of one post become one, whatever the order and however often."""

from datetime import timedelta
from functools import reduce
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from domain.post import Post, State, joined
from tests.made import a_post, at

moments = st.sampled_from(["10:00", "10:05", "11:00"])


@st.composite
def records(draw: st.DrawFn) -> Post:
    """Draw one record of the post ``1``: an edit, a deletion, another delivery."""
    state = draw(st.sampled_from(State))
    return a_post(
        "1",
        "10:00",
        draw(st.sampled_from(["ania", None])),
        text=draw(st.sampled_from(["", "one", "two", "three"])),
        seen=draw(moments),
        reply_to=draw(st.sampled_from([None, "0"])),
        needs_reply=draw(st.sampled_from([None, True, False])),
        state=state,
        deleted=draw(moments) if state is not State.LIVE else None,
        edited=draw(st.sampled_from([None, "10:05", "11:00"])),
        backfilled=draw(st.booleans()),
        followers=draw(st.sampled_from([None, 1, 2])),
    )


@given(st.lists(records(), min_size=2, max_size=4))
def test_neither_order_nor_repetition_matters(told: list[Post]) -> None:
    outcomes = {reduce(joined, order) for order in permutations(told)}
    assert outcomes == {reduce(joined, [*told, *told])}


def test_the_last_edit_wins() -> None:
    first = a_post("1", "10:00", text="late")
    edit = a_post("1", "10:00", text="lost", edited="11:00")
    assert joined(edit, first).text == "lost"


def test_a_deletion_wins_over_an_edit_and_keeps_the_author() -> None:
    edit = a_post("1", "10:00", text="lost", edited="11:00")
    grave = a_post("1", "10:00", None, text="", state=State.DELETED, deleted="10:30")
    both = joined(grave, edit)
    assert (both.state, both.deleted_at) == (State.DELETED, at("10:30"))
    assert both.author == edit.author


def test_a_post_seen_live_is_no_history_any_more() -> None:
    archived = a_post("1", "10:00", backfilled=True)
    live = a_post("1", "10:00", seen="10:05")
    assert not joined(archived, live).backfilled
    assert joined(archived, live).seen_at == at("10:00")


def test_instants_are_kept_in_utc() -> None:
    assert a_post("1", "10:00").posted_at.utcoffset() == timedelta()

"""What the things of Reddit become: posts of ours, tombstones, or nothing."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors._reddit.answer import post_of
from collectors.wire import ShapeError
from domain.errors import RecordError
from domain.post import Author, State
from domain.record import from_post
from tests.networks.hostile import NOW
from tests.networks.reddit_server import (
    BELOW,
    SUBMISSIONS,
    TAGGED,
    comment,
    submission,
)


def told(thing: object) -> dict[str, object]:
    """Return the record of the post that a thing is."""
    post = post_of(thing, now=NOW)
    assert post is not None
    return from_post(post)


def but(thing: Any, **fields: object) -> Any:
    """Return a thing with some fields changed."""
    return {**thing, "data": thing["data"] | fields}


A_COMMENT = comment("a", "marta_b", 1, "Hm.")
A_SUBMISSION = submission("a", "marta_b", 10, "Acme leaks")


def test_a_submission_is_its_title_a_blank_line_and_its_words() -> None:
    assert told(SUBMISSIONS[0]) == {
        "network": "reddit",
        "id": "t3_leak",
        "author": {"id": "t2_m7", "handle": "marta_b"},
        "text": "Acme kettle leaks & burns\n\nOn day two. "
        "Hello u/acme_home, anybody there?",
        "posted_at": "2026-11-02T02:00:00Z",
        "seen_at": "2026-11-02T12:00:00Z",
        "thread": "t3_leak",
        "addressed": ["acme_home"],
        "kind": "post",
        "url": "https://www.reddit.com/r/kettles/comments/leak/a_title/",
        "likes": 3,
        "replies": 5,
        "edited_at": "2026-11-02T02:10:00Z",
        "state": "live",
    }


def test_a_comment_hangs_below_another_and_knows_its_thread() -> None:
    assert told(BELOW[1]) == {
        "network": "reddit",
        "id": "t1_r2",
        "author": {"id": "t2_m7", "handle": "marta_b"},
        "text": "I did, twice.",
        "posted_at": "2026-11-02T02:30:00Z",
        "seen_at": "2026-11-02T12:00:00Z",
        "reply_to": "t1_r1",
        "thread": "t3_leak",
        "kind": "comment",
        "url": "https://www.reddit.com/r/kettles/comments/leak/a_title/r2/",
        "likes": 3,
        "state": "live",
    }


def test_an_item_of_the_inbox_tells_its_thread_by_an_address_and_whom_it_is_for() -> (
    None
):
    record = told(but(TAGGED, body="Somebody should tell them."))
    assert record["thread"] == "t3_far"
    assert record["addressed"] == ["acme_home"]
    assert (
        record["url"] == "https://www.reddit.com/r/teatime/comments/far/what_now/tag/"
    )
    assert "replies" not in record, "the count there is of the whole thread"


@pytest.mark.parametrize(
    ("thing", "state"),
    [
        pytest.param(comment("a", "marta_b", 1, "Hm."), State.LIVE, id="a comment"),
        pytest.param(
            comment("a", "[deleted]", 1, "Hm."),
            State.LIVE,
            id="the account alone is gone",
        ),
        pytest.param(
            comment("a", "[deleted]", 1, "[deleted]"), State.DELETED, id="taken back"
        ),
        pytest.param(
            comment("a", "marta_b", 1, "[deleted]"),
            State.LIVE,
            id="somebody writes just that",
        ),
        pytest.param(
            comment("a", "[deleted]", 1, "[removed]"), State.REMOVED, id="removed"
        ),
        pytest.param(
            comment("a", "[deleted]", 1, "[ Removed by Reddit ]"),
            State.REMOVED,
            id="by Reddit",
        ),
        pytest.param(SUBMISSIONS[2], State.DELETED, id="a submission taken back"),
        pytest.param(
            submission("a", "[deleted]", 1, "[deleted by user]", selftext="[removed]"),
            State.DELETED,
            id="of which the title alone says so",
        ),
        pytest.param(
            submission("a", "[deleted]", 1, "A link", removed_by_category="deleted"),
            State.DELETED,
            id="a link taken back has no words",
        ),
        pytest.param(
            SUBMISSIONS[3], State.REMOVED, id="a submission removed by a moderator"
        ),
        pytest.param(
            submission("a", "marta_b", 1, "Seen", removed_by_category="a new word"),
            State.REMOVED,
            id="removed by whomever",
        ),
    ],
)
def test_a_post_that_is_gone_says_so_and_keeps_no_words(
    thing: object, state: State
) -> None:
    post = post_of(thing, now=NOW)
    assert post is not None
    assert post.state is state
    assert (post.text == "") is (state is not State.LIVE)
    assert post.deleted_at == (None if state is State.LIVE else NOW)


def test_what_a_moderator_has_yet_to_see_is_neither_a_post_nor_gone() -> None:
    held = submission("a", "marta_b", 1, "Acme", removed_by_category="automod_filtered")
    assert post_of(held, now=NOW) is None


@pytest.mark.parametrize(
    ("author", "fullname", "expected"),
    [
        pytest.param(
            "marta_b", "t2_m7", Author(id="t2_m7", handle="marta_b"), id="both"
        ),
        pytest.param("[deleted]", None, None, id="deleted"),
        pytest.param(None, None, None, id="null"),
        pytest.param("[deleted]", "t2_m7", None, id="deleted, with an id"),
        pytest.param(
            "Marta_B",
            None,
            Author(id="name:marta_b", handle="Marta_B"),
            id="name alone",
        ),
        pytest.param(
            "Marta_B",
            7,
            Author(id="name:marta_b", handle="Marta_B"),
            id="an id that is none",
        ),
    ],
)
def test_an_author_is_known_by_id_or_by_the_name_that_never_changes(
    author: str | None, fullname: object, expected: Author | None
) -> None:
    thing = but(A_COMMENT, author=author, author_fullname=fullname)
    post = post_of(thing, now=NOW)
    assert post is not None
    assert post.author == expected


@pytest.mark.parametrize(
    ("words", "names"),
    [
        pytest.param("u/acme_home help", ["acme_home"], id="u/"),
        pytest.param("Hey /u/Acme-Home!", ["Acme-Home"], id="/u/"),
        pytest.param("u/one u/two u/one", ["one", "two"], id="each once"),
        pytest.param("https://www.reddit.com/u/acme_home", [], id="an address"),
        pytest.param("menu/acme_home", [], id="inside a word"),
        pytest.param("u/ab", [], id="too short"),
        pytest.param("u/" + "a" * 21, [], id="too long"),
        pytest.param(
            "".join(f"u/user{n} " for n in range(300)), 100, id="a bounded number"
        ),
    ],
)
def test_names_in_the_words_are_addressed(words: str, names: list[str] | int) -> None:
    found = told(comment("a", "marta_b", 1, words)).get("addressed", [])
    assert isinstance(found, list)
    assert (len(found) if isinstance(names, int) else found) == names


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("score", "many", id="score"),
        pytest.param("score", -3, id="voted down"),
        pytest.param("score", 10**400, id="a score without end"),
        pytest.param("num_comments", None, id="comments"),
        pytest.param("permalink", "javascript:alert(1)", id="no address"),
        pytest.param("permalink", "/r/a b/", id="an address with a blank"),
        pytest.param("permalink", {"a": 1}, id="an address of another type"),
        pytest.param("edited", True, id="edited long ago"),
        pytest.param("edited", "yesterday", id="edited, in words"),
        pytest.param("edited", 5, id="edited before it was written"),
        pytest.param("edited", 1e300, id="edited at no time"),
        pytest.param("edited", 9_999_999_999, id="edited in times to come"),
        pytest.param("selftext", None, id="no words below the title"),
        pytest.param("dest", ["x"], id="dest"),
        pytest.param("author_fullname", "t2_", id="no id"),
        pytest.param("parent_id", 9, id="parent"),
    ],
)
def test_what_only_adorns_a_post_never_costs_it(field: str, value: object) -> None:
    thing = but(A_SUBMISSION, **{field: value})
    record = told(thing)
    assert record["text"] == "Acme leaks"
    assert "edited_at" not in record
    assert record.get("likes") in {None, 3}


@pytest.mark.parametrize(
    ("thing", "says"),
    [
        pytest.param(None, "kind: found null", id="null"),
        pytest.param([], "kind: found null", id="a list"),
        pytest.param(
            {"kind": ["t1"]}, "kind: found a list", id="a kind that is a list"
        ),
        pytest.param({"kind": "t4", "data": {}}, "kind: found 't4'", id="a message"),
        pytest.param({"kind": "t1", "data": 3}, "no t1", id="no data"),
        pytest.param(but(A_COMMENT, name="t3_a"), "name: found 't3_a'", id="name"),
        pytest.param(but(A_COMMENT, name="t1_A/.."), "name: found", id="a path"),
        pytest.param(but(A_COMMENT, name=None), "name: found null", id="nameless"),
        pytest.param(but(A_COMMENT, author=7), "author: found 7", id="author"),
        pytest.param(but(A_COMMENT, author=" "), "author: found ' '", id="blank"),
        pytest.param(but(A_COMMENT, body=None), "text: found null", id="no words"),
        pytest.param(but(A_SUBMISSION, title=3), "text: found null", id="no title"),
        pytest.param(but(A_COMMENT, created_utc="now"), "posted_at", id="time"),
        pytest.param(but(A_COMMENT, created_utc=True), "posted_at", id="true"),
        pytest.param(comment("a", "x", -90, "Hm."), "posted_at", id="from the future"),
    ],
)
def test_what_is_no_post_is_refused_by_name(thing: object, says: str) -> None:
    with pytest.raises((RecordError, ShapeError), match=says):
        post_of(thing, now=NOW)


def test_a_missing_author_is_another_shape_and_not_a_deleted_account() -> None:
    thing = comment("a", "x", 1, "Hm.")
    del thing["data"]["author"]
    with pytest.raises(RecordError, match="author: found 0"):
        post_of(thing, now=NOW)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=20)
    | st.sampled_from(
        ["[deleted]", "[removed]", "t1_a", "t3_a", "u/acme", "/comments/a/"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    thing=st.sampled_from([*SUBMISSIONS, *BELOW, TAGGED]),
    changes=st.lists(st.tuples(st.integers(0, 40), JSON), min_size=1, max_size=3),
)
def test_whatever_a_field_holds_a_thing_is_a_post_or_refused(
    thing: Any, changes: list[tuple[int, object]]
) -> None:
    odd = deepcopy(thing)
    for place, value in changes:
        names = sorted(odd["data"])
        odd["data"][names[place % len(names)]] = value
    try:
        post = post_of(odd, now=NOW)
    except (RecordError, ShapeError):
        return
    assert post is None or post.id.startswith(odd["kind"])

"""What a post on X becomes: every field, both spellings, edits, whom it calls."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from collectors._x.answer import Answer
from domain.post import Author, Kind, Post
from domain.source import Place
from tests.networks.hostile import NOW
from tests.networks.server import Server, as_json
from tests.networks.world import world
from tests.networks.x_made import MENTIONS, SEARCH, an_item, read, x
from tests.networks.x_server import (
    ACME,
    ANIA,
    BROKEN,
    EDITED,
    FIRST,
    GONE,
    LONG,
    QUOTE,
    REPLY,
    SAID,
    SHARED,
    THANKS,
    LittleX,
    respelt,
    snowflake,
)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(world("x").answer) as server:
        yield server


def parsed(item: dict[str, Any], **more: object) -> Post | None:
    """Read an item of an answer that holds also ``more``."""
    told = {"data": [item], "meta": {"result_count": 1}, **more}
    return Answer(told, now=NOW).post(item)


def a_parsed(**given: object) -> Post:
    """Read an item with some fields otherwise."""
    post = parsed(an_item(**given))
    assert post
    return post


def test_a_plain_post_has_every_field() -> None:
    user = {
        "id": ANIA,
        "username": "ania",
        "name": "Ania K.",
        "public_metrics": {"followers_count": 40},
    }
    assert parsed(an_item(), includes={"users": [user]}) == Post(
        network="x",
        id=BROKEN,
        author=Author(id=ANIA, handle="ania", name="Ania K.", followers=40),
        text="acme, it leaks",
        posted_at=NOW - timedelta(hours=1),
        seen_at=NOW,
        thread=BROKEN,
        kind=Kind.POST,
        url=f"https://x.com/i/web/status/{BROKEN}",
        lang="en",
        likes=1,
        replies=2,
        shares=3,
    )


def test_both_spellings_say_the_same() -> None:
    item = an_item(
        id=EDITED,
        edit_history_tweet_ids=[FIRST, EDITED],
        note_tweet={"text": "all of it"},
        referenced_tweets=[{"type": "replied_to", "id": REPLY}],
    )
    old = parsed(item)
    assert old
    assert old.text == "all of it"
    assert old.reply_to == REPLY
    assert parsed(respelt(item)) == old
    assert "edit_history_tweet_ids" not in respelt(item)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        pytest.param(
            {"referenced_tweets": [{"type": "replied_to", "id": "1"}]},
            {"kind": Kind.REPLY, "reply_to": "1"},
            id="a reply",
        ),
        pytest.param(
            {"referenced_tweets": [{"type": "quoted", "id": "1"}]},
            {"kind": Kind.QUOTE, "reply_to": "1", "parent": None},
            id="a quote",
        ),
        pytest.param(
            {
                "referenced_tweets": [
                    {"type": "quoted", "id": "1"},
                    {"type": "replied_to", "id": "2"},
                ]
            },
            {"kind": Kind.REPLY, "reply_to": "2"},
            id="a reply that quotes",
        ),
        pytest.param(
            {"text": "1 &lt; 2 &amp;amp; 3 &gt; 2"},
            {"text": "1 < 2 &amp; 3 > 2"},
            id="signs",
        ),
        pytest.param({"text": "\ud83d!"}, {"text": "\ufffd!"}, id="half an emoji"),
        pytest.param({"note_tweet": {"text": "x" * 9}}, {"text": "x" * 9}, id="a note"),
        pytest.param({"author_id": ...}, {"author": None}, id="nobody"),
        pytest.param({"lang": "und"}, {"lang": None}, id="no language"),
        pytest.param({"lang": "qme"}, {"lang": None}, id="pictures alone"),
        pytest.param({"lang": "in"}, {"lang": "id"}, id="an old code"),
        pytest.param({"lang": "zh-TW"}, {"lang": "zh"}, id="a region"),
        pytest.param({"lang": 7}, {"lang": None}, id="an odd language"),
        pytest.param(
            {"public_metrics": {"like_count": "many"}},
            {"likes": None, "shares": None},
            id="odd counts",
        ),
        pytest.param({"public_metrics": ...}, {"replies": None}, id="no counts"),
        pytest.param(
            {"created_at": ...},
            {"posted_at": NOW - timedelta(hours=1)},
            id="no time but the id's",
        ),
        pytest.param(
            {"edit_history_tweet_ids": ["7"]}, {"id": BROKEN}, id="another's history"
        ),
    ],
)
def test_a_post_is_read_as_it_is_meant(
    given: dict[str, object], wanted: dict[str, object]
) -> None:
    post = a_parsed(**given)
    assert {name: getattr(post, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    "given",
    [
        {"id": ...},
        {"id": 7},
        {"text": ...},
        {"text": None},
        {"created_at": "yesterday"},
        {"created_at": 7},
        {"created_at": "2026-11-09T11:00:00Z"},
        {"note_tweet": "all"},
        {"note_tweet": {"words": "all"}},
        {"referenced_tweets": "none"},
        {"referenced_tweets": [{"type": "replied_to"}]},
    ],
    ids=repr,
)
def test_what_is_no_post_is_skipped_and_counted(given: dict[str, object]) -> None:
    page = [an_item(**given), an_item(id=THANKS, edit_history_tweet_ids=[THANKS])]
    told = {"data": page, "meta": {"result_count": 2}}
    with Server(lambda _request: as_json(told)) as server:
        found = x(server.url).fetch(SEARCH, Place())
    assert [each.id for each in found.posts] == [THANKS]
    assert found.skipped == 1


def test_whom_a_post_calls_is_everybody_it_tags_answers_or_quotes(
    server: Server,
) -> None:
    posts = read(server)
    assert posts[BROKEN].addressed == (ACME, "acme")
    assert posts[QUOTE].addressed == ("acme",)
    assert a_parsed(in_reply_to_user_id=ACME).addressed == (ACME,)
    tags = [{"id": str(each), "username": f"u{each}"} for each in range(80)]
    assert len(a_parsed(entities={"mentions": tags}).addressed) == 100
    noted = {"text": "…", "entities": {"mentions": [{"username": "acme"}]}}
    assert a_parsed(note_tweet=noted).addressed == ("acme",)


def test_an_author_who_was_suspended_is_nobody(server: Server) -> None:
    posts = read(server, MENTIONS)
    assert posts[GONE].author is None
    assert posts[BROKEN].author == Author(
        id=ANIA, handle="ania", name="Ania K.", followers=40
    )


def test_a_long_text_comes_whole(server: Server) -> None:
    assert read(server)[LONG].text.endswith("gave up.")


def test_a_share_is_read_and_dropped(server: Server) -> None:
    (share,) = [each for each in SAID if each.id == SHARED]
    told = {"data": [LittleX().written(share)], "meta": {"result_count": 1}}
    server.answer = lambda _request: as_json(told)
    page = x(server.url).fetch(SEARCH, Place())
    assert (page.posts, page.skipped) == ((), 0)
    assert page.ids == {SHARED}
    assert page.reach == share.at


def test_an_edit_is_a_version_of_the_first(server: Server) -> None:
    post = read(server)[FIRST]
    assert post.text == "@acme where is my parcel"
    assert post.posted_at == NOW - timedelta(minutes=40)
    assert post.edited_at == NOW - timedelta(minutes=35)
    assert post.url == f"https://x.com/i/web/status/{FIRST}"


def test_an_answer_to_an_edited_version_answers_the_first() -> None:
    edited = an_item(id=EDITED, edit_history_tweet_ids=[FIRST, EDITED])
    reply = an_item(
        id=THANKS,
        edit_history_tweet_ids=[THANKS],
        conversation_id=EDITED,
        referenced_tweets=[{"type": "replied_to", "id": EDITED}],
    )
    answer = Answer({"data": [reply, edited]}, now=NOW)
    post = answer.post(reply)
    assert post
    assert (post.reply_to, post.thread) == (FIRST, FIRST)
    apart = Answer({"data": [reply], "includes": {"tweets": [edited]}}, now=NOW)
    assert apart.post(reply) == post


def test_looking_up_the_first_version_finds_the_last(server: Server) -> None:
    looked = x(server.url).look_up([FIRST, BROKEN])
    found = {(each.id, each.text) for each in looked.posts}
    assert (FIRST, "@acme where is my parcel") in found
    assert (FIRST, "@acme wher is my parcel") in found
    assert len(found) == 3
    assert looked.requests == 2
    assert [each.query["ids"] for each in server.asked] == [
        ",".join(sorted([FIRST, BROKEN])),
        EDITED,
    ]


def test_ids_that_are_none_of_xs_are_not_asked_for(server: Server) -> None:
    looked = x(server.url).look_up(["t3_1", "", "9" * 20])
    assert (looked.requests, looked.posts, server.asked) == (0, (), [])


def test_the_time_in_an_id_is_when_it_was_posted() -> None:
    moment = NOW - timedelta(minutes=90)
    assert a_parsed(id=snowflake(90), created_at=...).posted_at == moment

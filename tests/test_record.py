"""A record becomes the post it tells of, or an error that says what would be right."""

import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import RecordError
from domain.post import Author, Kind, Post, State
from domain.record import FIELDS, from_post, to_post
from tests.posts import NASTY, NOW, RECORDS, a_record


def read(**given: object) -> Post:
    return to_post(a_record(**given), now=NOW)


def test_a_whole_record() -> None:
    record: dict[str, object] = {
        "network": "x",
        "id": "42",
        "author": {"id": "9", "handle": "@ania", "name": "Ania", "followers": 7},
        "text": "Gdzie paczka?",
        "posted_at": "2026-11-02T10:00:00.123456+01:00",
        "seen_at": "2026-11-02T09:12:00Z",
        "reply_to": "41",
        "thread": "40",
        "addressed": ["@acme", "9001", "acme"],
        "kind": "reply",
        "url": "https://x.com/ania/status/42?s=1#top",
        "lang": "pl-PL",
        "rating": 2,
        "likes": 0,
        "replies": 1,
        "shares": 2,
        "edited_at": "2026-11-02T09:30:00Z",
        "state": "deleted",
        "deleted_at": "2026-11-02T09:40:00Z",
        "complaint": True,
        "needs_reply": False,
        "topic": "delivery",
    }
    assert tuple(record) == FIELDS
    post = to_post(record, now=NOW)
    assert post == Post(
        network="x",
        id="42",
        author=Author(id="9", handle="ania", name="Ania", followers=7),
        text="Gdzie paczka?",
        posted_at=datetime(2026, 11, 2, 9, 0, 0, 123456, tzinfo=UTC),
        seen_at=datetime(2026, 11, 2, 9, 12, tzinfo=UTC),
        reply_to="41",
        thread="40",
        addressed=("acme", "9001"),
        kind=Kind.REPLY,
        url="https://x.com/ania/status/42?s=1#top",
        lang="pl",
        rating=2,
        likes=0,
        replies=1,
        shares=2,
        edited_at=datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
        state=State.DELETED,
        deleted_at=datetime(2026, 11, 2, 9, 40, tzinfo=UTC),
        complaint=True,
        needs_reply=False,
        topic="delivery",
        backfilled=True,
    )
    assert tuple(from_post(post)) == FIELDS


def test_an_archive_has_no_collector_lag() -> None:
    post = read()
    assert post.seen_at == post.posted_at
    assert post.backfilled


def test_a_live_post_was_seen_now_unless_it_says_when() -> None:
    post = to_post(a_record(), now=NOW, live=True)
    assert post.seen_at == NOW
    assert not post.backfilled
    given = to_post(a_record(seen_at="2026-11-02T09:10:00Z"), now=NOW, live=True)
    assert given.seen_at == NOW - timedelta(minutes=50)


def test_clocks_may_differ_by_five_minutes() -> None:
    assert read(posted_at="2026-11-02T10:05:00Z").posted_at > NOW


def test_unknown_is_null_or_left_out() -> None:
    assert read(likes=None, kind=None, complaint=None, addressed=None) == read()


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        pytest.param("id", " 007 ", " 007 ", id="an id is kept as it is"),
        pytest.param("author", None, None, id="account gone"),
        pytest.param("text", "", "", id="pictures alone"),
        pytest.param("text", "x" * 60_000, "x" * 49_999 + "…", id="long text is cut"),
        pytest.param("text", "a\r\nb\x00", "a\nb", id="text is made canonical"),
        pytest.param("reply_to", "", None, id="empty parent"),
        pytest.param("addressed", [], (), id="nobody addressed"),
        pytest.param("addressed", ["@@acme"], ("acme",), id="several @"),
        pytest.param("lang", "zh-Hant-TW", "zh", id="language of a script"),
        pytest.param("lang", "PL", "pl", id="language in capitals"),
        pytest.param("lang", "und", None, id="language nobody knows"),
        pytest.param("topic", " late\ndelivery ", "late delivery", id="topic"),
        pytest.param("topic", "", None, id="empty topic"),
        pytest.param("url", "", None, id="empty address"),
        pytest.param("url", "http://[::1]:8000/a", "http://[::1]:8000/a", id="IPv6"),
        pytest.param("url", "https://a.pl/@ania/ż", "https://a.pl/@ania/ż", id="path"),
        pytest.param("likes", 2**53, 2**53, id="many likes"),
    ],
)
def test_what_is_kept_of_a_field(field: str, value: object, kept: object) -> None:
    assert getattr(read(**{field: value}), field) == kept


def test_names_are_one_line_and_bounded() -> None:
    author = read(author={"id": "1", "handle": "@ @ania", "name": "A\n" * 300}).author
    assert author == Author(id="1", handle="ania", name=("A " * 100)[:199] + "…")


DEEP: list[object] = []
for _ in range(5_000):
    DEEP = [DEEP]

TIME = "a time with an offset, such as 2026-11-02T10:00:00Z"
AUTHOR = '{"id": "9001"}, or null when the account is gone'
ADDRESS = (
    "an http or https address without spaces or a user name, "
    "such as https://example.com/posts/7"
)
WORD = "a lower-case word of at most 32 letters, digits, _ or -, such as bluesky"
COUNT = "a whole number from 0 to 9007199254740992, such as 12"
JUDGED = "true or false, or no such field when nobody judged"

WRONG: list[tuple[str, object, str]] = [
    ("network", ..., "found nothing, wanted the network's short name, such as bluesky"),
    ("network", "X", f"found 'X', wanted {WORD}"),
    ("network", "x" * 33, f"found '{'x' * 33}', wanted {WORD}"),
    ("id", ..., 'found nothing, wanted the network\'s id of the post, such as "9001"'),
    ("id", None, 'found null, wanted the network\'s id of the post, such as "9001"'),
    ("id", 7, 'found 7, wanted a string, such as "7"'),
    ("id", 7.5, 'found 7.5, wanted a string, such as "9001"'),
    ("id", True, 'found true, wanted a string, such as "9001"'),
    (
        "id",
        10**5000,
        'found a number of too many digits, wanted a string, such as "9001"',
    ),
    ("id", " ", "found ' ', wanted an id that is not empty, such as \"9001\""),
    ("id", "a" * 301, "found an id of 301 characters, wanted one of at most 300"),
    (
        "id",
        "a\x00",
        "found 'a\\x00', wanted an id without control characters, such as \"9001\"",
    ),
    ("author", ..., f"found nothing, wanted {AUTHOR}"),
    ("author", "ania", f"found 'ania', wanted {AUTHOR}"),
    ("author", ["ania"], f"found a list, wanted {AUTHOR}"),
    (
        "text",
        ...,
        'found nothing, wanted the text of the post, "" for a post of pictures',
    ),
    (
        "text",
        None,
        'found null, wanted the text of the post, "" for a post of pictures',
    ),
    ("text", 5, 'found 5, wanted a string, "" for a post of pictures alone'),
    ("text", DEEP, 'found a list, wanted a string, "" for a post of pictures alone'),
    ("posted_at", ..., f"found nothing, wanted {TIME}"),
    ("posted_at", "2026-11-02T10:00:00", f"found '2026-11-02T10:00:00', wanted {TIME}"),
    ("posted_at", "2026-11-02", f"found '2026-11-02', wanted {TIME}"),
    ("posted_at", "yesterday", f"found 'yesterday', wanted {TIME}"),
    ("posted_at", 1793613600, f"found 1793613600, wanted {TIME}"),
    (
        "posted_at",
        "2026-06-30T23:59:60Z",
        f"found '2026-06-30T23:59:60Z', wanted {TIME}",
    ),
    (
        "posted_at",
        "0001-01-01T00:00:00+23:59",
        "found '0001-01-01T00:00:00+23:59', want",
    ),
    (
        "posted_at",
        "9999-12-31T23:59:59-23:59",
        "found '9999-12-31T23:59:59-23:59', want",
    ),
    (
        "posted_at",
        "1970-01-01T00:00:00Z",
        "found '1970-01-01T00:00:00Z', wanted a time since 1990",
    ),
    (
        "posted_at",
        "2026-11-02T10:05:01Z",
        "found '2026-11-02T10:05:01Z', wanted a time up to now (2026-11-02T10:00:00Z)",
    ),
    (
        "edited_at",
        "2036-11-02T10:00:00Z",
        "found '2036-11-02T10:00:00Z', wanted a time up to now (2026-11-02T10:00:00Z)",
    ),
    ("reply_to", 41, 'found 41, wanted a string, such as "41"'),
    (
        "addressed",
        "acme",
        "found 'acme', wanted a list of account ids or handles, such as [\"acme\"]",
    ),
    ("addressed", [9001], 'found 9001, wanted a string, such as "9001"'),
    ("addressed", ["@"], "found '@', wanted account ids or handles, such as acme"),
    (
        "addressed",
        ["a"] * 101,
        "found a list of 101 accounts, wanted one of at most 100",
    ),
    (
        "kind",
        "tweet",
        "found 'tweet', wanted one of post, reply, comment, quote, review",
    ),
    ("kind", [], "found a list, wanted one of post, reply, comment, quote, review"),
    ("url", "javascript:alert(1)", f"found 'javascript:alert(1)', wanted {ADDRESS}"),
    ("url", "https://x.com@evil", f"found 'https://x.com@evil', wanted {ADDRESS}"),
    (
        "url",
        "https://x.com\\@evil",
        f"found 'https://x.com\\\\@evil', wanted {ADDRESS}",
    ),
    ("url", "https://a b", f"found 'https://a b', wanted {ADDRESS}"),
    ("url", "https:///a", f"found 'https:///a', wanted {ADDRESS}"),
    ("url", "https://a/\u202eb", f"found 'https://a/\\u202eb', wanted {ADDRESS}"),
    (
        "url",
        "https://a/" + "b" * 2000,
        "found an address of 2010 characters, wanted one of at most 2000",
    ),
    ("lang", "polish", "found 'polish', wanted a language code, such as pl"),
    ("rating", 6, "found 6, wanted a whole number from 1 to 5, such as 3"),
    ("rating", True, "found true, wanted a whole number from 1 to 5, such as 3"),
    ("rating", 4.0, "found 4.0, wanted a whole number from 1 to 5, such as 3"),
    ("likes", -1, f"found -1, wanted {COUNT}"),
    ("likes", 2**53 + 1, f"found 9007199254740993, wanted {COUNT}"),
    ("likes", False, f"found false, wanted {COUNT}"),
    ("likes", "12", f"found '12', wanted {COUNT}"),
    ("state", "gone", "found 'gone', wanted one of live, deleted, removed"),
    (
        "deleted_at",
        "2026-11-02T09:30:00Z",
        "found a time for a live post, wanted it only beside the state deleted or ",
    ),
    ("complaint", "yes", f"found 'yes', wanted {JUDGED}"),
    ("complaint", 1, f"found 1, wanted {JUDGED}"),
    ("needs_reply", {}, f"found an object, wanted {JUDGED}"),
    ("topic", 5, 'found 5, wanted a string, such as "delivery"'),
    ("postd_at", "2026", "found an unknown field, wanted posted_at"),
    (
        "sentiment_score",
        1,
        "found an unknown field, wanted one of network, id, author,",
    ),
]


@pytest.mark.parametrize(
    ("field", "value", "message"), WRONG, ids=[f"{each[0]}-{each[2]}" for each in WRONG]
)
def test_what_is_said_of_a_wrong(field: str, value: object, message: str) -> None:
    with pytest.raises(RecordError) as error:
        read(**{field: value})
    assert str(error.value).startswith(f"{field}: {message}")
    assert error.value.field == field


@pytest.mark.parametrize(
    ("author", "message"),
    [
        pytest.param(
            {"handle": "ania"},
            'author.id: found nothing, wanted the account\'s stable id, such as "9001"',
            id="no id",
        ),
        pytest.param(
            {"id": 9}, 'author.id: found 9, wanted a string, such as "9"', id="number"
        ),
        pytest.param(
            {"id": "9", "handel": "ania"},
            "author.handel: found an unknown field, wanted handle",
            id="unknown",
        ),
        pytest.param(
            {"id": "9", "followers": "many"},
            f"author.followers: found 'many', wanted {COUNT}",
            id="followers",
        ),
        pytest.param(
            {"id": "9", "name": 5},
            'author.name: found 5, wanted a string, such as "delivery"',
            id="name",
        ),
    ],
)
def test_what_is_said_of_a_wrong_author(author: object, message: str) -> None:
    with pytest.raises(RecordError) as error:
        read(author=author)
    assert str(error.value) == message


@pytest.mark.parametrize("name", ["", "a\nb", "\ud800", "x" * 1_000_000])
def test_a_hostile_field_name_gives_one_short_line(name: str) -> None:
    with pytest.raises(RecordError) as error:
        read(**{name: 1})
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 400


ANYTHING = st.recursive(
    NASTY | st.integers() | st.floats() | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(NASTY, inner, max_size=3)
    ),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=4))
def test_anything_in_any_field_is_a_post_or_one_short_line(
    given: dict[str, Any],
) -> None:
    assert said_of(given).isprintable()
    assert len(said_of(given)) < 400


def said_of(given: dict[str, Any]) -> str:
    try:
        to_post(a_record(**given), now=NOW)
    except RecordError as error:
        return str(error)
    return ""


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in strings(each)]
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    return [value] if isinstance(value, str) else []


@given(RECORDS, st.booleans())
def test_any_string_makes_a_sound_post_that_comes_back_the_same(
    record: dict[str, Any], live: bool
) -> None:
    post = to_post(record, now=NOW, live=live)
    written = from_post(post)
    assert all(
        "\x00" not in each and each.encode() for each in strings(written) if each
    )
    for text in (post.text, post.topic or "", *post.addressed):
        assert unicodedata.is_normalized("NFC", text)
    assert to_post(written, now=NOW, live=live) == post

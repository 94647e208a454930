"""Which cases are shown beside one another, and that none is ever joined."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.case import CaseKey
from domain.post import Author, Kind, Post
from response.links import CROSS_POSTED, GOES_ON, LinkKind, Told, likeness, links, place
from services.conversation import as_of_now, conversation
from services.links import Links
from services.links import links as found_links
from store import Store
from store.brands import StoredBrand
from tests.desk import NOW, acme, keep, open_acme
from tests.made import a_post, at, ours

ANGRY = "acme lost my parcel again and nobody answers the phone for three weeks now"


def a_told(
    post_id: str = "1",
    *,
    network: str = "x",
    author: str = "ania",
    handle: str | None = None,
    text: str = ANGRY,
    after: timedelta = timedelta(),
    thread: str | None = None,
    url: str | None = None,
) -> Told:
    post = a_post(post_id, at("10:00") + after, author, network=network, text=text)
    who = Author(id=author, handle=handle or author)
    key = CaseKey("Acme", network, thread or post_id, author)
    return Told(key=key, first=replace(post, author=who, url=url), answered=False)


@pytest.mark.parametrize(
    ("other", "near"),
    [
        pytest.param(ANGRY, True, id="the same"),
        pytest.param(ANGRY.upper() + "!!!", True, id="in capitals"),
        pytest.param(f"@acme {ANGRY} #fail https://t.example/1", True, id="tags"),
        pytest.param(ANGRY.replace("three", "two"), True, id="one word of thirteen"),
        pytest.param("So. " + ANGRY, True, id="one word before"),
        pytest.param(ANGRY.replace("parcel", "letter").replace("phone", "mail"), False,
                     id="two words of thirteen"),
        pytest.param(ANGRY.replace("three weeks", "two months"), False,
                     id="two words side by side"),
        pytest.param(" ".join(reversed(ANGRY.split())), False, id="another order"),
        pytest.param("acme is fine", False, id="another text"),
        pytest.param("", False, id="nothing"),
        pytest.param("https://t.example/1 #acme", False, id="nothing but a link"),
    ],
)  # fmt: skip
def test_nearly_the_same_text(other: str, near: bool) -> None:
    assert (likeness(ANGRY, other) >= 0.8) is near


def test_short_and_long_texts_are_compared_as_well() -> None:
    assert likeness("Refund!", "refund") == 1.0
    assert likeness("refund", "return") == 0.0
    long = "acme " * 49_000
    assert likeness(long, long) == 1.0
    assert likeness("", "") == 0.0


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_mutual_and_a_share(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0.0 <= likeness(one, other) <= 1.0


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("other", "kind", "sure"),
    [
        pytest.param(a_told("2", network="bluesky"), LinkKind.SAME_TEXT, False,
                     id="the same text elsewhere, by the handle"),
        pytest.param(a_told("2", network="bluesky", author="did:1", handle="@ANIA"),
                     LinkKind.SAME_TEXT, False, id="a handle in capitals"),
        pytest.param(a_told("2", network="bluesky",
                            text=ANGRY.replace("three weeks", "two months")),
                     LinkKind.ALSO_WROTE, False, id="not quite the same text"),
        pytest.param(a_told("2", network="bluesky", handle="bea"), None, None,
                     id="the same text by somebody else"),
        pytest.param(a_told("2", network="bluesky", after=CROSS_POSTED),
                     LinkKind.SAME_TEXT, False, id="48 h later"),
        pytest.param(a_told("2", network="bluesky", after=CROSS_POSTED + MINUTE),
                     LinkKind.ALSO_WROTE, False, id="later than that"),
        pytest.param(a_told("2", text="acme: hello?"), LinkKind.ALSO_WROTE, True,
                     id="another thread"),
        pytest.param(a_told("2"), LinkKind.ALSO_WROTE, True,
                     id="the same text in the same place is no cross-post"),
        pytest.param(a_told("2", text="hm", after=GOES_ON), LinkKind.ALSO_WROTE, True,
                     id="72 h later"),
        pytest.param(a_told("2", text="hm", after=GOES_ON + MINUTE), None, None,
                     id="later than 72 h"),
        pytest.param(a_told("2", text="hm", after=MINUTE, thread="0"), None, None,
                     id="a word in somebody else's thread"),
        pytest.param(a_told("2", author="bea", text="hm"), None, None,
                     id="another customer"),
        pytest.param(a_told("1"), None, None, id="itself"),
    ],
)  # fmt: skip
def test_who_is_shown_beside_whom(
    other: Told, kind: LinkKind | None, sure: bool | None
) -> None:
    mine = a_told("1")
    expected = [] if kind is None else [(kind, sure, other.key)]
    assert [
        (each.kind, each.sure, each.other.key) for each in links(mine, [other])
    ] == (expected)
    mutual = [] if kind is None else [(kind, sure, mine.key)]
    assert [
        (each.kind, each.sure, each.other.key) for each in links(other, [mine])
    ] == mutual


def test_a_customer_without_a_handle_is_found_nowhere_else() -> None:
    mine = a_told("1")
    nameless = replace(mine.first, author=Author(id="ania"))
    other = a_told("2", network="bluesky")
    assert links(replace(mine, first=nameless), [other]) == []


@pytest.mark.parametrize(
    ("network", "url", "where"),
    [
        pytest.param("reddit", "https://www.reddit.com/r/Shops/comments/1/x",
                     ("reddit", "shops"), id="a subreddit"),
        pytest.param("reddit", "https://old.reddit.com/r/shops/",
                     ("reddit", "shops"), id="by another door"),
        pytest.param("reddit", None, ("reddit", ""), id="reddit without an address"),
        pytest.param("x", "https://x.com/r/shops", ("x", ""), id="elsewhere"),
    ],
)  # fmt: skip
def test_a_subreddit_is_a_place_of_its_own(
    network: str, url: str | None, where: tuple[str, str]
) -> None:
    assert place(replace(a_post("1", "10:00", network=network), url=url)) == where


def test_one_text_in_two_subreddits_is_a_group() -> None:
    urls = [f"https://www.reddit.com/r/{each}/comments/1/" for each in ("a", "b")]
    one, two = (a_told(each, network="reddit", url=each) for each in urls)
    (link,) = links(one, [two])
    assert (link.kind, link.sure) == (LinkKind.SAME_TEXT, True)


def beside(store: Store, network: str, root: str, customer: str = "ania") -> Links:
    watch = acme(store)
    brand = StoredBrand(watch.id, watch.record)
    key = CaseKey("Acme", network, root, customer)
    with store.reading() as session:
        found = conversation(session, brand, key, as_of=as_of_now(NOW))
        assert found is not None
        return found_links(session, brand, found, as_of=as_of_now(NOW))


def shown(found: Links) -> list[tuple[str, str]]:
    return [(each.kind.value, str(each.other.key)) for each in found.links]


def given_as(post: Post, **told: str) -> Post:
    """Say of a post who wrote it, in whose words."""
    return replace(post, author=Author(id=told["id"], handle=told["handle"]))


def test_one_of_three_places_was_answered(store: Store) -> None:
    open_acme(store)
    places = ("x", "bluesky", "reddit")
    posts = [
        given_as(
            a_post(f"{each}1", "10:00", network=each, text=ANGRY),
            id=f"id-{each}",
            handle="Ania",
        )
        for each in places
    ]
    other = a_post("x9", "11:00", "id-x", text="acme: and another thing entirely")
    keep(store, [*posts, other, ours("r", "11:00", reply_to="x1")], given=acme(store))
    found = beside(store, "bluesky", "bluesky1", "id-bluesky")
    assert (found.answered, found.places) == (1, 3)
    assert shown(found) == [
        ("same_text", "Acme/reddit/reddit1/id-reddit"),
        ("same_text", "Acme/x/x1/id-x"),
        # found by the handle in X, where its author is known by another id
    ]
    assert shown(beside(store, "x", "x1", "id-x")) == [
        ("same_text", "Acme/bluesky/bluesky1/id-bluesky"),
        ("same_text", "Acme/reddit/reddit1/id-reddit"),
        ("also_wrote", "Acme/x/x9/id-x"),
    ]


def test_a_text_said_once_is_no_group(store: Store) -> None:
    open_acme(store)
    keep(store, [a_post("1", "10:00"), a_post("2", "10:00", "bea")])
    found = beside(store, "x", "1")
    assert (found.links, found.places, found.answered) == ([], 1, 0)
    assert found.to_json() == []


def test_a_quote_and_what_it_quotes_lead_to_each_other(store: Store) -> None:
    open_acme(store)
    quote = a_post("q", "11:00", "bea", kind=Kind.QUOTE, reply_to="1", text="acme ha")
    keep(store, [a_post("1", "10:00"), quote])
    assert shown(beside(store, "x", "q", "bea")) == [("quotes", "Acme/x/1/ania")]
    assert shown(beside(store, "x", "1")) == [("quoted_by", "Acme/x/q/bea")]


def test_a_quoted_post_that_is_no_case_is_linked_where_it_stands(store: Store) -> None:
    open_acme(store)
    url = "https://x.example/o"
    quote = a_post("q", "11:00", "bea", kind=Kind.QUOTE, reply_to="o", text="acme ha")
    keep(store, [replace(ours("o", "10:00"), url=url), quote])
    found = beside(store, "x", "q", "bea")
    assert (found.links, found.quoted_url) == ([], url)


def test_who_quotes_themselves_is_linked_once(store: Store) -> None:
    open_acme(store)
    again = a_post("q", "11:00", kind=Kind.QUOTE, reply_to="1", text="acme, still!")
    keep(store, [a_post("1", "10:00"), again])
    assert shown(beside(store, "x", "q")) == [("quotes", "Acme/x/1/ania")]


def test_another_brands_case_is_not_shown(store: Store) -> None:
    open_acme(store)
    keep(store, [a_post("1", "10:00"), a_post("2", "11:00", text="bolt: late")])
    assert shown(beside(store, "x", "1")) == []

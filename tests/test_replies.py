"""What a reply does for the customer, and whom it answers."""

import pytest

from domain.case import ReplyKind
from domain.post import Post
from response.replies import answers
from response.reply_kinds import reply_kind
from tests.made import a_post, ours

HOLDING, REDIRECT, SUBSTANTIVE = (
    ReplyKind.HOLDING,
    ReplyKind.REDIRECT,
    ReplyKind.SUBSTANTIVE,
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Thanks, we are looking into this.", HOLDING),
        ("We'll get back to you today!", HOLDING),
        ("Sprawdzamy, wrócimy z odpowiedzią.", HOLDING),
        ("Please DM us your order number", REDIRECT),
        ("Could you send us a message?", REDIRECT),
        ("Send us a DM, please", REDIRECT),
        ("Napisz do nas w wiadomości prywatnej", REDIRECT),
        ("Your parcel is on its way.", SUBSTANTIVE),
        ("My name is on it, and the refund left today.", SUBSTANTIVE),
        ("", SUBSTANTIVE),
        ("Looking into this took long. " + "Here is all of it. " * 20, SUBSTANTIVE),
    ],
)
def test_what_a_reply_does(text: str, kind: ReplyKind) -> None:
    assert reply_kind(text) is kind


POSTS = {
    post.id: post
    for post in (
        a_post("1", "10:00", "ania"),
        ours("2", "11:00", reply_to="1"),
        ours("loop", "11:00", reply_to="pool"),
        ours("pool", "11:00", reply_to="loop"),
        a_post("gone", "10:00", None),
    )
}


@pytest.mark.parametrize(
    ("reply", "customers"),
    [
        pytest.param(ours("9", "12:00", reply_to="1"), {"ania"}, id="parent"),
        pytest.param(ours("9", "12:00", reply_to="2"), {"ania"}, id="through our own"),
        pytest.param(ours("9", "12:00", addressed=("@Bea",)), {"bea"}, id="tag"),
        pytest.param(
            ours("9", "12:00", reply_to="1", addressed=("bea",)),
            {"ania", "bea"},
            id="parent and tag",
        ),
        pytest.param(ours("9", "12:00", reply_to="0"), None, id="unknown parent"),
        pytest.param(ours("9", "12:00", thread="1"), None, id="thread alone"),
        pytest.param(ours("9", "12:00"), set(), id="a post of its own"),
        pytest.param(ours("9", "12:00", reply_to="gone"), None, id="account gone"),
        pytest.param(ours("9", "12:00", reply_to="loop"), None, id="a cycle"),
    ],
)
def test_whom_a_reply_answers(reply: Post, customers: set[str] | None) -> None:
    told = answers(
        reply,
        find=POSTS.get,
        ours=lambda post: post.author is not None and post.author.id == "9001",
        people={"ania": "ania", "bea": "bea"},
    )
    assert told.customers == customers

"""Conversations drawn by hypothesis: facts, and the orders in which they may come.

Ids, authors and threads are few, so that they meet: missing parents, cycles, quotes of
quotes, the same id on two networks, two brands in one thread.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from domain.account import Account, AccountKind
from domain.brand import Brand
from domain.event import Event, EventKind
from domain.post import Author, Kind, Post, PostKey, State
from tests.made import DAY

NETWORKS = ("x", "reddit")
BRANDS = (
    Brand(
        name="Acme",
        queries=("acme", "lang:pl paczka"),
        accounts=(
            *(Account(network=each, id="shop", handle="acme") for each in NETWORKS),
            Account(network="x", id="eva", handle="eva", kind=AccountKind.AGENT),
        ),
    ),
    Brand(
        name="Bird",
        queries=("bird OR #birdshop",),
        accounts=(Account(network="x", id="nest", handle="bird"),),
    ),
)
TEXTS = (
    "Acme, my parcel never came. Awful!",
    "Where is it?",
    "thanks",
    "paczka nie dotarła, skandal",
    "acme and bird are both terrible",
    "We are looking into it.",
    "Please DM us your number.",
    "The refund is on its way. Did it arrive?",
    "nice weather",
    "",
)
CUSTOMERS = ("ania", "bea", "cem")
SPEAKERS = (*CUSTOMERS, *CUSTOMERS, "shop", "shop", "eva", "nest")
IDS = tuple("1234567")

DEEDS: tuple[tuple[EventKind, Mapping[str, object]], ...] = (
    (EventKind.ANSWERED, {"where": "phone"}),
    (EventKind.UNANSWERED, {}),
    (EventKind.RESOLVED, {}),
    (EventKind.REOPENED, {}),
    (EventKind.WAIVED, {"reason": "spam"}),
    (EventKind.JUDGED, {"ours": False}),
    (EventKind.JUDGED, {"complaint": True}),
    (EventKind.JUDGED, {"needs_reply": False}),
    (EventKind.ASSIGNED, {"to": "marta"}),
    (EventKind.NOTED, {"text": "ask Jan"}),
    (EventKind.MUTED, {}),
    (EventKind.UNMUTED, {}),
)

MINUTE = timedelta(minutes=1)
_minutes = st.integers(0, 600).map(lambda each: each * MINUTE)
_word = st.sampled_from([None, None, True, False])


@dataclass(frozen=True, slots=True, kw_only=True)
class Gossip:
    """Records of posts, and deeds in the order they were done."""

    records: tuple[Post, ...]
    deeds: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One order: pages of records, and after which page each deed is written."""

    pages: tuple[tuple[Post, ...], ...]
    deeds: tuple[tuple[int, Event], ...]


@st.composite
def _posts(draw: st.DrawFn, key: PostKey) -> Post:
    author = draw(st.sampled_from(SPEAKERS))
    moment = DAY + draw(_minutes)
    above = draw(st.none() | st.sampled_from((*IDS, "lost")))
    return Post(
        network=key.network,
        id=key.id,
        author=Author(id=author, handle=author),
        text=draw(st.sampled_from(TEXTS)),
        posted_at=moment,
        seen_at=moment + draw(_minutes),
        reply_to=above,
        thread=draw(st.sampled_from([None, None, None, "1", "t"])),
        addressed=draw(st.sampled_from([(), (), ("acme",), ("@bird", "ania")])),
        kind=draw(st.sampled_from([None, None, Kind.QUOTE, Kind.REVIEW])),
        url=f"https://{key.network}.example/{key.id}",
        rating=draw(st.sampled_from([None, None, 1, 5])),
        complaint=draw(_word),
        needs_reply=draw(_word),
        backfilled=draw(st.booleans()),
    )


@st.composite
def _records(draw: st.DrawFn, post: Post) -> list[Post]:
    """Draw what else may be told of a post: edits, its end, half of it."""
    records = [post]
    for _ in range(draw(st.integers(0, 2))):
        changed: dict[str, Any] = {
            "seen_at": post.seen_at + draw(_minutes),
            "complaint": draw(_word),
            "needs_reply": draw(_word),
        }
        match draw(st.sampled_from(["edit", "edit", "gone", "bare", "likes"])):
            case "edit":
                changed["text"] = draw(st.sampled_from(TEXTS))
                changed["edited_at"] = post.posted_at + draw(_minutes)
            case "gone":
                changed["state"] = draw(st.sampled_from(list(State)[1:]))
                changed["text"] = draw(st.sampled_from(["", post.text]))
                later = post.posted_at + draw(_minutes)
                changed["deleted_at"] = draw(st.none() | st.just(later))
            case "bare":
                changed |= {"author": None, "reply_to": None, "thread": None}
            case _:
                changed["likes"] = draw(st.integers(0, 9))
        records.append(replace(post, **changed))
    return records


@st.composite
def _deeds(draw: st.DrawFn, posts: Sequence[Post]) -> Event:
    about = draw(st.sampled_from(posts))
    assert about.author is not None
    kind, detail = draw(st.sampled_from(DEEDS))
    return Event(
        brand=draw(st.sampled_from([each.name for each in BRANDS])),
        about=about.key,
        customer=about.author.id,
        kind=kind,
        at=DAY + draw(_minutes),
        by=draw(st.sampled_from([None, "marta"])),
        detail=detail,
    )


@st.composite
def gossips(draw: st.DrawFn) -> Gossip:
    """Draw what happened."""
    keys = [PostKey(network, each) for network in NETWORKS for each in IDS]
    chosen = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=8, unique=True))
    posts = [draw(_posts(key)) for key in chosen]
    records = [record for each in posts for record in draw(_records(each))]
    asked = [each for each in posts if each.author and each.author.id in CUSTOMERS]
    deeds = draw(st.lists(_deeds(asked), max_size=3)) if asked else []
    return Gossip(records=tuple(records), deeds=tuple(deeds))


@st.composite
def tellings(draw: st.DrawFn, gossip: Gossip) -> Telling:
    """Draw one order in which it reaches us; nobody does a thing about the unknown."""
    order = draw(st.permutations(gossip.records))
    size = draw(st.integers(1, len(order)))
    pages = [tuple(order[start : start + size]) for start in range(0, len(order), size)]
    deeds, last = [], 0
    for each in gossip.deeds:
        known = next(
            number
            for number, page in enumerate(pages)
            if any(post.key == each.about for post in page)
        )
        last = draw(st.integers(max(known, last), len(pages) - 1))
        deeds.append((last, each))
    return Telling(pages=tuple(pages), deeds=tuple(deeds))

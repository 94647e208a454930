"""Which cases belong together: the same text in several places, one thing told in two.

Never more than suggested: each case keeps its own clock. Across networks a person is
known by the handle alone, which anybody may take, so such a link is never sure.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from domain.case import Case, CaseKey, Turn
from domain.post import Post
from response.folding import fold, words

NEARLY = 0.8
"""From here on two texts are one; a share of their pairs of words, see ``likeness``."""

CROSS_POSTED = timedelta(hours=48)
"""One text in several places is one message only if posted within this time."""

GOES_ON = timedelta(hours=72)
"""A new thread of a customer this soon after the last one may be about the same."""

MANY = 3
"""So many people with one text are an incident."""

WORDS_READ = 1_000
"""Words of a text that are compared; a longer one is known by its beginning."""

_ADDRESS = re.compile(r"https?://\S+|(?<!\w)[@#]\w+")
_SUBREDDIT = re.compile(r"//(?:\w+\.)?reddit\.com/r/([^/?#]+)", re.IGNORECASE)


Pairs = frozenset[tuple[str, ...]]
"""The pairs of neighbouring words of a text."""


class LinkKind(StrEnum):
    """Why two cases are shown beside one another."""

    SAME_TEXT = "same_text"
    ALSO_WROTE = "also_wrote"
    EARLIER = "earlier"
    LATER = "later"
    QUOTES = "quotes"
    QUOTED_BY = "quoted_by"


ENGAGED = "The shop shared it, which is no reply"
"""Said of a case whose post the brand itself quotes or shares."""

WORDS = {
    LinkKind.SAME_TEXT: "Same text",
    LinkKind.ALSO_WROTE: "Also wrote",
    LinkKind.EARLIER: "An earlier matter of the thread",
    LinkKind.LATER: "A later matter of the thread",
    LinkKind.QUOTES: "Quotes a post",
    LinkKind.QUOTED_BY: "Quoted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A case as linking needs it: its first post and turn, and whether it was answered.

    ``turn`` is the first that counts, None when nobody ever waited in it.
    """

    key: CaseKey
    first: Post
    answered: bool
    turn: Turn | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another case, and why it may belong to this one. ``sure``: the same account."""

    kind: LinkKind
    other: Told
    sure: bool

    @property
    def words(self) -> str:
        """Say why it is shown; where and when is the other post's to say."""
        return WORDS[self.kind]


def told(case: Case, posts: Iterable[Post]) -> Told | None:
    """Return what linking needs of a case; None when its first post is not there."""
    first = next((each for each in posts if each.id in case.posts[:1]), None)
    if first is None:
        return None
    answered = case.open_turn is None and any(each.reply for each in case.turns)
    turn = next((each for each in case.turns if not each.void), None)
    return Told(key=case.key, first=first, answered=answered, turn=turn)


def links(mine: Told, others: Iterable[Told]) -> list[Link]:
    """Return which of the other cases belong to this one, oldest first."""
    found = [link for each in others for link in _link(mine, each)]
    return sorted(found, key=lambda each: _began(each.other))


def likeness(one: str, other: str) -> float:
    """Return how much two texts are the same, 0..1, by pairs of neighbouring words.

    Case, accents, links, tags and hashtags do not count: they change with the place.
    """
    return _alike(_pairs(one), _pairs(other))


def _alike(first: Pairs, second: Pairs) -> float:
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def incident(mine: Post, others: Iterable[tuple[str, str]]) -> int:
    """Count who said nearly the same, the author of ``mine`` among them.

    ``others`` are authors and texts of posts from about the same time. Many people with
    one text are an incident, of which each keeps a case: 0 below ``MANY``.
    """
    said = _pairs(mine.text)
    author = mine.author.id if mine.author else ""
    same = {each for each, text in others if _alike(said, _pairs(text)) >= NEARLY}
    number = len(same | {author})
    return number if number >= MANY else 0


def place(post: Post) -> tuple[str, str]:
    """Return the public place of a post: its network, and on Reddit the subreddit."""
    found = _SUBREDDIT.search(post.url or "") if post.network == "reddit" else None
    return post.network, found[1].casefold() if found else ""


def _link(mine: Told, other: Told) -> Iterator[Link]:
    if other.key == mine.key or not _same_author(mine, other):
        return
    if other.key[:4] == mine.key[:4]:
        later = other.key.episode > mine.key.episode
        kind = LinkKind.LATER if later else LinkKind.EARLIER
        yield Link(kind=kind, other=other, sure=True)
        return
    sure = mine.key.network == other.key.network
    if _same_text(mine.first, other.first):
        yield Link(kind=LinkKind.SAME_TEXT, other=other, sure=sure)
    elif _goes_on(mine, other):
        yield Link(kind=LinkKind.ALSO_WROTE, other=other, sure=sure)


def _same_author(mine: Told, other: Told) -> bool:
    if mine.key.network == other.key.network:
        return mine.key.customer == other.key.customer
    handle = folded_handle(mine.first)
    return handle is not None and handle == folded_handle(other.first)


def folded_handle(post: Post) -> str | None:
    """Return the author's handle as it is compared, None when there is none."""
    handle = post.author.handle if post.author else None
    return fold(handle.removeprefix("@")) or None if handle else None


def _same_text(one: Post, other: Post) -> bool:
    return (
        place(one) != place(other)
        and abs(one.posted_at - other.posted_at) <= CROSS_POSTED
        and likeness(one.text, other.text) >= NEARLY
    )


def _goes_on(mine: Told, other: Told) -> bool:
    """Tell whether the later of two began, as a thread of its own, soon enough."""
    before, after = sorted((mine, other), key=_began)
    if after.key.thread != after.first.id:
        return False
    return after.first.posted_at - before.first.posted_at <= GOES_ON


def _pairs(text: str) -> Pairs:
    found = words(_ADDRESS.sub(" ", text))[:WORDS_READ]
    if len(found) == 1:
        return frozenset({(found[0],)})
    return frozenset(pairwise(found))


def _began(each: Told) -> tuple[datetime, CaseKey]:
    return each.first.posted_at, each.key

"""A made-up network: a board of posts in memory, for what is done with any network.

What real networks answer is tested with their own libraries in tests/networks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from domain.account import Account
from domain.brand import Brand
from domain.post import Author, Post, PostKey, State
from domain.source import (
    Answerable,
    Family,
    Fault,
    How,
    Listened,
    Looked,
    Page,
    Place,
    SourceError,
    Stream,
)
from sentiment import engine
from services.reading import Source
from store import Store, posts
from tests.made import a_post


@dataclass(slots=True, kw_only=True)
class Village:
    """A network whose board anybody can change while it is being read."""

    network: ClassVar[str] = "village"
    follows_threads: ClassVar[bool] = True

    clock: "Hands"
    board: list[Post] = field(default_factory=list)
    page_size: int = 3
    cap: int = 1000
    usd: float = 0.0
    fault: SourceError | None = None
    """What every call fails with, while it is set."""
    families: tuple[Family, ...] = (Family.SEARCH,)
    wide: bool = False
    known: dict[str, str] = field(default_factory=dict)
    """Ids by handle."""
    calls: list[str] = field(default_factory=list)

    def streams(self, brands: Sequence[Listened]) -> list[Stream]:
        words = " ".join(word for each in brands for word in each.needles)
        return [
            Stream(network="village", family=each, query=words, wide=self.wide)
            for each in self.families
        ]

    def fetch(self, stream: Stream, place: Place) -> Page:
        self._asked(f"fetch {stream.family} {place.token or ''}".strip())
        until = datetime.fromisoformat(place.token) if place.token else None
        older = [
            each
            for each in sorted(self.board, key=lambda each: each.posted_at)[::-1]
            if until is None or each.posted_at < until
        ]
        size = min(self.page_size, place.size)
        given = older[:size]
        more = len(older) > size
        return Page(
            posts=tuple(self._seen(given)),
            token=given[-1].posted_at.isoformat() if more else None,
            reach=given[-1].posted_at if given else None,
            ids=frozenset(each.id for each in given),
            usd=self.usd,
        )

    def look_up(self, ids: Sequence[str]) -> Looked:
        self._asked(f"look_up {' '.join(sorted(ids))}")
        there = [each for each in self.board if each.id in ids]
        return Looked(
            posts=tuple(self._seen(each for each in there if each.state is State.LIVE)),
            deleted=frozenset(ids) - {each.id for each in there},
            removed=frozenset(
                each.id for each in there if each.state is not State.LIVE
            ),
            usd=self.usd,
        )

    def thread(self, root: str) -> Page:
        self._asked(f"thread {root}")
        if not any(each.id == root for each in self.board):
            raise SourceError("village", Fault.NOT_FOUND, "no such thread")
        found = [each for each in self.board if root in {each.thread, each.id}]
        return Page(posts=tuple(self._seen(found)))

    def account(self, handle: str) -> Author:
        self._asked(f"account {handle}")
        if handle not in self.known:
            raise SourceError("village", Fault.NOT_FOUND, "no such person")
        return Author(id=self.known[handle], handle=handle)

    def price(self, stream: Stream | None) -> float:  # noqa: ARG002
        return self.usd

    def can_reply(
        self,
        post: Post,  # noqa: ARG002
        accounts: Sequence[Account],  # noqa: ARG002
    ) -> Answerable:
        return Answerable(How.LINK, "by hand")

    def _asked(self, what: str) -> None:
        self.calls.append(what)
        if self.fault:
            raise self.fault

    def _seen(self, given: "Iterator[Post] | Sequence[Post]") -> Iterator[Post]:
        return (replace(each, seen_at=self.clock.now) for each in given)


@dataclass(slots=True)
class Hands:
    """The hands of a clock that tests move."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def go(self, span: timedelta) -> None:
        self.now += span


NOON = datetime(2026, 3, 24, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SHOP = Brand(
    name="Acme",
    queries=("acme",),
    accounts=(Account(network="village", id="shop", handle="acme"),),
)


def the_source(village: Village, **parts: object) -> Source:
    given: dict[str, object] = {
        "collector": village,
        "engine": engine("vader"),
        "clock": village.clock,
        "every": 5 * MINUTE,
        "chance": lambda: 0.0,
    }
    return Source(**{**given, **parts})  # type: ignore[arg-type]


def said(name: str, when: datetime, author: str = "ania", **parts: object) -> Post:
    given: dict[str, object] = {"network": "village", "needs_reply": None}
    return a_post(name, when, author, **{**given, **parts})  # type: ignore[arg-type]


def kept(store: Store) -> set[str]:
    with store.reading() as session:
        return {each.id for each in posts.every(session)}


def the_post(store: Store, name: str) -> Post:
    with store.reading() as session:
        return posts.load(session, [PostKey("village", name)])[
            PostKey("village", name)
        ].post

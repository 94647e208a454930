"""The cases that belong to one: shown beside it, and never joined with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.case import CaseKey
from domain.clock import iso
from domain.post import Kind, PostKey
from domain.thread import Thread
from response.cases import cases
from response.links import (
    CROSS_POSTED,
    GOES_ON,
    Link,
    LinkKind,
    Told,
    folded_handle,
    incident,
    told,
)
from response.links import links as decide
from response.sla import due_at, state
from services.conversation import Conversation
from services.promises import Promise
from store import Session, neighbours, posts, threads
from store.brands import StoredBrand
from store.posts import StoredPost


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What stands beside a case. ``links`` are oldest first.

    ``answered`` of ``places`` is how the same text fared, this case among them;
    ``places`` is 1 for a text that was posted once. ``quoted_url`` leads to what the
    case begins by quoting when that is known and no case. ``engaged``: the brand
    shared or quoted a post of the case, which is no reply. ``promise`` is how the first
    of those places stands, which is the SLA of them all; None for a text that was
    posted once. ``people`` is how many wrote the same at about that time, 0 where they
    are no incident.
    """

    links: Sequence[Link] = ()
    answered: int = 0
    places: int = 1
    quoted_url: str | None = None
    engaged: bool = False
    promise: Promise | None = None
    people: int = 0

    def to_json(self) -> list[dict[str, object]]:
        """Return the links with the fields outsiders know."""
        return [
            {
                "kind": each.kind.value,
                "case": str(each.other.key),
                "posted_at": iso(each.other.first.posted_at),
                "answered": each.other.answered,
                "sure": each.sure,
                "url": each.other.first.url,
            }
            for each in self.links
        ]


def links(
    session: Session, brand: StoredBrand, found: Conversation, *, as_of: datetime
) -> Links:
    """Return what belongs to a case, as things stood at ``as_of``."""
    mine = told(found.case, (each.post for each in found.said if each.theirs))
    if mine is None:
        return Links()
    quoted = _quoted(session, mine)
    above = [_author_of(mine, quoted)] if quoted else []
    quoting = neighbours.quoting(session, mine.key, found.case.posts)
    below = [_author_of(mine, each) for each in quoting]
    beside = neighbours.near(
        session,
        brand.id,
        mine.key,
        handle=folded_handle(mine.first),
        since=mine.first.posted_at - GOES_ON,
        until=mine.first.posted_at + GOES_ON,
    )
    known = _load(session, brand, {*beside, *below, *above} - {mine.key}, as_of)
    known |= _of_thread(found.thread, brand, as_of)
    others = [each for each in known.values() if each.key[:4] == mine.key[:4]]
    others += (known[each] for each in beside if each in known)
    quotes = [
        *_these(LinkKind.QUOTES, above, known),
        *_these(LinkKind.QUOTED_BY, below, known),
    ]
    named = {each.other.key for each in quotes}
    free = {each.key: each for each in others if each.key not in named}
    linked = sorted([*decide(mine, free.values()), *quotes], key=_by_time)
    same = [each.other for each in linked if each.kind is LinkKind.SAME_TEXT]
    return Links(
        links=linked,
        answered=sum(each.answered for each in (mine, *same)),
        places=1 + len(same),
        promise=_promise([mine, *same], brand, as_of) if same else None,
        people=_people(session, brand, mine),
        engaged=any(_is_ours(each, brand) for each in quoting),
        quoted_url=quoted.post.url if quoted and not named & {*above} else None,
    )


def _promise(
    group: Iterable[Told], brand: StoredBrand, as_of: datetime
) -> Promise | None:
    """Return how the first of several places with one text stands."""
    first = min(group, key=lambda each: (each.first.posted_at, each.key))
    if first.turn is None:
        return None
    turn, network = first.turn, first.key.network
    policy = brand.record.policy_at(turn.started_at)
    due = due_at(turn, policy=policy, network=network)
    stands = state(turn, due, policy=policy, network=network, as_of=as_of)
    return Promise(due, stands)


def _people(session: Session, brand: StoredBrand, mine: Told) -> int:
    """Count who wrote nearly the same at about the time."""
    at = mine.first.posted_at
    beside = neighbours.texts(
        session, brand.id, since=at - CROSS_POSTED, until=at + CROSS_POSTED, near=at
    )
    return incident(mine.first, beside)


def _quoted(session: Session, mine: Told) -> StoredPost | None:
    """Return the post that a case begins by quoting, if we ever saw it."""
    first = mine.first
    if first.kind is not Kind.QUOTE or first.reply_to is None:
        return None
    key = PostKey(first.network, first.reply_to)
    return posts.load(session, [key]).get(key)


def _is_ours(stored: StoredPost, brand: StoredBrand) -> bool:
    post = stored.post
    return brand.record.owns(post.author, post.network, post.posted_at)


def _author_of(mine: Told, stored: StoredPost) -> CaseKey:
    """Return the case that a post would belong to, if it belongs to one."""
    author = stored.post.author.id if stored.post.author else ""
    return CaseKey(mine.key.brand, mine.key.network, stored.root, author)


def _load(
    session: Session, brand: StoredBrand, keys: Iterable[CaseKey], as_of: datetime
) -> dict[CaseKey, Told]:
    wanted = set(keys)
    names = {PostKey(each.network, each.thread) for each in wanted}
    known: dict[CaseKey, Told] = {}
    for stored in threads.load(session, sorted(names)):
        there = _of_thread(stored.towards(brand.id, brand.record.name), brand, as_of)
        known |= {key: each for key, each in there.items() if key in wanted}
    return known


def _of_thread(
    thread: Thread, brand: StoredBrand, as_of: datetime
) -> dict[CaseKey, Told]:
    heard = [each.post for each in thread.heard]
    every = [told(each, heard) for each in cases(thread, brand.record, as_of=as_of)]
    return {each.key: each for each in every if each is not None}


def _these(
    kind: LinkKind, keys: Iterable[CaseKey], known: dict[CaseKey, Told]
) -> list[Link]:
    found = dict.fromkeys(each for each in keys if each in known)
    return [Link(kind=kind, other=known[each], sure=True) for each in found]


def _by_time(link: Link) -> tuple[datetime, CaseKey]:
    return link.other.first.posted_at, link.other.key

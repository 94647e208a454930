"""Whole threads, as the cases in them are derived from."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from sqlmodel import Session

from domain.event import Event
from domain.judgement import Judgement
from domain.mention import Mention
from domain.post import Post, PostKey
from domain.thread import Heard, Thread, Version
from store import events, judgements, mentions, posts, versions
from store.posts import StoredPost, by_network
from store.sql import ask, spelling


class StoredThread(NamedTuple):
    """One thread's posts with all that is known about them, for any brand."""

    network: str
    root: str
    posts: list[StoredPost]
    judged: Mapping[PostKey, Judgement]
    mentions: Mapping[int, Mapping[PostKey, Mention]]
    events: Mapping[str, list[Event]]
    elsewhere: Mapping[str, Post]
    versions: Mapping[PostKey, tuple[Version, ...]] = MappingProxyType({})
    of_authors: Mapping[PostKey, list[Event]] = MappingProxyType({})

    def towards(self, brand_id: int, brand: str) -> Thread:
        """Return the thread as it stands towards one brand."""
        known = self.mentions.get(brand_id, {})
        heard = [
            Heard(
                post=post,
                judgement=self.judged.get(post.key),
                mentioned=(mention := known.get(post.key)) is not None
                and mention.alone,
                versions=self.versions.get(post.key, ()),
            )
            for post, _, _ in self.posts
        ]
        return Thread(
            network=self.network,
            root=self.root,
            heard=tuple(heard),
            events=(*self.events.get(brand, ()), *self._of_authors(brand)),
            elsewhere=self.elsewhere,
        )

    @property
    def told_of_here(self) -> set[PostKey]:
        """Name the customers of whom something was said about a post here."""
        here = {each.post.key for each in self.posts} if self.of_authors else set()
        return {
            customer
            for customer, told in self.of_authors.items()
            if any(each.about in here for each in told)
        }

    def _of_authors(self, brand: str) -> Iterator[Event]:
        """Yield what was done elsewhere to people who write here."""
        if not self.of_authors:
            return
        here = {each.post.key for each in self.posts}
        for customer in {_author(each) for each in self.posts}:
            for event in self.of_authors.get(customer, ()) if customer else ():
                if event.brand == brand and event.about not in here:
                    yield event


def load(session: Session, threads: Iterable[PostKey]) -> list[StoredThread]:
    """Return the threads named by network and root; one of no posts is left out."""
    found = posts.in_threads(session, threads)
    keys = [each.post.key for each in found]
    judged = {
        key: each.judgement for key, each in judgements.load(session, keys).items()
    }
    known, done = mentions.load(session, keys), events.load(session, keys)
    elsewhere, edited = _elsewhere(session, found), _versions(session, found)
    authors = {_author(each) for each in found}
    known_as = events.of_authors(session, [each for each in authors if each])
    sorted_out: dict[PostKey, list[StoredPost]] = {}
    for each in found:
        name = PostKey(each.post.network, each.root)
        sorted_out.setdefault(name, []).append(each)
    deeds = _by_thread(found, done) if done else {}
    return [
        StoredThread(
            network,
            root,
            members,
            judged,
            known,
            deeds.get(PostKey(network, root), {}),
            _referred(members, elsewhere) if elsewhere else {},
            edited,
            known_as,
        )
        for (network, root), members in sorted_out.items()
    ]


def names(session: Session, *, after: PostKey, limit: int) -> list[PostKey]:
    """Return the next threads behind ``after``, in order, for a walk through all."""
    how = spelling(session)
    rows = ask(
        session,
        f"SELECT DISTINCT network, root FROM posts WHERE (network, root) > ({how.mark},"
        f" {how.mark}) ORDER BY network, root LIMIT {how.mark}",
        *after,
        limit,
    )
    return [PostKey(*row) for row in rows]


def of_customers(session: Session, customers: Iterable[PostKey]) -> list[PostKey]:
    """Return the threads in which any brand has a case of these customers."""
    how = spelling(session)
    sql = (
        f"SELECT DISTINCT network, root FROM cases WHERE network = {how.mark}"
        f" AND customer {how.among} ORDER BY network, root"
    )
    return [
        PostKey(*row)
        for network, ids in by_network(customers).items()
        for row in ask(session, sql, network, how.values(ids))
    ]


def of_brand(
    session: Session, brand_id: int, *, limit: int = 500
) -> Iterator[list[PostKey]]:
    """Yield the names of the threads in which the brand has cases, in pieces."""
    how = spelling(session)
    last = PostKey("", "")
    while True:
        rows = ask(
            session,
            "SELECT DISTINCT network, root FROM cases"
            f" WHERE brand_id = {how.mark}"
            f" AND (network, root) > ({how.mark}, {how.mark})"
            f" ORDER BY network, root LIMIT {how.mark}",
            brand_id,
            *last,
            limit,
        )
        if not rows:
            return
        piece = [PostKey(*row) for row in rows]
        yield piece
        last = piece[-1]


def _by_thread(
    found: list[StoredPost], done: Mapping[str, list[Event]]
) -> dict[PostKey, dict[str, list[Event]]]:
    """Sort events, given by brand's name, by the thread of the post they are about."""
    homes = {each.post.key: PostKey(each.post.network, each.root) for each in found}
    deeds: dict[PostKey, dict[str, list[Event]]] = {}
    for brand, every in done.items():
        for event in every:
            here = deeds.setdefault(homes[event.about], {})
            here.setdefault(brand, []).append(event)
    return deeds


def _author(stored: StoredPost) -> PostKey | None:
    author = stored.post.author
    return PostKey(stored.post.network, author.id) if author else None


def _versions(
    session: Session, found: list[StoredPost]
) -> dict[PostKey, tuple[Version, ...]]:
    """Return what the edited posts among them said over time."""
    edited = {
        each.post.key: each.post for each in found if each.post.edited_at is not None
    }
    if not edited:
        return {}
    stored = versions.load(session, edited)
    return {key: versions.told(edited[key], each) for key, each in stored.items()}


def _elsewhere(session: Session, found: list[StoredPost]) -> dict[PostKey, StoredPost]:
    """Return the posts that these refer to, in their own thread or another."""
    wanted = {
        PostKey(each.post.network, each.post.reply_to)
        for each in found
        if each.post.reply_to is not None
    }
    if not wanted:
        return {}
    here = {each.post.key: each for each in found}
    absent = wanted - here.keys()
    return here | posts.load(session, absent) if absent else here


def _referred(
    members: list[StoredPost], known: Mapping[PostKey, StoredPost]
) -> dict[str, Post]:
    """Return by id what one thread refers to, whatever else was loaded beside it."""
    keys = (
        PostKey(each.post.network, each.post.reply_to)
        for each in members
        if each.post.reply_to is not None
    )
    return {key.id: known[key].post for key in keys if key in known}

"""Whole threads, as the cases in them are derived from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sqlmodel import Session

from domain.event import Event
from domain.judgement import Judgement
from domain.mention import Mention
from domain.post import Post, PostKey
from domain.thread import Heard, Thread
from store import events, judgements, mentions, posts
from store.posts import StoredPost
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

    def towards(self, brand_id: int, brand: str) -> Thread:
        """Return the thread as it stands towards one brand."""
        known = self.mentions.get(brand_id, {})
        heard = (
            Heard(
                post=each.post,
                judgement=self.judged.get(each.post.key),
                mentioned=each.post.key in known and known[each.post.key].alone,
            )
            for each in self.posts
        )
        own = {each.post.id for each in self.posts}
        told = (event for event in self.events.get(brand, ()) if event.about.id in own)
        return Thread(
            network=self.network,
            root=self.root,
            heard=tuple(heard),
            events=tuple(told),
            elsewhere=self.elsewhere,
        )


def load(session: Session, threads: Iterable[PostKey]) -> list[StoredThread]:
    """Return the threads named by network and root; one of no posts is left out."""
    found = posts.in_threads(session, threads)
    keys = [each.post.key for each in found]
    judged = {
        key: each.judgement for key, each in judgements.load(session, keys).items()
    }
    known, done = mentions.load(session, keys), events.load(session, keys)
    elsewhere = _elsewhere(session, found)
    sorted_out: defaultdict[PostKey, list[StoredPost]] = defaultdict(list)
    for each in found:
        sorted_out[PostKey(each.post.network, each.root)].append(each)
    return [
        StoredThread(
            network, root, members, judged, known, done, elsewhere.get(network, {})
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


def _elsewhere(session: Session, found: list[StoredPost]) -> dict[str, dict[str, Post]]:
    """Return, by network and id, the posts of other threads that these refer to."""
    here = {each.post.key: each for each in found}
    wanted = {
        PostKey(each.post.network, each.post.reply_to)
        for each in found
        if each.post.reply_to is not None
    }
    absent = wanted - here.keys()
    known = here | posts.load(session, absent) if absent else here
    other: dict[str, dict[str, Post]] = {}
    for key in wanted & known.keys():
        other.setdefault(key.network, {})[key.id] = known[key].post
    return other

"""Joins a page of records with one another and with what is stored of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.post import Post, PostKey, State, content_hash, joined
from store import Session, posts
from store.posts import StoredPost


@dataclass(frozen=True, slots=True)
class Page:
    """A page joined with what was stored of the same posts.

    ``hashes`` name the winning content, also when its text was purged since;
    ``before`` is what was stored; ``earlier`` are versions that did not win.
    """

    posts: dict[PostKey, Post]
    hashes: dict[PostKey, str]
    before: dict[PostKey, StoredPost]
    earlier: list[tuple[Post, str]]

    @property
    def changed(self) -> list[Post]:
        """List the posts that are new or not as they were stored."""
        return [post for post in self.posts.values() if self.is_changed(post)]

    def is_changed(self, post: Post) -> bool:
        """Tell whether ``post`` is not as stored; its purged text is no change."""
        before = self.before.get(post.key)
        if before is None:
            return True
        if post.state is not State.LIVE and self.hashes[post.key] == before.hash:
            return replace(post, text=before.post.text) != before.post
        return post != before.post


def join(session: Session, page: Iterable[Post]) -> Page:
    """Join the page's records with one another and with what is stored."""
    page = list(page)
    before = posts.load(session, {post.key for post in page})
    current = {key: stored.post for key, stored in before.items()}
    hashes = {key: stored.hash for key, stored in before.items()}
    earlier: list[tuple[Post, str]] = []
    for post in page:
        key = post.key
        known = current.get(key)
        if known is None:
            current[key], hashes[key] = post, content_hash(post)
            continue
        after = current[key] = joined(known, post)
        if post.content == known.content:
            continue
        arrived, named = content_hash(post), hashes[key]
        if after.content == post.content:
            if known.text:
                earlier.append((known, named))
            hashes[key] = arrived
        elif arrived != named and post.text:
            earlier.append((post, arrived))
    return Page(current, hashes, before, earlier)

"""Joins a page of records with one another and with what is stored of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from domain.post import (
    Post,
    PostKey,
    State,
    content_hash,
    is_purged,
    joined,
    version_hash,
)
from store import Session, posts
from store.posts import StoredPost
from store.versions import StoredVersion, merged, version

Named = tuple[PostKey, str]
"""A version of a post: its key and the hash of its content."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page joined with what was stored of the same posts.

    ``hashes`` name the winning content, also when its text was purged since;
    ``before`` is what was stored. ``told`` are the versions that the page itself tells
    of posts known before; ``known`` what stood when the first other one came, which the
    store may know better: a joined post has the first sight and the last word of all
    its versions. ``said`` are those of them whose words are there, if only none.
    """

    posts: dict[PostKey, Post]
    hashes: dict[PostKey, str]
    before: dict[PostKey, StoredPost]
    told: dict[Named, StoredVersion]
    known: dict[Named, StoredVersion]
    said: set[Named]

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
    joining = _Joining(before)
    for post in page:
        joining.add(post)
    return Page(
        joining.current,
        joining.hashes,
        before,
        joining.told,
        joining.known,
        joining.said,
    )


class _Joining:
    """Posts while one record after the other is joined with them."""

    def __init__(self, before: dict[PostKey, StoredPost]) -> None:
        self.current = {key: stored.post for key, stored in before.items()}
        self.hashes = {key: stored.hash for key, stored in before.items()}
        self.told: dict[Named, StoredVersion] = {}
        self.known: dict[Named, StoredVersion] = {}
        self.said: set[Named] = set()
        self._mixed: set[PostKey] = set()

    def add(self, post: Post) -> None:
        key = post.key
        known = self.current.get(key)
        if known is None:
            self.current[key], self.hashes[key] = post, version_hash(post)
            return
        named = self.hashes[key]
        alike = known.says and post.says and post.content == known.content
        arrived = named if alike else version_hash(post)
        if arrived != named and key not in self._mixed:
            self._mixed.add(key)
            self.known[key, named] = version(known, named)
            if known.says:
                self.said.add((key, named))
        self._tell(post, arrived)
        self.current[key], self.hashes[key] = _winner(known, named, post, arrived)

    def _tell(self, post: Post, named: str) -> None:
        told, place = version(post, named), (post.key, named)
        before = self.told.get(place)
        self.told[place] = merged(before, told) if before else told
        if post.says:
            self.said.add(place)


def _winner(known: Post, named: str, post: Post, arrived: str) -> tuple[Post, str]:
    """Return the post that two records make, and the hash of what it says."""
    after = joined(known, post)
    if arrived == named:
        return after, named
    if _rank(known, named) > _rank(post, arrived):
        return _with_content(after, known), named
    return _with_content(after, post), arrived


def _rank(post: Post, named: str) -> tuple[datetime, bool, str, bool]:
    """Order versions as ``rank`` does, although the text of one was purged since.

    What says something goes before the mere word that the same is gone.
    """
    mere = not post.says and named == version_hash(post)
    worded = post.text != "" or is_purged(post, named)
    return post.written_at, worded, content_hash(post) if mere else named, not mere


def _with_content(post: Post, of: Post) -> Post:
    if post.content == of.content:
        return post
    return replace(
        post,
        text=of.text,
        posted_at=of.posted_at,
        edited_at=of.edited_at,
        addressed=of.addressed,
        lang=of.lang,
        rating=of.rating,
    )

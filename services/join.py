"""Joins a page of records with one another and with what is stored of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.post import Post, PostKey, State, content_hash, joined
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
    of posts with several; ``known`` what stood beside them, which the store may know
    better: a joined post has the first sight and the last word of all its versions.
    """

    posts: dict[PostKey, Post]
    hashes: dict[PostKey, str]
    before: dict[PostKey, StoredPost]
    told: dict[Named, StoredVersion]
    known: dict[Named, StoredVersion]

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
    return Page(joining.current, joining.hashes, before, joining.told, joining.known)


class _Joining:
    """Posts while one record after the other is joined with them."""

    def __init__(self, before: dict[PostKey, StoredPost]) -> None:
        self.current = {key: stored.post for key, stored in before.items()}
        self.hashes = {key: stored.hash for key, stored in before.items()}
        self.told: dict[Named, StoredVersion] = {}
        self.known: dict[Named, StoredVersion] = {}
        self._mixed: set[PostKey] = set()

    def add(self, post: Post) -> None:
        key = post.key
        known = self.current.get(key)
        if known is None:
            self.current[key], self.hashes[key] = post, content_hash(post)
            return
        named = self.hashes[key]
        if post.content == known.content:
            self.current[key] = joined(known, post)
            if post.edited_at is not None:
                self._tell(post, named)
            return
        arrived = content_hash(post)
        self.current[key], self.hashes[key] = _winner(known, named, post, arrived)
        if arrived != named:
            if key not in self._mixed and _says(known, named):
                self.known[key, named] = version(known, named)
            self._mixed.add(key)
            if _says(post, arrived):
                self._tell(post, arrived)
        elif post.edited_at is not None:
            self._tell(post, arrived)

    def _tell(self, post: Post, named: str) -> None:
        told, place = version(post, named), (post.key, named)
        before = self.told.get(place)
        self.told[place] = merged(before, told) if before else told


def _winner(known: Post, named: str, post: Post, arrived: str) -> tuple[Post, str]:
    """Return the post that two records make, and the hash of what it says."""
    after = joined(known, post)
    purged = known.state is not State.LIVE and named != content_hash(known)
    if purged and known.written_at == post.written_at and named > arrived:
        # A text that was purged is no weaker for that: else the order would matter.
        return _with_content(after, known), named
    return after, arrived if after.content == post.content else named


def _with_content(post: Post, of: Post) -> Post:
    return replace(
        post,
        text=of.text,
        posted_at=of.posted_at,
        edited_at=of.edited_at,
        addressed=of.addressed,
        lang=of.lang,
        rating=of.rating,
    )


def _says(post: Post, named: str) -> bool:
    """Tell a version from the mere word that a post is gone."""
    return bool(post.text) or post.state is State.LIVE or named != content_hash(post)

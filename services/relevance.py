"""Which posts of a place full of strangers are kept: those that concern a brand.

A list of all comments somewhere holds mostly what is none of our business. What the
brand wrote, what concerns it, and what is said below such posts is kept.
"""

from collections.abc import Sequence

from domain.post import Post, PostKey
from services.watch import Watch
from store import Session, posts


def relevant(
    session: Session, page: Sequence[Post], watches: Sequence[Watch]
) -> list[Post]:
    """Return the posts to keep: by a brand, about one, or below a post that is kept."""
    parents = {PostKey(each.network, each.parent) for each in page if each.parent}
    known = set(posts.load(session, parents))
    talked = _authors(session, page)
    kept: dict[PostKey, Post] = {}
    # Oldest first, so that an answer finds the post that it answers.
    for post in sorted(page, key=lambda each: (each.posted_at, each.id)):
        above = PostKey(post.network, post.parent or "")
        author = post.author.id if post.author else None
        if (
            above in known
            or above in kept
            or (PostKey(post.network, post.thread or ""), author) in talked
            or any(_concerns(post, watch) for watch in watches)
        ):
            kept[post.key] = post
    return [post for post in page if post.key in kept]


def _concerns(post: Post, watch: Watch) -> bool:
    return watch.owns(post) or watch.mention(post, None, given=False).alone


def _authors(session: Session, page: Sequence[Post]) -> set[tuple[PostKey, str | None]]:
    """Return who spoke before in the threads that concern a brand."""
    threads = {PostKey(each.network, each.thread) for each in page if each.thread}
    known = posts.known_threads(session, threads)
    return {
        (PostKey(each.post.network, each.root), each.post.author.id)
        for each in posts.in_threads(session, known)
        if each.post.author
    }

"""Hangs posts into their threads, and moves those that hung on an unknown parent."""

from collections.abc import Mapping

from domain.post import Post, PostKey
from response.threads import link, roots
from services.join import Page
from store import Session, posts
from store.posts import StoredPost


def place(
    session: Session, page: Page, changed: list[Post]
) -> tuple[list[StoredPost], set[PostKey]]:
    """Give every changed post its root, and those that hang on one a new root."""
    if not changed:
        return [], set()
    members = _with_followers(session, page, changed)
    settled = _settled(session, members)
    placed: list[StoredPost] = []
    touched: set[PostKey] = set()
    for network in {key.network for key in members}:
        own = {key.id: each for key, each in members.items() if key.network == network}
        links = {name: link(each.post) for name, each in own.items()}
        found = roots(links, settled.get(network, {}))
        for name, each in own.items():
            if each.root:  # it was stored: its old thread changes too
                touched.add(PostKey(network, each.root))
            touched.add(PostKey(network, found[name]))
            if each.root != found[name] or _is_changed(page, each.post):
                placed.append(each._replace(root=found[name]))
    return placed, touched


def _is_changed(page: Page, post: Post) -> bool:
    return post.key in page.posts and page.is_changed(page.posts[post.key])


def _with_followers(
    session: Session, page: Page, changed: list[Post]
) -> dict[PostKey, StoredPost]:
    """Return the changed posts and all stored ones below them, however deep."""
    members = {
        post.key: StoredPost(
            post,
            page.before[post.key].root if post.key in page.before else "",
            page.hashes[post.key],
        )
        for post in changed
    }
    front = [
        post.key
        for post in changed
        if post.key not in page.before
        or link(page.before[post.key].post)[1:3] != link(post)[1:3]
        or page.before[post.key].post.author != post.author
    ]
    while front:
        followers = posts.below(session, front)
        front = [key for key in followers if key not in members]
        for key in front:
            members[key] = _current(page, key, followers[key])
    return members


def _current(page: Page, key: PostKey, stored: StoredPost) -> StoredPost:
    """Prefer the page's reading of a post to the stored one."""
    if key not in page.posts:
        return stored
    return StoredPost(page.posts[key], stored.root, page.hashes[key])


def _settled(
    session: Session, members: Mapping[PostKey, StoredPost]
) -> dict[str, dict[str, str]]:
    """Return, by network, the roots of the parents that are not among ``members``."""
    parents = {
        PostKey(key.network, each.post.parent)
        for key, each in members.items()
        if each.post.parent is not None
    } - members.keys()
    found: dict[str, dict[str, str]] = {}
    for key, stored in posts.load(session, parents).items() if parents else ():
        found.setdefault(key.network, {})[key.id] = stored.root
    return found

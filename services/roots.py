"""Whether posts hang in the right threads, and how they are hung anew.

``place`` does it for what is new; here what is stored is taken for granted in nothing
but the posts themselves.
"""

from collections.abc import Iterable, Mapping

from domain.post import Post, PostKey
from response.threads import link, roots
from store import Session, posts
from store.posts import StoredPost


def wrong_roots(session: Session, members: Iterable[StoredPost]) -> dict[PostKey, str]:
    """Return the true roots of those posts that are stored under another.

    ``members`` are whole threads as they are stored: where every post has the root
    that its neighbours make of it, all roots are true.
    """
    here = {each.post.key: each for each in members}
    hanging = {key: each for key, each in here.items() if _hangs(each.post)}
    near = {key: each.post.thread or key.id for key, each in here.items()}
    if hanging:
        above = _parents(hanging.values()) - here.keys()
        outside = posts.load(session, above) if above else {}
        settled = near | {key: each.root for key, each in outside.items()}
        near |= _roots(hanging, settled)
    suspects = {key: each for key, each in here.items() if near[key] != each.root}
    if not suspects:
        return {}
    true = _roots(_with_ancestors(session, suspects), {})
    return {key: true[key] for key in suspects if true[key] != here[key].root}


def hang(session: Session, wrong: Iterable[PostKey]) -> set[PostKey]:
    """Give the posts, and all below them, their true roots; return the threads touched.

    A thread is named by network and root; the old ones count as well as the new.
    """
    members = _with_followers(session, posts.load(session, wrong))
    true = _roots(_with_ancestors(session, members), {})
    moved = [each for key, each in members.items() if true[key] != each.root]
    posts.save(session, [each._replace(root=true[each.post.key]) for each in moved])
    return {
        PostKey(each.post.network, root)
        for each in moved
        for root in (each.root, true[each.post.key])
    }


def _hangs(post: Post) -> bool:
    """Tell whether a post's root is that of another one."""
    return post.parent is not None and not post.thread


def _parents(members: Iterable[StoredPost]) -> set[PostKey]:
    """Return what the roots of ``members`` hang on."""
    return {
        PostKey(each.post.network, each.post.parent or "")
        for each in members
        if _hangs(each.post)
    }


def _roots(
    members: Mapping[PostKey, StoredPost], settled: Mapping[PostKey, str]
) -> dict[PostKey, str]:
    """Return the root of each post; ``settled`` has those of posts above them."""
    found: dict[PostKey, str] = {}
    for network in {key.network for key in members}:
        links = {
            key.id: link(each.post)
            for key, each in members.items()
            if key.network == network
        }
        known = {key.id: root for key, root in settled.items() if key[0] == network}
        found |= {
            PostKey(network, name): root for name, root in roots(links, known).items()
        }
    return found


def _with_ancestors(
    session: Session, members: Mapping[PostKey, StoredPost]
) -> dict[PostKey, StoredPost]:
    """Return the posts and all stored ones above them."""
    found = dict(members)
    front = _parents(found.values()) - found.keys()
    while front:
        above = posts.load(session, front)
        found |= above
        front = _parents(above.values()) - found.keys()
    return found


def _with_followers(
    session: Session, members: Mapping[PostKey, StoredPost]
) -> dict[PostKey, StoredPost]:
    """Return the posts and all stored ones whose root hangs on theirs."""
    found = dict(members)
    front = set(found)
    while front:
        below = {
            key: each
            for key, each in posts.below(session, front).items()
            if key not in found and _hangs(each.post)
        }
        found |= below
        front = set(below)
    return found

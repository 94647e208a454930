"""Which thread a post belongs to, when networks say it late, badly or not at all.

An explicit thread id wins, else the parent's thread. An unknown parent's id stands
for the root until the parent arrives. In a cycle the earliest post is the root.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from domain.post import Post


class Link(NamedTuple):
    """Where one post hangs: its parent's id and its explicit thread, if any."""

    id: str
    parent: str | None
    thread: str | None
    posted_at: datetime


def link(post: Post) -> Link:
    """Return where ``post`` hangs."""
    return Link(post.id, post.parent, post.thread, post.posted_at)


def roots(links: Mapping[str, Link], settled: Mapping[str, str]) -> dict[str, str]:
    """Return the root of every post in ``links``, all of one network.

    ``settled`` gives the roots of posts outside ``links`` that are already known.
    Costs one step a post, however deep the thread.
    """
    found: dict[str, str] = {}
    for each in links:
        path = _climb(each, links, found)
        found |= dict.fromkeys(path, _top(path, links, found, settled))
    return found


def _climb(
    start: str, links: Mapping[str, Link], found: Mapping[str, str]
) -> list[str]:
    """List the posts from ``start`` up whose root hangs on the one above them."""
    path = [start] if start not in found else []
    on_path = set(path)
    while path:
        above = links[path[-1]]
        parent = above.parent
        if above.thread or parent is None or parent in found or parent not in links:
            break
        if parent in on_path:
            break
        path.append(parent)
        on_path.add(parent)
    return path


def _top(
    path: list[str],
    links: Mapping[str, Link],
    found: Mapping[str, str],
    settled: Mapping[str, str],
) -> str:
    if not path:
        return ""
    last = links[path[-1]]
    if last.thread:
        return last.thread
    if last.parent is None:
        return last.id
    if last.parent in path:
        cycle = path[path.index(last.parent) :]
        return min(cycle, key=lambda each: (links[each].posted_at, each))
    return found.get(last.parent) or settled.get(last.parent) or last.parent

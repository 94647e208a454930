"""Whom a brand's reply answers."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from domain.post import Post
from response.reply_kinds import reply_kind

__all__ = ["Answers", "answers", "reply_kind"]


class Answers(NamedTuple):
    """Whom a reply answers: customers' ids, and the post it hangs below.

    ``customers`` is None when the reply does not say whom it answers.
    """

    customers: frozenset[str] | None
    below: Post | None


def answers(
    reply: Post,
    *,
    find: Callable[[str], Post | None],
    ours: Callable[[Post], bool],
    people: Mapping[str, str],
) -> Answers:
    """Tell whom ``reply`` answers: its nearest non-brand ancestor and all it tags.

    ``find`` returns a post by id, ``ours`` tells the brand's own posts, ``people``
    maps ids and lower-case handles of the thread's authors to their ids.
    """
    below, known = _ancestor(reply, find, ours)
    tagged = {
        people[name]
        for name in (each.lstrip("@").casefold() for each in reply.addressed)
        if name in people
    }
    if below is not None and below.author is not None:
        tagged.add(below.author.id)
    nameless = below is not None and below.author is None
    if not tagged and (nameless or not known):
        return Answers(None, below)
    return Answers(frozenset(tagged), below)


def _ancestor(
    reply: Post, find: Callable[[str], Post | None], ours: Callable[[Post], bool]
) -> tuple[Post | None, bool]:
    """Return the nearest ancestor not ours, and whether the way up is known."""
    passed = {reply.id}
    current = reply
    while current.reply_to is not None and current.reply_to not in passed:
        passed.add(current.reply_to)
        above = find(current.reply_to)
        if above is None:
            return None, False
        if not ours(above):
            return above, True
        current = above
    return None, current.reply_to is None and current.thread in (None, current.id)

"""Who a brand's reply answers, and whether it settles anything."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from domain.case import ReplyKind
from domain.post import Post

_HOLDING = re.compile(
    r"\b(?:looking into (?:it|this|that)|look into (?:it|this|that) (?:now|for you|and)"
    r"|checking (?:this|on this|on it|with)|bear with us|get back to you"
    r"|(?:will|we'll) update you|we are on it|we're on it"
    r"|sprawdzamy|sprawdzimy|wr[oó]cimy (?:z|do)|damy zna[cć]|dam zna[cć]"
    r"|przekaza(?:li[sś]my|[lł][ae]m))\b",
    re.IGNORECASE,
)
_REDIRECT = re.compile(
    r"\b(?:(?:please )?dm us|(?:drop|send|shoot) us a (?:dm|message|pm)"
    r"|(?:by|via|in a) (?:dm|direct message|private message)|pm us"
    r"|e-?mail us|write to us at"
    r"|napisz(?:cie)? (?:do nas )?(?:na priv|w wiadomo[sś]ci|prywatnie|na dm)"
    r"|(?:w|na) (?:wiadomo[sś]ci|wiadomo[sś][cć]) prywatn(?:ej|[aą])"
    r"|prywatn(?:ej|[aą]) wiadomo[sś](?:ci|[cć]))\b",
    re.IGNORECASE,
)
_LONG_ANSWER = 400
"""A longer text is no mere holding line, whatever phrase it contains (characters)."""


def reply_kind(text: str) -> ReplyKind:
    """Tell what a reply does, by its phrases (English and Polish)."""
    if _REDIRECT.search(text):
        return ReplyKind.REDIRECT
    if len(text) <= _LONG_ANSWER and _HOLDING.search(text):
        return ReplyKind.HOLDING
    return ReplyKind.SUBSTANTIVE


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
    if not tagged and not known:
        return Answers(None, None)
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

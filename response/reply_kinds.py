"""What a reply does for the customer: settles it, puts it off or sends them elsewhere.

Told by phrases, word by word, whatever the case and the accents. What is done wins over
what is promised: "we looked into it and refunded you" settles.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from domain.brand import Replies
from domain.case import ReplyKind
from response import reply_phrases
from response.folding import words
from response.phrases import (
    ASKED,
    STOP,
    Place,
    Tree,
    places,
    sentence,
    sentences,
    spelled,
    tree,
)

_LONG_ANSWER = 400
"""A longer text is no mere holding line, whatever phrase it contains (characters)."""

_READ = 5_000
"""Characters of a reply that are read."""

_NAMES = 2
"""So many unknown words beside friendly ones may be a name and a signature."""

_UNDONE_WITHIN = 4
_WORD = re.compile(r"\w+")
_LINK = re.compile(r"https?://\S+")
_ASKS = re.compile("[?\uff1f\u061f]")


HOLDING, COURTESY, REDIRECT = "HOLDING", "COURTESY", "REDIRECT"
OFFER, SETTLED, AUTO = "OFFER", "SETTLED", "AUTO"
"""What a phrase is a sign of: the list of ``reply_phrases`` in which it stands."""


def kind_of(text: str, own: Replies = Replies.NONE) -> ReplyKind | None:
    """Tell what a reply does; None for one that a machine wrote, which is no reply.

    ``own`` are the brand's phrases, beside those known in English and Polish.
    """
    told = sentences(text[:_READ])
    signs = places(told, _signs(own))
    if not signs:
        return ReplyKind.SUBSTANTIVE
    found = {each.kind for each in signs}
    if AUTO in found:
        return None
    if REDIRECT in found and not _is_offer(told, signs):
        kind = ReplyKind.REDIRECT
    elif len(text) > _LONG_ANSWER:  # it tells more than its phrases
        return ReplyKind.SUBSTANTIVE
    elif HOLDING in found:
        kind = ReplyKind.HOLDING
    else:
        nothing = found == {COURTESY} and _says_nothing(text, told)
        return ReplyKind.HOLDING if nothing else ReplyKind.SUBSTANTIVE
    done = SETTLED in found and _settles(told, signs)
    return ReplyKind.SUBSTANTIVE if done else kind


def is_automatic(text: str, own: Replies = Replies.NONE) -> bool:
    """Tell whether a machine wrote it by itself; then it is no reply."""
    return kind_of(text, own) is None


def reply_kind(text: str, own: Replies = Replies.NONE) -> ReplyKind:
    """Tell what a reply does, taking for granted that it is one."""
    return kind_of(text, own) or ReplyKind.SUBSTANTIVE


def asks(text: str) -> bool:
    """Tell whether a reply asks the customer something; a link's own ? is none."""
    if not _ASKS.search(text):
        return False
    return _ASKS.search(_LINK.sub("", text)) is not None


def _is_offer(told: list[str], signs: Iterable[Place]) -> bool:
    """Tell whether the customer may go elsewhere some time, and need not now."""
    offers = [each.at for each in signs if each.kind == OFFER]
    return bool(offers) and all(
        any(at in sentence(told, each.at) for at in offers)
        for each in signs
        if each.kind == REDIRECT
    )


def _settles(told: list[str], signs: Iterable[Place]) -> bool:
    return any(each.kind == SETTLED and _is_so(told, each.at) for each in signs)


def _is_so(told: list[str], at: int) -> bool:
    """Tell whether a sentence asks nothing, and no "not" or "once" stands before."""
    around = sentence(told, at)
    if told[around[-1]] == ASKED:
        return False
    before = told[max(at - _UNDONE_WITHIN, around[0]) : at + 1]
    return reply_phrases.UNDONE.isdisjoint(before)


def _says_nothing(text: str, told: Iterable[str]) -> bool:
    """Tell whether a reply is friendly words alone, beside a name and a signature."""
    ignored = reply_phrases.FRIENDLY | {STOP, ASKED}
    rest = [word for word in told if word not in ignored]
    if len(rest) > _NAMES:
        return False
    written = _WORD.findall(text)
    names = {each for word in written if word[0].isupper() for each in words(word)}
    return names.issuperset(rest)


@lru_cache(maxsize=256)
def _signs(own: Replies) -> Tree:
    return tree([*_built_in(), *_own(own)])


def _built_in() -> Iterator[tuple[tuple[str, ...], str]]:
    for sign in (HOLDING, COURTESY, REDIRECT, OFFER, SETTLED, AUTO):
        for pattern in getattr(reply_phrases, sign):
            for phrase in spelled(pattern):
                yield phrase, sign


def _own(own: Replies) -> Iterator[tuple[tuple[str, ...], str]]:
    for sign, phrases in (
        (HOLDING, own.holding),
        (REDIRECT, own.redirect),
        (AUTO, own.auto),
    ):
        for each in phrases:
            yield tuple(words(each)), sign

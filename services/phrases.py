"""A brand's own phrases, added and removed one by one: each time a new version."""

from dataclasses import replace
from datetime import datetime

from domain.errors import ConfigError
from domain.judging import MOST, Judging, phrase
from response.said_phrases import same
from store import Store, brands

KEY = "PHRASE"


def add(
    store: Store, brand: str, words: str, *, complaint: bool, now: datetime
) -> bool:
    """Let a phrase make a post a complaint, or none; False when it does so already.

    It governs posts written from ``now`` on. What it did before, it does no longer.
    Raises ConfigError and StoreError.
    """
    read = phrase(words, KEY)
    with store.begin() as session:
        (found,) = brands.load(session, brand)
        before = found.record.judging
        ours = before.complaint if complaint else before.no_complaint
        if any(same(each, read) for each in ours):
            return False
        after = _without(before, read)
        if complaint:
            after = replace(after, complaint=_more(after.complaint, read))
        else:
            after = replace(after, no_complaint=_more(after.no_complaint, read))
        return brands.judge_so(session, found.id, after, now=now)


def remove(store: Store, brand: str, words: str, *, now: datetime) -> bool:
    """Let a phrase decide nothing any more; False when it did not before.

    Raises ConfigError and StoreError.
    """
    read = phrase(words, KEY)
    with store.begin() as session:
        (found,) = brands.load(session, brand)
        after = _without(found.record.judging, read)
        return brands.judge_so(session, found.id, after, now=now)


def _without(judging: Judging, read: str) -> Judging:
    return replace(
        judging,
        complaint=tuple(each for each in judging.complaint if not same(each, read)),
        no_complaint=tuple(
            each for each in judging.no_complaint if not same(each, read)
        ),
    )


def _more(phrases: tuple[str, ...], read: str) -> tuple[str, ...]:
    if len(phrases) >= MOST:
        message = f"{KEY}: found {len(phrases)} phrases already, wanted at most {MOST}"
        raise ConfigError(message)
    return (*phrases, read)

"""How an edited post changed what it asks for: one step a version.

A person's word holds from the version it was said of, until a later one says otherwise.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from domain.brand import BrandRecord
from domain.event import Event
from domain.thread import Heard, Made, Version
from response.marks import said
from response.triage import Said, Verdict, Words, decide, verdict


class Step(NamedTuple):
    """From ``at`` on a post was this; we saw it at ``seen_at``."""

    at: datetime
    seen_at: datetime
    verdict: Verdict


def steps(
    heard: Heard, events: Sequence[Event], *, brand: BrandRecord, as_of: datetime
) -> list[Step]:
    """Return what the post was at first, and what each edit until ``as_of`` made of it.

    ``events`` are the judgements of the post in the tool, oldest first. Of a version
    that nobody judged nothing is said; what we first know of a post holds from its
    beginning.
    """
    if not heard.versions:
        return [_only(heard, events, brand)]
    return list(_each(heard, events, brand, as_of)) or [_only(heard, events, brand)]


def text_changed(heard: Heard, events: Sequence[Event], *, as_of: datetime) -> bool:
    """Tell whether the post was edited after the last time that a person judged it."""
    known = _visible(heard, as_of)
    if len(known) < 2:
        return False
    last = known[-1]
    before = bool(said(each for each in events if each.at < last.written_at))
    since = any(each.at >= last.written_at for each in events)
    handed = any(_words(each) != Words() for each in known[:-1])
    return (before or handed) and not since and _words(last) == Words()


def _each(
    heard: Heard, events: Sequence[Event], brand: BrandRecord, as_of: datetime
) -> Iterator[Step]:
    known, begun, handed = _visible(heard, as_of), False, Words()
    ends = [each.written_at for each in known[1:]]
    for version, end in zip(known, [*ends, None], strict=True):
        handed = _words(version).over(handed)
        told = said(each for each in events if end is None or each.at < end)
        words = Words.of(told).over(handed)
        made = _made(heard, version)
        if made is None and words == Words() and version is not heard.versions[-1]:
            continue
        post = heard.post
        yield Step(
            max(version.written_at, post.posted_at) if begun else post.posted_at,
            version.seen_at if begun else post.seen_at,
            decide(
                post,
                Said(version.text, version.rating, version.written_at),
                words=words,
                made=made,
                brand=brand,
            ),
        )
        begun = True


def _only(heard: Heard, events: Sequence[Event], brand: BrandRecord) -> Step:
    post = heard.post
    told = verdict(heard, said(events), brand=brand)
    return Step(post.posted_at, post.seen_at, told)


def _visible(heard: Heard, as_of: datetime) -> list[Version]:
    edits = (each for each in heard.versions[1:] if each.written_at <= as_of)
    return [*heard.versions[:1], *edits]


def _words(version: Version) -> Words:
    return Words(version.complaint, version.needs_reply)


def _made(heard: Heard, version: Version) -> Made | None:
    if version is heard.versions[-1] and heard.judgement is not None:
        return Made.of(heard.judgement)
    return version.made

"""One case in full: what was said in its thread, and what people did about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.case import Case, CaseKey
from domain.event import Event
from domain.post import Post, PostKey
from response.cases import cases as cases_of
from services.derive import FOREVER
from store import Session, threads
from store.brands import StoredBrand


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One post of the thread. ``ours``: by the brand; ``theirs``: by the customer."""

    post: Post
    ours: bool
    theirs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A case with its thread, both oldest first."""

    case: Case
    said: Sequence[Said]
    events: Sequence[Event]


def conversation(
    session: Session, brand: StoredBrand, key: CaseKey
) -> Conversation | None:
    """Return the case of this key with all that was said around it; None if unknown."""
    found = threads.load(session, [PostKey(key.network, key.thread)])
    for stored in found:
        thread = stored.towards(brand.id, brand.record.name)
        for case in cases_of(thread, brand.record, as_of=FOREVER):
            if case.key == key:
                said = [_said(each.post, brand, key) for each in thread.heard]
                done = [each for each in thread.events if each.customer == key.customer]
                return Conversation(
                    case=case,
                    said=sorted(said, key=lambda each: each.post.posted_at),
                    events=sorted(done, key=lambda each: each.at),
                )
    return None


def _said(post: Post, brand: StoredBrand, key: CaseKey) -> Said:
    return Said(
        post=post,
        ours=brand.record.owns(post.author, post.network, post.posted_at),
        theirs=post.author is not None and post.author.id == key.customer,
    )

"""One case in full: what was said in its thread, and what people did about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.case import Case, CaseKey
from domain.clock import FUTURE_ALLOWED
from domain.event import Event
from domain.post import Post, PostKey
from domain.thread import Thread
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
    """A case with its thread, both oldest first.

    ``thread`` holds the facts that all of it was read from.
    """

    case: Case
    said: Sequence[Said]
    events: Sequence[Event]
    thread: Thread

    @property
    def began_at(self) -> datetime:
        """When the customer first wrote in it."""
        first = self.case.posts[0]
        return next(each.post.posted_at for each in self.said if each.post.id == first)


def as_of_now(now: datetime) -> datetime:
    """Return the ``as_of`` of how a case stands now.

    Clocks differ, and a post may be dated a little after now: it waits already.
    """
    return now + FUTURE_ALLOWED


def conversation(
    session: Session, brand: StoredBrand, key: CaseKey, *, as_of: datetime = FOREVER
) -> Conversation | None:
    """Return the case of this key with all that was said around it; None if unknown.

    It is the case as it stood at ``as_of``, in a thread that may have gone on since.
    """
    found = threads.load(session, [PostKey(key.network, key.thread)])
    for stored in found:
        thread = stored.towards(brand.id, brand.record.name)
        for case in cases_of(thread, brand.record, as_of=as_of):
            if case.key == key:
                said = [_said(each.post, brand, key) for each in thread.heard]
                return Conversation(
                    case=case,
                    said=sorted(said, key=lambda each: each.post.posted_at),
                    events=case.events,
                    thread=thread,
                )
    return None


def _said(post: Post, brand: StoredBrand, key: CaseKey) -> Said:
    return Said(
        post=post,
        ours=brand.record.owns(post.author, post.network, post.posted_at),
        theirs=post.author is not None and post.author.id == key.customer,
    )

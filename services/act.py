"""What a person does about a case.

Every deed is one event, and nothing is undone but by a further event. Whether a deed
makes sense is asked of the case as it stood when it was done, not as it stands now.
"""

from collections.abc import Sequence
from datetime import datetime

from domain.case import AuthorClass, CaseKey
from domain.clock import iso
from domain.errors import ConfigError
from domain.event import Event, EventKind
from domain.post import PostKey
from domain.table import one_of
from domain.text import NAME_LIMIT, canonical, one_line
from services.conversation import conversation
from services.derive import derive
from services.sense import Acted, Detail, about, refusal
from services.watch import Watch
from store import Store, events
from store.brands import StoredBrand

PLACES = ("phone", "dm", "mail", "other")
"""Where an answer off the platform may have been given."""

OF_A_WAIT = frozenset({EventKind.ANSWERED, EventKind.WAIVED, EventKind.ACKNOWLEDGED})
"""Deeds about somebody who waits, so that there must be a wait."""

NOTE_LIMIT = 5000
"""Characters of a note."""

REASON_LIMIT = 500
"""Characters of the reason for which a turn needs no answer."""


def act(
    store: Store,
    watch: Watch,
    key: CaseKey,
    kind: EventKind,
    *,
    at: datetime,
    by: str | None = None,
    detail: Detail | None = None,
    posts: Sequence[str] | None = None,
) -> Acted:
    """Record one deed on a case and work the case out anew. Raises StoreError.

    ``posts`` are those that a judgement is about; missing: all that still wait.
    """
    brand, said = StoredBrand(watch.id, watch.record), detail or {}
    with store.begin() as session:
        found = conversation(session, brand, key, as_of=at)
        if found is None and kind in OF_A_WAIT:
            return Acted.NOBODY_WAITED
        found = found or conversation(session, brand, key)
        if found is None:
            return Acted.NO_CASE
        refused = refusal(found, kind, said, at=at, posts=posts)
        if refused is not None:
            return refused
        for post_id in posts or about(found.case, kind, said):
            event = Event(
                brand=watch.record.name,
                about=PostKey(key.network, post_id),
                customer=key.customer,
                kind=kind,
                at=at,
                by=by,
                detail=said,
            )
            events.add(session, watch.id, event)
        derive(session, [PostKey(key.network, key.thread)], [watch])
    return Acted.DONE


def answered_elsewhere(
    store: Store,
    watch: Watch,
    key: CaseKey,
    *,
    where: str,
    at: datetime,
    by: str | None = None,
) -> Acted:
    """Record that the customer was answered off the platform, at a time of waiting.

    Raises ConfigError for a place that is none of ``PLACES``.
    """
    if where not in PLACES:
        raise ConfigError.at("where", found=where, wanted="one of " + ", ".join(PLACES))
    detail = {"where": where}
    return act(store, watch, key, EventKind.ANSWERED, at=at, by=by, detail=detail)


def not_about_us(
    store: Store, watch: Watch, key: CaseKey, *, at: datetime, by: str | None = None
) -> Acted:
    """Record a person's word that the case does not concern the brand."""
    detail = {"ours": False}
    return act(store, watch, key, EventKind.JUDGED, at=at, by=by, detail=detail)


def waive(
    store: Store,
    watch: Watch,
    key: CaseKey,
    *,
    reason: str,
    at: datetime,
    by: str | None = None,
) -> Acted:
    """Record that the open turn needs no answer, and why. Raises ConfigError."""
    reason = one_line(reason)
    if not 0 < len(reason) <= REASON_LIMIT:
        wanted = f"a reason of 1 to {REASON_LIMIT} characters, such as a duplicate"
        raise ConfigError.at("reason", found=reason, wanted=wanted)
    detail = {"reason": reason}
    return act(store, watch, key, EventKind.WAIVED, at=at, by=by, detail=detail)


def assign(
    store: Store,
    watch: Watch,
    key: CaseKey,
    *,
    to: str | None,
    at: datetime,
    by: str | None = None,
) -> Acted:
    """Put the case into somebody's hands; None: into nobody's. Raises ConfigError."""
    detail = {"to": None if to is None else person(to, key="to")}
    return act(store, watch, key, EventKind.ASSIGNED, at=at, by=by, detail=detail)


def acknowledge(
    store: Store, watch: Watch, key: CaseKey, *, at: datetime, by: str | None = None
) -> Acted:
    """Record that a named person knows of a wait: nobody further up hears for a while.

    No clock stops for it. Raises ConfigError without a name.
    """
    named = person(by or "", key="by")
    return act(store, watch, key, EventKind.ACKNOWLEDGED, at=at, by=named)


def snooze(
    store: Store,
    watch: Watch,
    key: CaseKey,
    *,
    until: datetime,
    at: datetime,
    by: str | None = None,
) -> Acted:
    """Put the case off. No clock stops for it. Raises ConfigError for an end before."""
    if until <= at:
        wanted = f"a time after {iso(at)}"
        raise ConfigError.at("until", found=iso(until), wanted=wanted)
    detail = {"until": iso(until)}
    return act(store, watch, key, EventKind.SNOOZED, at=at, by=by, detail=detail)


def unsnooze(
    store: Store, watch: Watch, key: CaseKey, *, at: datetime, by: str | None = None
) -> Acted:
    """End a snooze early, as one that ends at once."""
    detail = {"until": iso(at)}
    return act(store, watch, key, EventKind.SNOOZED, at=at, by=by, detail=detail)


def mute(
    store: Store, watch: Watch, key: CaseKey, *, at: datetime, by: str | None = None
) -> Acted:
    """Mute the author of a case: from then on nothing of theirs needs a reply.

    That goes for whatever thread they write in to this brand.
    """
    return act(store, watch, key, EventKind.MUTED, at=at, by=by)


def unmute(
    store: Store, watch: Watch, key: CaseKey, *, at: datetime, by: str | None = None
) -> Acted:
    """Take a muting back, as if it had never been."""
    return act(store, watch, key, EventKind.UNMUTED, at=at, by=by)


def classify(
    store: Store,
    watch: Watch,
    key: CaseKey,
    *,
    author: str,
    at: datetime,
    by: str | None = None,
) -> Acted:
    """Record who the author is, in whatever thread: an AuthorClass.

    Nobody but a customer is promised an answer. Raises ConfigError for another word.
    """
    detail = {"as": one_of(AuthorClass, author, key="as").value}
    return act(store, watch, key, EventKind.CLASSED, at=at, by=by, detail=detail)


def note(
    store: Store,
    watch: Watch,
    key: CaseKey,
    *,
    text: str,
    at: datetime,
    by: str | None = None,
) -> Acted:
    """Keep an internal note on a case. Raises ConfigError for an empty one."""
    text = canonical(text).strip()
    if not 0 < len(text) <= NOTE_LIMIT:
        wanted = f"a text of 1 to {NOTE_LIMIT} characters"
        raise ConfigError.at("note", found=text, wanted=wanted)
    return act(store, watch, key, EventKind.NOTED, at=at, by=by, detail={"text": text})


def person(name: str, *, key: str) -> str:
    """Return a person's name on one line. Raises ConfigError for none, or a novel."""
    kept = one_line(name)
    if not 0 < len(kept) <= NAME_LIMIT:
        wanted = f"a name of 1 to {NAME_LIMIT} characters, such as marta@example.com"
        raise ConfigError.at(key, found=name, wanted=wanted)
    return kept

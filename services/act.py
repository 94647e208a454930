"""What a person does about a case.

Every deed is one event, and nothing is undone but by a further event.
"""

from collections.abc import Mapping
from datetime import datetime

from domain.case import Case, CaseKey
from domain.errors import ConfigError
from domain.event import Event, EventKind
from domain.post import PostKey
from services.conversation import conversation
from services.derive import derive
from services.watch import Watch
from store import Store, events
from store.brands import StoredBrand

PLACES = ("phone", "dm", "mail", "other")
"""Where an answer off the platform may have been given."""

ENDINGS = frozenset({EventKind.ANSWERED, EventKind.WAIVED})
"""Deeds that end a wait, so that there must be one."""

NOTE_LIMIT = 5000
"""Characters of a note."""


def act(
    store: Store,
    watch: Watch,
    key: CaseKey,
    kind: EventKind,
    *,
    at: datetime,
    by: str | None = None,
    detail: Mapping[str, object] | None = None,
) -> bool:
    """Record one deed on a case and work the case out anew.

    False when there is no such case, or nobody waited ``at`` that time for what would
    end the wait (somebody was faster). Raises StoreError.
    """
    with store.begin() as session:
        found = conversation(session, StoredBrand(watch.id, watch.record), key)
        if found is None:
            return False
        if kind in ENDINGS and not _waited(found.case, at):
            return False
        for post_id in _about(found.case, kind, detail or {}):
            event = Event(
                brand=watch.record.name,
                about=PostKey(key.network, post_id),
                customer=key.customer,
                kind=kind,
                at=at,
                by=by,
                detail=detail or {},
            )
            events.add(session, watch.id, event)
        derive(session, [PostKey(key.network, key.thread)], [watch])
    return True


def answered_elsewhere(
    store: Store,
    watch: Watch,
    key: CaseKey,
    *,
    where: str,
    at: datetime,
    by: str | None = None,
) -> bool:
    """Record that the customer was answered off the platform; False if nobody waited.

    Raises ConfigError for a place that is none of ``PLACES``.
    """
    if where not in PLACES:
        raise ConfigError.at("where", found=where, wanted="one of " + ", ".join(PLACES))
    detail = {"where": where}
    return act(store, watch, key, EventKind.ANSWERED, at=at, by=by, detail=detail)


def not_about_us(
    store: Store, watch: Watch, key: CaseKey, *, at: datetime, by: str | None = None
) -> bool:
    """Record a person's word that the case does not concern the brand."""
    detail = {"ours": False}
    return act(store, watch, key, EventKind.JUDGED, at=at, by=by, detail=detail)


def note(
    store: Store,
    watch: Watch,
    key: CaseKey,
    *,
    text: str,
    at: datetime,
    by: str | None = None,
) -> bool:
    """Keep an internal note on a case. Raises ConfigError for an empty one."""
    text = text.strip()
    if not 0 < len(text) <= NOTE_LIMIT:
        wanted = f"a text of 1 to {NOTE_LIMIT} characters"
        raise ConfigError.at("note", found=text, wanted=wanted)
    return act(store, watch, key, EventKind.NOTED, at=at, by=by, detail={"text": text})


def _waited(case: Case, at: datetime) -> bool:
    turn = case.open_turn
    return turn is not None and turn.started_at <= at


def _about(
    case: Case, kind: EventKind, detail: Mapping[str, object]
) -> tuple[str, ...]:
    """Return the posts a deed is about: a judgement means all that still wait."""
    if kind is EventKind.JUDGED and "ours" not in detail:
        turn = case.open_turn
        return turn.posts if turn else case.posts
    return case.posts[:1]

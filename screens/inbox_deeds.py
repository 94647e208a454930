"""What a person does in the Inbox: each deed is one event, undone by a further one."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.wiring import Desk, watch_of
from domain.case import CaseKey
from domain.event import EventKind
from services import act


class Deed(StrEnum):
    """What was done. The values are the words of the message that says so."""

    PHONE = "Answered by phone"
    PRIVATE = "Answered in a private message"
    MAIL = "Answered by mail"
    OTHER = "Answered elsewhere"
    NOT_OURS = "Marked as not about us"
    NOTED = "Note kept"
    UNDONE = "Undone"


PLACES: Mapping[Deed, str] = {
    Deed.PHONE: "phone",
    Deed.PRIVATE: "dm",
    Deed.MAIL: "mail",
    Deed.OTHER: "other",
}
"""Where a case was answered, in the words of ``services.act``."""


@dataclass(frozen=True, slots=True)
class Done:
    """A deed that was recorded, and the case it was about."""

    deed: Deed
    key: CaseKey


def do(desk: Desk, key: CaseKey, deed: Deed, *, by: str | None = None) -> bool:
    """Record an answer given elsewhere, or that a case is not about the brand.

    False when the case is not there any more, or nobody waits for an answer in it.
    Raises StoreError and ConfigError.
    """
    watch, now = watch_of(desk, key.brand), desk.clock()
    if deed is Deed.NOT_OURS:
        return bool(act.not_about_us(desk.store, watch, key, at=now, by=by))
    where = PLACES[deed]
    done = act.answered_elsewhere(desk.store, watch, key, where=where, at=now, by=by)
    return bool(done)


def undo(desk: Desk, done: Done, *, by: str | None = None) -> bool:
    """Take a deed back; False when the case is not there any more, or it cannot be.

    Raises StoreError and ConfigError.
    """
    kind, detail = EventKind.UNANSWERED, {}
    if done.deed is Deed.NOT_OURS:
        kind, detail = EventKind.JUDGED, {"ours": True}
    elif done.deed not in PLACES:
        return False
    watch, now = watch_of(desk, done.key.brand), desk.clock()
    return bool(
        act.act(desk.store, watch, done.key, kind, at=now, by=by, detail=detail)
    )


def keep_note(desk: Desk, key: CaseKey, text: str, *, by: str | None = None) -> bool:
    """Keep an internal note on a case; False when it is not there any more.

    Raises StoreError and ConfigError.
    """
    watch = watch_of(desk, key.brand)
    return bool(act.note(desk.store, watch, key, text=text, at=desk.clock(), by=by))

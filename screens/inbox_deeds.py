"""What a person does in the Inbox: each deed is an event, undone by further ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial

from app.wiring import Desk, watch_of
from domain.case import AuthorClass, CaseKey
from domain.event import EventKind
from services import act
from services.conversation import conversation
from services.sense import Acted
from services.way_back import Step, go_back, way_back
from store.brands import StoredBrand


class Deed(StrEnum):
    """What was done. The values are the words of the message that says so."""

    PHONE = "Answered by phone"
    PRIVATE = "Answered in a private message"
    MAIL = "Answered by mail"
    OTHER = "Answered elsewhere"
    UNANSWERED = "The answer was taken back"
    NOT_OURS = "Marked as not about us"
    OURS = "Marked as about us"
    RESOLVED = "Closed as settled"
    REOPENED = "Opened again"
    ASSIGNED = "Assigned"
    LEFT = "In nobody's hands"
    SNOOZED = "Snoozed. No clock stops for it"
    WOKEN = "No longer snoozed"
    MUTED = "Author muted in every thread"
    UNMUTED = "Author heard again"
    CUSTOMER = "Marked as a customer"
    COMPETITOR = "Marked as a competitor: no answer is due"
    PRESS = "Marked as press: no answer is due"
    STAFF = "Marked as one of us: no answer is due"
    COMPLAINT = "Marked as a complaint"
    NO_COMPLAINT = "Marked as no complaint"
    NEEDS_REPLY = "Marked as needing a reply"
    NO_REPLY = "Marked as needing no reply"
    MOOD = "Mood corrected"
    TOPIC = "Topic corrected"
    NOTED = "Note kept"
    UNDONE = "Undone"


PLACES: Mapping[Deed, str] = {
    Deed.PHONE: "phone",
    Deed.PRIVATE: "dm",
    Deed.MAIL: "mail",
    Deed.OTHER: "other",
}
"""Where a case was answered, in the words of ``services.act``."""

CLASSES: Mapping[Deed, AuthorClass] = {
    Deed.CUSTOMER: AuthorClass.CUSTOMER,
    Deed.COMPETITOR: AuthorClass.COMPETITOR,
    Deed.PRESS: AuthorClass.PRESS,
    Deed.STAFF: AuthorClass.STAFF,
}

VERDICTS: Mapping[Deed, Mapping[str, object]] = {
    Deed.COMPLAINT: {"complaint": True},
    Deed.NO_COMPLAINT: {"complaint": False},
    Deed.NEEDS_REPLY: {"needs_reply": True},
    Deed.NO_REPLY: {"needs_reply": False},
}
"""What a correction says in the log of a case; a mood or a topic is chosen."""

KINDS: Mapping[Deed, EventKind] = {
    **dict.fromkeys((*VERDICTS, Deed.MOOD, Deed.TOPIC), EventKind.JUDGED),
    **dict.fromkeys(PLACES, EventKind.ANSWERED),
    **dict.fromkeys(CLASSES, EventKind.CLASSED),
    Deed.UNANSWERED: EventKind.UNANSWERED,
    Deed.NOT_OURS: EventKind.JUDGED,
    Deed.OURS: EventKind.JUDGED,
    Deed.RESOLVED: EventKind.RESOLVED,
    Deed.REOPENED: EventKind.REOPENED,
    Deed.ASSIGNED: EventKind.ASSIGNED,
    Deed.LEFT: EventKind.ASSIGNED,
    Deed.SNOOZED: EventKind.SNOOZED,
    Deed.WOKEN: EventKind.SNOOZED,
    Deed.MUTED: EventKind.MUTED,
    Deed.UNMUTED: EventKind.UNMUTED,
}
"""What each deed is in the log of a case."""


@dataclass(frozen=True, slots=True)
class Done:
    """A deed, the case it was about, what became of it, and the way back.

    Without a way back it cannot be undone. It is true when it was recorded.
    """

    deed: Deed
    key: CaseKey
    acted: Acted = Acted.DONE
    back: tuple[Step, ...] = field(default=(), kw_only=True)

    def __bool__(self) -> bool:
        """Tell whether the deed was recorded."""
        return bool(self.acted)


def do(
    desk: Desk,
    key: CaseKey,
    deed: Deed,
    *,
    to: str | None = None,
    until: datetime | None = None,
    said: Mapping[str, object] | None = None,
    by: str | None = None,
) -> Done:
    """Do one deed; ``to`` is who takes the case, ``until`` the end of a snooze.

    ``said`` is the mood or the topic of a correction. Raises StoreError and
    ConfigError.
    """
    watch, now = watch_of(desk, key.brand), desk.clock()
    brand = StoredBrand(watch.id, watch.record)
    with desk.store.reading() as session:
        before = conversation(session, brand, key, as_of=now)
    detail = said or VERDICTS.get(deed, {})
    if detail:
        service: Callable[..., Acted] = partial(
            act.act, kind=KINDS[deed], detail=detail
        )
    else:
        service = _service(deed, to, until or now)
    acted = service(desk.store, watch, key, at=now, by=by)
    back: tuple[Step, ...] = ()
    if acted and before:
        back = way_back(before, KINDS[deed], at=now, detail=detail)
    return Done(deed, key, acted, back=back)


def undo(desk: Desk, done: Done, *, by: str | None = None) -> bool:
    """Take a deed back; False when the case is not there any more, or it cannot be.

    Raises StoreError and ConfigError.
    """
    watch, now = watch_of(desk, done.key.brand), desk.clock()
    return bool(go_back(desk.store, watch, done.key, done.back, at=now, by=by))


def keep_note(desk: Desk, key: CaseKey, text: str, *, by: str | None = None) -> bool:
    """Keep an internal note on a case; False when it is not there any more.

    Raises StoreError and ConfigError.
    """
    watch = watch_of(desk, key.brand)
    return bool(act.note(desk.store, watch, key, text=text, at=desk.clock(), by=by))


def _service(deed: Deed, to: str | None, until: datetime) -> Callable[..., Acted]:
    """Return the service that does a deed."""
    if deed in PLACES:
        return partial(act.answered_elsewhere, where=PLACES[deed])
    if deed in CLASSES:
        return partial(act.classify, author=CLASSES[deed].value)
    particular: Mapping[Deed, Callable[..., Acted]] = {
        Deed.NOT_OURS: act.not_about_us,
        Deed.OURS: partial(act.act, kind=EventKind.JUDGED, detail={"ours": True}),
        Deed.ASSIGNED: partial(act.assign, to=to),
        Deed.LEFT: partial(act.assign, to=None),
        Deed.SNOOZED: partial(act.snooze, until=until),
        Deed.WOKEN: act.unsnooze,
        Deed.MUTED: act.mute,
        Deed.UNMUTED: act.unmute,
    }
    return particular.get(deed) or partial(act.act, kind=KINDS[deed])

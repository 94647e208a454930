"""Whether a deed would mean anything, asked of the case as it stood just before it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from domain.case import Case, CaseFlag, CaseStatus
from domain.clock import iso
from domain.event import AUTHOR_WIDE, Event, EventKind
from response.case_words import put_off
from response.marks import Marks, marks
from services.conversation import Conversation

Detail = Mapping[str, object]

WORDS = ("complaint", "needs_reply", "topic", "sentiment")
"""What a person may say of a post; of a whole case it is ``ours``."""

ENDS = frozenset({EventKind.RESOLVED, EventKind.REOPENED})


class Acted(StrEnum):
    """What became of a deed. Only ``DONE`` is true: nothing was written otherwise."""

    DONE = "done"
    ALREADY = "already"
    """It was so before: a deed may come twice."""
    NOBODY_WAITED = "nobody waited"
    """Nothing was there to answer or to waive; somebody may have been faster."""
    NOTHING_TO_UNDO = "nothing to undo"
    NO_CASE = "no case"

    def __bool__(self) -> bool:
        """Tell whether the deed was recorded."""
        return self is Acted.DONE


def refusal(
    found: Conversation,
    kind: EventKind,
    detail: Detail,
    *,
    at: datetime,
    posts: Sequence[str] | None = None,
) -> Acted | None:
    """Say why a deed ``at`` that time would mean nothing; None when it would.

    ``found`` is the case as it stood then, ``posts`` those that a judgement names.
    """
    events = [each for each in found.events if each.at <= at]
    before = _Before(found.case, events, at, posts)
    match kind:
        case EventKind.ANSWERED:
            return None if owed(before.case) else Acted.NOBODY_WAITED
        case EventKind.WAIVED | EventKind.ACKNOWLEDGED:
            return None if before.case.open_turn else Acted.NOBODY_WAITED
        case EventKind.UNANSWERED:
            answered = before.stands(EventKind.ANSWERED)
            return None if answered else Acted.NOTHING_TO_UNDO
        case _:
            return Acted.ALREADY if before.is_so(kind, detail) else None


def owed(case: Case) -> bool:
    """Tell whether the customer still waits for words, or for those that settle it.

    A first word or "please DM us" ends the one wait and not the other.
    """
    replied = (each for each in case.turns if each.reply and not each.void)
    return bool(case.open_turn) or any(
        not each.substantive_at and each.waived is None for each in replied
    )


def words_on(found: Conversation, *, at: datetime) -> Mapping[str, Detail]:
    """Return what people say of the posts of a case at that time, by post id.

    Posts of which nobody says anything are left out.
    """
    told = marks(found.events, at).get(found.case.key.customer, Marks())
    said = {
        each: {name: word for name, word in told.said(each).items() if name in WORDS}
        for each in found.case.posts
    }
    return {each: words for each, words in said.items() if words}


def is_muted(case: Case, *, at: datetime) -> bool:
    """Tell whether the author of a case is muted at that time."""
    told = marks(case.events, at).get(case.key.customer, Marks())
    return told.muted_at is not None


def about(case: Case, kind: EventKind, detail: Detail) -> tuple[str, ...]:
    """Return the posts a deed is about: a judgement means all that still wait.

    Where nobody waits it means those of which nobody is sure, else all.
    """
    if kind is EventKind.JUDGED and "ours" not in detail:
        turn = case.open_turn
        unsure = tuple(each.post for each in case.unsure)
        return turn.posts if turn else unsure or case.posts
    return case.posts[:1]


class _Before:
    """A case as it stood just before a deed."""

    def __init__(
        self,
        case: Case,
        events: Sequence[Event],
        at: datetime,
        posts: Sequence[str] | None,
    ) -> None:
        self.case, self._at, self._posts = case, at, posts
        self._marks = marks(events, at).get(case.key.customer, Marks())
        self._ends = [each for each in self._marks.deeds if each.kind in ENDS]

    def stands(self, kind: EventKind) -> bool:
        """Tell whether a deed of this kind was not taken back."""
        return any(each.kind is kind for each in self._marks.deeds)

    def is_so(self, kind: EventKind, detail: Detail) -> bool:
        """Tell whether a deed would say once more what holds."""
        match kind:
            case EventKind.RESOLVED:
                return self._is_closed()
            case EventKind.REOPENED:
                return self._is_open()
            case EventKind.ASSIGNED:
                return self.case.assignee == detail.get("to")
            case EventKind.JUDGED:
                return self._is_judged(detail)
            case EventKind.SNOOZED:
                return self._is_snoozed(detail)
            case _:
                return kind in AUTHOR_WIDE and self._is_author(kind, detail)

    def _is_closed(self) -> bool:
        """Tell whether a person closed the case, and nobody came back since."""
        if not self._ends or self._ends[-1].kind is EventKind.REOPENED:
            return False
        return all(turn.started_at <= self._ends[-1].at for turn in self.case.turns)

    def _is_open(self) -> bool:
        """Tell whether nothing is there that a reopening would take back."""
        lapsed = self.case.status is CaseStatus.LAPSED
        return not (self._is_closed() or lapsed or self.stands(EventKind.WAIVED))

    def _is_author(self, kind: EventKind, detail: Detail) -> bool:
        """Tell whether the author is heard, or not, or what is said of them."""
        if kind is EventKind.CLASSED:
            return self.case.author == detail.get("as")
        return (self._marks.muted_at is not None) is (kind is EventKind.MUTED)

    def _is_snoozed(self, detail: Detail) -> bool:
        """Tell whether it is put off until then, or not at all for an end at once."""
        end = put_off(self.case, now=self._at)
        until = None if detail.get("until") == iso(self._at) else detail.get("until")
        return (None if end is None else iso(end)) == until

    def _is_judged(self, detail: Detail) -> bool:
        if self._posts is None and CaseFlag.TEXT_CHANGED in self.case.flags:
            return False  # what was judged is not what stands there now
        words = {name: word for name, word in detail.items() if name != "ours"}
        posts = about(self.case, EventKind.JUDGED, detail) if words else ()
        said = [self._marks.said(each) for each in self._posts or posts]
        ours = detail.get("ours", self.case.ours) == self.case.ours
        return ours and all(
            each.get(name) == word for each in said for name, word in words.items()
        )

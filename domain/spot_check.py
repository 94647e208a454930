"""A spot check: one mention that was judged to need no reply, drawn to be looked at.

That it was drawn is a fact. The answer is none of its own: it is what people said of
the post, wherever they said it, so that a correction made elsewhere counts as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.clock import in_utc
from domain.post import PostKey


class Answer(StrEnum):
    """What a person says of the post."""

    NO_REPLY = "no_reply"
    COMPLAINT = "complaint"
    QUESTION = "question"
    """No complaint, and yet somebody should reply."""

    @property
    def detail(self) -> Mapping[str, object]:
        """Return the words of the event that says so; see ``EventKind.JUDGED``."""
        complaint = self is Answer.COMPLAINT
        return {"complaint": complaint, "needs_reply": self is not Answer.NO_REPLY}

    @classmethod
    def of(cls, said: Mapping[str, object]) -> "Answer | None":
        """Return what a person's words come to; None when they say nothing of it."""
        complaint, needs = said.get("complaint"), said.get("needs_reply")
        if complaint is True:
            return cls.COMPLAINT
        if needs is True:
            return cls.QUESTION
        return cls.NO_REPLY if complaint is False or needs is False else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotCheck:
    """One post drawn on ``day``, a date of the brand's calendar.

    ``engine`` and ``version`` judged it then, and ``among`` is of how many posts the
    day's were drawn. ``skipped_at``: a person would rather not say. ``by`` is None when
    nobody answered, or nobody knows who did.
    """

    day: date
    key: PostKey
    drawn_at: datetime
    engine: str
    version: str
    among: int
    skipped_at: datetime | None = None
    answer: Answer | None = None
    by: str | None = None
    answered_at: datetime | None = None

    def __post_init__(self) -> None:
        """Keep every instant in UTC."""
        for name in ("drawn_at", "skipped_at", "answered_at"):
            if (moment := getattr(self, name)) is not None:
                object.__setattr__(self, name, in_utc(moment))

    @property
    def open(self) -> bool:
        """Tell whether nobody has answered yet, or skipped it."""
        return self.answer is None and self.skipped_at is None

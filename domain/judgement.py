"""A judgement: what an engine makes of one text.

It is a review order, never a verdict: a person's word always wins over it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Sentiment(StrEnum):
    """How a text feels."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


QUESTION = "question"
"""The flag of a text that asks the brand something."""

UNSCORED = "unscored"
"""The flag of a text that no engine could judge within its budget: a person must."""

FLAGS = ("safety", "legal", "press", "privacy", "abuse", "churn")
"""What makes a text more pressing."""

TOPICS = (
    "delivery", "refund", "defect", "wrong_item", "payment", "account", "service",
    "price", "stock", "returns", "praise", "question", "other",
)  # fmt: skip
"""What a text may be about."""

UNSURE_FROM, UNSURE_TO = 0.4, 0.6
"""Between these an engine that gives probabilities does not know."""

CRITICAL_FLAGS = frozenset({"safety", "legal", "press", "privacy"})
"""Flags that put a complaint before all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One text judged. All scores are 0..1 but ``compound``, which is -1..1.

    ``compound`` is VADER's number. ``priority`` orders a queue: higher is answered
    first. ``flags`` are short words such as ``safety`` or ``question``. ``because``
    are words of the text. ``engine`` and ``version`` say who judged. ``chunked``
    marks a long text that was judged by sentence.
    """

    lang: str | None
    sentiment: Sentiment
    compound: float
    p_negative: float
    p_neutral: float
    p_positive: float
    complaint: float
    needs_reply: float
    priority: float
    flags: tuple[str, ...] = ()
    topic: str | None = None
    because: tuple[str, ...] = ()
    engine: str
    version: str
    chunked: bool = False

    @property
    def is_complaint(self) -> bool:
        """Tell whether the engine rather calls it a complaint."""
        return self.complaint >= 0.5

    @property
    def unsure(self) -> bool:
        """Tell whether a person has to say if it needs a reply.

        VADER gives no probabilities: it never says that it does not know. What speaks
        of danger, law, press or privacy is looked at, however little it seems to ask.
        """
        if UNSCORED in self.flags:
            return True
        if self.engine == "vader":
            return False
        if not CRITICAL_FLAGS.isdisjoint(self.flags):
            return not self.wants_reply
        return UNSURE_FROM <= self.needs_reply <= UNSURE_TO

    @property
    def presses(self) -> bool:
        """Tell whether it speaks of danger, law, press or privacy, and not kindly."""
        kindly = not self.is_complaint and self.sentiment is not Sentiment.NEGATIVE
        return not (kindly or CRITICAL_FLAGS.isdisjoint(self.flags))

    @property
    def wants_reply(self) -> bool:
        """Tell whether the engine rather says that it needs a reply.

        What presses does, whatever it seems to ask: better one look too many.
        """
        return self.needs_reply >= 0.5 or self.presses


def to_json(judgement: Judgement) -> dict[str, object]:
    """Return a judgement as outsiders know it, numbers rounded to four decimals.

    The text's ``id`` comes before these fields. ``chunked`` is there only when true.
    """
    shown: dict[str, object] = {
        "lang": judgement.lang,
        "sentiment": judgement.sentiment.value,
        "compound": _rounded(judgement.compound),
        "p_negative": _rounded(judgement.p_negative),
        "p_neutral": _rounded(judgement.p_neutral),
        "p_positive": _rounded(judgement.p_positive),
        "complaint": _rounded(judgement.complaint),
        "needs_reply": _rounded(judgement.needs_reply),
        "priority": _rounded(judgement.priority),
        "flags": list(judgement.flags),
        "topic": judgement.topic,
        "because": list(judgement.because),
        "engine": judgement.engine,
        "version": judgement.version,
    }
    return {**shown, "chunked": True} if judgement.chunked else shown


def _rounded(number: float) -> float:
    return round(number, 4) + 0.0  # never -0.0

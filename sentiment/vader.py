"""The engine ``vader``: VADER's number, and what the shop makes of it.

VADER reads English. For most texts in other languages it says 0.0, though emoji and
loan words still count; that is why it is not silenced there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from operator import mul

from domain.judgement import QUESTION, Judgement, Sentiment
from sentiment import Engine, Text
from sentiment.because import because
from sentiment.priority import priority
from sentiment.sentences import READ_LIMIT, pieces
from sentiment.signs import Signs, signs
from sentiment.valence import Numbers, Valences, tables, valences

WHOLE = 1_000
"""Characters up to which a text gets exactly the library's number."""

NEGATIVE, POSITIVE = -0.05, 0.05
"""The compound at which a text is called so; both belong to their mood."""

POOR_RATING = 3
"""A review with this many stars or fewer needs a reply."""

_STEP = 50
"""Texts that go through one step before the next: a tenth faster than one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vader:
    """Judges by VADER; every score is 0 or 1 but the compound and the shares."""

    version: str
    name: str = "vader"

    def judge(self, texts: Sequence[Text]) -> list[Judgement]:
        """Return one judgement a text, in the same order."""
        judged: list[Judgement] = []
        for start in range(0, len(texts), _STEP):
            some = texts[start : start + _STEP]
            parts = [measured(each.text) for each in some]
            seen = [signs(each.text) for each in some]
            judged += map(self._judgement, some, parts, seen)
        return judged

    def _judgement(self, text: Text, parts: list[Valences], seen: Signs) -> Judgement:
        compound, negative, neutral, positive = means(parts)
        sentiment = mood(compound)
        complaint = float(sentiment is Sentiment.NEGATIVE)
        poor = text.rating is not None and text.rating <= POOR_RATING
        needs_reply = float(bool(complaint) or QUESTION in seen.flags or poor)
        return Judgement(
            lang=text.lang,
            sentiment=sentiment,
            compound=compound,
            p_negative=negative,
            p_neutral=neutral,
            p_positive=positive,
            complaint=complaint,
            needs_reply=needs_reply,
            priority=priority(
                sentiment=sentiment,
                negativity=max(-compound, 0.0),
                complaint=complaint,
                needs_reply=needs_reply,
                flags=seen.flags,
                rating=text.rating,
            ),
            flags=seen.flags,
            topic=seen.topic,
            because=because(text.text[:READ_LIMIT], parts, sentiment),
            engine=self.name,
            version=self.version,
            chunked=len(text.text) > WHOLE,
        )


def build() -> Engine:
    """Load VADER's tables and return the engine."""
    tables()
    return Vader(version=version("vaderSentiment"))


def mood(compound: float) -> Sentiment:
    """Return what VADER's compound is commonly called."""
    if compound <= NEGATIVE:
        return Sentiment.NEGATIVE
    return Sentiment.POSITIVE if compound >= POSITIVE else Sentiment.NEUTRAL


def measured(text: str) -> list[Valences]:
    """Return VADER's numbers of the text, or of each sentence of a long one.

    At most ``READ_LIMIT`` characters are read, an emoji being as long as its name.
    """
    if len(text) <= WHOLE:
        return [valences(text)]
    parts: list[Valences] = []
    budget = READ_LIMIT
    for piece in pieces(text, limit=WHOLE):
        if budget <= 0:
            break
        parts.append(valences(piece))
        budget -= parts[-1].read
    return parts or [valences("")]


def means(parts: list[Valences]) -> Numbers:
    """Return the mean of each number, weighted by the length of the parts."""
    if len(parts) == 1:
        return parts[0].numbers
    lengths = [part.length for part in parts]
    total = sum(lengths)
    columns = zip(*(part.numbers for part in parts), strict=True)
    return Numbers(
        *(round(sum(map(mul, column, lengths)) / total, 4) for column in columns)
    )

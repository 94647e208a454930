"""The judgement of a text that no engine could judge: it says that a person must.

Half a complaint and half a need of a reply: neither calm nor urgent, and never passed
over as neutral.
"""

from domain.judgement import UNSCORED, Judgement, Sentiment
from sentiment import Text
from sentiment.priority import priority

_HALF, _THIRD = 0.5, 1 / 3


def unscored(text: Text, *, engine: str, version: str) -> Judgement:
    """Return what is said of a text that this engine could not judge."""
    return Judgement(
        lang=text.lang,
        sentiment=Sentiment.NEUTRAL,
        compound=0.0,
        p_negative=_THIRD,
        p_neutral=_THIRD,
        p_positive=_THIRD,
        complaint=_HALF,
        needs_reply=_HALF,
        priority=priority(
            sentiment=Sentiment.NEUTRAL,
            negativity=0.0,
            complaint=_HALF,
            needs_reply=_HALF,
            flags=(),
            rating=text.rating,
        ),
        flags=(UNSCORED,),
        engine=engine,
        version=version,
    )

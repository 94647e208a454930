"""Priority: one number by which a queue is ordered, 0..1, higher is answered first.

It is a sum that can be made by hand, and the words for it are in ``priority`` below.
"""

from collections.abc import Collection

from domain.judgement import CRITICAL_FLAGS, Sentiment
from sentiment.flags import CHURN

_CRITICAL, _COMPLAINT, _NEEDS_REPLY = 0.8, 0.45, 0.25
_NEGATIVITY, _CHURN, _POOR = 0.2, 0.05, 0.05


def priority(
    *,
    sentiment: Sentiment,
    negativity: float,
    complaint: float,
    needs_reply: float,
    flags: Collection[str],
    rating: int | None,
) -> float:
    """Return how early a text should be answered.

    The largest of 0.80 for safety, legal, press or privacy in a text that is not
    positive, 0.45 times ``complaint`` and 0.25 times ``needs_reply``; plus 0.20 times
    ``negativity`` (0..1), 0.05 for a customer who leaves and 0.05 for one or two
    stars; at most 1. So a critical text always stands before a mere complaint.
    """
    pressing = not CRITICAL_FLAGS.isdisjoint(flags)
    step = max(
        _CRITICAL if pressing and sentiment is not Sentiment.POSITIVE else 0.0,
        _COMPLAINT * complaint,
        _NEEDS_REPLY * needs_reply,
    )
    poor = rating is not None and rating <= 2
    more = _NEGATIVITY * negativity + _CHURN * (CHURN in flags) + _POOR * poor
    return min(step + more, 1.0)

"""What one may say against an engine's judgement of a case, and why it judged so. Pure.

The words that decided are a stranger's: they are shown as text, never as markup.
"""

from collections.abc import Mapping
from typing import NamedTuple

from domain.judgement import TOPICS, Sentiment
from domain.text import bounded
from screens.inbox_deeds import VERDICTS, Deed
from services.conversation import Conversation
from services.sense import words_on

MOST_WORDS, LONGEST_WORD = 8, 40


class Correction(NamedTuple):
    """A deed and what it says."""

    deed: Deed
    said: Mapping[str, object]


OFFERED: Mapping[str, Correction] = {
    "A complaint": Correction(Deed.COMPLAINT, VERDICTS[Deed.COMPLAINT]),
    "Not a complaint": Correction(Deed.NO_COMPLAINT, VERDICTS[Deed.NO_COMPLAINT]),
    "Needs a reply": Correction(Deed.NEEDS_REPLY, VERDICTS[Deed.NEEDS_REPLY]),
    "Needs none": Correction(Deed.NO_REPLY, VERDICTS[Deed.NO_REPLY]),
    **{
        f"Mood: {mood}": Correction(Deed.MOOD, {"sentiment": mood.value})
        for mood in Sentiment
    },
    **{
        "Topic: " + topic.replace("_", " "): Correction(Deed.TOPIC, {"topic": topic})
        for topic in TOPICS
    },
}
"""What may be said, by the words of the menu."""


def corrections(found: Conversation) -> Mapping[str, Correction]:
    """Return what may be said against the judgement, but for what a person said."""
    said = _said(found).items()
    return {
        words: each for words, each in OFFERED.items() if not each.said.items() <= said
    }


def because(found: Conversation) -> list[str]:
    """Return the words for which an engine judged as it did, of the post to look at."""
    wanted = _at(found)
    judged = (each.judgement for each in found.thread.heard if each.post.id == wanted)
    judgement = next(judged, None)
    told = judgement.because if judgement else ()
    return [bounded(" ".join(each.split()), LONGEST_WORD) for each in told[:MOST_WORDS]]


def _at(found: Conversation) -> str:
    """Return the post to look at: the start of the wait, else the unsure or last."""
    turn = found.case.open_turn
    if turn:
        return turn.posts[0]
    unsure = found.case.unsure
    return unsure[0].post if unsure else found.case.posts[-1]


def _said(found: Conversation) -> Mapping[str, object]:
    last = max((each.at for each in found.events), default=None)
    return words_on(found, at=last).get(_at(found), {}) if last else {}

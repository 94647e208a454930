"""What short lists of words tell of a text, in any language they know: flags and topic.

All lists are looked up in one pass, since most words of most texts are on none.
"""

from typing import NamedTuple

from response.folding import words
from sentiment import flags, questions, topics
from sentiment.phrases import Phrases
from sentiment.sentences import READ_LIMIT, sentences, without_addresses

_PHRASES = Phrases({**flags.LISTS, **topics.LISTS, **questions.LISTS})


class Signs(NamedTuple):
    """The flags of a text, ``question`` among them, and its topic."""

    flags: tuple[str, ...]
    topic: str | None


def signs(text: str) -> Signs:
    """Return the flags and the topic of ``text``."""
    text = without_addresses(text[:READ_LIMIT])
    labels = [label for label, _ in _PHRASES.found(words(text))]
    asks = questions.PLEA in labels or (
        questions.may_ask(text, labels) and any(map(questions.asks, sentences(text)))
    )
    return Signs(flags.flags(labels, asks=asks), topics.topic(labels))

"""What the model says of one text, by number; a text on its own is told at once here.

That gives what the steps for many texts give, to the last digit, in a third of the
time: a law of the tests holds them together.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from domain.judgement import FLAGS, TOPICS
from sentiment.alone import Alone, alone
from sentiment.arithmetic import exp_of
from sentiment.folding import URL, USER
from sentiment.heads import (
    COMPLAINT,
    NEEDS_REPLY,
    NEGATIVE,
    POSITIVE,
    Heads,
    WeighedAlone,
)
from sentiment.telling import MOST, PICTURES, SHARE, SKINS, SMALL_WORDS, written

CLEAR = 3.0
"""Score from which a language is named: those the model does not know stay below."""

_COLUMNS = (NEGATIVE, None, POSITIVE)
_TOPICS, _LANGUAGES = len(FLAGS), len(FLAGS) + len(TOPICS)


class Said(NamedTuple):
    """What the model says of one text; moods, flags, topic and language by number.

    The language is that with the highest score, ``clear`` whether it is worth a word.
    """

    tokens: int
    words: int
    mood: int
    moods: Sequence[float]
    complaint: float
    needs_reply: float
    pressing: int
    topic: int
    language: int
    clear: bool
    because: tuple[str, ...]


NOTHING = Said(
    tokens=0,
    words=0,
    mood=1,
    moods=(0.0, 1.0, 0.0),
    complaint=0.0,
    needs_reply=0.0,
    pressing=0,
    topic=0,
    language=0,
    clear=False,
    because=(),
)
"""Of a text without a single sign, such as a post of pictures alone."""


def said_of(text: str, heads: Heads) -> Said | None:
    """Return what the model says of a text that is judged as one.

    None when it is too short, and has to go the way of many.
    """
    found = alone(text, heads.folding)
    if found is None:
        return None
    weighed = heads.weigh_alone(found)
    moods, complaint, needs_reply = _chances(weighed.lines)
    mood = 1 if moods[1] >= max(moods) else moods.index(max(moods))
    column = _COLUMNS[mood]
    if complaint >= 0.5:
        column = COMPLAINT
    elif column is None and needs_reply >= 0.5:
        column = NEEDS_REPLY
    side = weighed.side
    raised = map(float.__ge__, side, heads.raised.tolist())
    topics, languages = side[_TOPICS:_LANGUAGES], side[_LANGUAGES:]
    spoken = max(languages)
    return Said(
        tokens=len(found.tokens),
        words=sum(found.wordlike),
        mood=mood,
        moods=moods,
        complaint=complaint,
        needs_reply=needs_reply,
        pressing=sum(flag << at for at, flag in enumerate(raised)),
        topic=topics.index(max(topics)),
        language=languages.index(spoken),
        clear=spoken >= CLEAR,
        because=() if column is None else _because(text, found, weighed, column),
    )


def _chances(lines: list[float]) -> tuple[list[float], float, float]:
    """Return the chances of the moods, of a complaint and of the need of a reply."""
    negative, positive, complaint, needs_reply = lines
    best = max(negative, positive, 0.0)
    grown = [exp_of(each - best) for each in (negative, 0.0, positive)]
    whole = grown[0] + grown[1] + grown[2]
    moods = [each / whole for each in grown]
    return moods, 1 / (1 + exp_of(-complaint)), 1 / (1 + exp_of(-needs_reply))


def _because(
    text: str, found: Alone, weighed: WeighedAlone, column: int
) -> tuple[str, ...]:
    """Return the most telling words of a text, as ``telling`` finds them."""
    worth = _worth(found, weighed, column).tolist()
    near = [
        at
        for at, token in enumerate(found.tokens)
        if worth[at] > 0
        and (found.wordlike[at] or _is_picture(token))
        and token not in SMALL_WORDS
    ]
    near.sort(key=worth.__getitem__, reverse=True)
    telling = [at for at in near[:MOST] if worth[at] >= SHARE * worth[near[0]]]
    # The blank before the text is a place of its own.
    places = found.line.places
    return written(
        [
            text[places[found.starts[at]] - 1 : places[found.ends[at]] - 1]
            for at in sorted(telling)
        ]
    )


def _worth(found: Alone, weighed: WeighedAlone, column: int) -> Any:
    """Return what each token adds to the score of a head."""
    many, size = len(found.tokens), len(found.line.letters)
    rows = weighed.rows[:, column]
    before = 3 * many + len(found.negated)
    # Sums of many are of single floats.
    of_words = rows[:before].astype(np.float32)
    tokens, pairs, skips = of_words[: 3 * many].reshape(3, many)
    words = tokens + pairs
    words += skips
    if found.negated:
        words[found.negated] += of_words[3 * many :]
    twos, threes, fours, fives = rows[before:].reshape(-1, size)
    middles = np.zeros(size)
    middles[1:] += (twos + threes)[:-1]
    middles[2:] += (fours + fives)[:-2]
    of_chars = np.add.reduceat(middles, found.starts)
    of_chars *= 1 / weighed.char_root
    return words * np.float64(1 / weighed.word_root) + of_chars


def _is_picture(letter: str) -> bool:
    code = ord(letter)
    return code >= PICTURES and code not in {URL, USER} and code not in SKINS

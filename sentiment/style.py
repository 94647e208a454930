"""How a text is written, in sixteen numbers: length, marks, capitals, mood of words.

Good and bad are as the lexicon of the model says; a negation before a word turns it.
"""

from typing import Any

import numpy as np

from sentiment.arithmetic import log
from sentiment.folding import (
    ADDRESS,
    ASK,
    CALL,
    CAPITAL,
    CLASS_AT,
    DIGIT,
    HANDLE,
    NOTHING,
    STOP,
    Folding,
    Stream,
)

DENSE = (
    "length", "exclamations", "questions", "capitals", "squeezed", "digits",
    "addresses", "handles", "negations", "stops", "good", "bad", "mood",
    "rather_good", "rather_bad", "no_mood",
)  # fmt: skip
"""The counted features. The last six are from the lexicon of the table."""

TURNED = -0.74
"""What the worth of a negated word is multiplied by, as VADER does."""

_SIGN = np.uint32(1 << CLASS_AT)

# Signs are counted by class; in the table of counts there is room for two more.
_NEGATIONS_AT, _SQUEEZED_AT = NOTHING, 8
_MOST = np.array([5, 5, 5, 1, 10, 1, 3, 3, 5])
"""From how many on, by class, more of them say no more."""

_ORDER = np.array(
    [CALL, ASK, CAPITAL, _SQUEEZED_AT, DIGIT, ADDRESS, HANDLE, _NEGATIONS_AT, STOP]
)
"""The classes as ``DENSE`` has them, after the length."""

_COUNTED = 1 + len(_ORDER)

LOGS = log(np.arange(1.0, 1 << 13))


def style(
    stream: Stream,
    table: Folding,
    *,
    tokens: Any,
    texts: Any,
    turned: Any,
    negating: Any,
) -> Any:
    """Return the numbers ``DENSE`` of each text, a row each.

    ``tokens`` are hashes, ``texts`` whose they are; ``turned`` says which stand after
    a negation, ``negating`` which are one.
    """
    count = len(stream.ends)
    dense = np.empty((count, len(DENSE)))
    negations = np.bincount(texts[negating], minlength=count)
    _count(stream, negations, dense[:, :_COUNTED])
    good, bad = _mood(tokens, turned, texts, table, count)
    many = np.bincount(texts, minlength=count)
    _of_mood(good, bad, many, dense[:, _COUNTED:])
    return dense


def _count(stream: Stream, negations: Any, dense: Any) -> None:
    """Fill in the features that are counted, a row for each text."""
    codes, sizes = stream.codes, stream.ends - stream.starts
    signs = (codes >= _SIGN).nonzero()[0]
    texts = stream.ends.searchsorted(signs, side="right")
    kinds = codes[signs] >> np.uint32(CLASS_AT)
    texts *= len(_MOST)
    table = np.bincount(texts + kinds, minlength=len(_MOST) * len(sizes))
    table = table.reshape(-1, len(_MOST))
    table[:, _NEGATIONS_AT], table[:, _SQUEEZED_AT] = negations, stream.squeezed
    dense[:, 0] = _log(sizes) / 5
    dense[:, 1:] = (np.minimum(table, _MOST) / _MOST).take(_ORDER, axis=1)
    dense[:, 3] = table[:, CAPITAL] / sizes
    dense[:, 9] = table[:, STOP] >= 3


def _log(sizes: Any) -> Any:
    """Return the logarithm of one more than each size."""
    if int(sizes.max()) < len(LOGS):
        return LOGS.take(sizes)
    return log(sizes + 1.0)


def _mood(
    tokens: Any, turned: Any, texts_of: Any, table: Folding, count: int
) -> tuple[Any, Any]:
    """Return what the good and what the bad words of each text are worth."""
    if not len(tokens) or not len(table.lex_keys):
        return np.zeros(count), np.zeros(count)
    at = table.lex_keys.searchsorted(tokens)
    known = (table.lex_keys.take(at, mode="clip") == tokens).nonzero()[0]
    if not len(known):
        return np.zeros(count), np.zeros(count)
    worth = table.lex_values[at[known]].astype(np.float64)
    worth = np.where(turned[known], TURNED * worth, worth)
    texts = texts_of[known]
    good = np.bincount(texts, np.maximum(worth, 0), minlength=count)
    return good, np.bincount(texts, np.maximum(-worth, 0), minlength=count)


def _of_mood(good: Any, bad: Any, tokens: Any, found: Any) -> None:
    """Fill in the features of the lexicon."""
    root = np.sqrt(np.maximum(tokens, 1))
    mood = good - bad
    found[:, 0] = good / root / 2
    found[:, 1] = bad / root / 2
    found[:, 2] = mood / np.sqrt(mood * mood + 15)
    found[:, 3] = mood > 0
    found[:, 4] = mood < 0
    found[:, 5] = good + bad == 0

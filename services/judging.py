"""Judges a batch of texts, whatever a stranger wrote into one of them.

Where an engine fails, the texts are judged one by one: the one that it fails at is
unscored and waits for a person, the others are judged as ever.
"""

import logging
from collections import Counter
from collections.abc import Sequence

from domain.errors import FAILURES
from domain.judgement import Judgement
from sentiment import Engine, Text
from sentiment.unscored import unscored

logger = logging.getLogger(__name__)


def judge(engine: Engine, texts: Sequence[Text]) -> list[Judgement]:
    """Return one judgement a text, in the same order."""
    try:
        return engine.judge(texts)
    except FAILURES:
        return _one_by_one(engine, texts)


def _one_by_one(engine: Engine, texts: Sequence[Text]) -> list[Judgement]:
    judged: list[Judgement] = []
    failed: Counter[str] = Counter()
    for each in texts:
        try:
            judged += engine.judge([each])
        except FAILURES as error:
            failed[type(error).__name__] += 1
            judged.append(unscored(each, engine=engine.name, version=engine.version))
    if failed:  # its words may be the text's own: the class is all that is told
        names = ", ".join(sorted(failed))
        logger.warning(
            "%d of %d texts are unscored: %s", failed.total(), len(texts), names
        )
    return judged

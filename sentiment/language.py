"""Which language is a text in? A guess, and none for texts too short to guess by.

The model is loaded at the first guess: about a second and 120 MB. Restricted to a few
languages it errs less and takes half the time.
"""

from collections.abc import Collection, Sequence
from copy import copy
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from response.folding import words
from sentiment.sentences import without_addresses

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LOOKED_AT = 300
"""Characters of a text that are looked at."""

FEWEST = 3
"""Words below which a guess would be a lottery ("super", "ok thanks")."""

_NO_LANGUAGE = "zxx"


def detect(texts: Sequence[str], allowed: Collection[str] = ()) -> list[str | None]:
    """Return a language code a text, such as ``pl``, or None where nobody could tell.

    ``allowed`` are the codes to choose from, all that are known when it is empty. One
    that the model does not know is left out, and ``pt-BR`` counts as ``pt``.
    """
    primary = frozenset(code.replace("_", "-").partition("-")[0] for code in allowed)
    return [_guess(text[:LOOKED_AT], primary) for text in texts]


def _guess(text: str, allowed: frozenset[str]) -> str | None:
    text = without_addresses(text)
    if not _has_words(text):
        return None
    identifier = _identifier(allowed)
    if identifier is None:
        return None
    code: str = identifier.classify(text)[0]
    return None if code == _NO_LANGUAGE else code


def _has_words(text: str) -> bool:
    # Folding takes time, but finds words in scripts that write no spaces.
    return _count(text.split()) >= FEWEST or _count(words(text)) >= FEWEST


def _count(found: list[str]) -> int:
    return sum(map(str.isalpha, found))


@lru_cache(maxsize=16)
def _identifier(allowed: frozenset[str]) -> "LanguageIdentifier | None":
    every = _model()
    if not allowed:
        return every
    known = allowed.intersection(every.labels)
    if not known:
        return None
    # A copy of its own: the library restricts an identifier for good.
    some = copy(every)
    some.set_languages(known)
    return some


@cache
def _model() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)

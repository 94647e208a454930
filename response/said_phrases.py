"""Does a post hold one of the brand's own phrases? Word by word, however written.

Capitals, accents and punctuation do not count; a phrase is never found inside a word.
"""

from functools import lru_cache

from domain.judging import Judging
from response.folding import words
from response.phrases import Tree, places, tree

_YES, _NO = "complaint", "no complaint"


def phrased(text: str, judging: Judging) -> bool | None:
    """Tell whether the brand's phrases make a complaint of a text; None: no word of it.

    With phrases of both kinds in it, it is one: rather looked at than missed.
    """
    if not (judging.complaint or judging.no_complaint):
        return None
    found = {each.kind for each in places(words(text), _tree(judging))}
    return _YES in found if found else None


def same(one: str, other: str) -> bool:
    """Tell whether two phrases are found in the same texts."""
    return words(one, own_script=True) == words(other, own_script=True)


@lru_cache(maxsize=64)
def _tree(judging: Judging) -> Tree:
    kinds = {_YES: judging.complaint, _NO: judging.no_complaint}
    return tree(
        (tuple(words(phrase, own_script=True)), kind)
        for kind, phrases in kinds.items()
        for phrase in phrases
    )

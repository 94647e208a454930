"""Makes the tables a model folds by; for training alone, the model carries them.

They follow the Unicode of the Python that trains. Who judges never needs this file.
"""

import unicodedata
from collections.abc import Mapping
from typing import Any

import numpy as np

from sentiment.folding import GONE, LIMIT, MARK, SPACE, UPPER, WORD
from sentiment.grams import word_hashes

_BLANKS = "\t\n\r\v\f"
_OWN = {
    "\u0142": "l", "\u00f8": "o", "\u0111": "d", "\u00df": "s", "\u00e6": "a",
    "\u0153": "o", "\u0131": "i", "\u0127": "h",
    "\u2019": "'", "\u02bc": "'", "\u2018": "'", "`": "'", "\u00b4": "'",
}  # fmt: skip
"""What no decomposition tells: Latin letters of their own, and ways to write '."""


def fold_and_kind() -> tuple[Any, Any]:
    """Return the arrays ``fold`` (u2) and ``kind`` (u1) of a model, 65,536 each."""
    fold: Any = np.arange(LIMIT, dtype=np.uint16)
    kind: Any = np.full(LIMIT, MARK, np.uint8)
    for number in range(LIMIT):
        fold[number], kind[number] = _entry(chr(number))
    return fold, kind


def lexicon(worth: Mapping[str, float]) -> tuple[Any, Any]:
    """Return the arrays ``lex_keys`` and ``lex_values`` of words and their worth.

    Words are given folded, without apostrophes.
    """
    hashes = word_hashes(worth)
    order = np.argsort(hashes)
    values = np.array(list(worth.values()), np.float32)
    return hashes[order], values[order]


def _entry(character: str) -> tuple[int, int]:
    category = unicodedata.category(character)
    upper = UPPER if category == "Lu" else 0
    if category == "Cs":
        return ord(character), GONE
    if category == "Cc" and character not in _BLANKS:
        return ord(" "), SPACE
    if category in {"Cf", "Mn", "Me"}:
        # Marks of other scripts than Latin are vowels, and tell words apart.
        vowel = category == "Mn" and not _is_accent(character)
        return ord(character), WORD if vowel else GONE
    letter = _folded(character)
    if letter.isspace():
        return ord(" "), SPACE | upper
    category = unicodedata.category(letter)
    wordlike = category[0] in "LN" or category in {"Mc", "Mn"}
    return ord(letter), (WORD if wordlike else MARK) | upper


def _folded(character: str) -> str:
    """Return the one character that stands for this one."""
    low = character.lower()
    low = _OWN.get(low, low)
    apart = unicodedata.normalize("NFKD", low)
    bare = "".join(each for each in apart if not _is_accent(each))
    low = bare if len(bare) == 1 else (low if len(low) == 1 else character)
    low = low.lower() if len(low.lower()) == 1 else low
    low = _OWN.get(low, low)
    if ord(low) >= LIMIT:
        low = character
    return "0" if unicodedata.category(low) == "Nd" else low


def _is_accent(character: str) -> bool:
    return "\u0300" <= character < "\u0370"

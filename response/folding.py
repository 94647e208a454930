"""A text without differences of writing: case, accents, hidden and lookalike letters.

The folded text serves comparing only and is never shown or stored. Digits written for
letters ("4cme") are left as they are; matching knows what they stand for.
"""

import re
import unicodedata
from typing import Literal

_PIECE = 512
"""Normalising sorts runs of accents in square time; pieces keep a hostile run short."""

# Written with escapes, since the point of most of these is that nobody sees them.
_DROPPED = re.compile(
    "["
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # accents
    "\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"  # vowel points
    "\u00ad\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufe00-\ufe0f\U000e0000-\U000e01ef"  # variation selectors, tags
    "\u115f\u1160\u3164\uffa0"  # fillers: letters without a shape
    "]+"
)
_APOSTROPHE = re.compile("[`\u2018\u2019\u201b\u02bc]")

# Letters that Unicode takes for letters of their own, not for a letter with an accent.
_LATIN = {
    "\u0142": "l", "\u00f8": "o", "\u0111": "d", "\u0127": "h", "\u0167": "t",
    "\u0131": "i", "\u00e6": "ae", "\u0153": "oe", "\u00f0": "d", "\u00fe": "th",
    "\u0251": "a", "\u0261": "g",
}  # fmt: skip
_OWN_LETTER = re.compile(f"[{''.join(_LATIN)}]")

# Shaped like the Latin letter in this very case: a whole word of them passes for Latin.
_TWINS = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0406\u0408\u0405"
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u1c82\u1c83"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u03b1\u03bf\u03c1\u03b9\u03ba\u03c7",
    "ABEKMHOPCTXYIJS" "aeopcyxijsoc" "ABEZHIKMNOPTYX" "aopikx",
)  # fmt: skip
# Beside a Latin letter these small ones deceive as well.
_LOOKALIKES = str.maketrans(
    "\u0432\u043a\u043c\u043d\u0442\u04bb\u0501\u051b\u051d"
    "\u03b2\u03b3\u03b5\u03b7\u03bd\u03c4\u03c5\u03c9",
    "bkmhthdqwbyenvtuw",
)
_FOREIGN = re.compile("[\u0370-\u052f\u1c80-\u1c8f]")
_LATIN_LETTER = re.compile(
    "[A-Za-z\u00c6-\u02af\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff]"
)
_RUN = re.compile(r"\w+")

# Scripts that write no spaces: each character stands alone, a word is a phrase of them.
_ALONE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"  # kana, Chinese
)
_INDIC = "\u0900-\u0963\u0971-\u0dff"  # vowel signs are no word characters for `re`
_LETTERS = rf"(?:[^\W_{_ALONE}{_INDIC}]+|[{_INDIC}]+)+"
_WORD = re.compile(rf"[{_ALONE}]|{_LETTERS}(?:_+{_LETTERS})*")
_UNLIKE = re.compile(rf"[_{_ALONE}{_INDIC}]")
_PLAIN_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"(?<=\w)'s(?!\w)")


def fold(text: str, *, own_script: bool = False) -> str:
    """Return ``text`` as it is compared.

    Lower case, compatibility forms made plain, accents and invisible characters gone.
    Cyrillic and Greek lookalikes become Latin inside a Latin word; a word of nothing
    but lookalikes does so when nothing else in the text is Cyrillic or Greek, unless
    ``own_script`` says that the writer is no stranger and means what he writes.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    # The acute that stands alone goes first: it comes apart into a blank and an accent.
    text = _normal("NFKD", text.replace("\u00b4", "'"))
    text = _APOSTROPHE.sub("'", _DROPPED.sub("", text))
    if _FOREIGN.search(text):
        text = _RUN.sub(_unmixed, text)
        if not own_script and not _FOREIGN.search(text.translate(_TWINS)):
            text = text.translate(_TWINS)
    text = _OWN_LETTER.sub(lambda letter: _LATIN[letter[0]], text.casefold())
    return _normal("NFC", text)


def words(text: str, *, own_script: bool = False) -> list[str]:
    """Return the folded words of ``text`` in their order.

    A possessive ``'s`` is no part of its word, ``#`` and ``@`` are no part of any;
    ``acme_shop`` is one word, ``acme-shop`` and ``acme.shop`` are two.
    """
    folded = fold(text, own_script=own_script)
    if "'" in folded:
        folded = _POSSESSIVE.sub("", folded)
    # Most texts need no more than the pattern that is three times as fast.
    return (_WORD if _UNLIKE.search(folded) else _PLAIN_WORD).findall(folded)


def latin_twin(word: str) -> str | None:
    """Return the Latin word that a folded Cyrillic or Greek one passes for in capitals.

    None when some letter of it looks like no Latin one.
    """
    if not _FOREIGN.search(word):
        return None
    twin = word.upper().translate(_TWINS)
    return None if _FOREIGN.search(twin) else twin.lower()


def _normal(form: Literal["NFC", "NFKD"], text: str) -> str:
    return "".join(
        unicodedata.normalize(form, text[start : start + _PIECE])
        for start in range(0, len(text), _PIECE)
    )


def _unmixed(run: re.Match[str]) -> str:
    word = run.group()
    if not _LATIN_LETTER.search(word):
        return word
    return word.translate(_TWINS).casefold().translate(_LOOKALIKES)

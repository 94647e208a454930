"""What of a text is its author's own, in letters that mean what they look like.

The result is as long as the text, character for character, so that a place in one is
the same place in the other.
"""

import re
import unicodedata

from response.folding import fold

_QUOTED_LINE = re.compile(
    r"""^(?:[ \t]*(?:>|&gt;))+[ \t]*(?=[\w"'(*@#])[^\n]*""", re.MULTILINE
)
_SHARED = re.compile(r"(?:(?<=\s)|^)RT @\w{1,50}:?", re.ASCII)
_STYLED = re.compile("[\U0001d400-\U0001d7ff\U0001f130-\U0001f149]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_MIXED = re.compile(r"[^\W\d_]+")
_LOOKALIKE = re.compile("[\u0370-\u052f]")
_HIDDEN = "\u200b"


def readable(text: str) -> str:
    """Return ``text`` with what others said blanked out and disguised letters plain.

    Said by others: lines that start with ``>``, and what follows ``RT @name:`` after
    words of one's own. Where nothing else is left, it stays: who only passes something
    on is judged by it. Disguised: styled letters, and Cyrillic or Greek ones in a word
    that is Latin otherwise.
    """
    if ">" in text or "&gt;" in text:
        text = _own(text, _QUOTED_LINE.sub(_blank, text))
    if "RT @" in text:
        text = _without_shared(text)
    if text.isascii():
        return text
    text = _STYLED.sub(_plain, text)
    if _LOOKALIKE.search(text) and _LATIN.search(text):
        text = _MIXED.sub(_unmixed, text)
    return text


def _own(text: str, rest: str) -> str:
    """Return what is left, or everything when no word is."""
    return rest if any(map(str.isalnum, rest)) else text


def _without_shared(text: str) -> str:
    found = _SHARED.search(text)
    if found is None:
        return text
    return _own(text, text[: found.start()].ljust(len(text)))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _plain(found: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFKC", found.group())
    return plain if len(plain) == 1 else found.group()


def _unmixed(found: re.Match[str]) -> str:
    word = found.group()
    if not _LOOKALIKE.search(word) or not _LATIN.search(word):
        return word
    folded = fold(word)
    return folded.ljust(len(word), _HIDDEN) if len(folded) <= len(word) else word

"""Texts as one stream of folded characters, by a table that comes with the model.

Everything hangs on the table and nothing on this Python's idea of Unicode, so that a
model reads the same on every machine. Each text starts and ends with one blank.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from sentiment.readable import readable

LIMIT = 1 << 16
"""Characters of the table; those beyond, emoji mostly, stand for themselves."""

GONE, SPACE, WORD, MARK = range(4)
"""Kinds of characters. A run of WORD is a token, and so is each single MARK."""

UPPER = 0x80
"""The bit of a kind that says: an upper case letter."""

URL, USER = 0xE000, 0xE001
"""The characters that stand for a web address and for a handle."""

NOTHING, CALL, ASK, CAPITAL, DIGIT, STOP, ADDRESS, HANDLE = range(8)
"""Classes of characters that are counted."""

_CLASSES = {33: CALL, 63: ASK, 48: DIGIT, 46: STOP, URL: ADDRESS, USER: HANDLE}

# A code is a folded character, its kind and its class in one number.
KIND_AT, CLASS_AT = 21, 23
CHARACTER = (1 << KIND_AT) - 1

_SIGNS_FROM = 64

_MARKED = MARK << KIND_AT
_URL_CODE = URL | _MARKED | ADDRESS << CLASS_AT
_USER_CODE = USER | _MARKED | HANDLE << CLASS_AT
_APOSTROPHE = 39 | _MARKED
_H, _T, _P, _W, _DOT, _AT = map(ord, "htpw.@")
SQUEEZED = 3
"""How many times a character may follow itself at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Folding:
    """The tables of a model: how characters fold, and what words are worth.

    ``codes`` is made of the two first tables; ``letters`` and ``signs`` are the same
    for ``str.translate``: what a character folds to, and the ``sign`` of its kind and
    class; ``signs_of`` are those of each class. ``lex_keys`` are hashes of words in
    ascending order, ``lex_values`` what each is worth.
    """

    codes: Any
    letters: str
    signs: str
    signs_of: Sequence[str]
    lex_keys: Any
    lex_values: Any

    @classmethod
    def of(cls, fold: Any, kind: Any, lex_keys: Any, lex_values: Any) -> "Folding":
        """Join the tables ``fold`` (u2) and ``kind`` (u1, with UPPER) of 65,536."""
        classes: Any = np.zeros(LIMIT, np.uint32)
        classes[list(_CLASSES)] = list(_CLASSES.values())
        counted = np.where(kind & UPPER, np.uint32(CAPITAL), classes[fold])
        kinds = (kind & 3).astype(np.uint32)
        codes = fold | kinds << np.uint32(KIND_AT) | counted << np.uint32(CLASS_AT)
        letters = fold.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
        signs = (_SIGNS_FROM + 8 * kinds + counted).astype(np.uint8).tobytes().decode()
        known = sorted({*signs, sign(MARK, ADDRESS), sign(MARK, HANDLE)})
        signs_of = [
            "".join(each for each in known if ord(each) % 8 == of_class)
            for of_class in range(HANDLE + 1)
        ]
        codes = codes.astype(np.uint32)
        return cls(codes, letters, signs, signs_of, lex_keys, lex_values)


def sign(kind: int, of_class: int = NOTHING) -> str:
    """Return the ASCII letter that stands for a kind and a class of characters."""
    return chr(_SIGNS_FROM + 8 * kind + of_class)


class Stream(NamedTuple):
    """Folded texts, one after the other.

    Text ``i`` is ``codes[starts[i]:ends[i]]``. ``places`` are where the codes stood
    among the texts, each of which took ``taken`` places, one of them before the text.
    ``squeezed`` says of each text how many letters were left out as repeated.
    """

    codes: Any
    starts: Any
    ends: Any
    places: Any
    first: Any
    squeezed: Any


def folded(texts: Sequence[str], table: Folding) -> Stream:
    """Fold ``texts``: hidden characters go, addresses are masked, runs squeezed."""
    joined = "".join([f" {readable(each)} \n" for each in texts])
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = np.fromiter(map(len, texts), np.intp, len(texts))
    ends += 3
    ends = ends.cumsum()
    first = _before(ends) + 1
    codes, places = _codes(raw, table), None
    if not (gone := codes & _MARKED).all():
        places = gone.nonzero()[0]
        codes, ends = codes[places], places.searchsorted(ends)
    inside = _apostrophes(codes)
    if len(inside):
        kept: Any = np.delete(np.arange(len(codes)), inside)
        codes, ends = codes[kept], kept.searchsorted(ends)
        places = kept if places is None else places[kept]
    kept, squeezed = _kept(codes, ends)
    places = kept if places is None else places[kept]
    ends = kept.searchsorted(ends)
    return Stream(codes[kept], _before(ends), ends, places, first, squeezed)


def ranges(starts: Any, lengths: Any) -> Any:
    """Return the numbers from each start on, ``lengths`` of them, in one row."""
    stops = lengths.cumsum()
    total = int(stops[-1]) if len(stops) else 0
    return np.arange(total) + np.repeat(starts - stops + lengths, lengths)


def _before(ends: Any) -> Any:
    starts: Any = np.zeros(len(ends), np.intp)
    starts[1:] = ends[:-1]
    return starts


def _codes(raw: Any, table: Folding) -> Any:
    if int(raw.max(initial=0)) < LIMIT:
        return table.codes.take(raw)
    known = table.codes.take(np.minimum(raw, LIMIT - 1))
    return np.where(raw < LIMIT, known, raw | np.uint32(_MARKED))


def _kinds(codes: Any) -> Any:
    return codes >> np.uint32(KIND_AT) & np.uint32(3)


def _apostrophes(codes: Any) -> Any:
    """Return where an apostrophe stands inside a word; it is not counted there."""
    found = (codes == _APOSTROPHE).nonzero()[0]
    if not len(found):
        return found
    before, after = _kinds(codes[found - 1]), _kinds(codes[found + 1])
    return found[(before == WORD) & (after == WORD)]


def _kept(codes: Any, ends: Any) -> tuple[Any, Any]:
    """Return which codes are kept, and how many repeated letters each text loses.

    Web addresses and handles become a single code in place.
    """
    kinds = _kinds(codes)
    space = kinds == SPACE
    keep: Any = np.ones(len(codes), bool)
    keep[1:] = ~(space[1:] & space[:-1])
    keep[_before(ends)] = True
    _mask(codes, space, keep)
    letters = codes & np.uint32(CHARACTER)
    equal = letters[1:] == letters[:-1]
    again = (equal[2:] & equal[1:-1] & equal[:-2]).nonzero()[0] + SQUEEZED
    squeezed: Any = np.zeros(len(ends), np.intp)
    if len(again):
        kind = kinds[again]
        keep[again[kind != SPACE]] = False
        texts = ends.searchsorted(again[kind == WORD], side="right")
        squeezed += np.bincount(texts, minlength=len(ends))
    return keep.nonzero()[0], squeezed


def _mask(codes: Any, space: Any, keep: Any) -> None:
    """Put one code for each web address and each handle, and drop the rest of it."""
    starts = (space[:-1] > space[1:]).nonzero()[0] + 1
    opening = codes[starts] & np.uint32(CHARACTER)
    likely = (opening == _AT) | (opening == _H) | (opening == _W)
    if not likely.any():
        return
    stops = (space[:-1] < space[1:]).nonzero()[0] + 1
    starts, stops, opening = starts[likely], stops[likely], opening[likely]
    ahead = np.minimum(starts[:, None] + np.arange(1, 4), len(codes) - 1)
    ahead = codes[ahead] & np.uint32(CHARACTER)
    http = (opening == _H) & (ahead == (_T, _T, _P)).all(axis=1)
    www = (opening == _W) & (ahead == (_W, _W, _DOT)).all(axis=1)
    url, user = http | www, (opening == _AT) & (stops - starts > 1)
    codes[starts[url]], codes[starts[user]] = _URL_CODE, _USER_CODE
    masked = url | user
    keep[ranges(starts[masked] + 1, (stops - starts - 1)[masked])] = False

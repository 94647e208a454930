"""The features of one text on its own: those it has in a batch, and sooner.

A call of numpy takes as long as reading twenty letters, so a short text is folded, cut
and counted as a string; numpy only hashes. What changes in ``folding``, ``grams`` or
``style`` changes here too: a law of the tests holds them together.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from math import sqrt
from typing import Any, NamedTuple

import numpy as np

from sentiment.folding import (
    ADDRESS,
    ASK,
    CALL,
    CAPITAL,
    DIGIT,
    GONE,
    HANDLE,
    MARK,
    SPACE,
    SQUEEZED,
    STOP,
    URL,
    USER,
    WORD,
    Folding,
    sign,
)
from sentiment.grams import (
    AT_ONCE,
    BASE,
    NEGATED,
    NEGATING,
    ORDERS,
    PAIR,
    SKIP,
    mixed,
    powers,
)
from sentiment.readable import readable
from sentiment.style import LOGS, TURNED

SHORTEST = max(ORDERS)
"""Letters of a text, with a blank at each end, that has runs of every order."""


def _any_of(*kinds: int) -> str:
    return "".join(f"{sign(kind)}-{sign(kind, 7)}" for kind in kinds)


_GONE = re.compile(f"[{_any_of(GONE)}]+")
_BLANKS = re.compile(f"(?<=[{_any_of(SPACE)}])[{_any_of(SPACE)}]+")
_WORD = re.compile(f"[^{_any_of(SPACE)}]+")
_OPENING = re.compile(r"@|http|www\.")
_TOKEN = re.compile(f"[{_any_of(WORD)}]+|[^{_any_of(GONE, SPACE, WORD)}]")
_AGAIN = re.compile(rf"(.)\1{{{SQUEEZED},}}", re.DOTALL)

_SPACES, _LETTERS = (
    frozenset(sign(kind, each) for each in range(8)) for kind in (SPACE, WORD)
)
_APOSTROPHE = sign(MARK)
_MASKS = {URL: sign(MARK, ADDRESS), USER: sign(MARK, HANDLE)}
_COUNTED = (CALL, ASK, CAPITAL, DIGIT, ADDRESS, HANDLE, STOP)

_UP, _DOWN = (powers(base, AT_ONCE) for base in (BASE, pow(BASE, -1, 1 << 64)))
"""Powers of the base, and what takes them away again."""

_TIMES = np.array([[PAIR], [SKIP], [NEGATED]])
_SALTS = np.array([[order * int(PAIR) % (1 << 64)] for order in ORDERS], np.uint64)
_ONE = np.uint64(1)


class Line(NamedTuple):
    """A folded text with a blank at each end; ``signs`` are kinds and classes.

    ``places`` are where the letters stood, counted from the blank before the text.
    """

    letters: str
    signs: str
    places: Sequence[int]
    squeezed: int


class Alone(NamedTuple):
    """The features of a text.

    ``starts`` and ``ends`` say where its ``tokens`` stand in the line, ``negated``
    which of them come after a negation. ``hashes`` has a place for each token, each
    pair and each skip, the last one or two of which are none; then the negated; then
    for each order as many places as there are letters, the last of which are none.
    """

    line: Line
    tokens: list[str]
    starts: list[int]
    ends: list[int]
    wordlike: list[bool]
    negated: list[int]
    hashes: Any
    dense: list[float]


def alone(text: str, table: Folding) -> Alone | None:
    """Return the features of a text of up to 4,000 characters.

    None when it has no token, or is shorter than ``SHORTEST``.
    """
    line = folded(text, table)
    letters, signs, _, _ = line
    spans = [found.span() for found in _TOKEN.finditer(signs)]
    if len(letters) < SHORTEST or not spans:
        return None
    tokens = [letters[start:end] for start, end in spans]
    starts, ends = map(list, zip(*spans, strict=True))
    wordlike = [signs[start] in _LETTERS for start in starts]
    negating = [at for at, token in enumerate(tokens) if token in NEGATING]
    near = {at + step for at in negating for step in (1, 2, 3)}
    negated = [at for at in sorted(near) if at < len(tokens) and wordlike[at]]
    hashes = _hashes(letters, starts, ends, negated)
    dense = _counted(line, len(negating), table)
    dense += _mood(hashes[: len(tokens)], frozenset(negated), table)
    return Alone(line, tokens, starts, ends, wordlike, negated, hashes, dense)


def folded(text: str, table: Folding) -> Line:
    """Fold a text: hidden characters go, addresses are masked, runs squeezed."""
    raw = f" {readable(text)} "
    letters, signs = raw.translate(table.letters), raw.translate(table.signs)
    line = Line(letters, signs, range(len(raw)), 0)
    if _GONE.search(signs):
        line = _without(line, (found.span() for found in _GONE.finditer(signs)))
    if "'" in letters:
        line = _without(line, _apostrophes(line))
    cuts = [found.span() for found in _BLANKS.finditer(line.signs)]
    if any(each in line.letters for each in ("@", "http", "www.")):
        line = _masked(line, cuts)
    again = list(_repeated(line))
    cuts += [(at, at + 1) for at in again]
    squeezed = sum(line.signs[at] in _LETTERS for at in again)
    return _without(line, sorted(cuts))._replace(squeezed=squeezed)


def _without(line: Line, cuts: Iterable[tuple[int, int]]) -> Line:
    """Return a line without some spans, which ascend and may lie in each other."""
    kept, at = [], 0
    for start, end in cuts:
        if start > at:
            kept.append(slice(at, start))
        at = max(at, end)
    if not at:
        return line
    kept.append(slice(at, None))
    letters, signs, places, squeezed = line
    return Line(
        "".join([letters[each] for each in kept]),
        "".join([signs[each] for each in kept]),
        list(chain.from_iterable([places[each] for each in kept])),
        squeezed,
    )


def _apostrophes(line: Line) -> Iterator[tuple[int, int]]:
    """Yield where an apostrophe stands inside a word."""
    signs = line.signs
    for found in re.finditer("'", line.letters):
        at = found.start()
        inside = signs[at - 1] in _LETTERS and signs[at + 1] in _LETTERS
        if inside and signs[at] == _APOSTROPHE:
            yield at, at + 1


def _masked(line: Line, cuts: list[tuple[int, int]]) -> Line:
    """Put one code for each web address and handle; its rest is added to ``cuts``."""
    letters, signs = line.letters, line.signs
    for found in _OPENING.finditer(line.letters):
        start = found.start()
        word = _WORD.match(signs, start)
        if word is None or signs[start - 1] not in _SPACES:
            continue
        code, end = URL, word.end()
        if found.group() == "@":
            if end == start + 1:
                continue
            code = USER
        letters = f"{letters[:start]}{chr(code)}{letters[start + 1 :]}"
        signs = f"{signs[:start]}{_MASKS[code]}{signs[start + 1 :]}"
        cuts.append((start + 1, end))
    return line._replace(letters=letters, signs=signs)


def _repeated(line: Line) -> Iterator[int]:
    """Yield where a character follows itself more often than is kept."""
    for found in _AGAIN.finditer(line.letters):
        for at in range(found.start() + SQUEEZED, found.end()):
            if line.signs[at] not in _SPACES:
                yield at


def _hashes(
    letters: str, starts: list[int], ends: list[int], negated: list[int]
) -> Any:
    """Return the hashes of all features, as ``Alone`` has them."""
    size, many = len(letters), len(starts)
    encoded = letters.encode("utf-32-le", "surrogatepass")
    values = np.frombuffer(encoded, np.uint32) + _ONE
    values *= _UP[:size]
    # A run of letters is the difference of two of these sums, at the right power.
    sums: Any = np.zeros(size + SHORTEST + 1, np.uint64)
    values.cumsum(out=sums[1 : size + 1])
    before = many * 3 + len(negated)
    hashes: Any = np.zeros(before + len(ORDERS) * size, np.uint64)
    bounds = np.array((starts, ends))
    begun, tokens = sums.take(bounds)
    tokens -= begun
    tokens *= _DOWN.take(bounds[0])
    hashes[:many] = mixed(tokens)
    by_pair, by_skip, by_negated = tokens * _TIMES
    np.add(by_pair[:-1], by_skip[1:], out=hashes[many : 2 * many - 1])
    if many > 2:
        np.add(by_skip[:-2], by_negated[2:], out=hashes[2 * many : 3 * many - 2])
    if negated:
        hashes[3 * many : before] = by_negated.take(negated) + PAIR
    chars = hashes[before:].reshape(len(ORDERS), size)
    # A view of which each row is one further on: the sums up to the end of each run.
    upto: Any = np.ndarray(
        chars.shape, np.uint64, sums, ORDERS[0] * sums.itemsize, (sums.itemsize,) * 2
    )
    np.subtract(upto, sums[:size], out=chars)
    chars *= _DOWN[:size]
    chars += _SALTS
    mixed(hashes[many:])
    return hashes


def _counted(line: Line, negations: int, table: Folding) -> list[float]:
    """Return the features that are counted, as ``style`` has them."""
    size, count = len(line.letters), line.signs.count
    calls, asks, capitals, digits, addresses, handles, stops = [
        sum(map(count, table.signs_of[each])) for each in _COUNTED
    ]
    return [
        LOGS[size] / 5,
        min(calls, 5) / 5,
        min(asks, 5) / 5,
        capitals / size,
        min(line.squeezed, 5) / 5,
        min(digits, 10) / 10,
        min(addresses, 3) / 3,
        min(handles, 3) / 3,
        min(negations, 5) / 5,
        float(stops >= 3),
    ]


def _mood(tokens: Any, turned: frozenset[int], table: Folding) -> list[float]:
    """Return the features of the lexicon, as ``style`` has them."""
    good = bad = 0.0
    if len(table.lex_keys):
        at = table.lex_keys.searchsorted(tokens)
        known = table.lex_keys.take(at, mode="clip") == tokens
        where = known.nonzero()[0]
        values = table.lex_values[at[where]].tolist()
        for token, value in zip(where.tolist(), values, strict=True):
            worth = TURNED * value if token in turned else value
            good, bad = good + max(worth, 0.0), bad + max(-worth, 0.0)
    root, mood = sqrt(len(tokens)), good - bad
    return [
        good / root / 2,
        bad / root / 2,
        mood / sqrt(mood * mood + 15),
        float(mood > 0),
        float(mood < 0),
        float(good + bad == 0),
    ]

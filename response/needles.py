"""What to ask a network's own search for, so that it gives all that a query may match.

A needle is a word or a phrase; whatever matches the query holds at least one of its
needles. The network finds too much by them; the query itself then decides.
"""

import re
from collections.abc import Iterable, Iterator

from response.folding import words
from response.query import parse
from response.syntax import And, Filter, Near, Node, Not, Or, Phrase

_PIECES = re.compile('["“”„]([^"“”„]*)["“”„]|([^\\s()"“”„]+)')


def needles(query: str) -> tuple[str, ...]:
    """Return the needles of a query as its owner wrote them, and without accents.

    None (an empty tuple) for a query that asks for no word at all, such as
    ``from:acme``: no search can be made of it. Raises ConfigError as ``parse`` does.
    """
    found = _needed(parse(query).root)
    written = dict(_written(query))
    both = ((written.get(each, " ".join(each)), " ".join(each)) for each in found or ())
    return tuple(dict.fromkeys(text for pair in both for text in pair if text))


def _needed(node: Node) -> tuple[tuple[str, ...], ...] | None:
    """Return phrases of which a match holds at least one; None if it needs none."""
    match node:
        case Phrase():
            return (node.words,)
        case Filter() | Not():
            return None
        case Near(left=left, right=right):
            return _rarest([_needed(left), _needed(right)])
        case And(parts=parts):
            return _rarest(map(_needed, parts))
        case Or(parts=parts):
            each = [_needed(part) for part in parts]
            known = [phrases for phrases in each if phrases is not None]
            if len(known) < len(each):
                return None
            return tuple(dict.fromkeys(one for phrases in known for one in phrases))


def _rarest(
    choices: Iterable[tuple[tuple[str, ...], ...] | None],
) -> tuple[tuple[str, ...], ...] | None:
    """Choose the fewest phrases, then the longest: they find the least too much."""
    known = [each for each in choices if each is not None]
    return min(
        known,
        key=lambda each: (len(each), -min(len(" ".join(one)) for one in each)),
        default=None,
    )


def _written(query: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each word and phrase of a query as folded words, and as it was written.

    The search of a network knows no folding: it wants the accents that people write.
    """
    for quoted, bare in _PIECES.findall(query):
        text = " ".join(str(quoted or bare).split()).strip("#@")
        yield tuple(words(text, own_script=True)), text.lower()

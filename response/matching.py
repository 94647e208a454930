"""Which queries a post matches, and whether it tags a brand's account.

Whole words only, after folding: ``acme`` finds ``#Acme``, ``acme's`` and ``4cme``,
never ``acmeism``. Only the text, language, author and address of a post count, not whom
it tags: that is asked apart.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product

from domain.account import Account
from domain.post import Post
from response.folding import latin_twin, words
from response.query import parse
from response.syntax import And, Field, Filter, Near, Node, Not, Or, Phrase

# What a browser would open: the part after the last @, before a port. urlsplit costs
# a tenth of the work on a post.
_HOST = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/?#\\]*@)?([^/?#\\@:]+)", re.IGNORECASE)

_DIGITS = {"a": "4", "b": "8", "e": "3", "i": "1", "l": "1", "o": "0", "s": "5"}
_DIGITS |= {"t": "7"}
SHORTEST_DISGUISED, MOST_DISGUISED = 4, 6
"""Letters of a word that is found with digits for some, and how many may be digits."""


def addresses(post: Post, accounts: Iterable[Account]) -> bool:
    """Tell whether ``post`` tags one of ``accounts`` on its network, by id or handle.

    Case and a leading ``@`` do not matter. Nor does since when an account is the
    brand's: hand over those that count.
    """
    if not post.addressed:
        return False
    tagged = {_bare(name) for name in post.addressed}
    return any(
        account.network == post.network
        and not tagged.isdisjoint(
            _bare(name) for name in (account.id, account.handle) if name
        )
        for account in accounts
    )


class Matcher:
    """Queries made ready once, for many posts.

    Raises ConfigError for a query that cannot be read, named ``key[n]``.
    """

    def __init__(self, queries: Sequence[str], *, key: str = "queries") -> None:
        roots = [
            _seen_both_ways(parse(query, key=f"{key}[{n}]").root)
            for n, query in enumerate(queries)
        ]
        self._tests = [_compiled(root) for root in roots]
        self._needing: dict[str, list[int]] = {}
        for n, root in enumerate(roots):
            for sign in _required(root) or ():
                self._needing.setdefault(sign, []).append(n)
        self._fields = frozenset(each for root in roots for each in _fields(root))
        self._disguises = _disguises(each for root in roots for each in _asked(root))
        # Most queries need a word first; what else they ask is looked at after it.
        self._first = frozenset(
            each
            for each in self._fields
            if any(sign.startswith(f"{each}:") for sign in self._needing)
        )

    @property
    def asks_language(self) -> bool:
        """Tell whether any query looks at the language of a post."""
        return Field.LANG in self._fields

    def hits(self, post: Post) -> tuple[int, ...]:
        """Return the positions of the queries that match ``post``, in order."""
        said = words(post.text)
        if not self._disguises.keys().isdisjoint(said):
            said = [self._disguises.get(each, each) for each in said]
        first = _signs(post, self._first) if self._first else ()
        if self._needing.keys().isdisjoint(said) and (
            self._needing.keys().isdisjoint(first)
        ):
            return ()
        signs = {*said, *_signs(post, self._fields)}
        seen = _Seen(signs, said)
        candidates = {
            n for sign in signs & self._needing.keys() for n in self._needing[sign]
        }
        return tuple(n for n in sorted(candidates) if self._tests[n](seen))


@dataclass(slots=True)
class _Seen:
    """A post as queries see it: words in order; signs are words and ``field:value``."""

    signs: set[str]
    words: list[str]
    _places: dict[str, list[int]] = field(default_factory=dict)

    def places(self, word: str) -> Sequence[int]:
        """Return where ``word`` stands, found for all words at the first question."""
        if not self._places:
            for n, each in enumerate(self.words):
                self._places.setdefault(each, []).append(n)
        return self._places.get(word, ())


_Test = Callable[[_Seen], bool]


def _compiled(node: Node) -> _Test:
    match node:
        case Phrase() if len(node.words) > 1:
            return lambda seen: any(_spans(node, seen))
        case Phrase() | Filter():
            sign = node.words[0] if isinstance(node, Phrase) else str(node)
            return lambda seen: sign in seen.signs
        case Near():
            return partial(_near, node)
        case Not(part=part):
            inner = _compiled(part)
            return lambda seen: not inner(seen)
        case And(parts=parts):
            every = [_compiled(part) for part in parts]
            return lambda seen: all(test(seen) for test in every)
        case Or(parts=parts):
            some = [_compiled(part) for part in parts]
            return lambda seen: any(test(seen) for test in some)


def _spans(node: Node, seen: _Seen) -> Iterator[tuple[int, int]]:
    """Yield the first and the last place of each phrase of ``node``."""
    if isinstance(node, Or):
        for part in node.parts:
            yield from _spans(part, seen)
    elif isinstance(node, Phrase):
        more = len(node.words) - 1
        wanted = list(node.words)
        for first in seen.places(node.words[0]):
            if seen.words[first : first + more + 1] == wanted:
                yield first, first + more


def _near(near: Near, seen: _Seen) -> bool:
    """Tell whether both sides stand apart, yet close enough, anywhere."""
    lefts = sorted(_spans(near.left, seen))
    rights = sorted(_spans(near.right, seen)) if lefts else []
    return _follows(lefts, rights, near.distance) or _follows(
        rights, lefts, near.distance
    )


def _follows(
    ones: list[tuple[int, int]], others: list[tuple[int, int]], distance: int
) -> bool:
    """Tell whether some other begins after some one ends, at most ``distance`` on."""
    ends = sorted(last for _, last in ones)
    n = 0
    for first, _ in others:
        while n < len(ends) and ends[n] < first:
            n += 1
        if n and first - ends[n - 1] <= distance:
            return True
    return False


def _seen_both_ways(node: Node) -> Node:
    """Let a Cyrillic or Greek word be found where it passed for a Latin one, too."""
    match node:
        case Phrase():
            twin = Phrase(tuple(latin_twin(word) or word for word in node.words))
            return node if twin == node else Or((node, twin))
        case Filter():
            return node
        case Not(part=part):
            return Not(_seen_both_ways(part))
        case Near(left=left, right=right):
            return Near(_seen_both_ways(left), _seen_both_ways(right), node.distance)
        case And(parts=parts):
            return And(tuple(map(_seen_both_ways, parts)))
        case Or(parts=parts):
            return Or(tuple(map(_seen_both_ways, parts)))


def _asked(node: Node) -> Iterator[str]:
    """Yield the words that a query asks for, or asks not to be there."""
    match node:
        case Phrase():
            yield from node.words
        case Not(part=part):
            yield from _asked(part)
        case Near(left=left, right=right):
            yield from (*_asked(left), *_asked(right))
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _asked(part)
        case _:  # a filter
            return


def _disguises(asked: Iterable[str]) -> dict[str, str]:
    """Return the words that stand for one of a query, by digits for letters: "4cme".

    Short words are left alone, and so is what another query asks for as it is. A letter
    stays one at least: "1010" is a number.
    """
    plain = sorted(set(asked))
    found: dict[str, str] = {}
    for word in plain:
        if len(word) >= SHORTEST_DISGUISED and word.isalpha():
            every = map("".join, product(*_ways(word)))
            found |= {each: word for each in every if not each.isdigit()}
    for word in plain:
        found.pop(word, None)
    return found


def _ways(word: str) -> Iterator[str]:
    """Yield what each letter may be written as; the last ones only as themselves."""
    left = MOST_DISGUISED
    for letter in word:
        digit = _DIGITS.get(letter, "") if left else ""
        left -= len(digit)
        yield letter + digit


def _required(node: Node) -> frozenset[str] | None:
    """Return signs of which a matching post has at least one; None if there are none.

    A long word is rarer than a short one, and few posts are of one author.
    """
    match node:
        case Phrase():
            return frozenset({max(node.words, key=len)})
        case Filter():
            return frozenset({str(node)})
        case Not():
            return None
        case Near(left=left, right=right):
            return _rarest([_required(left), _required(right)])
        case And(parts=parts):
            return _rarest(map(_required, parts))
        case Or(parts=parts):
            signs = [_required(part) for part in parts]
            known = [each for each in signs if each is not None]
            return frozenset().union(*known) if len(known) == len(signs) else None


def _rarest(choices: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    known = [signs for signs in choices if signs is not None]
    return min(known, key=_commonness, default=None)


def _commonness(signs: frozenset[str]) -> tuple[bool, int, int]:
    common = any(sign.startswith(("lang:", "site:")) for sign in signs)
    return common, len(signs), -min(map(len, signs))


def _fields(node: Node) -> Iterator[Field]:
    match node:
        case Filter():
            yield node.field
        case Not(part=part):
            yield from _fields(part)
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _fields(part)
        case _:  # phrases, and what is near one
            return


def _signs(post: Post, fields: frozenset[Field]) -> Iterator[str]:
    """Yield what ``fields`` may ask for. No word has a colon, so none is mistaken."""
    if Field.LANG in fields and post.lang:
        lang = post.lang.casefold()
        yield f"lang:{lang}"
        yield f"lang:{lang.partition('-')[0]}"
    if Field.FROM in fields and post.author:
        yield f"from:{_bare(post.author.id)}"
        yield f"from:{_bare(post.author.handle or '')}"
    if Field.SITE in fields and (address := _HOST.match(post.url or "")):
        host = address[1].casefold()
        while host:
            yield f"site:{host}"
            host = host.partition(".")[2]


def _bare(name: str) -> str:
    return name.strip().removeprefix("@").casefold()

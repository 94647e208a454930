"""Strangers' text, made fit to keep: one canonical form, and a limit for every field.

Any ``str`` is not good enough: a lone surrogate fails its whole batch in SQLite,
PostgreSQL and SMTP, a NUL in PostgreSQL alone. What passed here passes everywhere,
and passes here again unchanged.
"""

import re
import unicodedata

TEXT_LIMIT = 50_000
"""Characters of a post: above the longest that a network takes (Reddit: 40,000)."""

NAME_LIMIT = 200
"""Characters of a name, a handle or a topic: they stand on one line of a screen."""

ID_LIMIT = 300
"""Characters of an id; a longer one is refused, since a cut one may be another's."""

URL_LIMIT = 2_000
"""Characters of an address: what every browser and mail reader opens."""

ADDRESSED_LIMIT = 100
"""Accounts that one post may tag: each is asked for among the brands' accounts."""

MARKS_LIMIT = 8
"""Accents on one letter: no script needs more, and hundreds paint over other posts."""

# Controls but tab and newline, line separators, bidi embeddings, overrides and isolates
# (they make a text read in another order than it is kept), lone surrogates.
_STRANGE = re.compile(
    "\r\n?|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BREAKS = frozenset(["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
# Wide but quick: accents are no word characters, from U+0300 on; `_thinned` is exact.
_CROWD = re.compile(rf"[^\x00-\u02ff\w\s]{{{MARKS_LIMIT + 1},}}")


def canonical(text: str) -> str:
    """Return the form of ``text`` that is kept: NFC, and nothing that harms a reader.

    Line breaks of every kind become newlines, other controls but the tab go, so do
    characters that turn the reading direction; a lone surrogate becomes U+FFFD, and
    what stands above eight accents in a row is cut. Doing it twice changes nothing.
    """
    # What Python calls printable holds nothing strange, and is told much faster.
    if not text.isprintable():
        text = _STRANGE.sub(_tamed, text)
    if text.isascii():
        return text
    # Before NFC, which takes the square of the time for a long run of accents, and
    # after, since it makes two accents of some.
    text = _CROWD.sub(_thinned, text)
    if unicodedata.is_normalized("NFC", text):
        return text
    return _CROWD.sub(_thinned, unicodedata.normalize("NFC", text))


def one_line(text: str) -> str:
    """Return ``text`` in canonical form on one line: all space becomes one blank."""
    return " ".join(canonical(text).split())


def bounded(text: str, limit: int) -> str:
    """Return at most ``limit`` characters of ``text``; a cut one ends in ``…``."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def is_plain(text: str) -> bool:
    """Tell whether ``text`` can be kept as it is and shown on one line.

    For ids and addresses: changing one would make it another's.
    """
    if text.isprintable():
        return True
    return not (_STRANGE.search(text) or "\n" in text or "\t" in text)


def _tamed(strange: re.Match[str]) -> str:
    found = strange[0]
    if found in _BREAKS:
        return "\n"
    return "\N{REPLACEMENT CHARACTER}" if "\ud800" <= found <= "\udfff" else ""


def _thinned(crowd: re.Match[str]) -> str:
    kept = []
    marks = 0
    for character in crowd[0]:
        marks = marks + 1 if unicodedata.category(character)[0] == "M" else 0
        if marks <= MARKS_LIMIT:
            kept.append(character)
    return "".join(kept)

"""A stranger's words on their way into a message: one line, short, and without power.

Everything that somebody outside wrote passes here once, before anything is made of it.
What comes back is still no markup: HTML escapes it as well.
"""

import re
import unicodedata

from domain.text import URL_LIMIT, canonical, is_plain

NAME = 60
"""Characters of a name: it shares a line with other words."""

POST_URL = 500
"""Characters of a stranger's address; a longer one is left out of a message."""

# Only so much is looked at: a megabyte must cost no more than a line.
_LOOKED_AT = 4_000
_SCHEME = r"[a-z][a-z0-9+.-]{0,20}://|(?:mailto|tel|sms|javascript|data|vbscript):"
_BARE = r"\w[\w-]{0,62}(?:\.\w[\w-]{0,62})+(?:[/?#]\S*)"
_ADDRESS = re.compile(rf"(?:{_SCHEME}|www\.)\S*|{_BARE}", re.IGNORECASE)
_OPENING = re.compile(rf"(?:{_SCHEME})*(?:www\.)*", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>(),;:\"]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE = re.compile(r"\+?\(?\d(?:[\s().\-/]{0,2}\d){6,}")
_DIGITS = re.compile(r"\d{4,}")
_CALLS = str.maketrans(
    {"@": "\N{FULLWIDTH COMMERCIAL AT}", "<": "(", ">": ")", "[": "(", "]": ")"}
)


def line(text: str, limit: int) -> str:
    """Return ``text`` on one line of at most ``limit`` characters, cut at a word.

    Controls, line separators, what turns the reading direction, what has no width and
    lone surrogates are gone or replaced.
    """
    seen = canonical(text[:_LOOKED_AT])
    if not seen.isascii():
        seen = "".join(each for each in seen if not _is_unseen(each))
    return cut(" ".join(seen.split()), limit)


def cut(text: str, limit: int) -> str:
    """Return at most ``limit`` characters; a cut text ends at a word with ``…``."""
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    head = text[: limit - 1]
    space = head.rfind(" ")
    if text[limit - 1] != " " and space > limit // 2:
        head = head[:space]
    return head.rstrip() + "…"


def quote(text: str, limit: int) -> str:
    """Return what somebody wrote as ``line`` does, its links dead: ``a[.]example``."""
    return cut(_ADDRESS.sub(_dead, line(text, limit * 2)), limit)


def quiet(text: str, limit: int) -> str:
    """Return what somebody wrote for a chat: nothing personal, no link, nobody called.

    Numbers of four digits and more, phone numbers and mail addresses become dots, links
    one word; signs with which chats call a whole room or hide a link are replaced.
    """
    seen = line(text, limit * 2 + 200)
    for found, said in (
        (_MAIL, "•••"), (_ADDRESS, "(link)"), (_PHONE, "•••"), (_DIGITS, "•••"),
    ):  # fmt: skip
        seen = found.sub(said, seen)
    return cut(seen.translate(_CALLS), limit)


def address(url: str | None, limit: int = URL_LIMIT) -> str | None:
    """Return an address that may be clicked, None for anything but a web address."""
    if url is None or len(url) > limit or not url.isprintable() or not is_plain(url):
        return None
    return url if re.match(r"https?://[^\s/\"'<>]", url, re.IGNORECASE) else None


def _is_unseen(character: str) -> bool:
    """Tell what has no width, and what is no character in XML nor anywhere else."""
    code = ord(character)
    nothing = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return nothing or unicodedata.category(character) == "Cf"


def _dead(found: re.Match[str]) -> str:
    shown = _OPENING.sub("", found[0])
    return re.sub(r"\.(?=\w)", "[.]", shown)

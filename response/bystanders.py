"""Who else spoke to a customer: other people, and some who look like the brand's."""

from collections.abc import Callable, Container, Iterable
from datetime import datetime
from functools import lru_cache

from domain.account import AccountKind
from domain.brand import BrandRecord
from domain.case import CaseFlag
from domain.post import Author, Post
from domain.thread import Heard
from response.folding import words

_SHORTEST = 3
"""Letters of a brand's name that are enough to take somebody for its staff."""


def bystanders(
    heard: Iterable[Heard],
    brand: BrandRecord,
    *,
    ours: Callable[[Post], bool],
    asking: Container[str] = frozenset(),
    as_of: datetime,
) -> dict[str, set[CaseFlag]]:
    """Return by id of a customer's post what others' direct replies to it tell.

    Who is ``asking`` for a reply in such a post answers nobody with it.
    """
    posts = {each.post.id: each.post for each in heard}
    found: dict[str, set[CaseFlag]] = {}
    for post in posts.values():
        above = posts.get(post.reply_to or "")
        if above is None or post.author is None or above.author is None:
            continue
        if above.author.id == post.author.id or ours(post) or ours(above):
            continue
        if post.posted_at > as_of or post.gone_at(as_of):
            continue
        flags = found.setdefault(above.id, set())
        if post.id not in asking:
            flags.add(CaseFlag.ANSWERED_BY_COMMUNITY)
        if _like(post.author, brand):
            flags.add(CaseFlag.LOOKS_LIKE_STAFF)
    return found


def _like(author: Author, brand: BrandRecord) -> bool:
    handles = tuple(
        each.handle
        for each in brand.accounts
        if each.handle and each.kind is AccountKind.BRAND
    )
    told = [_bare(each) for each in (author.handle, author.name) if each]
    return any(name in each for name in _names(brand.name, handles) for each in told)


@lru_cache(maxsize=256)
def _names(name: str, handles: tuple[str, ...]) -> tuple[str, ...]:
    bare = dict.fromkeys(_bare(each) for each in (name, *handles))
    return tuple(each for each in bare if len(each) >= _SHORTEST)


def _bare(text: str) -> str:
    return "".join(words(text)).replace("_", "")

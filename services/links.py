"""The cases that belong to one: shown beside it, and never joined with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.case import CaseKey
from domain.clock import iso
from domain.post import Kind, PostKey
from response.cases import cases
from response.links import GOES_ON, Link, LinkKind, Told, folded_handle, told
from response.links import links as decide
from services.conversation import Conversation
from store import Session, neighbours, posts, threads
from store.brands import StoredBrand
from store.posts import StoredPost


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What stands beside a case. ``links`` are oldest first.

    ``answered`` of ``places`` is how the same text fared, this case among them;
    ``places`` is 1 for a text that was posted once. ``quoted_url`` leads to what the
    case begins by quoting when that is known and no case.
    """

    links: Sequence[Link] = ()
    answered: int = 0
    places: int = 1
    quoted_url: str | None = None

    def to_json(self) -> list[dict[str, object]]:
        """Return the links with the fields outsiders know."""
        return [
            {
                "kind": each.kind.value,
                "case": str(each.other.key),
                "posted_at": iso(each.other.first.posted_at),
                "answered": each.other.answered,
                "sure": each.sure,
                "url": each.other.first.url,
            }
            for each in self.links
        ]


def links(
    session: Session, brand: StoredBrand, found: Conversation, *, as_of: datetime
) -> Links:
    """Return what belongs to a case, as things stood at ``as_of``."""
    mine = told(found.case, (each.post for each in found.said if each.theirs))
    if mine is None:
        return Links()
    quoted = _quoted(session, mine)
    above = _author_of(mine, quoted)
    below = neighbours.quoting(session, mine.key, found.case.posts)
    beside = neighbours.near(
        session,
        brand.id,
        mine.key,
        handle=folded_handle(mine.first),
        since=mine.first.posted_at - GOES_ON,
        until=mine.first.posted_at + GOES_ON,
    )
    known = _load(session, brand, {*beside, *below, *above} - {mine.key}, as_of)
    quotes = [
        *_these(LinkKind.QUOTES, above, known),
        *_these(LinkKind.QUOTED_BY, below, known),
    ]
    named = {each.other.key for each in quotes}
    others = (known[each] for each in beside if each in known and each not in named)
    linked = sorted([*decide(mine, others), *quotes], key=_by_time)
    same = [each.other for each in linked if each.kind is LinkKind.SAME_TEXT]
    return Links(
        links=linked,
        answered=sum(each.answered for each in (mine, *same)),
        places=1 + len(same),
        quoted_url=quoted.post.url if quoted and not named & {*above} else None,
    )


def _quoted(session: Session, mine: Told) -> StoredPost | None:
    """Return the post that a case begins by quoting, if we ever saw it."""
    first = mine.first
    if first.kind is not Kind.QUOTE or first.reply_to is None:
        return None
    key = PostKey(first.network, first.reply_to)
    return posts.load(session, [key]).get(key)


def _author_of(mine: Told, quoted: StoredPost | None) -> list[CaseKey]:
    """Return the case that a quoted post would belong to."""
    if quoted is None or quoted.post.author is None:
        return []
    author = quoted.post.author.id
    return [CaseKey(mine.key.brand, mine.key.network, quoted.root, author)]


def _load(
    session: Session, brand: StoredBrand, keys: Iterable[CaseKey], as_of: datetime
) -> dict[CaseKey, Told]:
    wanted = set(keys)
    names = {PostKey(each.network, each.thread) for each in wanted}
    known: dict[CaseKey, Told] = {}
    for stored in threads.load(session, sorted(names)):
        thread = stored.towards(brand.id, brand.record.name)
        heard = [each.post for each in thread.heard]
        for case in cases(thread, brand.record, as_of=as_of):
            if case.key in wanted and (each := told(case, heard)):
                known[case.key] = each
    return known


def _these(
    kind: LinkKind, keys: Iterable[CaseKey], known: dict[CaseKey, Told]
) -> list[Link]:
    found = dict.fromkeys(each for each in keys if each in known)
    return [Link(kind=kind, other=known[each], sure=True) for each in found]


def _by_time(link: Link) -> tuple[datetime, CaseKey]:
    return link.other.first.posted_at, link.other.key

"""The brands that are watched, with their queries made ready."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.account import Account
from domain.brand import BrandRecord
from domain.judgement import Judgement
from domain.mention import Mention
from domain.post import Post
from response.matching import Matcher, addresses
from store import Session, Store, brands


@dataclass(frozen=True, slots=True, eq=False)
class Watch:
    """One brand, the number it is stored under, and its queries made ready."""

    id: int
    record: BrandRecord
    matcher: Matcher

    def owns(self, post: Post) -> bool:
        """Tell whether the brand itself posted."""
        return self.record.owns(post.author, post.network, post.posted_at)

    def mention(
        self, post: Post, judgement: Judgement | None, *, given: bool
    ) -> Mention:
        """Say why ``post`` concerns the brand, if it does, without its thread.

        A query may ask for the language, which the judgement knows. A bare share is no
        mention, whoever says so.
        """
        if post.is_share:
            return Mention(key=post.key, posted_at=post.posted_at)
        asked = post
        if (
            judgement is not None
            and judgement.lang != post.lang
            and self.matcher.asks_language
        ):
            asked = replace(post, lang=judgement.lang)
        return Mention(
            key=post.key,
            posted_at=post.posted_at,
            given=given,
            queries=self.matcher.hits(asked),
            addressed=addresses(post, self._accounts(post.posted_at)),
        )

    def _accounts(self, moment: datetime) -> Iterator[Account]:
        """Yield the accounts that had not ended by then."""
        for each in self.record.accounts:
            if each.until is None or moment < each.until:
                yield each


def watched(store: Store) -> list[Watch]:
    """Return all brands of the store, ready to match."""
    with store.reading() as session:
        return watching(session)


def watching(session: Session) -> list[Watch]:
    """Return all brands as this transaction sees them, ready to match."""
    found = brands.load(session)
    return [Watch(each.id, each.record, Matcher(each.record.queries)) for each in found]


def as_they_are(session: Session, watches: Sequence[Watch]) -> Sequence[Watch]:
    """Return the brands as this transaction sees them; queries are read once."""
    stored = brands.load(session)
    same = [(each.id, each.record) for each in watches] == [*map(tuple, stored)]
    return watches if same else watching(session)


def languages(watches: Sequence[Watch]) -> tuple[str, ...]:
    """Return the languages of all brands; none when one of them names none."""
    if any(not each.record.languages for each in watches):
        return ()
    return tuple({name for each in watches for name in each.record.languages})

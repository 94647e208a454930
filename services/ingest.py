"""Keeps a page of posts: joined, judged, matched and worked out in one transaction.

Facts may come in any order and any number of times; what is stored in the end is the
same. A crash leaves whole pages behind, never half of one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from domain.judgement import Judgement
from domain.mention import Mention
from domain.post import Post, PostKey, State
from sentiment import Engine, Text
from sentiment.language import detect
from services.derive import derive
from services.join import Page, join
from services.place import place
from services.watch import Watch, languages
from store import Session, Store, judgements, mentions, posts
from store.judgements import StoredJudgement

Judged = Mapping[tuple[PostKey, str], Judgement]
"""Judgements by post and content hash."""


@dataclass(frozen=True, slots=True)
class PageRun:
    """What one page brought: posts that were new, changed, and without a case."""

    new: int = 0
    changed: int = 0
    unmatched: int = 0

    def __add__(self, other: "PageRun") -> "PageRun":
        """Add up two pages."""
        return PageRun(
            self.new + other.new,
            self.changed + other.changed,
            self.unmatched + other.unmatched,
        )


def ingest(
    store: Store,
    page: Sequence[Post],
    *,
    watches: Sequence[Watch],
    engine: Engine,
    given: Watch | None = None,
    also: Callable[[Session, PageRun], object] = lambda _session, _run: None,
) -> PageRun:
    """Keep one page of posts, all or none of it.

    ``given`` is the brand that every post not its own is handed over as a mention of;
    for all others matching, tags and replies decide. ``also`` writes, in the same
    transaction, what must not be known without the page: how far a source is read.
    Texts are judged before the transaction begins, so that nobody waits for it.
    Raises StoreError.
    """
    with store.reading() as session:
        first_look = join(session, page)
    judged = _judge(first_look, watches, engine)
    with store.begin() as session:
        run = _keep(session, page, judged, watches=watches, engine=engine, given=given)
        also(session, run)
    return run


def _keep(
    session: Session,
    page: Sequence[Post],
    judged: Judged,
    *,
    watches: Sequence[Watch],
    engine: Engine,
    given: Watch | None,
) -> PageRun:
    now = join(session, page)
    changed = now.changed
    # Between the look and the lock somebody may have written: judge what that left.
    judged = {**judged, **_judge(now, watches, engine, done=judged)}
    _keep_judgements(session, now, judged)
    seen = _keep_mentions(session, now, watches, given, judged)
    touched = _keep_posts(session, now, watches) | seen
    counted = derive(session, touched, watches) if touched else set()
    new = sum(post.key not in now.before for post in changed)
    own = {post.key for post in changed if any(each.owns(post) for each in watches)}
    return PageRun(
        new=new,
        changed=len(changed) - new,
        unmatched=len({post.key for post in changed} - counted - own),
    )


def _judge(
    page: Page,
    watches: Sequence[Watch],
    engine: Engine,
    done: Judged = MappingProxyType({}),
) -> Judged:
    """Judge the posts whose content is new, except the brands' own and those done."""
    wanted = [
        (post, page.hashes[key])
        for key, post in page.posts.items()
        if (key not in page.before or page.before[key].hash != page.hashes[key])
        and (key, page.hashes[key]) not in done
        and not any(each.owns(post) for each in watches)
    ]
    if not wanted:
        return {}
    unknown = [post.text for post, _ in wanted if post.lang is None]
    guessed = iter(detect(unknown, languages(watches)))
    texts = [
        Text(post.text, next(guessed) if post.lang is None else post.lang, post.rating)
        for post, _ in wanted
    ]
    verdicts = engine.judge(texts)
    return {
        (post.key, named): verdict
        for (post, named), verdict in zip(wanted, verdicts, strict=True)
    }


def _keep_judgements(session: Session, page: Page, judged: Judged) -> None:
    judgements.save(
        session,
        [
            StoredJudgement(key, page.hashes[key], judged[key, page.hashes[key]])
            for key in page.posts
            if (key, page.hashes[key]) in judged
        ],
    )


def _keep_mentions(
    session: Session,
    page: Page,
    watches: Sequence[Watch],
    given: Watch | None,
    judged: Judged,
) -> set[PostKey]:
    """Write why posts concern brands; return the threads where that is news."""
    known = mentions.load(session, page.posts)
    news: set[PostKey] = set()
    for watch in watches:
        before = known.get(watch.id, {})
        changed: list[Mention] = []
        for key, post in page.posts.items():
            if watch.owns(post) or (key in before and not post.text):
                continue
            judgement = judged.get((key, page.hashes[key]))
            handed = given is not None and given.id == watch.id
            mention = watch.mention(post, judgement, given=handed)
            if (old := before.get(key)) is not None:
                mention = replace(
                    mention,
                    given=mention.given or old.given,
                    queries=mention.queries if judgement else old.queries,
                    replied=old.replied,
                    complaint=old.complaint,
                )
            if mention != old and (mention.alone or old is not None):
                changed.append(mention)
        mentions.save(session, watch.id, changed)
        news |= {
            PostKey(each.key.network, page.before[each.key].root)
            for each in changed
            if each.key in page.before
        }
    return news


def _keep_posts(session: Session, page: Page, watches: Sequence[Watch]) -> set[PostKey]:
    """Write what changed, hang it into its threads; return the threads touched."""
    changed = page.changed
    placed, touched = place(session, page, changed)
    # Every record of a deleted post, not only one that changes it: an archive that is
    # read again must not bring its words back as an earlier version.
    gone = {key for key, post in page.posts.items() if _to_purge(post, watches)}
    purged = [post.key for post in changed if post.key in gone]
    posts.save(
        session,
        [
            each._replace(post=replace(each.post, text=""))
            if each.post.key in gone
            else each
            for each in placed
        ],
    )
    posts.keep_versions(
        session, [each for each in page.earlier if each[0].key not in gone]
    )
    if purged:
        posts.purge_versions(session, purged)
        judgements.forget_words(session, purged)
    return touched


def _to_purge(post: Post, watches: Sequence[Watch]) -> bool:
    """Tell whether a post's words must be forgotten; the brand may keep its own."""
    return post.state is not State.LIVE and not any(each.owns(post) for each in watches)

"""Keeps a page of posts: joined, judged, matched and worked out in one transaction.

Facts may come in any order and any number of times; what is stored in the end is the
same. A crash leaves whole pages behind, never half of one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from domain.judgement import Judgement
from domain.mention import Mention
from domain.post import Post, PostKey, version_hash
from sentiment import Engine, Text
from sentiment.language import detect
from services import judging
from services.concern import concern
from services.derive import derive
from services.editions import keep_versions, to_purge, unjudged
from services.escalate import raise_at_once
from services.join import Page, join
from services.place import place
from services.watch import Watch, languages
from store import Session, Store, judgements, mentions, posts, versions
from store.judgements import StoredJudgement
from store.versions import StoredVersion

Judged = Mapping[tuple[PostKey, str], Judgement]
"""Judgements by post and content hash."""

Known = Mapping[PostKey, Judgement]
"""Judgements of posts as they stand."""


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
    alarm: datetime | None = None,
) -> PageRun:
    """Keep one page of posts, all or none of it.

    ``given`` is the brand that every post not its own is handed over as a mention of;
    for all others matching, tags and replies decide. ``also`` writes, in the same
    transaction, what must not be known without the page: how far a source is read.
    ``alarm`` is the present moment, at which somebody is told of what cannot wait; None
    for an archive, of which nobody is.
    Texts are judged before the transaction begins, so that nobody waits for it.
    Raises StoreError.
    """
    with store.reading() as session:
        first_look = join(session, page)
    judged = _judge(first_look, watches, engine)
    with store.begin() as session:
        run = _keep(session, page, judged, watches=watches, engine=engine, given=given)
        if alarm is not None:
            raise_at_once(session, watches, [each.key for each in page], now=alarm)
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
    edited = keep_versions(session, now, judged, watches)
    _keep_judgements(session, now, judged, watches)
    seen = _keep_mentions(session, now, watches, given, judged)
    touched = _keep_posts(session, now, watches) | seen | edited
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
    """Judge the contents that are new, except the brands' own and those done."""
    wanted: dict[tuple[PostKey, str], Post | StoredVersion] = {
        (key, page.hashes[key]): post
        for key, post in page.posts.items()
        if (key not in page.before or page.before[key].hash != page.hashes[key])
        and (key, page.hashes[key]) not in done
        and (post.says or page.hashes[key] != version_hash(post))
        and not any(each.owns(post) for each in watches)
    }
    wanted |= unjudged(page, wanted, done, watches)
    if not wanted:
        return {}
    unknown = [each.text for each in wanted.values() if each.lang is None]
    guessed = iter(detect(unknown, languages(watches)))
    texts = [
        Text(each.text, next(guessed) if each.lang is None else each.lang, each.rating)
        for each in wanted.values()
    ]
    return dict(zip(wanted, judging.judge(engine, texts), strict=True))


def _keep_judgements(
    session: Session, page: Page, judged: Judged, watches: Sequence[Watch]
) -> None:
    # Whose a post is may be known late, and no brand's own posts are judged.
    owned = [
        key
        for key in page.before
        if any(each.owns(page.posts[key]) for each in watches)
    ]
    judgements.forget(session, owned)
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
    judgement = _judgements(session, page, judged)
    news: set[PostKey] = set()
    for watch in watches:
        before = known.get(watch.id, {})
        changed: list[Mention] = []
        handed = given is not None and given.id == watch.id
        for key, post in page.posts.items():
            old = before.get(key)
            mention = concern(
                watch,
                post,
                judgement.get(key),
                old,
                named=page.hashes[key],
                given=handed,
            )
            if mention is not None and mention != old:
                changed.append(mention)
            elif mention is None and old is not None:
                changed.append(Mention(key=key, posted_at=post.posted_at))
        mentions.save(session, watch.id, changed)
        news |= {
            PostKey(each.key.network, page.before[each.key].root)
            for each in changed
            if each.key in page.before
        }
    return news


def _judgements(session: Session, page: Page, judged: Judged) -> Known:
    """Return the judgement of each post of the page, new or not."""
    known = {
        key: judged[key, named]
        for key, named in page.hashes.items()
        if (key, named) in judged
    }
    stored = judgements.load(session, page.before.keys() - known.keys())
    return known | {key: each.judgement for key, each in stored.items()}


def _keep_posts(session: Session, page: Page, watches: Sequence[Watch]) -> set[PostKey]:
    """Write what changed, hang it into its threads; return the threads touched."""
    changed = page.changed
    placed, touched = place(session, page, changed)
    # Every record of a deleted post, not only one that changes it: an archive that is
    # read again must not bring its words back as an earlier version.
    gone = {key for key, post in page.posts.items() if to_purge(post, watches)}
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
    if purged:
        versions.forget_words(session, purged)
        judgements.forget_words(session, purged)
    return touched

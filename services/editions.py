"""Keeps what edited posts said before, each version with what was made of it."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence

from domain.judgement import Judgement
from domain.post import Post, PostKey, State
from domain.thread import Made
from services.join import Named, Page
from services.watch import Watch
from store import Session, judgements, versions
from store.judgements import StoredJudgement
from store.versions import StoredVersion, merged


def unjudged(
    page: Page,
    wanted: Container[Named],
    done: Container[Named],
    watches: Sequence[Watch],
) -> dict[Named, StoredVersion]:
    """Return the versions of customers' posts that nobody judged yet."""
    return {
        named: each
        for named, each in {**page.known, **page.told}.items()
        if named in page.said
        and named not in wanted
        and named not in done
        and not _is_stored(page, named)
        and not _owned(page.posts[each.key], watches)
    }


def keep_versions(
    session: Session,
    page: Page,
    judged: Mapping[Named, Judgement],
    watches: Sequence[Watch],
) -> set[PostKey]:
    """Write the versions of edited posts; return the threads where that is news.

    Goes before the page's judgements are written: they take the place of those of the
    versions before.
    """
    news = {**page.known, **page.told}
    if not news:
        return set()
    stored = {
        (key, each.hash): each
        for key, every in versions.load(session, {key for key, _ in news}).items()
        for each in every
    }
    many = Counter(key for key, _ in {**stored, **news})
    several = {key for key, count in many.items() if count > 1}
    made = _made(judgements.load(session, several), judged)
    changed = []
    for named in (each for each in news if each[0] in several):
        after = stored.get(named) or page.known.get(named) or page.told[named]
        if named in page.told:
            after = merged(after, page.told[named])
        if after.made is None:
            after = after._replace(made=made.get(named))
        if to_purge(page.posts[after.key], watches):
            after = after._replace(text="")
        if after != stored.get(named):
            changed.append(after)
    versions.save(session, changed)
    return {
        PostKey(each.key.network, page.before[each.key].root)
        for each in changed
        if each.key in page.before
    }


def _made(
    stored: Mapping[PostKey, StoredJudgement], judged: Mapping[Named, Judgement]
) -> dict[Named, Made]:
    before = {(key, each.hash): each.judgement for key, each in stored.items()}
    return {named: Made.of(each) for named, each in {**before, **judged}.items()}


def to_purge(post: Post, watches: Sequence[Watch]) -> bool:
    """Tell whether a post's words must be forgotten; the brand may keep its own."""
    return post.state is not State.LIVE and not _owned(post, watches)


def _owned(post: Post, watches: Sequence[Watch]) -> bool:
    return any(each.owns(post) for each in watches)


def _is_stored(page: Page, named: Named) -> bool:
    key, hashed = named
    return key in page.before and page.before[key].hash == hashed

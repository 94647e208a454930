"""Judges history again by the present engine; a person's word stays above it.

Texts may be judged in several processes; one writes, a page in a transaction. A run
that breaks off anywhere is run again: what has this engine's judgement is passed over.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from domain.judgement import Judgement
from domain.post import Post, PostKey
from domain.thread import Made
from sentiment import Engine, Model, Text, engine
from sentiment.language import detect
from services.crew import crew, judged
from services.judging import judge
from services.rebuild import look, without_collecting, write
from services.watch import Watch, as_they_are, languages, watched
from store import Session, Store, judged_by, judgements, posts, versions
from store.derived import Difference
from store.judged_by import OtherwiseJudged, Wanted
from store.judgements import StoredJudgement
from store.posts import StoredPost

PAGE = 1_000
"""Posts of one transaction."""

Named = tuple[PostKey, str]
"""A version of a post: its key and the hash of its content."""


@dataclass(frozen=True, slots=True)
class Change:
    """How many there are now that were not before, and the other way round."""

    more: int = 0
    fewer: int = 0

    def __add__(self, other: "Change") -> "Change":
        """Add up two changes."""
        return Change(self.more + other.more, self.fewer + other.fewer)


NONE = Change()


@dataclass(frozen=True, slots=True, kw_only=True)
class RescoreRun:
    """How far it is: ``done`` posts of ``total``, and what changed for the brands.

    ``complaints`` and ``waits`` (turns that a reply was or is due for) are what counts
    in the end, a person's word included.
    """

    total: int
    done: int = 0
    complaints: Change = NONE
    waits: Change = NONE


class _Wanted(NamedTuple):
    """One text to be judged: that of a post as it stands, or of an earlier version."""

    key: PostKey
    hash: str
    text: Text


@dataclass(frozen=True, slots=True)
class _Page:
    """Posts to be judged with what they say and once said; ``own`` ones are not."""

    posts: Mapping[PostKey, StoredPost]
    own: Sequence[PostKey]
    wanted: Sequence[_Wanted]

    @property
    def texts(self) -> list[Text]:
        """The texts, in the order of ``wanted``."""
        return [each.text for each in self.wanted]


def rescore(
    store: Store,
    *,
    name: str,
    model: Model | None = None,
    brand_id: int | None = None,
    since: datetime | None = None,
    jobs: int = 1,
    stop: Callable[[], bool] = lambda: False,
    on_page: Callable[[RescoreRun], object] = lambda _: None,
) -> RescoreRun:
    """Judge again what this engine did not judge; return what came of it.

    ``stop`` is asked after each page. Raises ConfigError, StoreError, and EarshotError
    when one of several processes died; pages before that are kept.
    """
    judging = engine(name, model)
    wanted = Wanted(judging.name, judging.version, brand_id, since)
    with store.reading() as session:
        run = RescoreRun(total=judged_by.count(session, wanted))
    watches: Sequence[Watch] = watched(store)
    pages = _pages(store, wanted, watches)
    jobs = min(jobs, -(-run.total // PAGE))  # a process takes a second to begin
    for page, found in _all_judged(pages, judging, model, jobs):
        watches, differences = _keep(store, page, found, watches)
        done = run.done + len(page.posts) + len(page.own)
        run = replace(
            run,
            total=max(run.total, done),
            done=done,
            complaints=run.complaints + _complaints(differences),
            waits=run.waits + _waits(differences),
        )
        on_page(run)
        if stop():
            break
    return run


def _all_judged(
    pages: Iterator[_Page], judging: Engine, model: Model | None, jobs: int
) -> Iterator[tuple[_Page, list[Judgement]]]:
    if jobs <= 1:
        for page in pages:
            yield page, judge(judging, page.texts)
        return
    with crew(judging.name, model, jobs=jobs) as lines:
        yield from judged(pages, lines)


def _pages(store: Store, wanted: Wanted, watches: Sequence[Watch]) -> Iterator[_Page]:
    """Yield what is to be judged, in the order of networks and ids."""
    last = PostKey("", "")
    while True:
        with store.reading() as session:
            found = judged_by.page(session, wanted, after=last, limit=PAGE)
            if not found:
                return
            page = _page(session, found, watches)
        last = found[-1].stored.post.key
        if page.posts or page.own:
            yield page


def _page(
    session: Session, found: Sequence[OtherwiseJudged], watches: Sequence[Watch]
) -> _Page:
    own = [each for each in found if _owned(each.stored.post, watches)]
    keys = {each.stored.post.key for each in own}
    rest = [each for each in found if each.stored.post.key not in keys]
    spoken = _languages(rest, watches)
    wanted = [
        _Wanted(post.key, named, Text(post.text, spoken[post.key], post.rating))
        for (post, _, named), *_ in rest
    ]
    current = {(key, named) for key, named, _ in wanted}
    for key, every in versions.load(session, spoken).items():
        wanted += [
            _Wanted(key, each.hash, Text(each.text, spoken[key], each.rating))
            for each in every
            if (key, each.hash) not in current and each.text
        ]
    return _Page(
        posts={each.stored.post.key: each.stored for each in rest},
        own=[each.stored.post.key for each in own if each.judged],
        wanted=wanted,
    )


def _languages(
    found: Sequence[OtherwiseJudged], watches: Sequence[Watch]
) -> dict[PostKey, str | None]:
    """Return the language of each post: given, as it was judged in, or detected."""
    never = [each for each in found if not each.judged and not each.stored.post.lang]
    texts = [each.stored.post.text for each in never]
    guessed = dict(
        zip(
            (each.stored.post.key for each in never),
            detect(texts, languages(watches)),
            strict=True,
        )
    )
    return {
        post.key: post.lang or lang or guessed.get(post.key)
        for (post, *_), _, lang in found
    }


def _keep(
    store: Store, page: _Page, found: Sequence[Judgement], watches: Sequence[Watch]
) -> tuple[Sequence[Watch], list[Difference]]:
    """Write what a page was judged to be, and all that follows from it."""
    judged = {
        (each.key, each.hash): judgement
        for each, judgement in zip(page.wanted, found, strict=True)
    }
    with without_collecting(), store.begin() as session:
        watches = as_they_are(session, watches)
        there = {
            key: each
            for key, each in posts.load(session, page.posts).items()
            if _is_as_read(each, page.posts[key]) and not _owned(each.post, watches)
        }
        judgements.forget(session, page.own)
        judgements.save(
            session,
            [
                StoredJudgement(key, each.hash, judged[key, each.hash])
                for key, each in there.items()
            ],
        )
        _keep_versions(session, there, judged)
        threads = {PostKey(key.network, each.root) for key, each in there.items()}
        seen = look(session, threads, watches)
        write(session, seen, watches)
    return watches, seen.differences


def _is_as_read(now: StoredPost, read: StoredPost) -> bool:
    """Tell whether a post still says what was judged: it may be edited or gone."""
    return (now.hash, now.post.text) == (read.hash, read.post.text)


def _keep_versions(
    session: Session, there: Iterable[PostKey], judged: Mapping[Named, Judgement]
) -> None:
    every = (each for found in versions.load(session, there).values() for each in found)
    versions.save(
        session,
        [
            each._replace(made=Made.of(judged[each.key, each.hash]))
            for each in every
            if (each.key, each.hash) in judged
        ],
    )


def _owned(post: Post, watches: Sequence[Watch]) -> bool:
    return any(each.owns(post) for each in watches)


def _complaints(differences: Iterable[Difference]) -> Change:
    """Count the mentions that became complaints, or are none any more."""
    sides = [
        bool(each.derived)
        for each in differences
        if (each.table, each.column) == ("mentions", "complaint")
    ]
    return Change(sides.count(True), sides.count(False))


def _waits(differences: Iterable[Difference]) -> Change:
    """Count the turns that are new, or are none any more."""
    sides = [
        each.derived is not None
        for each in differences
        if (each.table, each.column) == ("turns", "*")
    ]
    return Change(sides.count(True), sides.count(False))

"""Works out everything derived anew from the facts: roots, mentions, cases, turns.

What is right already is not written again, so a rebuild that finds nothing to do
leaves the store as it was. Judgements are not derived here: a person's word apart,
they are an engine's, and ``rescore`` is for them.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from domain.mention import Mention
from domain.post import PostKey
from services.concern import concern
from services.derive import work_out
from services.roots import hang, wrong_roots
from services.watch import Watch
from store import Session, Store, cases, derived, mentions, threads
from store.cases import Standing
from store.derived import Difference
from store.threads import StoredThread

PIECE = 500
"""Threads of one transaction."""

OnPiece = Callable[[int], object]
"""Hears how many threads are done."""


class Anew(NamedTuple):
    """What threads hold for one brand by the facts, as far as that is not stored."""

    brand_id: int
    mentions: Sequence[Mention]
    threads: Sequence[PostKey]
    standings: Sequence[Standing]


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at some threads found: what differs, and what should be there."""

    differences: list[Difference] = field(default_factory=list)
    roots: dict[PostKey, str] = field(default_factory=dict)
    anew: list[Anew] = field(default_factory=list)
    suspects: set[PostKey] = field(default_factory=set)
    """The threads in which anything differs."""


def rebuild(
    store: Store,
    watches: Sequence[Watch],
    *,
    on_piece: OnPiece = lambda _: None,
) -> int:
    """Match every post against the brands as they are now; return how many threads.

    Runs piece by piece, each in a transaction of its own; a run that breaks off is
    run again.
    """
    done, last = 0, PostKey("", "")
    while True:
        with without_collecting(), store.begin() as session:
            piece = threads.names(session, after=last, limit=PIECE)
            if not piece:
                return done
            write(session, look(session, piece, watches), watches)
        done, last = done + len(piece), piece[-1]
        on_piece(done)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let nobody look for circles of garbage while a piece is worked out.

    There are none in it, and looking for them takes a fifth of the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def look(session: Session, names: Iterable[PostKey], watches: Sequence[Watch]) -> Look:
    """Work the threads out and compare them with what is stored; write nothing."""
    named = list(names)
    found = threads.load(session, named)
    seen = Look()
    _look_at_roots(session, found, seen)
    for watch in watches:
        _look_at_brand(session, named, found, watch, seen)
    return seen


def write(session: Session, seen: Look, watches: Sequence[Watch]) -> None:
    """Put what differs right."""
    while seen.roots:
        touched = hang(session, seen.roots)
        seen = look(session, touched | seen.suspects, watches)
    for each in seen.anew:
        mentions.save(session, each.brand_id, each.mentions)
        cases.forget(session, each.brand_id, each.threads)
        cases.save(session, each.brand_id, each.standings)


def _look_at_roots(session: Session, found: Sequence[StoredThread], seen: Look) -> None:
    members = {each.post.key: each for stored in found for each in stored.posts}
    seen.roots.update(wrong_roots(session, members.values()))
    for key, root in seen.roots.items():
        there = members[key].root
        seen.differences.append(derived.of_root(key, stored=there, derived=root))
        seen.suspects.add(PostKey(key.network, there))


def _look_at_brand(
    session: Session,
    named: Sequence[PostKey],
    found: Sequence[StoredThread],
    watch: Watch,
    seen: Look,
) -> None:
    matched = [_matched(each, watch) for each in found]
    worked = work_out(matched, watch)
    changed = {each.key: each for each in worked.changed}
    news: list[Mention] = []
    for before, now in zip(found, matched, strict=True):
        wrong = list(_wrong_mentions(before, now, watch, changed))
        if wrong:
            seen.suspects.add(PostKey(before.network, before.root))
        for there, wanted in wrong:
            seen.differences.extend(derived.of_mention(watch.id, there, wanted))
            news.append(wanted)
    differences = derived.of_cases(session, watch.id, named, worked.standings)
    seen.differences.extend(differences)
    other = {each.thread for each in differences}
    seen.suspects.update(other)
    if news or other:
        standings = [each for each in worked.standings if _thread_of(each) in other]
        seen.anew.append(Anew(watch.id, news, list(other), standings))


def _matched(stored: StoredThread, watch: Watch) -> StoredThread:
    """Say anew why each post of a thread concerns the brand, or no longer does."""
    known = stored.mentions.get(watch.id, {})
    now: dict[PostKey, Mention] = {}
    for each in stored.posts:
        key = each.post.key
        mention = concern(
            watch,
            each.post,
            stored.judged.get(key),
            known.get(key),
            named=each.hash,
        )
        if mention is not None:
            now[key] = mention
    return stored._replace(mentions={**stored.mentions, watch.id: now})


def _wrong_mentions(
    before: StoredThread,
    matched: StoredThread,
    watch: Watch,
    changed: Mapping[PostKey, Mention],
) -> Iterator[tuple[Mention | None, Mention]]:
    """Yield the mentions that are not as stored, beside what is stored.

    One that should not be there counts for nothing. ``changed`` are those of which the
    thread says more than the post alone.
    """
    known, now = (each.mentions.get(watch.id, {}) for each in (before, matched))
    for each in before.posts:
        key = each.post.key
        there = known.get(key)
        wanted = changed.get(key) or now.get(key)
        if wanted is None or not wanted.counts:
            if there is not None:
                yield there, Mention(key=key, posted_at=each.post.posted_at)
        elif wanted is not there and wanted != there:  # mostly the very same
            yield there, wanted


def _thread_of(standing: Standing) -> PostKey:
    key = standing.case.key
    return PostKey(key.network, key.thread)

"""Brings a story into a store by the real way, and reads what is said of it."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from domain.case import Case, CaseKey
from domain.clock import iso_or_none
from domain.event import Event
from domain.judgement import Judgement
from domain.post import Post, PostKey
from sentiment import Text, engine
from services.act import act
from services.apply import apply
from services.conversation import conversation
from services.derive import derive
from services.ingest import ingest
from services.links import links
from services.queue import queue
from services.reply_times import Row, reply_times
from services.sense import Acted
from services.turns import worked_out
from services.watch import Watch, watched
from store import Store, events, posts
from store.brands import StoredBrand
from tests.truth.facts import deeds_of, last_fact, posts_of
from tests.truth.saying import Fields
from tests.truth.words import Told

BEGINNING = "2020-01-01T00:00:00+00:00"


class Wondering:
    """Judges as ever, but of what holds no word it does not know what it wants."""

    name, version = "wondering", "1"

    def judge(self, texts: Sequence[Text]) -> list[Judgement]:
        """Judge; pictures alone are half a wish for a reply."""
        judged = zip(texts, engine("vader").judge(texts), strict=True)
        return [
            replace(each, engine=self.name, complaint=0.2, needs_reply=0.5)
            if text.text and not any(letter.isalnum() for letter in text.text)
            else each
            for text, each in judged
        ]


class Kept(NamedTuple):
    """A store with a story in it, and the brands as they are at the end of it."""

    store: Store
    watches: Sequence[Watch]

    def brand(self, name: str) -> Watch:
        """Return the brand of this name."""
        return next(each for each in self.watches if each.record.name == name)


def as_it_came(kept: Kept, story: Told) -> None:
    """Post by post, and each deed when it was done."""
    came: list[tuple[datetime, int, Post | Event]] = []
    came += [(each.seen_at, 0, each) for each in posts_of(story)]
    came += [(each.at, 1, each) for each in deeds_of(story)]
    for _, _, fact in sorted(came, key=lambda each: each[:2]):
        if isinstance(fact, Post):
            _keep(kept, [fact])
        else:
            _do(kept, fact)


def in_one_page(kept: Kept, story: Told) -> None:
    """All posts at once, then the deeds."""
    _keep(kept, posts_of(story))
    for deed in deeds_of(story):
        _add(kept, story, deed)


def backwards(kept: Kept, story: Told) -> None:
    """The last deed first, then the last post first, one post a page."""
    for deed in reversed(deeds_of(story)):
        _add(kept, story, deed)
    for post in reversed(posts_of(story)):
        _keep(kept, [post])


def shuffled(kept: Kept, story: Told) -> None:
    """Posts and deeds in any order, one post a page."""
    facts: list[Post | Event] = [*posts_of(story), *deeds_of(story)]
    random.Random(story.name).shuffle(facts)
    for fact in facts:
        if isinstance(fact, Post):
            _keep(kept, [fact])
        else:
            _add(kept, story, fact)


ORDERS: Mapping[str, Callable[[Kept, Told], None]] = {
    "as it came": as_it_came,
    "in one page": in_one_page,
    "backwards": backwards,
    "shuffled": shuffled,
}


def open_shop(store: Store, story: Told) -> Kept:
    """Put the brands of a story into an empty store, version by version."""
    for since, brand in story.brands:
        apply(store, [brand], now=story.when(since or BEGINNING))
    return Kept(store, watched(store))


Waits = dict[str, tuple[object, ...]]
"""Of each case whose customer waits: how long, until when, and in what state."""


def turns(
    kept: Kept, now: datetime, *, stored: bool = False
) -> tuple[dict[str, Fields], Waits]:
    """Return the rows of all brands' reports, and who stands in their queues.

    ``stored``: as they are kept, not as they are worked out for an instant.
    """
    found: dict[str, Fields] = {}
    waits: Waits = {}
    as_of = None if stored else now
    with kept.store.reading() as session:
        for brand in _brands(kept):
            told = reply_times(session, brand, now=now, as_of=as_of, backfilled=True)
            queued = queue(session, brand, now=now, as_of=as_of, backfilled=True).rows
            critical = {str(each.key) for each in queued if each.critical}
            found |= {
                f"{row.told.key} {row.told.turn.number}": _fields(row, critical)
                for row in told.rows
            }
            waits |= {
                str(row.key): (
                    row.to_json()["waited_s"],
                    iso_or_none(row.due_at),
                    row.state,
                )
                for row in queued
            }
    return found, waits


def cases(kept: Kept, now: datetime) -> dict[str, Fields]:
    """Return what is said of each case as a whole."""
    with kept.store.reading() as session:
        return {
            str(case.key): _case(case)
            for brand in _brands(kept)
            for _, case in worked_out(session, brand, as_of=now)
        }


def linked(kept: Kept, case: str, now: datetime) -> tuple[str, list[str]]:
    """Return how many of the same text are answered, and which cases stand beside."""
    brand_name, network, root, customer, *again = case.split("/")
    key = CaseKey(brand_name, network, root, customer, *map(int, again))
    brand = _stored(kept.brand(key.brand))
    with kept.store.reading() as session:
        found = conversation(session, brand, key, as_of=now)
        assert found is not None
        told = links(session, brand, found, as_of=now)
    beside = sorted(f"{each.kind.value} {each.other.key}" for each in told.links)
    beside += ["engaged"] if told.engaged else []
    if told.promise:
        beside.append(f"due={iso_or_none(told.promise.due_at)} {told.promise.state}")
    beside += [f"incident={told.people}"] if told.people else []
    return f"{told.answered}of{told.places}", beside


def figures(kept: Kept, story: Told, now: datetime) -> dict[str, object]:
    """Return the figures of the story's first brand, by path such as ``sla.met``."""
    brand = _stored(kept.brand(story.brands[0][1].name))
    with kept.store.reading() as session:
        told = reply_times(session, brand, now=now, as_of=now, backfilled=True)
    return dict(_flat(told.to_json(rows=False)))


def is_over(story: Told, now: datetime) -> bool:
    """Tell whether nothing happens after this instant, so that what is kept is it."""
    return last_fact(story) <= now


def _flat(told: Mapping[str, object], path: str = "") -> Iterator[tuple[str, object]]:
    for name, each in told.items():
        if isinstance(each, dict):
            yield from _flat(each, f"{path}{name}.")
        else:
            yield f"{path}{name}", each


def _fields(row: Row, critical: set[str]) -> Fields:
    told, turn = row.to_json(), row.told.turn
    names = (
        "started_at", "seen_at", "replied_at", "reply_id", "reply_kind", "reply_where",
        "person", "wait_s", "collector_lag_s", "team_s", "business_s", "due_at",
        "state", "withdrawn_at", "backfilled",
    )  # fmt: skip
    return {
        **{name: told[name] for name in names},
        "kind": turn.kind.value,
        "substantive_at": iso_or_none(turn.substantive_at),
        "nudges": turn.nudges,
        "found_late": turn.found_late,
        "critical": turn.open and str(row.told.key) in critical,
    }


def _case(case: Case) -> Fields:
    return {
        "status": case.status.value,
        "flags": sorted(each.value for each in case.flags),
        "resolved_at": iso_or_none(case.resolved_at),
        "first_resolved_at": iso_or_none(case.first_resolved_at),
        "reopened": case.reopened,
        "pauses": [[iso_or_none(end) for end in pair] for pair in case.pauses],
        "follow_up_due_at": iso_or_none(case.follow_up_due_at),
        "assignee": case.assignee,
    }


def _stored(watch: Watch) -> StoredBrand:
    return StoredBrand(watch.id, watch.record)


def _brands(kept: Kept) -> Iterator[StoredBrand]:
    return (_stored(each) for each in kept.watches)


def _keep(kept: Kept, page: Sequence[Post]) -> None:
    ingest(kept.store, page, watches=kept.watches, engine=Wondering())


def _root(kept: Kept, about: PostKey) -> str | None:
    with kept.store.reading() as session:
        found = posts.load(session, [about])
    return found[about].root if about in found else None


def _do(kept: Kept, deed: Event) -> None:
    """Record a deed as the screens do."""
    done = act(
        kept.store,
        kept.brand(deed.brand),
        _case_of(kept, deed),
        deed.kind,
        at=deed.at,
        by=deed.by,
        detail=deed.detail,
    )
    assert done is Acted.DONE, f"{deed.kind} was refused: {done}"


def _case_of(kept: Kept, deed: Event) -> CaseKey:
    """Return the case in which the post of a deed stands, the last one of several."""
    root = _root(kept, deed.about)
    assert root is not None
    brand = _stored(kept.brand(deed.brand))
    key = CaseKey(deed.brand, deed.about.network, root, deed.customer)
    for episode in (3, 2):
        later = key._replace(episode=episode)
        with kept.store.reading() as session:
            found = conversation(session, brand, later, as_of=deed.at)
        if found is not None and deed.about.id in found.case.posts:
            return later
    return key


def _add(kept: Kept, story: Told, deed: Event) -> None:
    """Add a deed to the log, whether or not its post is there yet."""
    watch = kept.brand(deed.brand)
    theirs = [
        each.key
        for each in posts_of(story)
        if each.author is not None and each.author.id == deed.customer
    ]
    with kept.store.begin() as session:
        events.add(session, watch.id, deed)
        found = posts.load(session, theirs)
        roots = {PostKey(key.network, each.root) for key, each in found.items()}
        derive(session, sorted(roots), [watch])

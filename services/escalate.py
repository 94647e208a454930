"""Raises alerts: writes down who is to be told what, once. Nothing is sent here.

What cannot wait is raised in the transaction that keeps the post; what time alone
brings about, in that of a tick. Whether the answer came meanwhile is asked again just
before anything goes out.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from alerts import duty
from alerts.ladder import Rung, Wait, due, held_until
from alerts.quiet import ready_at
from domain.alert import About, AlertKey, Raised, Step
from domain.person import Person
from domain.post import PostKey
from response.hours import hours_of
from services.for_each import for_each
from services.watch import Watch
from store import Session, Store, brands, outbox, waits
from store.brands import StoredBrand

MEMORY = timedelta(days=7)
"""For so long somebody who was told hears how it ended, and an outcome is asked for."""

BACK = timedelta(hours=1)
"""How old a post by the press or the like may be to be worth an alert of its own."""


def raise_due(
    store: Store, *, now: datetime, stop: Callable[[], bool] = lambda: False
) -> int:
    """Raise what has fallen due for every brand; return how many alerts are new.

    Raises what went wrong with one brand after all others had their turn.
    """
    with store.reading() as session:
        known = brands.load(session)
    return for_each(known, lambda each: _raise(store, each, now), stop=stop)


def raise_at_once(
    session: Session,
    watches: Sequence[Watch],
    posts: Collection[PostKey],
    *,
    now: datetime,
) -> None:
    """Raise what these posts bring about that cannot wait, in their own transaction."""
    for watch in watches:
        brand = StoredBrand(watch.id, watch.record)
        if not tells(brand) or not posts:
            continue
        name = watch.record.name
        found = waits.critical_among(session, watch.id, name, posts)
        wanted = [(each, Rung(Step.CRITICAL, now)) for each in found]
        for stored in waits.authors_among(session, watch.id, name, posts):
            if now - stored.turn.seen_at <= BACK:
                wait = Wait(key=stored.key, turn=stored.turn)
                wanted.append((wait, Rung(Step.AUTHOR, now)))
        if wanted:
            outbox.add(session, watch.id, _news(session, brand, wanted, now))


def tells(brand: StoredBrand) -> bool:
    """Tell whether anybody is ever told of this brand: the example tells nobody."""
    return bool(brand.record.people) and not brand.record.demo


def _raise(store: Store, brand: StoredBrand, now: datetime) -> int:
    if not tells(brand):
        return 0
    with store.reading() as session:
        live = waits.live(session, brand.id, brand.record.name)
        news = [
            *_of_ladder(session, brand, live, now),
            *_of_ended(session, brand, live, now),
        ]
    if not news:
        return 0
    with store.begin() as session:
        return outbox.add(session, brand.id, news)


def _of_ladder(
    session: Session, brand: StoredBrand, live: Iterable[Wait], now: datetime
) -> Iterable[Raised]:
    name = brand.record.name
    wanted = [
        (wait, rung) for wait in live for rung in due(wait, brand.record, as_of=now)
    ]
    late = waits.no_outcome(session, brand.id, name, since=now - MEMORY, until=now)
    wanted += [(wait, Rung(Step.OUTCOME, now)) for wait in late]
    return _news(session, brand, wanted, now)


def _news(
    session: Session,
    brand: StoredBrand,
    wanted: Sequence[tuple[Wait, Rung]],
    now: datetime,
) -> list[Raised]:
    """Return what was not raised yet, and that nobody who knows holds back."""
    names = {
        name(post)
        for wait, _ in wanted
        for post in _posts(wait)
        for name in (About.turn, About.again)
    }
    there = outbox.steps(session, brand.id, names)
    fresh = [
        (wait, rung.step, about)
        for wait, rung in wanted
        for about in [_about(wait, there)]
        if rung.step not in there.get(about, ())
    ]
    if not fresh:
        return []
    threads = {waits.thread_of(wait.key) for wait, _, _ in fresh}
    known = waits.acknowledged(session, brand.id, threads)
    return [
        each
        for wait, step, about in fresh
        if not _is_held(brand, wait, known, now)
        for each in raised(brand, about, step, now=now, assignee=wait.assignee)
    ]


def _about(wait: Wait, there: Mapping[About, Collection[Step]]) -> About:
    """Name a turn as it was named before an older post of it arrived late.

    One that waits after it was told to be over (a reply was withdrawn, a waiver taken
    back) has another name, once, and with it its ladder anew.
    """
    found = _named(About.turn, wait, there)
    if wait.turn.open and Step.ENDED in there.get(found, ()):
        return _named(About.again, wait, there)
    return found


def _named(
    name: Callable[[PostKey], About], wait: Wait, there: Collection[About]
) -> About:
    named = [name(post) for post in _posts(wait)]
    return next((each for each in named if each in there), named[0])


def _posts(wait: Wait) -> list[PostKey]:
    return [PostKey(wait.key.network, each) for each in wait.turn.posts]


def _is_held(
    brand: StoredBrand,
    wait: Wait,
    known: Mapping[tuple[PostKey, str], Sequence[datetime]],
    now: datetime,
) -> bool:
    said = known.get((waits.thread_of(wait.key), wait.key.customer), ())
    until = held_until(said, wait, brand.record)
    return until is not None and now < until


def raised(
    brand: StoredBrand,
    about: About,
    step: Step,
    *,
    now: datetime,
    assignee: str | None = None,
) -> list[Raised]:
    """Return an alert for everybody who hears of a step, by each of their channels."""
    people = duty.told(step, brand.record.people, assignee=assignee)
    return [
        for_person(brand, person, AlertKey(about, step, person.email, channel), now)
        for person in people
        for channel in person.channels
    ]


def for_person(
    brand: StoredBrand, person: Person, key: AlertKey, now: datetime
) -> Raised:
    """Return an alert that is raised ``now``, and when this person may hear of it."""
    calendar = brand.record.policies[-1].calendar
    ready = ready_at(
        key.step, person, at=now, hours=hours_of(calendar), zone=calendar.zone
    )
    return Raised(key=key, at=now, ready_at=ready)


def _of_ended(
    session: Session, brand: StoredBrand, live: Iterable[Wait], now: datetime
) -> Iterable[Raised]:
    """Tell those who were told of a wait that it is over."""
    by_address = {each.email: each for each in brand.record.people}
    told = outbox.unended(session, brand.id, by_address, moment=now - MEMORY)
    waiting = {post for wait in live for post in _posts(wait)}
    heard = {each for each in told if each[0].start not in waiting}
    starts = {start for about, _, _ in heard if (start := about.start)}
    turns = waits.of_posts(session, brand.id, brand.record.name, starts)
    return [
        for_person(brand, person, AlertKey(about, Step.ENDED, recipient, channel), now)
        for about, recipient, channel in sorted(heard)
        if (person := by_address.get(recipient)) and channel in person.channels
        if about.start and not _is_open(turns.get(about.start))
    ]


def _is_open(wait: Wait | None) -> bool:
    return wait is not None and wait.turn.open

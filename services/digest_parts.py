"""The parts of a digest, each by the function that a screen or a report uses.

Nothing is counted here that is not counted the same way there.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from alerts.digest import (
    CHART_DAYS,
    THANKS,
    DayMood,
    Mate,
    Missed,
    Praise,
    TopicChange,
)
from alerts.letter import Card, Links
from domain.alert import About, Step
from domain.case import CaseKey, TurnKind
from domain.judgement import Sentiment
from domain.post import Post, PostKey
from response.hours import working_day
from services.figures import Figures
from services.groups import NOBODY, PERSON_UNKNOWN, By
from services.letters import card_of
from services.reply_times import ReplyTimes, reply_times, summed_up
from services.signed import Addresses
from services.spot_checks import estimate
from services.standing_at import Standing
from services.topics import TopicRow, topics
from services.volume import VolumeRow, volume
from store import Session, posts, praise
from store.brands import StoredBrand
from store.posts import StoredPost

MUCH = 0.5
"""A topic is news once it changed by more than this share."""

ENOUGH = 5
"""Mentions without which a topic is no news, however much it changed."""

MOST_TOPICS = 5
LOOKED_AT = 50
"""Kind posts of which those are chosen that nobody has answered."""


class Told(NamedTuple):
    """For whom a digest is put together, and when: what all of its parts ask.

    ``past``: it is one of long ago, told as it would have been then.
    """

    brand: StoredBrand
    since: datetime
    until: datetime
    past: bool
    addresses: Addresses
    email: str

    @property
    def before(self) -> datetime:
        """When the span before begins, which is as long."""
        return self.since - (self.until - self.since)


def speeds(session: Session, told: Told) -> tuple[ReplyTimes, Figures]:
    """Return the report on turns of the span, by person, and the span before's."""
    now = told.until
    if told.past:
        report = reply_times(
            session,
            told.brand,
            now=now,
            as_of=now,
            since=told.since,
            until=now,
            by=By.PERSON,
        )
        before = reply_times(
            session,
            told.brand,
            now=now,
            as_of=now,
            since=told.before,
            until=told.since,
        )
        return report, before.figures
    report = summed_up(
        session, told.brand, now=now, since=told.since, until=now, by=By.PERSON
    )
    before = summed_up(
        session, told.brand, now=now, since=told.before, until=told.since
    )
    return report, before.figures


def team(report: ReplyTimes) -> list[Mate]:
    """Return who answered, the most first; nobody when no person is known."""
    found = [
        Mate(
            person=None if name == PERSON_UNKNOWN else name,
            answered=own.answered,
            median_s=own.first_reply.median_s,
        )
        for name, own in report.groups.items()
        if name != NOBODY and own.answered
    ]
    if all(each.person is None for each in found):
        return []
    return sorted(found, key=lambda each: (-each.answered, each.person or "~"))


def target(told: Told) -> int | None:
    """Return how soon a complaint is promised an answer, in seconds of open hours."""
    policy = told.brand.record.policy_at(told.until)
    promised = policy.sla.target(TurnKind.COMPLAINT, "").first_reply
    if promised is None:
        return None
    return int(promised.business(working_day(policy.calendar)).total_seconds())


def cards(session: Session, told: Told, found: Standing) -> list[Card]:
    """Return whom to answer first."""
    made = []
    for wait in found.first:
        start = PostKey(wait.key.network, wait.turn.posts[0])
        card = card_of(
            session,
            told.brand,
            wait,
            step=Step.CRITICAL if wait.turn.critical else Step.OVERDUE,
            now=told.until,
            addresses=told.addresses,
            take=told.addresses.take(
                told.brand.record.name, About.turn(start), told.email, now=told.until
            ),
        )
        if card is not None:
            # A digest is short; and of one of the past they would be of later.
            made.append(replace(card, contacts=()))
    return made


def said(session: Session, told: Told) -> tuple[int, int]:
    """Count the mentions of the span, and the complaints among them."""
    rows = volume(session, told.brand, since=told.since, until=told.until)
    return sum(each.posts for each in rows), sum(each.complaints for each in rows)


def changes(session: Session, told: Told) -> list[TopicChange]:
    """Return the topics that came up far more, or far less, than in the span before."""
    rows = topics(session, told.brand, since=told.since, until=told.until)
    return changed(rows)


def changed(rows: Iterable[TopicRow]) -> list[TopicChange]:
    """Return the news among topics, the largest change first."""
    found = [
        TopicChange(
            topic=each.topic,
            posts=each.posts,
            before=each.before,
            networks=each.networks,
        )
        for each in rows
        if each.topic is not None
        and each.before is not None
        and max(each.posts, each.before) >= ENOUGH
        and abs(each.posts - each.before) > MUCH * each.before
    ]
    found.sort(key=lambda each: (-abs(each.posts - each.before), each.topic))
    return found[:MOST_TOPICS]


def thanks(session: Session, told: Told) -> list[Praise]:
    """Return who said something kind and has no answer yet, the new ones first."""
    since, until = told.since, told.until
    found = praise.kind(
        session, told.brand.id, since=since, until=until, limit=LOOKED_AT
    )
    answered = _answered(session, told, [each.key for each in found])
    free = [each for each in found if each.key not in answered]
    authors = {PostKey(each.key.network, each.author) for each in free}
    known = praise.kind_before(session, told.brand.id, authors, before=since)
    stored = posts.load(session, [each.key for each in free])
    ours = told.brand.record.owns
    ranked = [
        (PostKey(each.key.network, each.author) in known, place, each)
        for place, each in enumerate(free)
        if each.key in stored and not _by(ours, stored[each.key].post)
    ]
    told_of: set[PostKey] = set()
    made: list[Praise] = []
    for again, _, each in sorted(ranked, key=lambda one: one[:2]):
        author = PostKey(each.key.network, each.author)
        if author in told_of or len(made) == THANKS:
            continue
        told_of.add(author)
        case = None
        if each.episode is not None:
            name = told.brand.record.name
            case = CaseKey(name, each.key.network, each.root, each.author, each.episode)
        made.append(_praise(stored[each.key].post, told, case, first=not again))
    return made


def _answered(session: Session, told: Told, keys: Sequence[PostKey]) -> set[PostKey]:
    """Return which posts the brand has answered."""
    ours = told.brand.record.owns
    replies: Iterable[StoredPost] = posts.below(session, keys).values()
    return {
        PostKey(each.post.network, each.post.reply_to)
        for each in replies
        if each.post.reply_to is not None
        and each.post.posted_at <= told.until
        and _by(ours, each.post)
    }


def _by(ours: Callable[..., bool], post: Post) -> bool:
    return ours(post.author, post.network, post.posted_at)


def _praise(post: Post, told: Told, case: CaseKey | None, *, first: bool) -> Praise:
    author = post.author
    return Praise(
        name=author.name if author else None,
        handle=author.handle if author else None,
        network=post.network,
        text=post.text,
        first=first,
        links=Links(
            open=told.addresses.case(case) if case else None,
            post=post.url,
        ),
    )


def days(session: Session, told: Told) -> list[DayMood]:
    """Return the moods of the last days, today's so far; empty when nothing was said.

    Days are the brand's own, as on the screens.
    """
    zone = ZoneInfo(told.brand.record.policies[-1].calendar.zone)
    last = told.until.astimezone(zone).date()
    first = last - timedelta(days=CHART_DAYS - 1)
    begin = datetime.combine(first, time(), zone)
    rows = volume(session, told.brand, since=begin, until=told.until)
    if not rows:
        return []
    named = [first + timedelta(days=number) for number in range(CHART_DAYS)]
    return [_mood(day, rows) for day in named]


def _mood(day: date, rows: Iterable[VolumeRow]) -> DayMood:
    own = [each for each in rows if each.day == day.isoformat()]

    def count(mood: Sentiment) -> int:
        return sum(each.posts for each in own if each.sentiment is mood)

    return DayMood(
        day=day,
        negative=count(Sentiment.NEGATIVE),
        neutral=count(Sentiment.NEUTRAL),
        positive=count(Sentiment.POSITIVE),
    )


def missed(session: Session, told: Told) -> Missed | None:
    """Return the estimate of what was missed, None while too little was checked."""
    found = estimate(session, told.brand, now=told.until)
    if found.rate is None or found.interval is None:
        return None
    low, high = found.interval
    return Missed(share=found.rate, low=low, high=high, checked=found.checked)

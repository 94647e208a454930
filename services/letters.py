"""Puts together what one person is told: facts of the store as the data of a letter."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts import duty
from alerts.ladder import Wait, rungs
from alerts.letter import (
    MOST_CARDS,
    MOST_ENDED,
    Card,
    Ended,
    Letter,
    Links,
    Outage,
    Reader,
    Surge,
)
from domain.alert import GRAVITY, LADDER, About, Alert, Step, Topic
from domain.brand import BrandRecord
from domain.judgement import Judgement
from domain.person import Person
from domain.post import Post, PostKey
from domain.wording import network_name
from response.sla import due_at
from services.conversation import Conversation, as_of_now, conversation
from services.rows import topics_of
from services.signed import Addresses
from services.turns import ToldTurn
from store import Session, judgements, outbox, waits
from store.brands import StoredBrand

MANY = 3
ALIKE = timedelta(minutes=30)
"""So many who wait for the same reason, told within that time, are one matter."""

VAGUE = "other"
"""The topic of what is about nothing in particular: no matter that many share."""

CONTACTS = 3
"""So many words between the two are shown beside the one it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a letter needs beside the store.

    ``outage`` tells by the clock of a zone how a source stands that an alert is about,
    ``surge`` what a spike is made of; None when it is over.
    """

    addresses: Addresses
    outage: Callable[[About, str], Outage | None]
    surge: Callable[[Session, StoredBrand, About], Surge | None]


def letter(
    session: Session,
    brand: StoredBrand,
    found: Sequence[Alert],
    *,
    reader: Person,
    now: datetime,
    desk: Desk,
) -> Letter:
    """Return what these alerts tell a person, as things stand ``now``."""
    steps = _gravest(found)
    starts = {start for about in steps if (start := about.start)}
    turns = waits.of_posts(session, brand.id, brand.record.name, starts)
    open_ = _by_gravity(steps, turns)
    zone = _zone(reader, brand)
    writer = _Writer(session, brand, reader, now, desk)
    return Letter(
        brand=brand.record.name,
        reader=Reader(email=reader.email, language=reader.language, zone=zone),
        now=now,
        cards=[writer.card(*each) for each in open_[:MOST_CARDS]],
        waiting=len(open_),
        ended=list(writer.ended(steps, turns)),
        surges=[*writer.surges(steps), *writer.alike(found)],
        outages=list(writer.outages(steps)),
        inbox=desk.addresses.inbox(),
        settings=desk.addresses.settings(),
    )


def _zone(reader: Person, brand: StoredBrand) -> str:
    return reader.zone or brand.record.policies[-1].calendar.zone


def _gravest(found: Sequence[Alert]) -> dict[About, Step]:
    """Return the gravest step of all that is told about one thing."""
    steps: dict[About, Step] = {}
    for each in found:
        before = steps.get(each.key.about, each.key.step)
        steps[each.key.about] = max(before, each.key.step, key=GRAVITY.index)
    return steps


def _by_gravity(
    steps: Mapping[About, Step], turns: Mapping[PostKey, Wait]
) -> list[tuple[About, Step, Wait]]:
    waiting = [
        (about, step, turns[about.start])
        for about, step in steps.items()
        if about.start in turns and step is not Step.ENDED and about.start
    ]
    return sorted(
        waiting,
        key=lambda each: (-GRAVITY.index(each[1]), each[2].turn.started_at, each[0]),
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the parts of one letter."""

    session: Session
    brand: StoredBrand
    reader: Person
    now: datetime
    desk: Desk

    def card(self, about: About, step: Step, wait: Wait) -> Card:
        """Return what is told of somebody who waits."""
        card = card_of(
            self.session,
            self.brand,
            wait,
            step=step,
            now=self.now,
            addresses=self.desk.addresses,
            take=self.desk.addresses.take(
                self.brand.record.name, about, self.reader.email, now=self.now
            ),
        )
        if card is None:
            raise ValueError(f"no post of {about} is stored")
        return card

    def ended(
        self, steps: Mapping[About, Step], turns: Mapping[PostKey, Wait]
    ) -> Iterator[Ended]:
        """Yield what became of those whom the reader was told of."""
        over = {
            about: about.start
            for about, step in steps.items()
            if step is Step.ENDED and about.start
        }
        heard = _gravest(
            [
                each
                for each in outbox.about(self.session, self.brand.id, over)
                if each.key.recipient == self.reader.email and each.key.step in LADDER
            ]
        )
        for number, (about, start) in enumerate(over.items()):
            step, shown = heard.get(about, Step.OVERDUE), number < MOST_ENDED
            yield self._ended(start, turns.get(start), step, shown=shown)

    def _ended(
        self, start: PostKey, wait: Wait | None, heard: Step, *, shown: bool
    ) -> Ended:
        # Of those beyond what a message shows, nobody reads the words: they cost.
        network = network_name(start.network)
        if wait is None or wait.turn.void:
            return Ended(
                case="",
                name=None,
                network=network,
                how="gone",
                at=self.now,
                told=heard,
            )
        told = conversation(self.session, self.brand, wait.key) if shown else None
        reply = wait.turn.reply
        author = _start(told, wait).author if told else None
        words = _text(told, reply.id) if told and reply and reply.id else None
        by = reply.person if reply else None
        return Ended(
            case=str(wait.key),
            name=(author.name or author.handle) if author else None,
            network=network,
            how="answered" if reply else "waived",
            at=reply.at if reply else self.now,
            by=duty.short(by) if by else None,
            waited=wait.turn.wait(self.now) if reply else None,
            text=words,
            told=heard,
            kind=wait.turn.kind,
            links=Links(open=self.desk.addresses.case(wait.key)),
        )

    def surges(self, steps: Mapping[About, Step]) -> Iterator[Surge]:
        """Yield the spikes that the reader is told of."""
        for about in steps:
            if about.topic is Topic.SPIKE:
                surge = self.desk.surge(self.session, self.brand, about)
                if surge is not None:
                    yield surge

    def alike(self, found: Sequence[Alert]) -> Iterator[Surge]:
        """Yield topics of which so many wait that they are one matter.

        Also those of whom the person was told one by one just before.
        """
        since = self.now - ALIKE
        told = outbox.told(self.session, self.reader.email, moment=since)
        recent = {
            each.key.about
            for each in [*told, *found]
            if each.brand_id == self.brand.id
            and each.key.step in LADDER
            and each.raised_at >= since
        }
        starts = {each.start for each in recent if each.start}
        name = self.brand.record.name
        turns = waits.of_posts(self.session, self.brand.id, name, starts)
        waiting = {each.key: each for each in turns.values() if each.turn.open}
        if len(waiting) < MANY:
            return
        asked = [
            ToldTurn(key=each.key, turn=each.turn, leads=each.turn.number == 1)
            for each in waiting.values()
        ]
        topics = topics_of(self.session, self.brand, asked, as_of=self.now)
        by_topic: dict[str, list[Wait]] = {}
        for each in waiting.values():
            if topic := topics.get(PostKey(each.key.network, each.turn.posts[0])):
                by_topic.setdefault(topic, []).append(each)
        for topic, alike in sorted(by_topic.items(), key=lambda one: -len(one[1])):
            if len(alike) >= MANY and topic != VAGUE:
                yield _alike(topic, alike)

    def outages(self, steps: Mapping[About, Step]) -> Iterator[Outage]:
        """Yield the sources that the reader is told of, as far as that holds still."""
        zone = _zone(self.reader, self.brand)
        for about, step in steps.items():
            if about.topic is not Topic.SOURCE:
                continue
            outage = self.desk.outage(about, zone)
            if outage and (step is Step.ENDED) is (outage.ended_at is not None):
                yield outage


def _alike(topic: str, waiting: Sequence[Wait]) -> Surge:
    return Surge(
        count=len(waiting),
        usual=None,
        span=ALIKE,
        since=min(each.turn.started_at for each in waiting),
        networks=len({each.key.network for each in waiting}),
        topic=topic,
    )


def card_of(
    session: Session,
    brand: StoredBrand,
    wait: Wait,
    *,
    step: Step,
    now: datetime,
    addresses: Addresses,
    take: str | None = None,
) -> Card | None:
    """Return what is told of a customer who waits; None when the post is gone."""
    told = conversation(session, brand, wait.key, as_of=as_of_now(now))
    if told is None:
        return None
    record, turn, network = brand.record, wait.turn, wait.key.network
    post, judgement = _start(told, wait), _judgement(session, wait)
    policy = record.policy_at(turn.started_at)
    target = policy.sla.target(turn.kind, network, critical=turn.critical)
    promised = target.first_reply if turn.number == 1 else target.next_reply
    about = ToldTurn(key=wait.key, turn=turn, leads=turn.number == 1)
    topics = topics_of(session, brand, [about], as_of=now)
    next_to, next_at = _next(record, wait, now)
    author = post.author
    return Card(
        case=str(wait.key),
        step=step,
        name=author.name if author else None,
        handle=author.handle if author else None,
        network=network_name(network),
        followers=author.followers if author else None,
        text=post.text,
        posted_at=turn.started_at,
        waited=turn.wait(now),
        kind=turn.kind,
        due_at=due_at(turn, policy=policy, network=network),
        target=str(promised) if promised else None,
        topic=topics.get(post.key),
        sentiment=judgement.sentiment.value if judgement else None,
        flags=judgement.flags if judgement else (),
        because=judgement.because if judgement else (),
        nudges=turn.nudges,
        assignee=duty.short(wait.assignee) if wait.assignee else None,
        found_late=turn.found_late,
        contacts=_contacts(told, post),
        next_to=next_to,
        next_at=next_at,
        links=Links(open=addresses.case(wait.key), take=take, post=post.url),
    )


def _start(told: Conversation, wait: Wait) -> Post:
    first = wait.turn.posts[0]
    return next(each.post for each in told.said if each.post.id == first)


def _text(told: Conversation, post_id: str) -> str | None:
    found = (each.post.text for each in told.said if each.post.id == post_id)
    return next(found, None)


def _judgement(session: Session, wait: Wait) -> Judgement | None:
    key = PostKey(wait.key.network, wait.turn.posts[0])
    found = judgements.load(session, [key]).get(key)
    return found.judgement if found else None


def _contacts(told: Conversation, quoted: Post) -> list[tuple[bool, str]]:
    between = [
        (each.ours, each.post.text)
        for each in told.said
        if (each.ours or each.theirs) and each.post.key != quoted.key and each.post.text
    ]
    return between[-CONTACTS:]


def _next(
    record: BrandRecord, wait: Wait, now: datetime
) -> tuple[str | None, datetime | None]:
    """Return who hears next, and when, unless somebody answers."""
    for each in rungs(wait, record):
        if each.at > now:
            people = duty.told(each.step, record.people, assignee=wait.assignee)
            return (duty.short(people[0].email), each.at) if people else (None, None)
    return None, None

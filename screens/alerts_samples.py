"""What each message looks like: letters with invented customers. Pure.

Nobody in here exists, and no post of the store is in any of them.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from alerts.digest import DayMood, Digest, Figure, Mate, Praise, TopicChange
from alerts.letter import Card, Ended, Letter, Outage, Reader, Surge
from domain.alert import Step
from domain.brand import BrandRecord
from domain.person import Person

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


class Sample(StrEnum):
    """The messages there are, in the words of the menu."""

    NUDGE = "Due soon"
    OVERDUE = "Overdue"
    ESCALATED = "Overdue for long"
    CRITICAL = "Critical"
    SEVERAL = "Several at once"
    OUTCOME = "No outcome known"
    SPIKE = "Spike"
    BLIND = "Source blind"
    ENDED = "Answered"
    DAILY = "Daily digest"
    WEEKLY = "Weekly digest"


def reader_of(person: Person, brand: BrandRecord) -> Reader:
    """Return a person as a letter addresses them."""
    zone = person.zone or brand.policies[-1].calendar.zone
    return Reader(email=person.email, language=person.language, zone=zone)


def letter_sample(
    wanted: Sample, *, brand: str, reader: Reader, now: datetime
) -> Letter:
    """Return an invented alert; ``wanted`` is no digest."""
    blank = Letter(brand=brand, reader=reader, now=now, sample=True)
    if wanted is Sample.SPIKE:
        return replace(blank, surges=[_surge(now)])
    if wanted is Sample.BLIND:
        return replace(blank, outages=[_outage(now)])
    if wanted is Sample.ENDED:
        return replace(blank, ended=[_ended(now)])
    if wanted is Sample.SEVERAL:
        several = (Step.CRITICAL, Step.OVERDUE, Step.NUDGE)
        return replace(blank, cards=[_card(each, now) for each in several], waiting=9)
    return replace(blank, cards=[_card(_STEPS[wanted], now)], waiting=1)


_STEPS = {
    Sample.NUDGE: Step.NUDGE,
    Sample.OVERDUE: Step.OVERDUE,
    Sample.ESCALATED: Step.ESCALATED,
    Sample.CRITICAL: Step.CRITICAL,
    Sample.OUTCOME: Step.OUTCOME,
}


def digest_sample(
    wanted: Sample, *, brand: str, reader: Reader, now: datetime
) -> Digest:
    """Return an invented digest, the daily or the weekly one."""
    weekly = wanted is Sample.WEEKLY
    today = now.astimezone(ZoneInfo(reader.zone)).date()
    return Digest(
        kind=Step.WEEKLY if weekly else Step.DAILY,
        brand=brand,
        reader=reader,
        day=today,
        since=now - (7 * DAY if weekly else DAY),
        until=now,
        waiting=Figure(now=38, before=44),
        overdue=Figure(now=7, before=4),
        median_s=Figure(now=2_520, before=3_120),
        in_target=Figure(now=0.86, before=0.82),
        target_s=3_600,
        oldest=timedelta(hours=29),
        mentions=612 if weekly else 93,
        complaints=118 if weekly else 21,
        first=[_card(Step.OVERDUE, now), _card(Step.NUDGE, now)],
        topics=[
            TopicChange(topic="delivery", posts=18, before=9, networks=3),
            TopicChange(topic="payment", posts=2, before=7, networks=1),
        ],
        thanks=[_praise()],
        days=[
            DayMood(
                day=today - back * DAY,
                negative=5 + back % 4,
                neutral=12 + back % 5,
                positive=6 + back % 3,
            )
            for back in range(13, -1, -1)
        ],
        team=[
            Mate(person="kasia", answered=14, median_s=1_860),
            Mate(person="lena", answered=9, median_s=3_000),
        ],
        sample=True,
    )


def _card(step: Step, now: datetime) -> Card:
    """Return the customer that a step is told of."""
    waited = timedelta(minutes=_WAITED[step])
    name, handle, network, followers, text = _CUSTOMERS[step]
    return Card(
        case="invented",
        step=step,
        name=name,
        handle=handle,
        network=network,
        followers=followers,
        text=text,
        posted_at=now - waited,
        waited=waited,
        due_at=now - waited + HOUR,
        target="1h",
        sentiment="negative",
        flags=("safety",) if step is Step.CRITICAL else (),
        next_to="marta" if step is Step.OVERDUE else None,
        next_at=now + HOUR / 2 if step is Step.OVERDUE else None,
    )


_WAITED = {
    Step.NUDGE: 45,
    Step.OVERDUE: 60,
    Step.ESCALATED: 90,
    Step.CRITICAL: 4,
    Step.OUTCOME: 1_500,
}
_LEAKED = "The kettle leaked on day two. That was my third message, and no answer yet."
_LATE = "Ordered nine days ago, promised in three. Where is my lamp?"
_BURNED = "Your kettle burst and burned my hand. I am at the doctor's with it."
_CUSTOMERS = {
    Step.NUDGE: ("Maja Sikora", "majasikora", "Bluesky", 87, _LATE),
    Step.OVERDUE: ("Lucas Meyer", "lucasm", "Reddit", 412, _LEAKED),
    Step.ESCALATED: ("Lucas Meyer", "lucasm", "Reddit", 412, _LEAKED),
    Step.CRITICAL: ("Ines Duarte", "inesd", "X", 41_000, _BURNED),
    Step.OUTCOME: ("Maja Sikora", "majasikora", "Bluesky", 87, _LATE),
}


def _surge(now: datetime) -> Surge:
    return Surge(
        count=12,
        usual=2.0,
        span=HOUR,
        since=now - HOUR,
        networks=3,
        topics=[("delivery", 9), ("payment", 3)],
    )


def _outage(now: datetime) -> Outage:
    return Outage(
        network="Reddit",
        sentence="Reddit: the credentials are not accepted",
        advice="Check the credentials, and start Earshot anew.",
        since=now - 4 * HOUR,
    )


def _ended(now: datetime) -> Ended:
    return Ended(
        case="invented",
        name="Lucas Meyer",
        network="Reddit",
        how="answered",
        at=now,
        by="kasia",
        waited=timedelta(minutes=102),
        text="Hi Lucas, sorry for the wait. A new kettle leaves us today.",
    )


def _praise() -> Praise:
    return Praise(
        name="Tomas Novak",
        handle="tomnovak",
        network="Mastodon",
        text="Two years with your lamp, and it still makes my evenings.",
        first=True,
    )

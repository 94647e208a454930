"""Draws the spot checks of a day: a few mentions that were judged to need no reply.

They are drawn once a day of the brand's calendar, from all of its day before.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from domain.brand import BrandRecord
from domain.judgement import Judgement
from domain.post import PostKey
from domain.spot_check import SpotCheck
from store import Session, Store, brands, judgements, spot_checks
from store.brands import StoredBrand

SETTLES = timedelta(hours=1)
"""How long after midnight is waited for what was posted just before it."""


def local_day(record: BrandRecord, now: datetime) -> date:
    """Return the date by the brand's newest calendar."""
    return now.astimezone(_zone(record)).date()


def draw_all(
    store: Store, *, now: datetime, stop: Callable[[], bool] = lambda: False
) -> int:
    """Draw for every brand whose day has begun; return how many posts were drawn."""
    with store.reading() as session:
        known = brands.load(session)
    return sum(draw(store, each, now=now) for each in known if not stop())


def draw(store: Store, brand: StoredBrand, *, now: datetime) -> int:
    """Draw the day's posts unless that was done; return how many were drawn.

    Each post of the day before has the same chance. Which are drawn hangs on brand, day
    and post alone, so that it does not matter who draws, or how often.
    """
    number = brand.record.judging.spot_checks
    day, zone = local_day(brand.record, now), _zone(brand.record)
    since, until = _midnight(day - timedelta(days=1), zone), _midnight(day, zone)
    if number == 0 or now - until < SETTLES:
        return 0
    with store.reading() as session:
        if spot_checks.is_drawn(session, brand.id, day):
            return 0
    with store.begin() as session:
        if spot_checks.is_drawn(session, brand.id, day):
            return 0
        found = spot_checks.candidates(session, brand.id, since=since, until=until)
        judged = _sure(session, found)
        drawn = [
            SpotCheck(
                day=day,
                key=key,
                drawn_at=now,
                engine=judged[key].engine,
                version=judged[key].version,
                among=len(judged),
            )
            for key in pick(judged, number, seed=f"{brand.record.name}\n{day}")
        ]
        spot_checks.add(session, brand.id, drawn)
    return len(drawn)


def pick(keys: Iterable[PostKey], number: int, *, seed: str) -> list[PostKey]:
    """Return so many of the posts, each as likely as the other, without repeats.

    Every post has its lot for a seed, and the lowest win: in whatever order they come.
    """
    return sorted(keys, key=lambda each: lot(each, seed))[:number]


def lot(key: PostKey, seed: str) -> bytes:
    """Return the place of a post in an order that nobody chose."""
    written = "\n".join((seed, *key)).encode("utf-8", "surrogatepass")
    return blake2b(written, digest_size=16).digest()


def _sure(session: Session, keys: Iterable[PostKey]) -> dict[PostKey, Judgement]:
    """Return what the engine made of the posts, but of those it does not know.

    Where it is not sure a person is asked anyway.
    """
    found = judgements.load(session, keys)
    judged = {key: each.judgement for key, each in found.items()}
    return {key: each for key, each in judged.items() if not each.unsure}


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _zone(record: BrandRecord) -> ZoneInfo:
    return ZoneInfo(record.policies[-1].calendar.zone)

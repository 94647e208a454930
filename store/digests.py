"""What the outbox knows of digests: who has which date, and until when they were told.

A digest is about a date (``day/2026-11-23``), so dates are in the order of their names.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import Session

from alerts.digest_due import Sent
from domain.alert import About, Topic
from store.sql import ask, run, spelling
from store.types import known_instant

_FIRST, _BEHIND = f"{Topic.DAY}/", f"{Topic.DAY}0"
"""Between these stand all dates: a 0 comes right after a slash."""


def about(day: date) -> About:
    """Name the digest of a date."""
    return About(Topic.DAY, day.isoformat())


def day_of(told: About) -> date:
    """Return the date of a digest. Raises ValueError for any other topic."""
    if told.topic is not Topic.DAY:
        raise ValueError(f"no digest is about {told}")
    return date.fromisoformat(told.rest)


def created_at(session: Session, brand_id: int) -> datetime:
    """Return when a brand was taken in."""
    mark = spelling(session).mark
    ((at,),) = ask(
        session, f"SELECT created_at FROM brands WHERE id = {mark}", brand_id
    )
    return known_instant(at)


def newest(session: Session, brand_id: int, *, since: date) -> dict[str, date]:
    """Return the newest date from ``since`` on for which each person has a digest.

    Persons are mail addresses in small letters. Whatever became of it.
    """
    mark = spelling(session).mark
    rows = ask(
        session,
        f"SELECT recipient, max(about) FROM outbox WHERE brand_id = {mark}"
        f" AND about >= {mark} AND about < {mark} GROUP BY recipient",
        brand_id,
        str(about(since)),
        _BEHIND,
    )
    found: dict[str, date] = {}
    for recipient, told in rows:
        day, who = day_of(About.parse(told)), recipient.casefold()
        found[who] = max(day, found.get(who, day))
    return found


def last_sent(
    session: Session, brand_id: int, recipient: str, *, before: date
) -> Sent | None:
    """Return the last digest that a person got before the one of a date."""
    mark = spelling(session).mark
    # It tells of what was until it was made, not until the server said yes.
    rows = ask(
        session,
        "SELECT about, coalesce(taken_at, sent_at) FROM outbox"
        f" WHERE brand_id = {mark} AND about >= {mark} AND about < {mark}"
        f" AND recipient = {mark} AND delivery = 'sent' ORDER BY about DESC LIMIT 1",
        brand_id,
        _FIRST,
        str(about(before)),
        recipient,
    )
    return next(
        (Sent(day_of(About.parse(told)), known_instant(at)) for told, at in rows), None
    )


def supersede(
    session: Session, brand_id: int, recipients: Collection[str], *, before: date
) -> int:
    """Give up older digests that still wait: the newer one tells of their time too."""
    how = spelling(session)
    return run(
        session,
        "UPDATE outbox SET delivery = 'cancelled', said = 'a newer one tells of it'"
        f" WHERE brand_id = {how.mark} AND about >= {how.mark} AND about < {how.mark}"
        f" AND recipient {how.among} AND delivery = 'waiting'",
        brand_id,
        _FIRST,
        str(about(before)),
        how.values(recipients),
    )

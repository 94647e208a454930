"""The outbox: who is to be told what, and what became of it.

Whether an alert is new is decided by its unique key; who sends it, by a conditional
update. Two processes may do all of this at once.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from domain.alert import (
    LADDER,
    About,
    Alert,
    AlertKey,
    Delivery,
    Raised,
    Step,
    Topic,
)
from store.sql import ask, batch, insert, run, spelling
from store.types import known_instant, read_instant

COLUMNS = (
    "id", "brand_id", "about", "step", "recipient", "channel", "raised_at", "ready_at",
    "delivery", "tries", "taken_at", "sent_at", "message", "said",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM outbox"
_KEY = ("brand_id", "about", "step", "recipient", "channel")
_NEW = (*_KEY, "raised_at", "ready_at", "delivery", "tries")

_STEPS = ", ".join(f"'{each}'" for each in LADDER)

MOST = 5_000
"""Alerts that are looked at in one round; the next round takes the rest."""

AHEAD = timedelta(minutes=5)
"""What lies further ahead of us was written by a clock that was set back since."""


def add(session: Session, brand_id: int, raised: Iterable[Raised]) -> int:
    """Write alerts down, but for those that are there already; return how many.

    A step of the ladder that was given up, since it held no more, is there anew.
    """
    how = spelling(session)
    rows = [
        (
            brand_id,
            str(each.key.about),
            each.key.step.value,
            each.key.recipient,
            each.key.channel,
            how.instant(each.at),
            how.instant(each.ready_at),
            Delivery.WAITING.value,
            0,
        )
        for each in raised
    ]
    tail = (
        f" ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET delivery = 'waiting',"
        " raised_at = excluded.raised_at, ready_at = excluded.ready_at, tries = 0,"
        " taken_at = NULL, message = NULL, said = NULL"
        f" WHERE outbox.delivery = 'cancelled' AND outbox.step IN ({_STEPS})"
    )
    return batch(session, insert("outbox", _NEW, how, tail), rows)


def ready(session: Session, *, now: datetime, stale: datetime) -> list[Alert]:
    """Return what may go out at ``now``, what has been ready for longest first.

    So that what is put off again and again keeps nothing else back. Also what somebody
    took before ``stale`` and never spoke of again, and what was written by a clock
    that has been set back.
    """
    how = spelling(session)
    ahead = how.instant(now + AHEAD)
    return _read(
        session,
        "WHERE delivery IN ('waiting', 'taken')"
        f" AND (ready_at <= {how.mark} OR raised_at > {how.mark} AND tries = 0)"
        f" AND (delivery = 'waiting' OR taken_at <= {how.mark}"
        f" OR taken_at > {how.mark}) ORDER BY ready_at, id LIMIT {MOST}",
        how.instant(now),
        ahead,
        how.instant(stale),
        ahead,
    )


def take(
    session: Session, alerts: Sequence[Alert], *, message: str, now: datetime
) -> bool:
    """Take alerts, all or none, to send them as one message; tell whether we may.

    Of two who try, one may. On False roll the transaction back: some may be taken.
    """
    how = spelling(session)
    sql = (
        f"UPDATE outbox SET delivery = 'taken', taken_at = {how.mark},"
        f" message = {how.mark} WHERE id = {how.mark} AND delivery = {how.mark}"
        f" AND tries = {how.mark}"
    )
    taken = 0
    for each in alerts:
        before = (each.id, each.delivery.value, each.tries)
        if each.taken_at is None:
            taken += run(session, sql, how.instant(now), message, *before)
        else:
            again = f"{sql} AND taken_at = {how.mark}"
            then = how.instant(each.taken_at)
            taken += run(session, again, how.instant(now), message, *before, then)
    return taken == len(alerts)


def sent(session: Session, alerts: Iterable[Alert], *, now: datetime) -> None:
    """Note the server's yes."""
    how = spelling(session)
    sql = (
        f"UPDATE outbox SET delivery = 'sent', sent_at = {how.mark}, said = NULL"
        f" WHERE id = {how.mark}"
    )
    batch(session, sql, [(how.instant(now), each.id) for each in alerts])


def put_off(
    session: Session,
    alerts: Iterable[Alert],
    *,
    until: datetime,
    said: str | None = None,
    keep: bool = False,
) -> None:
    """Try alerts again at ``until``; with ``said``, a try has failed for that reason.

    ``keep``: they may have arrived, so that they go out again as the same message.
    """
    how = spelling(session)
    message = "message" if keep else "NULL"
    sql = (
        f"UPDATE outbox SET delivery = 'waiting', ready_at = {how.mark},"
        f" tries = tries + {how.mark}, said = coalesce({how.mark}, said),"
        f" taken_at = NULL, message = {message} WHERE id = {how.mark}"
    )
    failed = 0 if said is None else 1
    rows = [(how.instant(until), failed, said, each.id) for each in alerts]
    batch(session, sql, rows)


def end(
    session: Session, alerts: Iterable[Alert], delivery: Delivery, *, said: str
) -> None:
    """Give alerts up: ``cancelled`` or ``failed``, and why in a few words of ours."""
    how = spelling(session)
    sql = (
        f"UPDATE outbox SET delivery = {how.mark}, said = {how.mark}"
        f" WHERE id = {how.mark} AND delivery IN ('waiting', 'taken')"
    )
    batch(session, sql, [(delivery.value, said, each.id) for each in alerts])


def about(session: Session, brand_id: int, abouts: Iterable[About]) -> list[Alert]:
    """Return all alerts about these, in the order in which they were raised."""
    how = spelling(session)
    names = [str(each) for each in abouts]
    where = f"WHERE brand_id = {how.mark} AND about {how.among} ORDER BY id"
    return _read(session, where, brand_id, how.values(names)) if names else []


def steps(
    session: Session, brand_id: int, abouts: Iterable[About]
) -> dict[About, set[Step]]:
    """Return which steps were raised about these, to whomever.

    Those of the ladder count unless they were given up for all: who should have heard
    may have left meanwhile. That it ended counts once it was told.
    """
    how = spelling(session)
    names = {str(each): each for each in abouts}
    sql = (
        "SELECT DISTINCT about, step FROM outbox"
        f" WHERE brand_id = {how.mark} AND about {how.among}"
        f" AND (delivery <> 'cancelled' OR step NOT IN ({_STEPS}))"
        " AND (delivery = 'sent' OR step <> 'ended')"
    )
    found: dict[About, set[Step]] = {}
    for name, step in ask(session, sql, brand_id, how.values(names)):
        found.setdefault(names[name], set()).add(Step(step))
    return found


def since(
    session: Session, brand_id: int | None, *, moment: datetime, limit: int = MOST
) -> list[Alert]:
    """Return what was raised from ``moment`` on, the newest first.

    ``brand_id`` None is for all brands.
    """
    how = spelling(session)
    of_brand = "" if brand_id is None else f" AND brand_id = {how.mark}"
    given = (how.instant(moment), *(() if brand_id is None else (brand_id,)))
    where = f"WHERE raised_at >= {how.mark}{of_brand} ORDER BY id DESC LIMIT {limit}"
    return _read(session, where, *given)


def of_topic(
    session: Session, brand_id: int, topic: Topic, *, moment: datetime
) -> list[Alert]:
    """Return what was raised about a topic from ``moment`` on, the newest first."""
    how = spelling(session)
    # All that begins with "topic/": a 0 comes right after a slash.
    where = (
        f"WHERE brand_id = {how.mark} AND about >= {how.mark} AND about < {how.mark}"
        f" AND raised_at >= {how.mark} ORDER BY id DESC"
    )
    return _read(
        session, where, brand_id, f"{topic}/", f"{topic}0", how.instant(moment)
    )


def unended(
    session: Session, brand_id: int, recipients: Iterable[str], *, moment: datetime
) -> set[tuple[About, str, str]]:
    """Return what these people were told of waits since ``moment``, and not its end.

    What it is about, the recipient, and the channel.
    """
    how = spelling(session)
    # The plus keeps SQLite from reading all that was ever told of the brand.
    sql = (
        "SELECT DISTINCT o.about, o.recipient, o.channel FROM outbox o"
        f" WHERE o.recipient {how.among} AND o.sent_at >= {how.mark}"
        f" AND +o.brand_id = {how.mark} AND o.delivery = 'sent'"
        f" AND o.step IN ({_STEPS}) AND NOT EXISTS (SELECT 1 FROM outbox e"
        " WHERE e.brand_id = o.brand_id AND e.about = o.about AND e.step = 'ended'"
        " AND e.recipient = o.recipient AND e.channel = o.channel)"
    )
    given = (how.values(list(recipients)), how.instant(moment), brand_id)
    return {
        (About.parse(about), recipient, channel)
        for about, recipient, channel in ask(session, sql, *given)
    }


def told(session: Session, recipient: str, *, moment: datetime) -> list[Alert]:
    """Return what went out to a person since ``moment``, whatever the brand."""
    how = spelling(session)
    where = f"WHERE recipient = {how.mark} AND sent_at >= {how.mark} ORDER BY sent_at"
    return _read(session, where, recipient, how.instant(moment))


def _read(session: Session, where: str, *given: object) -> list[Alert]:
    rows = ask(session, f"{_SELECT} {where}", *given)
    return [_alert(dict(zip(COLUMNS, row, strict=True))) for row in rows]


def _alert(row: dict[str, Any]) -> Alert:
    about = About.parse(row["about"])
    return Alert(
        id=row["id"],
        brand_id=row["brand_id"],
        key=AlertKey(about, Step(row["step"]), row["recipient"], row["channel"]),
        raised_at=known_instant(row["raised_at"]),
        ready_at=known_instant(row["ready_at"]),
        delivery=Delivery(row["delivery"]),
        tries=row["tries"],
        taken_at=read_instant(row["taken_at"]),
        sent_at=read_instant(row["sent_at"]),
        message=row["message"],
        said=row["said"],
    )

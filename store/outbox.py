"""The outbox: who is to be told what, and what became of it.

Whether an alert is new is decided by its unique key; who sends it, by a conditional
update. Two processes may do all of this at once.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from domain.alert import About, Alert, AlertKey, Delivery, Raised, Step
from store.sql import ask, batch, insert, run, spelling
from store.types import known_instant, read_instant

COLUMNS = (
    "id", "brand_id", "about", "step", "recipient", "channel", "raised_at", "ready_at",
    "delivery", "tries", "taken_at", "sent_at", "message", "said",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM outbox"
_KEY = ("brand_id", "about", "step", "recipient", "channel")
_NEW = (*_KEY, "raised_at", "ready_at", "delivery", "tries")

MOST = 5_000
"""Alerts that are looked at in one round; the next round takes the rest."""


def add(session: Session, brand_id: int, raised: Iterable[Raised]) -> int:
    """Write alerts down, but for those that are there already; return how many."""
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
    tail = f" ON CONFLICT ({', '.join(_KEY)}) DO NOTHING"
    return batch(session, insert("outbox", _NEW, how, tail), rows)


def ready(session: Session, *, now: datetime, stale: datetime) -> list[Alert]:
    """Return what may go out at ``now``, in the order in which it was raised.

    Also what somebody took before ``stale`` and never spoke of again.
    """
    how = spelling(session)
    return _read(
        session,
        "WHERE delivery IN ('waiting', 'taken')"
        f" AND ready_at <= {how.mark}"
        f" AND (delivery = 'waiting' OR taken_at <= {how.mark})"
        f" ORDER BY id LIMIT {MOST}",
        how.instant(now),
        how.instant(stale),
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
    """Return which steps were ever raised about these, to whomever."""
    how = spelling(session)
    names = {str(each): each for each in abouts}
    sql = (
        "SELECT DISTINCT about, step FROM outbox"
        f" WHERE brand_id = {how.mark} AND about {how.among}"
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

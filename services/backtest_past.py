"""Reads the waits of the last weeks for a back-test: how each ended, and who knew."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from domain.brand import Alerts
from domain.judgement import CRITICAL_FLAGS
from domain.post import PostKey
from response.urgency import IMPATIENT
from services.backtest import Past
from store import Session, judgements, past_waits, waits
from store.brands import StoredBrand
from store.past_waits import PastWait

WINDOW = timedelta(days=30)
"""So far back the ladder is played again."""


def past(session: Session, brand: StoredBrand, *, now: datetime) -> list[Past]:
    """Read the waits that began in the ``WINDOW`` before ``now``."""
    since = now - WINDOW
    found = past_waits.since(session, brand.id, brand.record.name, moment=since)
    waived = past_waits.waived(session, brand.id, moment=since)
    threads = {waits.thread_of(each.wait.key) for each in found}
    known = waits.acknowledged(session, brand.id, threads)
    pressing = _pressing(session, brand.record.alerts, found)
    return [
        Past(
            wait=each.wait,
            ended_at=_ended_at(each, waived),
            followers=each.followers,
            pressing=_start(each) in pressing,
            acknowledged=known.get(
                (waits.thread_of(each.wait.key), each.wait.key.customer), ()
            ),
        )
        for each in found
    ]


def _ended_at(
    found: PastWait, waived: Mapping[past_waits.CaseCustomer, Sequence[datetime]]
) -> datetime | None:
    turn = found.wait.turn
    if turn.reply is not None:
        return turn.reply.at
    if turn.waived is None:
        return None
    said = waived.get(past_waits.customer_of(found.wait.key), ())
    later = (each for each in said if each >= turn.started_at)
    return min(later, default=turn.started_at)


def _pressing(
    session: Session, alerts: Alerts, found: Sequence[PastWait]
) -> set[PostKey]:
    """Return the starts of the waits that are critical, whoever follows the customer.

    Of those that are critical only the ones with a large audience have to be asked for:
    the others are so for another reason.
    """
    pressing, asked = set(), set()
    for each in found:
        turn = each.wait.turn
        if turn.nudges >= IMPATIENT or (
            turn.critical and each.followers <= alerts.audience
        ):
            pressing.add(_start(each))
        elif turn.critical:
            asked |= {PostKey(each.wait.key.network, post) for post in turn.posts}
    judged = judgements.load(session, asked)
    flagged = {
        key
        for key, stored in judged.items()
        if not CRITICAL_FLAGS.isdisjoint(stored.judgement.flags)
    }
    for each in found:
        network = each.wait.key.network
        if any(PostKey(network, post) in flagged for post in each.wait.turn.posts):
            pressing.add(_start(each))
    return pressing


def _start(found: PastWait) -> PostKey:
    return PostKey(found.wait.key.network, found.wait.turn.posts[0])

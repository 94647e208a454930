"""Whether an alert still holds just before it goes out: a late answer cancels it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from alerts.ladder import Wait, held_until
from alerts.quiet import awake
from domain.alert import LADDER, Alert, Step
from domain.case import CaseStatus
from domain.person import Person
from domain.post import PostKey
from services.conversation import conversation
from store import Session, opt_outs, waits
from store.brands import StoredBrand

ANSWERED = "answered meanwhile"
OVER = "needs no answer any more"
GONE = "this person is not told any more"
UNSUBSCRIBED = "unsubscribed"

AGAIN = timedelta(minutes=1)
"""How often is asked whether a wait is over that was, and is not."""


class Sifted(NamedTuple):
    """What may go out, what is given up and why, what waits and until when."""

    due: Sequence[Alert]
    ended: Sequence[tuple[Alert, str]] = ()
    held: Sequence[tuple[Alert, datetime]] = ()


def still(
    session: Session, brand: StoredBrand, found: Iterable[Alert], *, now: datetime
) -> Sifted:
    """Sort alerts of one brand by what became of what they are about."""
    alerts = list(found)
    starts = {start for each in alerts if (start := each.key.about.start)}
    turns = waits.of_posts(session, brand.id, brand.record.name, starts)
    free = _Holds.of(session, brand, turns.values())
    out = opt_outs.load(session, brand.id)
    people = {each.email: each for each in brand.record.people}
    due: list[Alert] = []
    ended: list[tuple[Alert, str]] = []
    held: list[tuple[Alert, datetime]] = []
    for each in alerts:
        wait = turns.get(each.key.about.start) if each.key.about.start else None
        person = people.get(each.key.recipient)
        why = _nobody(each, person, out) or _over(session, brand, each, wait, now)
        until = free.until(each, wait, person, now) if wait and person else None
        if why:
            ended.append((each, why))
        elif until:
            held.append((each, until))
        else:
            due.append(each)
    return Sifted(due, ended, held)


def _nobody(
    alert: Alert, person: Person | None, out: dict[str, datetime]
) -> str | None:
    """Say why this person is not told, whatever it is."""
    if person is None or alert.key.channel not in person.channels:
        return GONE
    if alert.key.step in {Step.DAILY, Step.WEEKLY}:
        if person.email in out:
            return UNSUBSCRIBED
        return GONE if person.digest is None else None
    return None


def _over(
    session: Session,
    brand: StoredBrand,
    alert: Alert,
    wait: Wait | None,
    now: datetime,
) -> str | None:
    """Say why there is nothing to tell any more."""
    step = alert.key.step
    if alert.key.about.start is None or step is Step.ENDED:
        return None
    if wait is None or wait.turn.void:
        return OVER
    if step in LADDER and not wait.turn.open:
        return ANSWERED if wait.turn.reply else OVER
    if step is Step.OUTCOME:
        told = conversation(session, brand, wait.key, as_of=now)
        redirected = told and told.case.status is CaseStatus.REDIRECTED
        return None if redirected else OVER
    return None


@dataclass(frozen=True, slots=True)
class _Holds:
    """What holds alerts of waits back."""

    brand: StoredBrand
    known: Mapping[tuple[PostKey, str], Sequence[datetime]]

    @classmethod
    def of(
        cls, session: Session, brand: StoredBrand, turns: Iterable[Wait]
    ) -> "_Holds":
        threads = {waits.thread_of(each.key) for each in turns}
        return cls(brand, waits.acknowledged(session, brand.id, threads))

    def until(
        self, alert: Alert, wait: Wait, person: Person, now: datetime
    ) -> datetime | None:
        """Return until when somebody who knows of it, or a quiet hour, holds it."""
        if alert.key.step is Step.ENDED and wait.turn.open:
            return now + AGAIN  # it is not over after all
        if alert.key.step not in LADDER:
            return None
        said = self.known.get((waits.thread_of(wait.key), wait.key.customer), ())
        until = held_until(said, wait, self.brand.record)
        if until is not None and until > now:
            return until
        if alert.key.step is Step.CRITICAL:
            return None
        # It may have waited for a mail server into the night.
        zone = self.brand.record.policies[-1].calendar.zone
        wakes = awake(person, now, zone=zone)
        return wakes if wakes > now else None

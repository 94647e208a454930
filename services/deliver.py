"""Delivers what lies in the outbox: one message a person, brand and channel at a time.

A message is taken in a transaction of its own before it is sent, and marked after the
server's yes. Whoever dies between the two sends it once more, under the same id.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from channels.parcel import Later, Outcome, Parcel, Refused, Send, Sent, Unsure
from domain.alert import Alert, Delivery
from domain.clock import iso
from domain.errors import FAILURES, ConfigError
from services.bundle import LAST_TRY, LOGIN, Group, back_off, groups
from services.pack import Outgoing, Packed, pack
from store import Session, Store, brands, outbox
from store.brands import StoredBrand

log = logging.getLogger(__name__)
T = TypeVar("T")

STALE = timedelta(minutes=2)
"""Somebody who took a message that long ago, and said nothing since, has died."""

GIVEN_UP = timedelta(hours=48)
"""After so long what cannot be sent is given up."""

NO_SENDER = timedelta(minutes=1)
"""How often is asked whether a channel was set up meanwhile."""

MOST = 200
"""Messages of one round by one channel."""

LONGEST = timedelta(minutes=1)
"""After that the rest waits for the next round, in which graver ones may come first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What became of a round: its messages, and alerts by what became of them.

    ``put_off`` wait for a hold, a cap or a channel; ``later`` failed and are tried
    again.
    """

    messages: int = 0
    sent: int = 0
    cancelled: int = 0
    put_off: int = 0
    later: int = 0
    failed: int = 0

    def __add__(self, other: "Delivered") -> "Delivered":
        """Add two parts of a round."""
        return Delivered(
            messages=self.messages + other.messages,
            sent=self.sent + other.sent,
            cancelled=self.cancelled + other.cancelled,
            put_off=self.put_off + other.put_off,
            later=self.later + other.later,
            failed=self.failed + other.failed,
        )


class _Taken(Exception):  # noqa: N818 - no mistake: somebody else was quicker
    """Rolls back what others do already."""


def deliver(
    store: Store,
    post: Outgoing,
    *,
    now: datetime,
    stop: Callable[[], bool] = lambda: False,
    clock: Callable[[], datetime] | None = None,
    marks: Store | None = None,
) -> Delivered:
    """Send what may go out ``now``. Raises StoreError, and nothing of a channel's.

    A round may take long: with ``clock`` each message has its own time. ``marks`` takes
    down the yes of a server even when ``store`` may not be written to any more.
    """
    _note(marks or store, post)
    with store.reading() as session:
        found = outbox.ready(session, now=now, stale=now - STALE)
        known = {each.id: each for each in brands.load(session)} if found else {}
    by_channel: dict[str, list[Group]] = {}
    for each in groups(found):
        by_channel.setdefault(each.channel, []).append(each)
    done = Delivered()
    for channel, waiting in by_channel.items():
        round_ = _Round(
            store=store,
            marks=marks or store,
            post=post,
            channel=channel,
            brands=known,
            now=now,
            stop=stop,
            clock=clock or (lambda: now),
        )
        done += round_.run(waiting)
    return done


def _note(store: Store, post: Outgoing) -> None:
    """Write down what was sent; what cannot be written stays known to this process."""
    while post.unmarked:
        alerts, at = post.unmarked[0]
        with store.begin() as session:
            outbox.sent(session, alerts, now=at)
        post.unmarked.pop(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    """One channel's part of a round."""

    store: Store
    marks: Store
    post: Outgoing
    channel: str
    brands: Mapping[int, StoredBrand]
    now: datetime
    stop: Callable[[], bool]
    clock: Callable[[], datetime]

    def run(self, waiting: Sequence[Group]) -> Delivered:
        """Send one message after the other, until one of them ends the round."""
        sender = self.post.senders.get(self.channel)
        if sender is None:
            return self._unsendable(waiting)
        if self.pause:
            return self.put_off(waiting, self.pause)
        done, tries = Delivered(), max(each.tries for each in waiting)
        begun = self.clock()
        with sender.open() as send:
            for number, each in enumerate(waiting[:MOST], 1):
                now = self.clock()
                if self.stop() or now - begun >= LONGEST:
                    break
                # Whoever takes a message at the time of the first one seems dead soon.
                round_ = replace(self, now=now)
                done += round_.one(each, send, tries)
                if until := round_.pause:
                    return done + round_.put_off(waiting[number:], until)
        return done

    @property
    def pause(self) -> datetime | None:
        """Until when the channel is left alone."""
        until = self.post.paused.get(self.channel)
        # None is longer; it was, when the clock was set back since.
        ours = until and self.now < until <= self.now + LAST_TRY
        return until if ours else None

    def one(self, group: Group, send: Send, tries: int) -> Delivered:
        """Send one message, if there is anything to tell, and mark it.

        ``tries`` is how often any message of this channel has failed.
        """
        with self.store.reading() as session:
            brand = self.brands.get(group.brand_id)
            made = pack(session, group, brand, post=self.post, now=self.now)
        try:
            done = self._taken(made)
        except _Taken:
            return Delivered()
        if made.parcel is None:
            return done
        return done + self._mark(made.group, _outcome(made.parcel, send), tries)

    def _taken(self, made: Packed) -> Delivered:
        """Write down what does not go out, and take what does; raise _Taken."""
        left, held = made.group.alerts, [each for each, _ in made.held]
        broken = [each for each, _ in made.broken]
        again = made.group.message is not None
        with self.store.begin() as session:
            _end(session, made.ended, Delivery.CANCELLED)
            mine = [*left, *held, *broken]
            _take(session, mine, made.message, self.now)
            for until, alike in _alike((until, each) for each, until in made.held):
                outbox.put_off(session, alike, until=until, keep=again)
            if made.free:
                outbox.put_off(session, left, until=made.free, keep=again)
            done = self._failed(session, made.group, made.broken, keep=again)
        free = len(left) if made.free else 0
        return done + Delivered(
            cancelled=len(made.ended), put_off=len(made.held) + free
        )

    def _mark(self, group: Group, outcome: Outcome, tries: int) -> Delivered:
        """Write down what became of a message."""
        brand = self.brands[group.brand_id].record.name
        facts = {"channel": self.channel, "brand": brand, "alerts": len(group.alerts)}
        match outcome:
            case Sent():
                self.post.paused.pop(self.channel, None)
                self.post.unmarked.append((group.alerts, self.now))
                _note(self.marks, self.post)
                log.info("message sent", extra=facts)
                return Delivered(messages=1, sent=len(group.alerts))
            case Refused(said):
                log.error("message refused", extra={**facts, "said": said})
                with self.store.begin() as session:
                    failed = [(each, said) for each in group.alerts]
                    _end(session, failed, Delivery.FAILED)
                return Delivered(failed=len(group.alerts))
        wait = self._paused(outcome, tries)
        keep = isinstance(outcome, Unsure) or group.message is not None
        tried = [(each, outcome.said) for each in group.alerts]
        with self.store.begin() as session:
            return self._failed(session, group, tried, keep=keep, wait=wait)

    def _paused(self, outcome: Later | Unsure, tries: int) -> timedelta | None:
        """Leave the channel alone; return for how long, if all wait the same time."""
        if isinstance(outcome, Unsure) or outcome.lost:
            # Maybe it was this one alone: the others are tried soon.
            soon = back_off(1, self.post.chance)
            self.post.paused[self.channel] = self.now + soon
            return None
        if not outcome.whole and not outcome.login:
            return None
        wait = back_off(tries + 1, self.post.chance)
        wait = max(wait, LOGIN) if outcome.login else wait
        self.post.paused[self.channel] = self.now + wait
        return wait

    def _failed(
        self,
        session: Session,
        group: Group,
        tried: Sequence[tuple[Alert, str]],
        *,
        keep: bool,
        wait: timedelta | None = None,
    ) -> Delivered:
        """Try again later; give up what is too old."""
        if not tried:
            return Delivered()
        tries = max(each.tries for each, _ in tried) + 1
        until = self.now + (wait or back_off(tries, self.post.chance))
        old = [each for each in tried if self._too_old(each[0])]
        kept = [each for each in tried if not self._too_old(each[0])]
        _end(session, old, Delivery.FAILED)
        for said, alike in _alike((said, each) for each, said in kept):
            outbox.put_off(session, alike, until=until, said=said, keep=keep)
        facts = {
            "channel": self.channel,
            "brand": self.brands[group.brand_id].record.name,
            "alerts": len(tried),
            "attempt": tries,
            "said": tried[0][1],
        }
        log.warning("message not sent", extra={**facts, "retry_at": iso(until)})
        return Delivered(later=len(kept), failed=len(old))

    def _unsendable(self, waiting: Sequence[Group]) -> Delivered:
        """Keep what has no way out, until it is too old."""
        said = self.post.lacking(self.channel)
        log.warning("message has no way out", extra={"channel": self.channel})
        old = [
            each for group in waiting for each in group.alerts if self._too_old(each)
        ]
        with self.store.begin() as session:
            _end(session, [(each, said) for each in old], Delivery.FAILED)
        young = [
            group.only(left)
            for group in waiting
            if (left := [each for each in group.alerts if not self._too_old(each)])
        ]
        done = self.put_off(young, self.now + NO_SENDER)
        return Delivered(later=done.put_off, failed=len(old))

    def put_off(self, waiting: Sequence[Group], until: datetime) -> Delivered:
        """Put groups off that nobody else has taken meanwhile."""
        moved = [group for group in waiting if self._moved(group, until)]
        return Delivered(put_off=sum(len(group.alerts) for group in moved))

    def _moved(self, group: Group, until: datetime) -> bool:
        message = group.message or ""
        try:
            with self.store.begin() as session:
                _take(session, group.alerts, message, self.now)
                again = bool(group.message)
                outbox.put_off(session, group.alerts, until=until, keep=again)
        except _Taken:
            return False
        return True

    def _too_old(self, alert: Alert) -> bool:
        return self.now - alert.raised_at >= GIVEN_UP


def _outcome(parcel: Parcel, send: Send) -> Outcome:
    """Send; what cannot even be put into an envelope stops nothing."""
    try:
        return send(parcel)
    except ConfigError:
        return Refused("no address that can be written to")
    except (*FAILURES, OSError) as error:
        return Later(f"it cannot be sent ({type(error).__name__})", whole=False)


def _take(
    session: Session, alerts: Sequence[Alert], message: str, now: datetime
) -> None:
    """Take alerts before anything is changed; raise _Taken when somebody else has."""
    if not outbox.take(session, alerts, message=message, now=now):
        raise _Taken


def _end(
    session: Session, ended: Iterable[tuple[Alert, str]], delivery: Delivery
) -> None:
    for said, alike in _alike((said, each) for each, said in ended):
        outbox.end(session, alike, delivery, said=said)


def _alike(given: Iterable[tuple[T, Alert]]) -> Iterable[tuple[T, list[Alert]]]:
    """Join alerts that get the same written down."""
    joined: dict[T, list[Alert]] = {}
    for what, each in given:
        joined.setdefault(what, []).append(each)
    return joined.items()

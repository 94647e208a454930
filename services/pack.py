"""What is left of a message just before it goes out, and the message itself.

Reads only: what does not go out any more, or not yet, is told and not written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from channels.parcel import Composed, Parcel, Sender
from domain.alert import DIGESTS, Alert, Delivery, Step
from domain.errors import FAILURES, ConfigError
from domain.person import Person
from services.bundle import HOUR, Group, free_at, message_id
from services.still import GONE, still
from store import Session, outbox
from store.brands import StoredBrand

EMPTY = "nothing left to tell"
NOT_SET_UP = "the channel is not set up"

Compose = Callable[
    [Session, StoredBrand, Sequence[Alert], Person, datetime], Composed | None
]
"""Puts a message together; None when there is nothing to tell any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """How messages go out. ``senders`` are by channel, ``host`` stands in our ids.

    ``compose`` does for every step that ``by_step`` does not name. ``lacking`` says why
    a channel has no sender. ``chance`` returns a number of [0, 1). Two are kept from
    round to round: ``paused``, until when a channel is left alone, and ``unmarked``,
    what a server said yes to, and when, that could not be written down yet.
    """

    senders: Mapping[str, Sender]
    compose: Compose
    chance: Callable[[], float]
    host: str = "earshot.invalid"
    by_step: Mapping[Step, Compose] = field(default_factory=dict)
    lacking: Callable[[str], str] = lambda _channel: NOT_SET_UP
    paused: dict[str, datetime] = field(default_factory=dict)
    unmarked: list[tuple[Sequence[Alert], datetime]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A group, sorted: what goes out now as ``parcel``, and what does not, and why.

    ``free`` is when the caps let ``group`` go out, when that is not now.
    """

    group: Group
    message: str
    parcel: Parcel | None = None
    free: datetime | None = None
    ended: Sequence[tuple[Alert, str]] = ()
    held: Sequence[tuple[Alert, datetime]] = ()
    broken: Sequence[tuple[Alert, str]] = ()


def pack(
    session: Session,
    group: Group,
    brand: StoredBrand | None,
    *,
    post: Outgoing,
    now: datetime,
) -> Packed:
    """Ask what still holds, and put the message together."""
    message = message_id(group, host=post.host)
    people = brand.record.people if brand else ()
    person = next((each for each in people if each.email == group.recipient), None)
    if brand is None or person is None:
        gone = [(each, GONE) for each in group.alerts]
        return Packed(group=group.only([]), message=message, ended=gone)
    sifted = still(session, brand, group.alerts, now=now)
    left, held = group.only(sifted.due), sifted.held
    if group.message and sifted.due:
        # What may have arrived goes out again as it was: nobody is disturbed twice.
        left, held = group.only([*sifted.due, *(each for each, _ in held)]), ()
    found = Packed(group=left, message=message, ended=sifted.ended, held=held)
    if not left.alerts:
        return found
    told = outbox.told(session, group.recipient, moment=now - HOUR)
    free = free_at(left, told, now=now)
    if free > now:
        return replace(found, free=free)
    write = post.by_step.get(left.step, post.compose)

    def compose(alerts: Sequence[Alert]) -> Composed | None:
        return write(session, brand, alerts, person, now)

    return _filled(session, found, brand.record.name, compose, now)


def _filled(
    session: Session,
    found: Packed,
    brand: str,
    compose: Callable[[Sequence[Alert]], Composed | None],
    now: datetime,
) -> Packed:
    """Put the message together, without what cannot be put together."""
    composed, broken = _sound(compose, found.group.alerts)
    bad = {each.id for each, _ in broken}
    good = [each for each in found.group.alerts if each.id not in bad]
    if composed is None:
        ended = [*found.ended, *((each, EMPTY) for each in good)]
        return replace(found, group=found.group.only([]), ended=ended, broken=broken)
    group = found.group.only(good)
    parcel = Parcel(
        id=found.message,
        brand=brand,
        recipient=group.recipient,
        step=group.step.value,
        at=now,
        composed=composed,
        first=_first(session, group),
    )
    return replace(found, group=group, parcel=parcel, broken=broken)


def _sound(
    compose: Callable[[Sequence[Alert]], Composed | None], alerts: Sequence[Alert]
) -> tuple[Composed | None, list[tuple[Alert, str]]]:
    """Compose; where that fails, without those alerts for which it fails."""
    composed, why = _tried(compose, alerts)
    if why is None:
        return composed, []
    broken = _broken(compose, alerts, why)
    bad = {each.id for each, _ in broken}
    good = [each for each in alerts if each.id not in bad]
    if not good:
        return None, broken
    composed, why = _tried(compose, good)
    if why is None:
        return composed, broken
    return None, [*broken, *((each, why) for each in good)]


def _broken(
    compose: Callable[[Sequence[Alert]], Composed | None],
    alerts: Sequence[Alert],
    why: str,
) -> list[tuple[Alert, str]]:
    """Find by halves for which alerts composing fails."""
    if len(alerts) == 1:
        return [(alerts[0], why)]
    middle = len(alerts) // 2
    found = []
    for half in (alerts[:middle], alerts[middle:]):
        _, failed = _tried(compose, half)
        found += _broken(compose, half, failed) if failed else []
    return found


def _tried(
    compose: Callable[[Sequence[Alert]], Composed | None], alerts: Sequence[Alert]
) -> tuple[Composed | None, str | None]:
    """Compose, and say what was raised by its name alone: its words may quote."""
    try:
        return compose(alerts), None
    except (*FAILURES, OSError, ConfigError) as error:
        return None, f"it cannot be written ({type(error).__name__})"


def _first(session: Session, group: Group) -> str | None:
    """Return the id of the first mail about the one thing that a message is about."""
    abouts = {each.key.about for each in group.alerts}
    if len(abouts) != 1 or group.step in DIGESTS:
        return None
    told = [
        each
        for each in outbox.about(session, group.brand_id, abouts)
        if (each.key.recipient, each.key.channel) == (group.recipient, group.channel)
        and each.delivery is Delivery.SENT
        and each.sent_at
    ]
    first = min(told, key=lambda each: (each.sent_at, each.id), default=None)
    return first.message if first else None

"""What becomes one message, what it is called, and when it may go out again. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from domain.alert import DIGESTS, GRAVITY, Alert, Step

APART = timedelta(minutes=5)
"""Between two messages about one brand to one person by one channel."""

HOUR = timedelta(hours=1)
AN_HOUR = 6
"""Messages to one person in an hour, whatever the brand and the channel."""

FIRST_TRY, LAST_TRY = timedelta(minutes=1), timedelta(hours=1)
"""How long is waited after the first failure, and at most."""

LOGIN = timedelta(minutes=15)
"""How long is waited once a server refused our password: more may lock us out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Alerts that go out as one message.

    ``message`` is set for one that was tried and may have arrived: it stays the same.
    """

    brand_id: int
    recipient: str
    channel: str
    alerts: Sequence[Alert]
    message: str | None = None

    @property
    def step(self) -> Step:
        """The gravest step that it tells of."""
        return max((each.key.step for each in self.alerts), key=GRAVITY.index)

    @property
    def tries(self) -> int:
        """Count how often it was sent without a yes."""
        return max(each.tries for each in self.alerts)

    def only(self, alerts: Sequence[Alert]) -> "Group":
        """Return the same message with fewer alerts."""
        return replace(self, alerts=alerts)


def groups(found: Iterable[Alert]) -> list[Group]:
    """Join alerts into messages, the gravest first; a digest is one by itself.

    What failed already comes last: whatever breaks the line must not hold it up.
    """
    joined: dict[tuple[object, ...], list[Alert]] = {}
    for each in found:
        apart = each.key.about if each.key.step in DIGESTS else None
        to = (each.brand_id, each.key.recipient, each.key.channel)
        joined.setdefault((*to, each.message, apart), []).append(each)
    made = [
        Group(
            brand_id=alerts[0].brand_id,
            recipient=alerts[0].key.recipient,
            channel=alerts[0].key.channel,
            alerts=alerts,
            message=alerts[0].message,
        )
        for alerts in joined.values()
    ]
    return sorted(
        made,
        key=lambda each: (
            each.tries,
            -GRAVITY.index(each.step),
            each.alerts[0].id,
        ),
    )


def message_id(group: Group, *, host: str) -> str:
    """Name a message by what it carries: the same alerts, the same name."""
    if group.message:
        return group.message
    keys = sorted(f"{each.brand_id} {each.id} {each.key}" for each in group.alerts)
    name = sha256("\n".join(keys).encode(errors="replace")).hexdigest()[:32]
    return f"<{name}@{host}>"


def free_at(group: Group, told: Iterable[Alert], *, now: datetime) -> datetime:
    """Return when a message may go out, given what the person was ``told``.

    The first critical one need not keep its distance from others, but counts. Digests
    wait for nothing, and nothing waits for them. What was told later than now, by a
    clock that was set back since, does not count.
    """
    if group.step in DIGESTS:
        return now
    heard = [
        (each.sent_at, each)
        for each in told
        if each.sent_at and each.sent_at <= now + APART and each.key.step not in DIGESTS
    ]
    hour = sorted({each.message: at for at, each in heard}.values(), reverse=True)
    free = hour[AN_HOUR - 1] + HOUR if len(hour) >= AN_HOUR else now
    here = [
        (at, each.key.step)
        for at, each in heard
        if (each.brand_id, each.key.channel) == (group.brand_id, group.channel)
        and at > now - APART
    ]
    breaks = group.step is Step.CRITICAL and Step.CRITICAL not in {
        step for _, step in here
    }
    if here and not breaks:
        free = max(free, *(at + APART for at, _ in here))
    return max(free, now)


def back_off(tries: int, chance: Callable[[], float]) -> timedelta:
    """Return how long to wait after so many failures: longer each time, never even."""
    doubled: int = 2 ** min(tries - 1, 10)
    whole = min(FIRST_TRY * doubled, LAST_TRY)
    return whole * (0.75 + 0.25 * chance())

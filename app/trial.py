"""A trial: a message that is only there to be looked at, sent at once to one person.

It passes by the outbox: nothing is held, nothing counted, and nobody is told twice.
"""

from hashlib import sha256
from typing import TYPE_CHECKING

from domain.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.wiring import Desk
    from channels.parcel import Composed
    from domain.alert import Step
    from domain.person import Person


def send_trial(
    desk: "Desk",
    composed: "Composed",
    *,
    brand: str,
    to: "Person",
    channels: "tuple[str, ...]",
    step: "Step",
) -> "Iterator[tuple[str, str | None]]":
    """Send it by each of these channels; yield what went wrong, or None.

    Raises ConfigError for an address that is none, and StoreError.
    """
    from app.outgoing import senders
    from channels.mime import address
    from channels.parcel import Parcel, Sent
    from services.pack import NOT_SET_UP

    address(to.email)
    found, lacking = senders(desk)
    now = desk.clock()
    for channel in channels:
        sender = found.get(channel)
        if sender is None:
            yield channel, lacking.get(channel, NOT_SET_UP)
            continue
        name = sha256(f"{channel} {to.email} {now}".encode()).hexdigest()[:32]
        parcel = Parcel(
            id=f"<{name}@{_host(desk)}>",
            brand=brand,
            recipient=to.email,
            step=step.value,
            at=now,
            composed=composed,
        )
        with sender.open() as send:
            outcome = send(parcel)
        yield channel, None if isinstance(outcome, Sent) else outcome.said


def _host(desk: "Desk") -> str:
    from channels.mime import host_of

    mail = desk.settings.mail
    try:
        return host_of(mail.sender) if mail else "earshot.invalid"
    except ConfigError:
        return "earshot.invalid"

"""``earshot notify``: send what lies in the outbox, or a sample of an alert."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from app.exits import PART
from domain.errors import ConfigError

if TYPE_CHECKING:
    from app.wiring import Desk
    from services.deliver import Delivered

BACK = timedelta(days=30)


def notify(
    ctx: typer.Context,
    recipient: Annotated[
        str | None,
        typer.Option(
            "--test", help="Send this person a sample instead.", metavar="RECIPIENT"
        ),
    ] = None,
) -> None:
    """Send what lies in the outbox now; the engine does so by itself."""
    from app import logs
    from app.redaction import secrets_of

    # What happens is said below in plain lines.
    logs.set_up("CRITICAL", hide=secrets_of(ctx.obj.settings))
    desk: Desk = ctx.obj.desk
    if recipient is not None:
        _sample(desk, recipient)
        return
    deliver_now(desk)


def deliver_now(desk: "Desk") -> None:
    """Send what may go out now and say how many; Exit 3 when some could not.

    Raises ConfigError when mail waits and none is set up.
    """
    from app.outgoing import send_due, senders

    waiting = _waiting_for_mail(desk)
    done = send_due(desk, desk.store, paused={})
    _say(done)
    _, lacking = senders(desk)
    if waiting and desk.settings.mail is None:
        raise ConfigError(lacking["mail"])
    if done.later or done.failed:
        raise typer.Exit(PART)


def _waiting_for_mail(desk: "Desk") -> bool:
    from domain.alert import MAIL, Delivery
    from store import outbox

    with desk.store.reading() as session:
        found = outbox.since(session, None, moment=desk.clock() - BACK)
    return any(
        each.key.channel == MAIL and each.delivery is Delivery.WAITING for each in found
    )


def _say(done: "Delivered") -> None:
    typer.echo(f"{_many(done.messages, 'message')} sent, with {_many(done.sent)}")
    for number, what in (
        (done.cancelled, "not needed any more"),
        (done.put_off, "put off for now: a hold, a cap, or a channel that is down"),
        (done.later, "not sent, tried again later: see earshot doctor"),
        (done.failed, "given up: see earshot doctor"),
    ):
        if number:
            typer.echo(f"{_many(number)} {what}")


def _many(number: int, what: str = "alert") -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _sample(desk: "Desk", recipient: str) -> None:
    """Send a sample by each of a person's channels, and say what became of each."""
    from app.sample import samples

    bad = 0
    for channel, said in samples(desk, recipient):
        bad += said is not None
        typer.echo(f"{channel}: {said or 'a sample was sent'}")
    if bad:
        raise typer.Exit(PART)

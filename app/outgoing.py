"""How alerts go out: a sender for each channel that somebody is told by.

A channel whose secret or server is missing has no sender: its alerts wait, and
``lacking`` says what for.
"""

import random
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from app import logs
from app.settings import Settings, channel_secret, secret_key
from domain.alert import DIGESTS, MAIL, About
from domain.errors import ConfigError
from domain.text import bounded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from alerts.letter import Letter, Outage
    from app.wiring import Desk
    from channels.parcel import Composed, Sender
    from domain.alert import Alert
    from domain.person import Person
    from services.deliver import Delivered
    from services.letters import Desk as LetterDesk
    from services.pack import Compose, Outgoing
    from services.signed import Addresses
    from store import Session, Store
    from store.brands import StoredBrand


def outgoing(desk: "Desk") -> "Outgoing":
    """Join senders and letters. Raises StoreError and ConfigError."""
    from services.pack import NOT_SET_UP, Outgoing

    found, lacking = senders(desk)
    return Outgoing(
        senders=found,
        compose=composer(letter_desk(desk)),
        by_step=dict.fromkeys(DIGESTS, digest_composer(desk)),
        chance=random.random,
        host=_host(desk.settings),
        lacking=lambda channel: lacking.get(channel, NOT_SET_UP),
    )


def send_due(
    desk: "Desk",
    store: "Store",
    *,
    paused: dict[str, "datetime"],
    unmarked: "list[tuple[Sequence[Alert], datetime]] | None" = None,
    stop: "Callable[[], bool]" = lambda: False,
) -> "Delivered":
    """Send what may go out now, by ``store``, which writes only while we lead.

    ``paused`` and ``unmarked`` are what the round before left. That a message is gone
    is written down even once we lead no more. Raises StoreError and ConfigError.
    """
    from services.deliver import STALE, Delivered, deliver
    from store import outbox

    now, left = desk.clock(), [] if unmarked is None else unmarked
    with store.reading() as session:
        if not left and not outbox.ready(session, now=now, stale=now - STALE):
            return Delivered()
    post = replace(outgoing(desk), paused=paused, unmarked=left)
    return deliver(store, post, now=now, stop=stop, clock=desk.clock, marks=desk.store)


def senders(desk: "Desk") -> "tuple[Mapping[str, Sender], Mapping[str, str]]":
    """Return the senders by channel, and what is wrong with those that have none."""
    found: dict[str, Sender] = {}
    lacking: dict[str, str] = {}
    for channel in channels(desk):
        try:
            found[channel] = _sender(desk.settings, channel)
        except ConfigError as error:
            lacking[channel] = str(error)
    return found, lacking


def channels(desk: "Desk") -> list[str]:
    """Name the channels by which anybody is told, mail first."""
    from store import brands

    with desk.store.reading() as session:
        known = brands.load(session)
    named = {
        channel
        for each in known
        if not each.record.demo
        for person in each.record.people
        for channel in person.channels
    }
    return sorted(named | {MAIL}, key=lambda each: (each != MAIL, each))


def composer(desk: "LetterDesk") -> "Compose":
    """Return what makes messages of alerts."""
    from services.letters import letter

    def compose(
        session: "Session",
        brand: "StoredBrand",
        alerts: "Sequence[Alert]",
        person: "Person",
        now: "datetime",
    ) -> "Composed | None":
        made = letter(session, brand, alerts, reader=person, now=now, desk=desk)
        if not (made.cards or made.ended or made.surges or made.outages):
            return None
        return in_words(made)

    return compose


def digest_composer(desk: "Desk") -> "Compose":
    """Return what makes the message of a digest."""
    from channels.letters import render_digest
    from channels.parcel import Composed
    from services.digests import digest_for

    def compose(
        session: "Session",
        brand: "StoredBrand",
        alerts: "Sequence[Alert]",
        person: "Person",
        now: "datetime",
    ) -> "Composed | None":
        zone = person.zone or brand.record.policies[-1].calendar.zone
        made = digest_for(
            session,
            brand,
            alerts[0],
            person,
            now=now,
            addresses=addresses(desk),
            outages=_outages(desk, zone),
        )
        rendered = render_digest(made)
        return Composed(
            rendered=rendered,
            short=lambda limit: bounded(rendered.text, limit),
            unsubscribe=made.unsubscribe,
        )

    return compose


def in_words(made: "Letter") -> "Composed":
    """Return a letter in the words of its reader's language."""
    from channels.letters import render_alert, short
    from channels.parcel import Composed

    return Composed(
        rendered=render_alert(made), short=lambda limit: short(made, limit=limit)
    )


def letter_desk(desk: "Desk") -> "LetterDesk":
    """Return what letters need beside the store."""
    from services.letters import Desk as LetterDesk
    from services.spikes import surge

    return LetterDesk(
        addresses=addresses(desk),
        outage=partial(_outage, desk),
        surge=partial(surge, now=desk.clock()),
    )


def addresses(desk: "Desk") -> "Addresses":
    """Return where clicks lead; nowhere without ``public_url``."""
    from services.signed import Addresses

    url = desk.settings.dashboard.public_url
    if url is None:
        return Addresses(None)
    key = secret_key(desk.settings).get_secret_value().encode()
    return Addresses(url, key)


def _sender(settings: Settings, channel: str) -> "Sender":
    """Make the sender of a channel; ConfigError says what it lacks."""
    if channel == MAIL:
        return _mail(settings)
    from channels import chat, webhook

    name = channel.removeprefix("secret:")
    found = channel_secret(name)
    if found is None:
        raise ConfigError(f"{name}: found nothing, wanted it in the environment")
    url = found.get_secret_value()
    logs.hide([url.partition("://")[2]])
    if not webhook.is_webhook(url):
        chat.check(url)
        return chat.Chat(url=url)
    key = settings.secrets.webhook_secret
    if key is None:
        wanted = "it in the environment: it signs what a webhook is sent"
        raise ConfigError(f"EARSHOT_WEBHOOK_SECRET: found nothing, wanted {wanted}")
    return webhook.Webhook(url=url, key=key.get_secret_value())


def _mail(settings: Settings) -> "Sender":
    from channels.mime import host_of
    from channels.smtp import Server

    mail, password = settings.mail, settings.secrets.mail_password
    if mail is None:
        raise ConfigError("mail: found nothing, wanted [mail] in the settings")
    host_of(mail.sender)
    if mail.username is not None and password is None:
        wanted = "it in the environment"
        raise ConfigError(f"EARSHOT_MAIL_PASSWORD: found nothing, wanted {wanted}")
    return Server(
        host=mail.host,
        port=mail.port,
        sender=mail.sender,
        tls=mail.tls,
        username=mail.username,
        password=password.get_secret_value() if password else None,
    )


def _host(settings: Settings) -> str:
    from channels.mime import host_of

    if settings.mail is None:
        return "earshot.invalid"
    try:
        return host_of(settings.mail.sender)
    except ConfigError:
        return "earshot.invalid"


def _outage(desk: "Desk", about: About, zone: str) -> "Outage | None":
    """Say how a source stands that an alert is about; None when that is over or off."""
    from app.health import sources_of
    from services.outages import outage

    return outage(sources_of(desk).states, about, now=desk.clock(), zone=zone)


def _outages(desk: "Desk", zone: str) -> "list[Outage]":
    from app.health import sources_of
    from services.outages import outages

    return outages(sources_of(desk).states, now=desk.clock(), zone=zone)

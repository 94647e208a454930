"""Digests to look at: as the mail, as a page for a browser, and as plain text."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import ConfigError
from domain.person import Person

if TYPE_CHECKING:
    from alerts.digest import Digest
    from alerts.letter import Outage
    from app.wiring import Desk
    from channels.letters import Rendered
    from store.brands import StoredBrand

SAMPLE = Person(email="reader@example.com", digest=8 * 60)
"""Stands in where nobody of a brand gets a digest."""

SENDER = "Earshot <earshot@example.invalid>"
"""Whom a mail is from in a house that sends none."""

_UNSAFE = re.compile(r"[^\w.@+-]+")
LONGEST = 60
"""Characters of a brand or a person in a file's name."""


def write(
    desk: "Desk", brand: str | None, day: date | None, folder: Path
) -> list[Path]:
    """Write the digests of a date, or as they would be now; return the files.

    There is one for each person of each brand who gets a digest, else one for a sample
    reader. Raises ConfigError for a folder that cannot be written, StoreError.
    """
    written: list[Path] = []
    for stem, parts in _previews(desk, brand, day):
        for ending, data in parts.items():
            path = folder / f"{stem}.{ending}"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            except OSError as error:
                wanted = "a folder we may write to"
                found = error.strerror
                raise ConfigError(
                    f"{folder}: found {found}, wanted {wanted}"
                ) from error
            written.append(path)
    return written


def preview(
    desk: "Desk", brand: "StoredBrand", person: Person, day: date | None = None
) -> "Digest":
    """Return the digest of a date as of when it went, or as it would be now."""
    from app.outgoing import addresses
    from services.digests import digest_on

    with desk.store.reading() as session:
        return digest_on(
            session,
            brand,
            person,
            day,
            now=desk.clock(),
            addresses=addresses(desk),
            outages=_outages(desk, brand, person),
        )


def page(rendered: "Rendered") -> str:
    """Return the HTML with its pictures inside: a browser needs nothing else."""
    html = rendered.html
    for each in rendered.images:
        data = b64encode(each.png).decode()
        html = html.replace(f"cid:{each.cid}", f"data:image/png;base64,{data}")
    return html


def mail_of(desk: "Desk", told: "Digest", rendered: "Rendered") -> bytes:
    """Return the mail as it would be handed to the server."""
    from channels.mime import host_of, mail
    from channels.parcel import Composed, Parcel

    configured = desk.settings.mail
    sender = configured.sender if configured else SENDER
    named = f"{told.brand}\n{told.day}\n{told.reader.email}".encode(errors="replace")
    parcel = Parcel(
        id=f"<preview-{sha256(named).hexdigest()[:32]}@{host_of(sender)}>",
        brand=told.brand,
        recipient=told.reader.email,
        step=told.kind.value,
        at=told.until,
        composed=Composed(
            rendered=rendered,
            short=lambda limit: rendered.text[:limit],
            unsubscribe=told.unsubscribe,
        ),
    )
    return mail(parcel, sender=sender).data


def _previews(
    desk: "Desk", brand: str | None, day: date | None
) -> Iterator[tuple[str, Mapping[str, bytes]]]:
    """Yield the name of each digest's files, and what stands in them by ending."""
    from app.wiring import brands_of
    from channels.letters import render_digest
    from services.digests import readers

    for found in brands_of(desk, brand):
        people = readers(found)
        for person in people or [SAMPLE]:
            told = preview(desk, found, person, day)
            rendered = render_digest(told)
            who = person.email if people else "reader"
            yield (
                f"{_plain(found.record.name)}-{_plain(who)}-{told.day}",
                {
                    "eml": mail_of(desk, told, rendered),
                    "html": page(rendered).encode(),
                    "txt": rendered.text.encode(),
                },
            )


def _outages(desk: "Desk", brand: "StoredBrand", person: Person) -> "list[Outage]":
    from app.health import sources_of
    from services.outages import outages

    if brand.record.demo:
        return []
    zone = person.zone or brand.record.policies[-1].calendar.zone
    return outages(sources_of(desk).states, now=desk.clock(), zone=zone)


def _plain(name: str) -> str:
    """Return a name as part of a file's name: no folder, nothing hidden."""
    return _UNSAFE.sub("-", name)[:LONGEST].strip("-.") or "-"

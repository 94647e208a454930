"""How the house is: every source as the settings and the store know it."""

from dataclasses import fields
from datetime import UTC
from typing import TYPE_CHECKING

from app.jobs import lacking
from app.lead import NAME
from app.networks import OFTEN
from app.settings import Settings
from domain.clock import iso, iso_or_none, whole_seconds

if TYPE_CHECKING:
    from app.wiring import Desk
    from services.sources import Known, SourceHealth, SourcesHealth, StreamHealth


def sources_of(desk: "Desk") -> "SourcesHealth":
    """Say how all sources stand now. Raises StoreError."""
    from services.sources import sources

    with desk.store.reading() as session:
        return sources(
            session, known_sources(desk.settings), lease=NAME, as_of=desk.clock()
        )


def known_sources(settings: Settings) -> "list[Known]":
    """List the networks that can be read or are switched on, those that are on first.

    No secret's value goes along, only the names of those that are missing.
    """
    from collectors import known_networks

    readable = known_networks()
    names = [each.name for each in fields(settings.networks)]
    on = [each for each in names if getattr(settings.networks, each) is not None]
    off = [each for each in names if each in readable and each not in on]
    return [
        _known(settings, each, on=each in on, readable=each in readable)
        for each in (*on, *off)
    ]


def _known(settings: Settings, name: str, *, on: bool, readable: bool) -> "Known":
    from collectors import network
    from services.sources import Known

    options = getattr(settings.networks, name)
    module = network(name) if readable else None
    return Known(
        network=name,
        name=module.NAME if module else name.capitalize(),
        on=on,
        readable=readable,
        need=module.NEED if module else None,
        missing=lacking(settings, name) if readable else (),
        every=getattr(options, "every", OFTEN),
        monthly_usd=getattr(options, "monthly_usd", None),
    )


def to_json(found: "SourcesHealth") -> dict[str, object]:
    """Return all sources with the fields outsiders know."""
    return {
        "as_of": iso(found.as_of),
        "status": found.house.value,
        "engine": found.engine.value,
        "rows": [_row(each) for each in found.sources],
    }


def _row(told: "SourceHealth") -> dict[str, object]:
    from alerts.blind_said import advice, sentence

    state, known = told.state, told.known
    return {
        "network": known.network,
        "name": known.name,
        "on": known.on,
        "state": state.state.value,
        "said": sentence(state, now=told.as_of, zone=UTC),
        "advice": advice(state),
        "needs": list(known.missing),
        "where": known.need.where if known.need else None,
        "partial": state.partial,
        "at": iso_or_none(state.at),
        "until": iso_or_none(state.pause.until if state.pause else None),
        "fault": state.pause.fault.value if state.pause else None,
        "every_s": whole_seconds(known.every),
        "posts_24h": told.posts,
        "skipped_24h": told.skipped,
        "month_usd": round(told.usd, 4),
        "monthly_usd": known.monthly_usd,
        "streams": [_stream(each) for each in told.streams],
    }


def _stream(told: "StreamHealth") -> dict[str, object]:
    reading = told.reading
    return {
        "family": str(reading.family),
        "query": reading.query,
        "read_at": iso_or_none(reading.seen_at),
        "tried_at": iso_or_none(reading.tried_at),
        "posts_24h": told.posts,
        "skipped_24h": told.skipped,
    }

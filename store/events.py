"""What people did about cases. Only ever added."""

import json
from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from domain.event import Event, EventKind
from domain.post import PostKey
from store.posts import by_network
from store.sql import ask, batch, insert, spelling
from store.types import known_instant

COLUMNS = (
    "brand_id", "network", "post_id", "customer", "kind", "at", "by", "detail",
)  # fmt: skip
_NAMES = tuple(f'"{name}"' for name in COLUMNS)  # "by" and "at" are words of SQL


def add(session: Session, brand_id: int, event: Event) -> None:
    """Add one event to the log."""
    how = spelling(session)
    row = (
        brand_id,
        *event.about,
        event.customer,
        event.kind.value,
        how.instant(event.at),
        event.by,
        json.dumps(dict(event.detail)),
    )
    batch(session, insert("events", _NAMES, how), [row])


def load(session: Session, keys: Iterable[PostKey]) -> dict[str, list[Event]]:
    """Return the events about the posts by brand's name, in the order they came."""
    how = spelling(session)
    sql = (
        "SELECT b.name, e.network, e.post_id, e.customer, e.kind, e.at, e.by, e.detail"
        " FROM events e JOIN brands b ON b.id = e.brand_id"
        f" WHERE e.network = {how.mark} AND e.post_id {how.among} ORDER BY e.id"
    )
    found: dict[str, list[Event]] = {}
    for network, ids in by_network(keys).items():
        for row in ask(session, sql, network, how.values(ids)):
            event = _read(row)
            found.setdefault(event.brand, []).append(event)
    return found


def of_authors(
    session: Session, customers: Iterable[PostKey]
) -> dict[PostKey, list[Event]]:
    """Return what was said of these customers wherever they write, by network and id.

    That is who muted them, and who they are.
    """
    how = spelling(session)
    sql = (
        "SELECT b.name, e.network, e.post_id, e.customer, e.kind, e.at, e.by, e.detail"
        " FROM events e JOIN brands b ON b.id = e.brand_id"
        f" WHERE e.network = {how.mark} AND e.customer {how.among}"
        " AND e.kind IN ('muted', 'unmuted', 'classed') ORDER BY e.id"
    )
    found: dict[PostKey, list[Event]] = {}
    for network, ids in by_network(customers).items():
        for row in ask(session, sql, network, how.values(ids)):
            event = _read(row)
            found.setdefault(PostKey(network, event.customer), []).append(event)
    return found


def _read(row: Any) -> Event:
    brand, network, post_id, customer, kind, at, by, detail = row
    return Event(
        brand=brand,
        about=PostKey(network, post_id),
        customer=customer,
        kind=EventKind(kind),
        at=known_instant(at),
        by=by,
        detail=json.loads(detail),
    )

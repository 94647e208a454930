"""What people say of single posts: their topic and mood, before any engine's.

Read from the events, so it is right for whatever instant is asked for.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from domain.event import Event, EventKind
from domain.post import PostKey
from response.marks import Marks, marks
from services.conversation import as_of_now
from store import Session, events
from store.brands import StoredBrand

Words = Mapping[str, object]


def spoken(
    session: Session, brand: StoredBrand, keys: Collection[PostKey], *, now: datetime
) -> dict[PostKey, Words]:
    """Return what was said until ``now`` of those posts that people spoke of."""
    told = events.load(session, keys).get(brand.record.name, [])
    judged: dict[tuple[str, str], list[Event]] = {}
    for each in told:
        if each.kind is EventKind.JUDGED:
            judged.setdefault((each.about.network, each.customer), []).append(each)
    found: dict[PostKey, Words] = {}
    for (network, customer), mine in judged.items():
        standing = marks(mine, as_of_now(now)).get(customer, Marks())
        for post_id in standing.judged:
            if words := standing.said(post_id):
                found[PostKey(network, post_id)] = words
    return found

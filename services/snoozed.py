"""Which of the listed cases are put off, and until when. No clock stops for it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from domain.case import CaseKey
from domain.clock import parse_instant
from domain.post import PostKey
from store import Session, snoozes
from store.brands import StoredBrand


def snoozed(
    session: Session, brand: StoredBrand, keys: Collection[CaseKey], *, now: datetime
) -> Mapping[CaseKey, datetime]:
    """Return the end of each snooze that holds ``now``: the last word counts."""
    threads = {PostKey(each.network, each.thread) for each in keys}
    ends: dict[tuple[PostKey, str], datetime] = {}
    for each in snoozes.load(session, brand.id, threads):
        if each.at <= now and (until := _instant(each.until)):
            ends[each.thread, each.customer] = until
    found = {
        key: ends.get((PostKey(key.network, key.thread), key.customer)) for key in keys
    }
    return {key: end for key, end in found.items() if end is not None and end > now}


def _instant(text: str) -> datetime | None:
    try:
        return parse_instant(text)
    except ValueError:
        return None

"""The turns of a brand: as stored when that is now, else worked out anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from domain.brand import BrandRecord
from domain.case import Case, CaseKey, Turn
from domain.thread import Thread
from response.cases import cases as cases_of
from store import Session, cases, threads
from store.brands import StoredBrand


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTurn:
    """A turn with the case it belongs to. ``resolved_at`` is the case's."""

    key: CaseKey
    turn: Turn
    resolved_at: datetime | None = None


def turns(
    session: Session, brand: StoredBrand, *, as_of: datetime | None
) -> list[ToldTurn]:
    """Return the turns of a brand, by start, case and number.

    ``as_of`` None means after all facts, which is what is stored; an instant means
    what had been posted and done by then.
    """
    if as_of is None:
        return _stored(session, brand)
    told = [
        ToldTurn(key=case.key, turn=turn, resolved_at=case.resolved_at)
        for _, case in worked_out(session, brand, as_of=as_of)
        for turn in case.turns
    ]
    return sorted(told, key=_in_order)


def worked_out(
    session: Session, brand: StoredBrand, *, as_of: datetime
) -> Iterator[tuple[Thread, Case]]:
    """Yield every case of the brand as it stood at ``as_of``, with its thread."""
    record: BrandRecord = brand.record
    for names in threads.of_brand(session, brand.id):
        for stored in threads.load(session, names):
            thread = stored.towards(brand.id, record.name)
            for case in cases_of(thread, record, as_of=as_of):
                yield thread, case


def _stored(session: Session, brand: StoredBrand) -> list[ToldTurn]:
    name = brand.record.name
    resolved = cases.resolutions(session, brand.id, name)
    told = [
        ToldTurn(key=key, turn=turn, resolved_at=resolved.get(key))
        for key, turn in cases.turns(session, brand.id, name)
    ]
    return sorted(told, key=_in_order)


def _in_order(told: ToldTurn) -> tuple[datetime, str, int]:
    return told.turn.started_at, str(told.key), told.turn.number

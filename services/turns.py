"""The turns of a brand: as stored when that is now, else worked out anew."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.brand import BrandRecord
from domain.case import Case, CaseKey, Turn
from domain.post import PostKey
from domain.thread import Thread
from response.cases import cases as cases_of
from store import Session, cases, threads
from store.brands import StoredBrand
from store.critical import critical


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTurn:
    """A turn with the case it belongs to; all below ``leads`` is the case's.

    ``leads`` marks the turn that starts the case's clock: the first that counts.
    ``led`` tells whether the case has such a turn, ``critical`` whether any of its
    turns is critical that is not void. ``lapsed_at`` is when it was closed by
    silence, maybe a time to come: a resolution it never is.
    """

    key: CaseKey
    turn: Turn
    leads: bool
    led: bool = True
    critical: bool = False
    lapsed_at: datetime | None = None
    resolved_at: datetime | None = None
    first_resolved_at: datetime | None = None
    reopened: int = 0
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()


def turns(
    session: Session,
    brand: StoredBrand,
    *,
    as_of: datetime | None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[ToldTurn]:
    """Return the turns that started in [since, until), by start, case and number.

    ``as_of`` None means after all facts, which is what is stored; an instant means
    what had been posted and done by then.
    """
    if as_of is None:
        return _stored(session, brand, since, until)
    told = [
        each
        for _, case in worked_out(session, brand, as_of=as_of)
        for each in _told(case)
        if (since is None or each.turn.started_at >= since)
        and (until is None or each.turn.started_at < until)
    ]
    return sorted(told, key=_in_order)


def worked_out(
    session: Session,
    brand: StoredBrand,
    *,
    as_of: datetime,
    among: Iterable[Sequence[PostKey]] | None = None,
) -> Iterator[tuple[Thread, Case]]:
    """Yield every case of the brand as it stood at ``as_of``, with its thread.

    ``among`` are the threads to look at, in pieces; None is for all.
    """
    record: BrandRecord = brand.record
    pieces = threads.of_brand(session, brand.id) if among is None else among
    for names in pieces:
        for stored in threads.load(session, names):
            thread = stored.towards(brand.id, record.name)
            for case in cases_of(thread, record, as_of=as_of):
                yield thread, case


def _told(case: Case) -> Iterator[ToldTurn]:
    first = next((each.number for each in case.turns if _counts(each)), None)
    critical = any(each.critical and not each.void for each in case.turns)
    for turn in case.turns:
        yield ToldTurn(
            key=case.key,
            turn=turn,
            leads=turn.number == first,
            led=first is not None,
            critical=critical,
            lapsed_at=case.lapsed_at,
            resolved_at=case.resolved_at,
            first_resolved_at=case.first_resolved_at,
            reopened=case.reopened,
            pauses=case.pauses,
        )


def _counts(turn: Turn) -> bool:
    return not turn.void and turn.waived is None


def _stored(
    session: Session,
    brand: StoredBrand,
    since: datetime | None,
    until: datetime | None,
) -> list[ToldTurn]:
    name = brand.record.name
    found = cases.turns(session, brand.id, name, since=since, until=until)
    # Of a window only its own threads; who wants all need not name them.
    every = since is None and until is None
    threads = {PostKey(key.network, key.thread) for key, _ in found}
    further = {
        PostKey(key.network, key.thread)
        for key, turn in found
        if turn.number > 1 or not _counts(turn)
    }
    endings = cases.endings(session, brand.id, name, None if every else threads)
    first = cases.leads(session, brand.id, name, further)
    urgent: set[CaseKey] = set()
    if any(each.sla.critical.resolution for each in brand.record.policies):
        urgent = critical(session, brand.id, name, None if every else threads)
    told = [
        ToldTurn(
            key=key,
            turn=turn,
            leads=_counts(turn) and turn.number == first.get(key, 1),
            led=_counts(turn) or key in first,
            critical=key in urgent,
            **_ending(endings.get(key)),
        )
        for key, turn in found
    ]
    return sorted(told, key=_in_order)


def _ending(told: cases.Ending | None) -> dict[str, Any]:
    return told._asdict() if told else {}


def _in_order(told: ToldTurn) -> tuple[datetime, str, int]:
    return told.turn.started_at, str(told.key), told.turn.number

"""Brands: every version of every part, and the accounts of past and present."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, delete, select, update

from domain.account import Account, AccountKind
from domain.brand import Alerts, Brand, BrandRecord, Policy
from domain.errors import StoreError
from domain.judging import Judging, Ruling
from domain.learnt import Learnt
from store import learnt
from store.tables import AccountRow, BrandRow, BrandVersionRow

POLICY_PARTS = ("calendar", "sla")
"""Parts whose past versions go on to judge the turns that started under them."""

JUDGING = "judging"
"""The part whose past versions go on to judge the posts written under them."""

ALERTS = "alerts"
"""The part that says when whom to tell."""


class StoredBrand(NamedTuple):
    """A brand with the number its rows are kept under."""

    id: int
    record: BrandRecord


def load(session: Session, name: str | None = None) -> list[StoredBrand]:
    """Return all brands by name, or the one of this name if there is one."""
    wanted = select(BrandRow).order_by(col(BrandRow.name))
    if name is not None:
        wanted = wanted.where(col(BrandRow.name) == name)
    rows, taught = session.exec(wanted).all(), learnt.load(session)
    return [_stored(session, row, taught.get(_id(row), ())) for row in rows]


def apply(
    session: Session, brand: Brand, *, now: datetime, demo: bool = False
) -> list[str]:
    """Write what is new in ``brand``; return the names of the parts that changed.

    Nothing is overwritten: a changed part gets a further version that holds from
    ``now``, an account that is gone ends ``now``. What a new brand comes with holds
    from the beginning of time, so that an archive can be judged.
    """
    row = session.exec(select(BrandRow).where(col(BrandRow.name) == brand.name)).first()
    changed: list[str] = []
    is_new = row is None
    if row is None:
        row = BrandRow(name=brand.name, demo=demo, created_at=now)
        session.add(row)
        session.flush()
        changed.append("brand")
    brand_id = _id(row)
    latest = _latest(session, brand_id)
    for part, table in brand.to_tables().items():
        before = latest.get(part)
        if before is None and not table:
            continue  # a part that says nothing is not kept until it says something
        body = json.dumps(table, ensure_ascii=False, sort_keys=True)
        if before is None or before.body != body:
            first = None if is_new or part != JUDGING else now
            session.add(_version(brand_id, part, body, before, now, first=first))
            changed.append(part)
    if _apply_accounts(session, brand_id, brand.accounts, now):
        changed.append("accounts")
    session.flush()
    return changed


def learn(session: Session, account: Account, native_id: str) -> bool:
    """Keep the network's id of an account that was known by its handle so far.

    It is kept for every brand that lists the handle now without an id; returns whether
    any did. What has an id keeps it: another id is another account.
    """
    nameless = session.exec(
        select(AccountRow)
        .where(col(AccountRow.network) == account.network)
        .where(col(AccountRow.native_id).is_(None))
        .where(col(AccountRow.until).is_(None))
    )
    found = [row for row in nameless if _account(row).name == account.name]
    for row in found:
        row.native_id = native_id
    session.flush()
    return bool(found)


def judge_so(
    session: Session, brand_id: int, judging: Judging, *, now: datetime
) -> bool:
    """Add a version of how a brand wants its posts judged; False when it is so already.

    It governs what is written from ``now`` on.
    """
    before = _latest(session, brand_id).get(JUDGING)
    table = judging.to_table()
    if table == (json.loads(before.body) if before else {}):
        return False
    body = json.dumps(table, ensure_ascii=False, sort_keys=True)
    session.add(_version(brand_id, JUDGING, body, before, now, first=now))
    session.flush()
    return True


def alert_so(session: Session, brand_id: int, alerts: Alerts, *, now: datetime) -> bool:
    """Add a version of when whom to tell; False when it is so already."""
    before = _latest(session, brand_id).get(ALERTS)
    table = alerts.to_table()
    if table == (json.loads(before.body) if before else Alerts().to_table()):
        return False
    body = json.dumps(table, ensure_ascii=False, sort_keys=True)
    session.add(_version(brand_id, ALERTS, body, before, now))
    session.flush()
    return True


def remove(session: Session, brand_id: int) -> None:
    """Take a brand away with its versions, accounts, mentions, events and cases."""
    session.exec(delete(BrandRow).where(col(BrandRow.id) == brand_id))


def _stored(session: Session, row: BrandRow, taught: tuple[Learnt, ...]) -> StoredBrand:
    brand_id = _id(row)
    versions = session.exec(
        select(BrandVersionRow)
        .where(col(BrandVersionRow.brand_id) == brand_id)
        .order_by(col(BrandVersionRow.number))
    ).all()
    now = Brand.from_table(_document(row.name, versions))
    record = BrandRecord(
        name=row.name,
        queries=now.queries,
        languages=now.languages,
        accounts=tuple(_account(each) for each in _accounts(session, brand_id)),
        policies=_policies(versions),
        alerts=now.alerts,
        replies=now.replies,
        people=now.people,
        rulings=_rulings(versions),
        learnt=taught,
        demo=row.demo,
    )
    return StoredBrand(brand_id, record)


def _document(name: str, versions: Sequence[BrandVersionRow]) -> dict[str, Any]:
    newest = {each.part: json.loads(each.body) for each in versions}
    return {"name": name, **newest}


def _policies(versions: Sequence[BrandVersionRow]) -> tuple[Policy, ...]:
    """Join the versions of calendar and SLA into one row of promises over time."""
    parts: dict[str, Any] = {}
    policies: list[Policy] = []
    relevant = [each for each in versions if each.part in POLICY_PARTS]
    beginnings = sorted({each.since for each in relevant if each.since})
    for since in (None, *beginnings):
        for each in relevant:
            if each.since == since:
                parts[each.part] = json.loads(each.body)
        told = Brand.from_table({"name": "-", **parts})
        policies.append(Policy(since=since, calendar=told.calendar, sla=told.sla))
    return tuple(policies)


def _rulings(versions: Sequence[BrandVersionRow]) -> tuple[Ruling, ...]:
    return tuple(
        Ruling(each.since, Judging.from_table(json.loads(each.body)))
        for each in versions
        if each.part == JUDGING
    )


def _latest(session: Session, brand_id: int) -> Mapping[str, BrandVersionRow]:
    rows = session.exec(
        select(BrandVersionRow)
        .where(col(BrandVersionRow.brand_id) == brand_id)
        .order_by(col(BrandVersionRow.number))
    )
    return {row.part: row for row in rows}


def _version(
    brand_id: int,
    part: str,
    body: str,
    before: BrandVersionRow | None,
    now: datetime,
    *,
    first: datetime | None = None,
) -> BrandVersionRow:
    """Make the next version of a part; ``first`` is when the first one holds from."""
    return BrandVersionRow(
        brand_id=brand_id,
        part=part,
        number=before.number + 1 if before else 1,
        since=now if before else first,
        body=body,
    )


def _apply_accounts(
    session: Session, brand_id: int, wanted: Sequence[Account], now: datetime
) -> bool:
    current = [each for each in _accounts(session, brand_id) if each.until is None]
    missing = {_named(each): each for each in wanted}
    ended = []
    for row in current:
        account = _account(row)
        # A file that names no id means the account whose id we learnt meanwhile.
        asked = (_named(account), _named(replace(account, id=None)))
        if (name := next((each for each in asked if each in missing), None)) is None:
            ended.append(row.id)
        else:
            del missing[name]
    if ended:
        gone = update(AccountRow).where(col(AccountRow.id).in_(ended))
        session.exec(gone.values(until=now))
    for account in missing.values():
        session.add(_account_row(brand_id, account))
    return bool(ended or missing)


def _accounts(session: Session, brand_id: int) -> Sequence[AccountRow]:
    mine = select(AccountRow).where(col(AccountRow.brand_id) == brand_id)
    return session.exec(mine.order_by(col(AccountRow.id))).all()


def _named(account: Account) -> tuple[str, str | None, str | None, str]:
    return account.network, account.id, account.handle, account.kind.value


def _account(row: AccountRow) -> Account:
    return Account(
        network=row.network,
        id=row.native_id,
        handle=row.handle,
        kind=AccountKind(row.kind),
        since=row.since,
        until=row.until,
    )


def _account_row(brand_id: int, account: Account) -> AccountRow:
    return AccountRow(
        brand_id=brand_id,
        network=account.network,
        native_id=account.id,
        handle=account.handle,
        kind=account.kind.value,
    )


def _id(row: BrandRow) -> int:
    if row.id is None:
        raise StoreError("brands: found a row without a number, wanted one")
    return row.id

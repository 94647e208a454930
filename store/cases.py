"""Cases and turns as they stand after all facts. Derived: rebuilt at any time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from domain.case import Case, CaseKey, Reply, ReplyKind, Turn, TurnKind, Where
from domain.post import PostKey
from store import days
from store.posts import by_network, of_threads
from store.sql import Spelling, ask, batch, insert, run, spelling
from store.types import known_instant, read_instant

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for "no deadline" in the order of the queue."""

CASE_COLUMNS = (
    "brand_id", "network", "root", "customer", "episode", "posts", "resolved_at",
    "first_resolved_at", "reopened", "pauses", "follow_up_due_at", "lapsed_at",
    "assignee", "ours", "waiting", "history", "calm", "due_by", "started_at",
    "start_post", "turn", "kind", "unsure",
)  # fmt: skip
TURN_COLUMNS = (
    "brand_id", "network", "root", "customer", "episode", "number", "kind", "posts",
    "started_at", "seen_at", "replied_at", "reply_id", "reply_kind", "reply_where",
    "reply_person", "reply_url", "substantive_at", "withdrawn_at", "void", "waived",
    "backfilled", "url", "critical",
)  # fmt: skip


Row = tuple[object, ...]
"""A row of a table, its columns in the order named above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A case with what orders it in the Inbox.

    ``critical`` cases come before all others; ``due_at`` is the deadline of the open
    turn, None when nobody waits or no target governs.
    """

    case: Case
    due_at: datetime | None = None
    critical: bool = False


class Waiting(NamedTuple):
    """One place in the queue: the case, its open turn and the post it starts with."""

    key: CaseKey
    number: int
    start: PostKey
    history: bool
    critical: bool
    due_at: datetime | None
    started_at: datetime
    assignee: str | None
    kind: TurnKind


class StoredTurn(NamedTuple):
    """A turn and the case it belongs to."""

    key: CaseKey
    turn: Turn


def forget(session: Session, brand_id: int, threads: Iterable[PostKey]) -> None:
    """Drop the brand's cases and turns in the threads; they are written anew."""
    how = spelling(session)
    for network, roots in by_network(threads).items():
        starts = ask(
            session,
            f"SELECT started_at FROM turns WHERE brand_id = {how.mark}"
            f" AND network = {how.mark} AND root {how.among}",
            brand_id,
            network,
            how.values(roots),
        )
        days.forget(session, brand_id, (known_instant(each) for (each,) in starts))
        for table in ("turns", "cases"):
            run(
                session,
                f"DELETE FROM {table} WHERE brand_id = {how.mark}"
                f" AND network = {how.mark} AND root {how.among}",
                brand_id,
                network,
                how.values(roots),
            )


def save(session: Session, brand_id: int, standings: Sequence[Standing]) -> None:
    """Write cases that are not there, with their turns."""
    how = spelling(session)
    cases, turns = rows(brand_id, standings, how)
    batch(session, insert("cases", CASE_COLUMNS, how), cases)
    batch(session, insert("turns", TURN_COLUMNS, how), turns)
    begun = (turn.started_at for each in standings for turn in each.case.turns)
    days.forget(session, brand_id, begun)


def rows(
    brand_id: int, standings: Iterable[Standing], how: Spelling
) -> tuple[list[Row], list[Row]]:
    """Return the rows of cases and of their turns, as ``save`` writes them."""
    cases: list[Row] = []
    turns: list[Row] = []
    for each in standings:
        cases.append(_case_row(brand_id, each, how))
        turns.extend(
            _turn_row(brand_id, each.case.key, turn, how) for turn in each.case.turns
        )
    return cases, turns


def queue(
    session: Session, brand_id: int, brand: str, *, limit: int, offset: int = 0
) -> list[Waiting]:
    """Return who waits, most urgent first: live before history, critical first."""
    how = spelling(session)
    rows = ask(session, queue_sql(how), brand_id, limit, offset)
    return [read_waiting(brand, row) for row in rows]


def queue_sql(how: Spelling) -> str:
    """Return the statement of ``queue``, whose plan a test reads."""
    return (
        "SELECT network, root, customer, episode, turn, start_post, history, calm,"
        " due_by, started_at, assignee, kind FROM cases"
        f" WHERE brand_id = {how.mark} AND waiting"
        " ORDER BY history, calm, due_by, started_at, network, root, customer,"
        " episode"
        f" LIMIT {how.mark} OFFSET {how.mark}"
    )


class Count(NamedTuple):
    """How many wait, and how many of them are past their deadline, history apart."""

    waiting: int
    overdue: int
    history: int


def count(session: Session, brand_id: int, *, now: datetime) -> Count:
    """Count who waits at ``now``, in one look at the queue."""
    how = spelling(session)
    rows = ask(
        session,
        f"SELECT history, due_by <= {how.mark}, count(*) FROM cases"
        f" WHERE brand_id = {how.mark} AND waiting GROUP BY 1, 2",
        how.instant(now),
        brand_id,
    )
    return Count(
        waiting=sum(number for history, _, number in rows if not history),
        overdue=sum(number for history, late, number in rows if late and not history),
        history=sum(number for history, _, number in rows if history),
    )


def turns(
    session: Session,
    brand_id: int,
    brand: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[StoredTurn]:
    """Return the brand's turns that started in [since, until), in order of start."""
    how = spelling(session)
    rows = ask(
        session,
        f"SELECT {', '.join(TURN_COLUMNS[1:])} FROM turns"
        f" WHERE brand_id = {how.mark} AND started_at >= {how.mark}"
        f" AND started_at < {how.mark}"
        " ORDER BY started_at, network, root, customer, episode, number",
        brand_id,
        how.instant(since or datetime(1, 1, 1, tzinfo=UTC)),
        how.instant(until or NEVER),
    )
    return [read_turn(brand, row) for row in rows]


class Ending(NamedTuple):
    """How a case ended, as far as the figures of its resolution need it."""

    resolved_at: datetime | None
    first_resolved_at: datetime | None
    reopened: int
    pauses: tuple[tuple[datetime, datetime | None], ...]
    lapsed_at: datetime | None


def endings(
    session: Session,
    brand_id: int,
    brand: str,
    threads: Iterable[PostKey] | None = None,
) -> dict[CaseKey, Ending]:
    """Return how those cases of the brand ended that did, or that were ever put off.

    A case that will fall silent is among them. ``threads``, named by network and
    root, are those to look at; None means all.
    """
    sql = (
        "SELECT network, root, customer, episode, resolved_at, first_resolved_at,"
        " reopened, pauses, lapsed_at FROM cases WHERE (first_resolved_at IS NOT NULL"
        " OR reopened > 0 OR pauses <> '' OR lapsed_at IS NOT NULL)"
        f" AND brand_id = {spelling(session).mark}"
    )
    rows = of_threads(session, sql, brand_id, threads)
    return {
        CaseKey(brand, *row[:4]): Ending(
            read_instant(row[4]),
            read_instant(row[5]),
            row[6],
            _pauses(row[7]),
            read_instant(row[8]),
        )
        for row in rows
    }


def leads(
    session: Session, brand_id: int, brand: str, threads: Iterable[PostKey]
) -> dict[CaseKey, int]:
    """Return the number of each case's first turn that is neither void nor waived."""
    how = spelling(session)
    sql = (
        f"SELECT network, root, customer, episode, MIN(number) FROM turns"
        f" WHERE brand_id = {how.mark} AND network = {how.mark} AND root {how.among}"
        " AND NOT void AND waived IS NULL GROUP BY network, root, customer, episode"
    )
    return {
        CaseKey(brand, *row[:4]): row[4]
        for network, roots in by_network(threads).items()
        for row in ask(session, sql, brand_id, network, how.values(roots))
    }


def first_start(session: Session, brand_id: int) -> datetime | None:
    """Return when the brand's first turn began, None when there is none."""
    sql = f"SELECT MIN(started_at) FROM turns WHERE brand_id = {spelling(session).mark}"
    ((first,),) = ask(session, sql, brand_id)
    return read_instant(first)


def _case_row(brand_id: int, standing: Standing, how: Spelling) -> tuple[object, ...]:
    case, turn = standing.case, standing.case.open_turn
    unsure = case.unsure[0] if case.unsure and turn is None else None
    history = turn.backfilled if turn else unsure is not None and unsure.backfilled
    started_at = turn.started_at if turn else unsure.at if unsure else None
    start_post = turn.posts[0] if turn else unsure.post if unsure else None
    return (
        brand_id,
        *case.key[1:],
        len(case.posts),
        how.instant(case.resolved_at),
        how.instant(case.first_resolved_at),
        case.reopened,
        _spans(case.pauses) if case.pauses else "",
        how.instant(case.follow_up_due_at),
        how.instant(case.lapsed_at),
        case.assignee,
        case.ours,
        turn is not None,
        history,
        not standing.critical,
        how.instant(standing.due_at or NEVER),
        how.instant(started_at),
        start_post,
        turn.number if turn else None,
        turn.kind.value if turn else None,
        unsure is not None,
    )


def _turn_row(
    brand_id: int, key: CaseKey, turn: Turn, how: Spelling
) -> tuple[object, ...]:
    reply = turn.reply
    return (
        brand_id,
        *key[1:],
        turn.number,
        turn.kind.value,
        "\n".join(turn.posts),
        how.instant(turn.started_at),
        how.instant(turn.seen_at),
        how.instant(reply.at if reply else None),
        reply.id if reply else None,
        reply.kind.value if reply else None,
        reply.where.value if reply else None,
        reply.person if reply else None,
        reply.url if reply else None,
        how.instant(turn.substantive_at),
        how.instant(turn.withdrawn_at),
        turn.void,
        turn.waived,
        turn.backfilled,
        turn.url,
        turn.critical,
    )


def _spans(pauses: Iterable[tuple[datetime, datetime | None]]) -> str:
    ends = ([each.isoformat() for each in pair if each] for pair in pauses)
    return "\n".join(" ".join(pair) for pair in ends)


def _pauses(told: str) -> tuple[tuple[datetime, datetime | None], ...]:
    lines = told.splitlines()
    spans = ([datetime.fromisoformat(end) for end in line.split()] for line in lines)
    return tuple((begin, end[0] if end else None) for begin, *end in spans)


def read_waiting(brand: str, row: Any) -> Waiting:
    """Make a place in the queue of a row as ``queue_sql`` asks for it."""
    (
        network, root, customer, episode, number, start, history, calm, due_by, started,
        to, kind,
    ) = row  # fmt: skip
    due = known_instant(due_by)
    return Waiting(
        key=CaseKey(brand, network, root, customer, episode),
        number=number,
        start=PostKey(network, start),
        history=bool(history),
        critical=not calm,
        due_at=None if due == NEVER else due,
        started_at=known_instant(started),
        assignee=to,
        kind=TurnKind(kind),
    )


def read_turn(brand: str, row: Any) -> StoredTurn:
    """Make a turn of a row of TURN_COLUMNS but the first."""
    (
        network, root, customer, episode, number, kind, posts, started_at, seen_at,
        replied_at, reply_id, reply_kind, reply_where, reply_person, reply_url,
        substantive_at, withdrawn_at, void, waived, backfilled, url, critical,
    ) = row  # fmt: skip
    reply = None
    if replied_at is not None:
        reply = Reply(
            at=known_instant(replied_at),
            id=reply_id,
            kind=ReplyKind(reply_kind),
            where=Where(reply_where),
            person=reply_person,
            url=reply_url,
        )
    turn = Turn(
        number=number,
        kind=TurnKind(kind),
        posts=tuple(posts.split("\n")),
        started_at=known_instant(started_at),
        seen_at=known_instant(seen_at),
        reply=reply,
        substantive_at=read_instant(substantive_at),
        withdrawn_at=read_instant(withdrawn_at),
        void=bool(void),
        waived=waived,
        backfilled=bool(backfilled),
        url=url,
        critical=bool(critical),
    )
    return StoredTurn(CaseKey(brand, network, root, customer, episode), turn)


def find(session: Session, brand_id: int, brand: str, case: str) -> CaseKey | None:
    """Return the case of this id; ids of networks may hold slashes themselves."""
    how = spelling(session)
    network, _, rest = case.removeprefix(f"{brand}/").partition("/")
    rows = ask(
        session,
        f"SELECT network, root, customer, episode FROM cases"
        f" WHERE brand_id = {how.mark} AND network = {how.mark}"
        f" AND root || '/' || customer || CASE episode WHEN 1 THEN ''"
        f" ELSE '/' || episode END = {how.mark}",
        brand_id,
        network,
        rest,
    )
    return CaseKey(brand, *rows[0]) if rows else None

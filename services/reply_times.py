"""The report on reply times: what every customer would agree with.

The dashboard shows the same figures from the same functions.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.brand import BrandRecord, Policy
from domain.case import TurnState
from domain.clock import iso, iso_or_none, whole_seconds
from domain.post import PostKey
from response.hours import business_time
from response.sla import due_at, state
from response.speed import Speed, Wait, attainment, rounded, speed
from services.turns import ToldTurn, turns
from store import Session, judgements, posts
from store.brands import StoredBrand

OPEN_STATES = frozenset(
    {TurnState.RUNNING, TurnState.DUE_SOON, TurnState.OVERDUE, TurnState.OPEN}
)


class By(StrEnum):
    """What the figures may be grouped by."""

    DAY = "day"
    WEEK = "week"
    NETWORK = "network"
    PERSON = "person"
    TOPIC = "topic"


PERSON_UNKNOWN = "native, person unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One turn judged at the report's instant. Spans are whole seconds in JSON."""

    told: ToldTurn
    wait: timedelta
    collector_lag: timedelta
    business: timedelta
    due_at: datetime | None
    state: TurnState
    topic: str | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether the customer still waits."""
        return self.told.turn.open

    def to_json(self) -> dict[str, object]:
        """Return the row with the fields outsiders know."""
        key, turn = self.told.key, self.told.turn
        reply = turn.reply
        wait, lag = whole_seconds(self.wait), whole_seconds(self.collector_lag)
        return {
            "case": str(key),
            "network": key.network,
            "thread": key.thread,
            "customer": key.customer,
            "turn": turn.number,
            "started_at": iso(turn.started_at),
            "seen_at": iso(turn.seen_at),
            "replied_at": iso_or_none(reply.at if reply else None),
            "reply_id": reply.id if reply else None,
            "reply_kind": reply.kind.value if reply else None,
            "reply_where": reply.where.value if reply else None,
            "withdrawn_at": iso_or_none(turn.withdrawn_at),
            "collector_lag_s": lag,
            "team_s": wait - lag,
            "wait_s": wait,
            "business_s": whole_seconds(self.business),
            "due_at": iso_or_none(self.due_at),
            "state": self.state.value,
            "person": reply.person if reply else None,
            "backfilled": turn.backfilled,
            "url": turn.url,
            "reply_url": reply.url if reply else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures over some turns. ``attainment`` and shares are 0..1 or None."""

    cases: int
    turns: int
    answered: int
    waiting: int
    void: int
    first_reply: Speed
    next_reply: Speed
    substantive: Speed
    resolution: Speed
    sla: Mapping[str, int]

    @property
    def attainment(self) -> float | None:
        """The share of judged turns that met their target."""
        return attainment(*(self.sla[name] for name in ("met", "met_late", "overdue")))

    def to_json(self) -> dict[str, object]:
        """Return the fields in the order outsiders know."""
        return {
            "cases": self.cases,
            "turns": self.turns,
            "answered": self.answered,
            "waiting": self.waiting,
            "void": self.void,
            "first_reply": self.first_reply.to_json(),
            "next_reply": self.next_reply.to_json(),
            "substantive": self.substantive.to_json(),
            "resolution": self.resolution.to_json(),
            "sla": {**self.sla, "attainment": rounded(self.attainment)},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTimes:
    """The report of one brand. ``rows`` are by start, case and turn.

    ``groups`` holds the figures by the values of ``by``, when it was asked.
    """

    brand: str
    as_of: datetime
    since: datetime | None
    until: datetime | None
    figures: Figures
    rows: Sequence[Row]
    by: By | None = None
    groups: Mapping[str, Figures] = field(default_factory=dict)

    def to_json(self, *, rows: bool) -> dict[str, object]:
        """Return the report with the fields outsiders know."""
        told: dict[str, object] = {
            "brand": self.brand,
            "as_of": iso(self.as_of),
            "from": iso_or_none(self.since),
            "to": iso_or_none(self.until),
            **self.figures.to_json(),
            "blind_s": None,  # unknown until a collector keeps book of what it read
        }
        if self.by is not None:
            told["by"] = self.by.value
            told["groups"] = [
                {self.by.value: name, **figures.to_json()}
                for name, figures in self.groups.items()
            ]
        if rows:
            told["rows"] = [row.to_json() for row in self.rows]
        return told


def reply_times(
    session: Session,
    brand: StoredBrand,
    *,
    now: datetime,
    as_of: datetime | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    backfilled: bool = False,
    by: By | None = None,
) -> ReplyTimes:
    """Return the report at ``as_of`` (None: now) over turns started in [since, until).

    ``backfilled`` takes in history, its SLA judged as if it had come live.
    """
    moment = as_of or now
    told = [
        each
        for each in turns(session, brand, as_of=as_of)
        if (backfilled or not each.turn.backfilled)
        and (since is None or each.turn.started_at >= since)
        and (until is None or each.turn.started_at < until)
        and each.turn.started_at <= moment
    ]
    topics = _topics(session, told) if by is By.TOPIC else {}
    rows = [_row(each, brand.record, moment, topics) for each in told]
    return ReplyTimes(
        brand=brand.record.name,
        as_of=moment,
        since=since,
        until=until,
        figures=figures(rows, brand.record, moment),
        rows=rows,
        by=by,
        groups=grouped(rows, by, brand.record, moment) if by else {},
    )


def grouped(
    rows: Iterable[Row], by: By, brand: BrandRecord, as_of: datetime
) -> dict[str, Figures]:
    """Return the figures of each group, sorted by its name."""
    name = _name_of(by, ZoneInfo(brand.policies[-1].calendar.zone))
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(name(row), []).append(row)
    return {each: figures(groups[each], brand, as_of) for each in sorted(groups)}


def figures(rows: Sequence[Row], brand: BrandRecord, as_of: datetime) -> Figures:
    """Return the figures over ``rows``. Void turns are counted, and left out of all.

    A waived turn is neither answered nor waiting: it is shown beside the SLA.
    """
    counted = [row for row in rows if not row.told.turn.void]
    judged = [row for row in counted if row.told.turn.waived is None]
    return Figures(
        cases=len({row.told.key for row in counted}),
        turns=len(counted),
        answered=sum(row.told.turn.reply is not None for row in counted),
        waiting=sum(row.is_open for row in counted),
        void=len(rows) - len(counted),
        first_reply=speed(_wait(row) for row in judged if row.told.turn.number == 1),
        next_reply=speed(_wait(row) for row in judged if row.told.turn.number > 1),
        substantive=speed(_substantive(row, brand, as_of) for row in judged),
        resolution=speed(_resolution(judged, brand, as_of)),
        sla=_sla(counted),
    )


def _row(
    told: ToldTurn,
    brand: BrandRecord,
    as_of: datetime,
    topics: Mapping[PostKey, str | None],
) -> Row:
    turn, network = told.turn, told.key.network
    policy = brand.policy_at(turn.started_at)
    due = due_at(turn, policy=policy, network=network)
    wait = turn.wait(as_of)
    return Row(
        told=told,
        wait=wait,
        collector_lag=turn.collector_lag(as_of),
        business=_business(policy, turn.started_at, turn.started_at + wait),
        due_at=due,
        state=state(turn, due, policy=policy, network=network, as_of=as_of),
        topic=topics.get(PostKey(network, turn.posts[0])),
    )


def _business(policy: Policy, start: datetime, end: datetime) -> timedelta:
    return business_time(policy.calendar, start, end)


def _wait(row: Row) -> Wait:
    return Wait(
        seconds=whole_seconds(row.wait),
        business_seconds=whole_seconds(row.business),
        answered=row.told.turn.reply is not None,
    )


def _until(
    start: datetime, end: datetime | None, brand: BrandRecord, as_of: datetime
) -> Wait:
    stop = max(end or as_of, start)
    policy = brand.policy_at(start)
    return Wait(
        seconds=whole_seconds(stop - start),
        business_seconds=whole_seconds(_business(policy, start, stop)),
        answered=end is not None,
    )


def _substantive(row: Row, brand: BrandRecord, as_of: datetime) -> Wait:
    turn = row.told.turn
    if turn.reply is not None and turn.substantive_at == turn.reply.at:
        return _wait(row)
    return _until(turn.started_at, turn.substantive_at, brand, as_of)


def _resolution(
    rows: Sequence[Row], brand: BrandRecord, as_of: datetime
) -> Iterable[Wait]:
    """Yield, for each case, the wait from its first turn to its resolution."""
    for row in rows:
        if row.told.turn.number == 1:
            told = row.told
            yield _until(told.turn.started_at, told.resolved_at, brand, as_of)


def _sla(rows: Sequence[Row]) -> dict[str, int]:
    states = [row.state for row in rows]
    running = (TurnState.RUNNING, TurnState.DUE_SOON)
    return {
        "met": states.count(TurnState.MET),
        "met_late": states.count(TurnState.MET_LATE),
        "overdue": states.count(TurnState.OVERDUE),
        "running": sum(each in running for each in states),
        "waived": states.count(TurnState.WAIVED),
    }


def _topics(session: Session, told: Sequence[ToldTurn]) -> dict[PostKey, str | None]:
    """Return what each turn is about: a person's word before the engine's."""
    keys = {PostKey(each.key.network, each.turn.posts[0]) for each in told}
    judged = {
        key: each.judgement.topic
        for key, each in judgements.load(session, keys).items()
    }
    given = {key: each.post.topic for key, each in posts.load(session, keys).items()}
    return judged | {key: topic for key, topic in given.items() if topic is not None}


def _name_of(by: By, zone: ZoneInfo) -> Callable[[Row], str]:
    """Return how to name the group of a row; days and weeks are the brand's own."""

    def day(row: Row) -> datetime:
        return row.told.turn.started_at.astimezone(zone)

    def week(row: Row) -> str:
        year, number, _ = day(row).isocalendar()
        return f"{year}-W{number:02}"

    def person(row: Row) -> str:
        reply = row.told.turn.reply
        if reply is None:
            return "nobody yet"
        return reply.person or PERSON_UNKNOWN

    names: Mapping[By, Callable[[Row], str]] = {
        By.DAY: lambda row: day(row).date().isoformat(),
        By.WEEK: week,
        By.NETWORK: lambda row: row.told.key.network,
        By.PERSON: person,
        By.TOPIC: lambda row: row.topic or "no topic",
    }
    return names[by]

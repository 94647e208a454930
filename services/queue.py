"""The queue: who waits for an answer, most urgent first. The Inbox shows the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.case import CaseKey, Turn, TurnKind, TurnState
from domain.clock import iso, iso_or_none, whole_seconds
from domain.judgement import Judgement
from domain.post import Post, PostKey
from response.marks import sentiment_in, topic_in
from response.sla import due_at, state
from services.spoken import Words, spoken
from services.turns import worked_out
from store import Session, cases, judgements, posts
from store import unsure as lane
from store.brands import StoredBrand
from store.cases import NEVER, Waiting

HALF = 0.5
"""From here on an engine rather says yes."""

UNSURE = "unsure"
"""The state of a case in which only a person can say whether anybody waits."""

HISTORY = "history"
"""The state of a case that was imported as history: shown, but no SLA judges it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One customer who waits.

    ``post`` starts the wait; ``state`` is a TurnState's value, ``history`` or
    ``unsure``. ``topic`` and ``sentiment`` are a person's word before the engine's.
    ``complaint`` is 0..1, ``priority`` higher for earlier.
    """

    key: CaseKey
    post: Post
    waited: timedelta
    due_at: datetime | None
    state: str
    critical: bool
    priority: float
    complaint: float
    sentiment: str
    flags: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    topic: str | None = None
    assignee: str | None = None

    def to_json(self) -> dict[str, object]:
        """Return the row with the fields outsiders know."""
        author = self.post.author
        return {
            "case": str(self.key),
            "network": self.key.network,
            "author": (author.handle or author.name or author.id) if author else None,
            "text": self.post.text,
            "posted_at": iso(self.post.posted_at),
            "waited_s": whole_seconds(self.waited),
            "due_at": iso_or_none(self.due_at),
            "state": self.state,
            "priority": round(self.priority, 4),
            "complaint": round(self.complaint, 4),
            "flags": list(self.flags),
            "topic": self.topic,
            "assignee": self.assignee,
            "url": self.post.url,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Who waits for one brand. ``waiting`` and ``overdue`` count all, not only rows."""

    brand: str
    as_of: datetime
    waiting: int
    overdue: int
    rows: Sequence[QueueRow]

    def to_json(self) -> dict[str, object]:
        """Return the queue with the fields outsiders know."""
        return {
            "brand": self.brand,
            "as_of": iso(self.as_of),
            "waiting": self.waiting,
            "overdue": self.overdue,
            "rows": [row.to_json() for row in self.rows],
        }


def queue(
    session: Session,
    brand: StoredBrand,
    *,
    now: datetime,
    as_of: datetime | None = None,
    backfilled: bool = False,
    limit: int = 1000,
) -> Queue:
    """Return who waits at ``as_of`` (None: now), at most ``limit`` rows.

    History stands at the end and is not overdue; ``backfilled`` judges it as if it
    had come live.
    """
    moment = as_of or now
    if as_of is None:
        waiting = cases.queue(session, brand.id, brand.record.name, limit=limit)
        count = cases.count(session, brand.id, now=moment)
        total, late = count.waiting + count.history, count.overdue
    else:
        every = sorted(_anew(session, brand, as_of), key=_order)
        waiting, total = every[:limit], len(every)
        late = sum(_is_late(each, moment) and not each.history for each in every)
    rows = _rows(session, brand, waiting, moment, backfilled=backfilled)
    if backfilled:
        late += sum(
            row.state == TurnState.OVERDUE and row.post.backfilled for row in rows
        )
    return Queue(
        brand=brand.record.name, as_of=moment, waiting=total, overdue=late, rows=rows
    )


def unsure(
    session: Session,
    brand: StoredBrand,
    *,
    now: datetime,
    as_of: datetime | None = None,
    limit: int = 1000,
) -> list[QueueRow]:
    """Return the cases in which only a person can say whether a post needs a reply.

    Live ones before history, the oldest first. No clock runs in them.
    """
    moment = as_of or now
    if as_of is None:
        found = lane.unsure(session, brand.id, brand.record.name, limit=limit)
    else:
        found = sorted(_unsure_anew(session, brand, as_of), key=_order)[:limit]
    rows = _rows(session, brand, found, moment, backfilled=False)
    return [replace(row, state=UNSURE, due_at=None) for row in rows]


def _unsure_anew(
    session: Session, brand: StoredBrand, as_of: datetime
) -> Iterator[Waiting]:
    """Yield the cases that nobody was sure of at an instant of the past."""
    for _, case in worked_out(session, brand, as_of=as_of):
        for post, at, backfilled in case.unsure[:1]:
            yield Waiting(
                key=case.key,
                number=0,
                start=PostKey(case.key.network, post),
                history=backfilled,
                critical=False,
                due_at=None,
                started_at=at,
                assignee=case.assignee,
                kind=TurnKind.QUESTION,
            )


def _is_late(waiting: Waiting, moment: datetime) -> bool:
    return waiting.due_at is not None and waiting.due_at <= moment


def _anew(session: Session, brand: StoredBrand, as_of: datetime) -> Iterable[Waiting]:
    """Yield who waited at an instant of the past."""
    record = brand.record
    for _, case in worked_out(session, brand, as_of=as_of):
        turn = case.open_turn
        if turn is None:
            continue
        policy = record.policy_at(turn.started_at)
        yield Waiting(
            key=case.key,
            number=turn.number,
            start=PostKey(case.key.network, turn.posts[0]),
            history=turn.backfilled,
            critical=turn.critical,
            due_at=due_at(turn, policy=policy, network=case.key.network),
            started_at=turn.started_at,
            assignee=case.assignee,
            kind=turn.kind,
        )


def _order(each: Waiting) -> tuple[bool, bool, datetime, datetime, CaseKey]:
    return (
        each.history,
        not each.critical,
        each.due_at or NEVER,
        each.started_at,
        each.key,
    )


def _rows(
    session: Session,
    brand: StoredBrand,
    waiting: Sequence[Waiting],
    moment: datetime,
    *,
    backfilled: bool,
) -> list[QueueRow]:
    keys = [each.start for each in waiting]
    found = posts.load(session, keys)
    judged = judgements.load(session, keys)
    words = spoken(session, brand, keys, now=moment)
    return [
        _row(
            brand,
            each,
            found[each.start].post,
            judged[each.start].judgement if each.start in judged else None,
            moment,
            words=words.get(each.start, {}),
            judge=backfilled or not each.history,
        )
        for each in waiting
        if each.start in found
    ]


def _row(
    brand: StoredBrand,
    waiting: Waiting,
    post: Post,
    judgement: Judgement | None,
    moment: datetime,
    *,
    words: Words,
    judge: bool,
) -> QueueRow:
    complains = waiting.kind is TurnKind.COMPLAINT
    complaint = judgement.complaint if judgement else 0.0
    # A person said otherwise, a phrase, or what was learnt; where nobody is sure,
    # nobody said anything.
    if waiting.number and complains != (complaint >= HALF):
        complaint = float(complains)
    mood = judgement.sentiment.value if judgement else "neutral"
    return QueueRow(
        key=waiting.key,
        post=post,
        waited=max(moment - waiting.started_at, timedelta()),
        due_at=waiting.due_at if judge else None,
        state=_state(brand, waiting, moment) if judge else HISTORY,
        critical=waiting.critical,
        priority=judgement.priority if judgement else 0.0,
        complaint=complaint,
        sentiment=sentiment_in(words) or mood,
        flags=judgement.flags if judgement else (),
        because=judgement.because if judgement else (),
        topic=topic_in(words) or post.topic or (judgement.topic if judgement else None),
        assignee=waiting.assignee,
    )


def _state(brand: StoredBrand, waiting: Waiting, moment: datetime) -> str:
    turn = Turn(
        number=waiting.number,
        kind=waiting.kind,
        posts=(waiting.start.id,),
        started_at=waiting.started_at,
        seen_at=waiting.started_at,
        critical=waiting.critical,
    )
    policy = brand.record.policy_at(waiting.started_at)
    return state(
        turn, waiting.due_at, policy=policy, network=waiting.key.network, as_of=moment
    ).value

"""One row of the report on reply times: a turn, judged at the report's instant.

Every figure is worked out from such rows and from nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.brand import BrandRecord
from domain.case import TurnState
from domain.clock import iso, iso_or_none, whole_seconds
from domain.post import PostKey
from response.marks import topic_in
from response.sla import due_at, state, terms
from services.promises import Promise, closing, settling
from services.spoken import spoken
from services.turns import ToldTurn
from store import Session, judgements, posts
from store.brands import StoredBrand

OPEN_STATES = frozenset(
    {TurnState.RUNNING, TurnState.DUE_SOON, TurnState.OVERDUE, TurnState.OPEN}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One turn judged at the report's instant. Spans are whole seconds in JSON.

    ``due_at`` and ``state`` are of the first words, ``settling`` is of the reply that
    settles, ``closing`` of the case; only the turn that leads has the last.
    """

    told: ToldTurn
    wait: timedelta
    collector_lag: timedelta
    business: timedelta
    due_at: datetime | None
    state: TurnState
    settling: Promise
    closing: Promise | None = None
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


def rows(
    told: Iterable[ToldTurn],
    brand: BrandRecord,
    *,
    as_of: datetime,
    topics: Mapping[PostKey, str | None],
) -> Iterator[Row]:
    """Yield the rows of turns, each with its topic if that is in ``topics``."""
    for each in told:
        turn, network = each.turn, each.key.network
        policy = brand.policy_at(turn.started_at)
        due = due_at(turn, policy=policy, network=network)
        wait = turn.wait(as_of)
        hours = terms(policy, turn.kind, network).hours
        yield Row(
            told=each,
            wait=wait,
            collector_lag=turn.collector_lag(as_of),
            business=hours.between(turn.started_at, turn.started_at + wait),
            due_at=due,
            state=state(turn, due, policy=policy, network=network, as_of=as_of),
            settling=settling(each, policy=policy, as_of=as_of),
            closing=closing(each, policy=policy, as_of=as_of) if each.leads else None,
            topic=topics.get(PostKey(network, turn.posts[0])),
        )


def topics_of(
    session: Session, brand: StoredBrand, told: Sequence[ToldTurn], *, as_of: datetime
) -> dict[PostKey, str | None]:
    """Return what each turn is about: a person's word before the engine's.

    What was said in the tool wins over what was handed over with the post.
    """
    keys = {PostKey(each.key.network, each.turn.posts[0]) for each in told}
    judged = {
        key: each.judgement.topic
        for key, each in judgements.load(session, keys).items()
    }
    given = {key: each.post.topic for key, each in posts.load(session, keys).items()}
    words = spoken(session, brand, keys, now=as_of)
    said = {key: topic_in(each) for key, each in words.items()}
    for told_by in (given, said):
        judged |= {key: topic for key, topic in told_by.items() if topic is not None}
    return judged

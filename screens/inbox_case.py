"""One case laid out: who it is, where it stands, and the facts beside it. Pure."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.brand import BrandRecord
from domain.case import AuthorClass, Case, CaseStatus, Turn, TurnKind, TurnState, Where
from domain.post import Author, Post
from response.case_words import notes, status
from response.hours import business_time
from response.sla import due_at, state
from screens import inbox_log, words
from screens.components.facts import PastTurn
from screens.inbox_judged import because
from screens.inbox_rows import Chip, chips
from screens.inbox_said import Message, answered, messages, way
from services.conversation import Conversation
from services.links import Links
from services.queue import QueueRow
from services.sense import is_muted

MOST = 200
"""Messages shown before those of others are left out: a thread may be endless."""

TURNS_SHOWN = 8

KINDS = {
    TurnKind.COMPLAINT: "Complaint",
    TurnKind.QUESTION: "Question",
    TurnKind.REVIEW: "Review",
}


RESOLVED = CaseStatus.RESOLVED

SETTLED = frozenset({CaseStatus.ANSWERED, RESOLVED})

SETTLED_SOON = "Closed as settled, and the customer still waits for an answer."

MUTED = "Nothing of theirs needs an answer, in any thread."

ALONE = Links()


class Standing(StrEnum):
    """Where a case stands for the person in front of it; in words for the chip."""

    WAITING = "Waiting"
    ANSWERED_ELSEWHERE = "Answered elsewhere"
    NOT_OURS = "Not about us"
    DONE = "Done"


def standing(case: Case) -> Standing:
    """Tell what may still be done about a case."""
    if not case.ours:
        return Standing.NOT_OURS
    if case.open_turn:
        return Standing.WAITING
    replies = [each.reply for each in case.turns if each.reply]
    if replies and replies[-1].where is Where.OFF_PLATFORM:
        return Standing.ANSWERED_ELSEWHERE
    return Standing.DONE


def told(
    found: Conversation,
    row: QueueRow | None,
    brand: BrandRecord,
    *,
    beside: Links = ALONE,
    now: datetime,
) -> dict[str, Any]:
    """Lay out a conversation for the thread; ``row`` is its place in the queue."""
    said = messages(found, brand)
    kept = _kept(said)
    left_out = len(said) - len(kept)
    return {
        "head": _head(found),
        "chips": _chips(found.case, row, now),
        "because": list(row.because) if row else because(found),
        "notes": list(notes(found.case, found.thread, brand, now=now)),
        "beside": inbox_log.beside(beside, brand),
        "messages": kept,
        "left_out": f"{left_out:,} posts of others are not shown." if left_out else "",
    }


def _kept(said: list[Message]) -> list[Message]:
    """Leave out what others said long ago, so that customer and brand stay."""
    others = [each for each in said if each["kind"] == "other"]
    room = max(MOST - (len(said) - len(others)), 0)
    far = {id(each) for each in others[: max(len(others) - room, 0)]}
    return [each for each in said if id(each) not in far][-2 * MOST :]


def facts(
    found: Conversation, brand: BrandRecord, *, now: datetime
) -> list[tuple[str, str]]:
    """Return what is known of the case as names and values."""
    case, turn, followers = found.case, found.case.open_turn, _followers(found)
    known = list(_clocks(turn, case.key.network, brand, now)) if turn else []
    if followers is not None:
        known.append(("Followers", f"{followers:,}"))
    known.append(("Their posts", f"{len(case.posts):,}"))
    if case.assignee:
        known.append(("In the hands of", case.assignee))
    if case.resolved_at:
        known.append(("Closed", words.moment(case.resolved_at, brand)))
    return known


def earlier(found: Conversation, brand: BrandRecord) -> list[PastTurn]:
    """Return the newest of the turns that are over, oldest first."""
    over = [each for each in found.case.turns if not each.open]
    network = found.case.key.network
    return [_turn(each, network, brand) for each in over[-TURNS_SHOWN:]]


def _head(found: Conversation) -> dict[str, Any]:
    author, on = _customer(found), found.case.key.network
    network, name = words.network(on), words.name(author)
    known = [words.handle(author, on), network.name]
    if (followers := _followers(found)) is not None:
        known.append(f"{followers:,} followers")
    return {
        "name": name,
        "initials": words.initials(name),
        "where": " · ".join(filter(None, known)),
        "network": network._asdict(),
        "link": way(_start(found)),
    }


def _chips(case: Case, row: QueueRow | None, now: datetime) -> list[Chip]:
    kind = _gray(KINDS[case.turns[-1].kind] if case.turns else "Mention")
    if row and case.open_turn:
        known = chips(row)
        settled = [_gray("Settled", SETTLED_SOON)] if case.resolved_at else []
        first = 1 + row.critical
        return [*known[:first], *settled, kind, *known[first:]]
    muted = [_gray("Muted", MUTED)] if is_muted(case, at=now) else []
    return [_stands(case), kind, *muted]


def _stands(case: Case) -> Chip:
    """Say where a case stands in which nobody waits, or which nobody lists."""
    stands, customer = standing(case), case.author is AuthorClass.CUSTOMER
    done = stands is Standing.DONE or (case.ours and case.status is RESOLVED)
    settled = customer and case.status in SETTLED and not case.unsure
    calm = settled if done else stands is Standing.ANSWERED_ELSEWHERE
    words = status(case) if done else stands.value
    return {"tone": "green" if calm else "gray", "text": words}


def _gray(words: str, help_text: str = "") -> Chip:
    return {"tone": "gray", "text": words, "help": help_text}


def _clocks(
    turn: Turn, network: str, brand: BrandRecord, now: datetime
) -> Iterator[tuple[str, str]]:
    policy, lag = brand.policy_at(turn.started_at), turn.collector_lag(now)
    yield "Waits since", words.moment(turn.started_at, brand)
    yield "Waited", words.span(turn.wait(now))
    open_time = business_time(policy.calendar, turn.started_at, now)
    yield "In open hours", words.open_span(open_time) if open_time else "none yet"
    due = due_at(turn, policy=policy, network=network)
    if due and not turn.backfilled:
        yield "Answer due", words.moment(due, brand)
    if turn.backfilled:
        yield "Seen by us", "imported as history"
    else:
        at_once = lag.total_seconds() < 60
        yield "Seen by us", "at once" if at_once else f"after {words.span(lag)}"
    yield "Asked again", words.times(turn.nudges) if turn.nudges else "not yet"
    if turn.withdrawn_at:
        yield "Our answer", f"deleted {words.moment(turn.withdrawn_at, brand)}"


def _turn(turn: Turn, network: str, brand: BrandRecord) -> PastTurn:
    title = f"{KINDS[turn.kind]}, {words.moment(turn.started_at, brand)}"
    if turn.void:
        return PastTurn(title, "does not count")
    if turn.waived is not None or turn.reply is None:
        return PastTurn(title, "needed no answer")
    policy = brand.policy_at(turn.started_at)
    due = due_at(turn, policy=policy, network=network)
    met = state(turn, due, policy=policy, network=network, as_of=turn.reply.at)
    late = {TurnState.MET: ", in time", TurnState.MET_LATE: ", late"}.get(met, "")
    return PastTurn(title, f"{answered(turn)}{late}")


def _start(found: Conversation) -> Post | None:
    """Return the post to open: where the waiting starts, else the customer's newest."""
    turn = found.case.open_turn
    wanted = turn.posts[0] if turn else found.case.posts[-1]
    return next((each.post for each in found.said if each.post.id == wanted), None)


def _customer(found: Conversation) -> Author | None:
    """Return the customer as the newest post names them."""
    return next(_authors(found), None)


def _followers(found: Conversation) -> int | None:
    """Return the newest count that is known: not every post comes with one."""
    counts = (each.followers for each in _authors(found))
    return next((each for each in counts if each is not None), None)


def _authors(found: Conversation) -> Iterator[Author]:
    for each in reversed(found.said):
        if each.theirs and each.post.author:
            yield each.post.author

"""One case laid out: who it is, what was said and done, and the facts beside it.

Pure. Whatever strangers wrote goes to components, which show it as text.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from domain.brand import BrandRecord
from domain.case import Case, ReplyKind, Turn, TurnKind, TurnState, Where
from domain.event import Event, EventKind
from domain.post import Author, Post, State
from domain.text import bounded
from response.hours import business_time
from response.sla import due_at, state
from screens import words
from screens.components.facts import PastTurn
from screens.inbox_rows import chips, shown
from services.conversation import Conversation, Said
from services.queue import QueueRow

MOST = 200
"""Messages shown: a thread may be endless, and its newest end is what matters."""

TEXT_SHOWN = 4_000
"""Characters of one message; the longest posts there are stay behind their link."""

GONE = {State.DELETED: "Deleted by its author", State.REMOVED: "Removed by the network"}

PLACES = {"phone": "by phone", "dm": "in a private message", "mail": "by mail"}
ELSEWHERE = "elsewhere"

REPLIES = {
    ReplyKind.HOLDING: "a first word, not settled yet",
    ReplyKind.REDIRECT: "asked to go on in private",
}

KINDS = {
    TurnKind.COMPLAINT: "Complaint",
    TurnKind.QUESTION: "Question",
    TurnKind.REVIEW: "Review",
}


class Standing(StrEnum):
    """What a person may still do about a case."""

    WAITING = "waiting"
    ANSWERED_ELSEWHERE = "answered elsewhere"
    NOT_OURS = "not about us"
    DONE = "done"


def standing(case: Case) -> Standing:
    """Tell where a case stands for the person in front of it."""
    if not case.ours:
        return Standing.NOT_OURS
    if case.open_turn:
        return Standing.WAITING
    reply = next((each.reply for each in reversed(case.turns) if each.reply), None)
    if reply and reply.where is Where.OFF_PLATFORM:
        return Standing.ANSWERED_ELSEWHERE
    return Standing.DONE


def told(
    found: Conversation, row: QueueRow | None, brand: BrandRecord, *, now: datetime
) -> dict[str, Any]:
    """Lay out a conversation for the thread; ``row`` is its place in the queue."""
    messages = sorted(_messages(found, brand, now), key=lambda each: each["at"])
    left_out = max(len(messages) - MOST, 0)
    turn = found.case.open_turn
    start = _start(found, turn)
    return {
        "head": _head(found, start),
        "chips": _chips(found.case, row),
        "because": list(row.because) if row else [],
        "messages": messages[left_out:],
        "earlier": f"{left_out:,} earlier posts are not shown." if left_out else "",
    }


def facts(
    found: Conversation, brand: BrandRecord, *, now: datetime
) -> list[tuple[str, str]]:
    """Return what is known of the case as names and values."""
    case, turn = found.case, found.case.open_turn
    known = list(_clocks(turn, case.key.network, brand, now)) if turn else []
    author = _customer(found)
    if author and author.followers is not None:
        known.append(("Followers", f"{author.followers:,}"))
    known.append(("Their posts", f"{len(case.posts):,}"))
    if case.assignee:
        known.append(("In the hands of", case.assignee))
    if case.resolved_at:
        known.append(("Closed", words.moment(case.resolved_at, brand)))
    return known


def turns(
    found: Conversation, brand: BrandRecord, *, now: datetime, most: int = 8
) -> list[PastTurn]:
    """Return the turns that are over, the newest ``most`` of them, oldest first."""
    network = found.case.key.network
    over = [each for each in found.case.turns if not each.open]
    return [_turn(each, network, brand, now) for each in over[-most:]]


def _head(found: Conversation, start: Post | None) -> dict[str, Any]:
    author, on = _customer(found), found.case.key.network
    network, name = words.network(on), words.name(author)
    known = [words.handle(author, on), network.name]
    if author and author.followers is not None:
        known.append(f"{author.followers:,} followers")
    return {
        "name": name,
        "initials": words.initials(name),
        "where": " · ".join(filter(None, known)),
        "network": network._asdict(),
        "link": _link(start, f"Open on {network.name}"),
    }


def _chips(case: Case, row: QueueRow | None) -> list[dict[str, object]]:
    kind = KINDS[case.turns[-1].kind] if case.turns else "Mention"
    about: dict[str, object] = {"tone": "gray", "text": kind}
    if row and case.open_turn:
        deadline, *others = chips(row)
        return (
            [deadline, *others[:1], about, *others[1:]]
            if others
            else [
                deadline,
                about,
            ]
        )
    stands = {
        Standing.WAITING: ("gray", "Waiting"),
        Standing.ANSWERED_ELSEWHERE: ("green", "Answered elsewhere"),
        Standing.NOT_OURS: ("gray", "Not about us"),
        Standing.DONE: ("green", "Nobody waits"),
    }
    tone, text = stands[standing(case)]
    return [{"tone": tone, "text": text}, about]


def _messages(
    found: Conversation, brand: BrandRecord, now: datetime
) -> Iterator[dict[str, Any]]:
    answers = {
        each.reply.id: each for each in found.case.turns if each.reply and each.reply.id
    }
    open_turn = found.case.open_turn
    for each in found.said:
        told = _post(each, brand)
        if each.ours and each.post.id in answers:
            told["told"] = _answered(answers[each.post.id])
        elif open_turn and each.post.id == open_turn.posts[0]:
            told |= {"told": "waiting since then", "start": True}
        yield told
    elsewhere = {
        each.reply.at: each
        for each in found.case.turns
        if each.reply and each.reply.where is Where.OFF_PLATFORM
    }
    for event in found.events:
        deed = _deed(event, brand)
        if event.kind is EventKind.ANSWERED and event.at in elsewhere:
            deed["told"] = _answered(elsewhere[event.at])
        yield deed


def _post(each: Said, brand: BrandRecord) -> dict[str, Any]:
    post = each.post
    gone = GONE.get(post.state)
    kind = "ours" if each.ours else "customer" if each.theirs else "other"
    network = words.network(post.network).name
    return {
        "kind": kind,
        "who": "" if each.theirs else words.name(post.author),
        "text": gone or bounded(shown(post), TEXT_SHOWN),
        "gone": gone is not None,
        "lang": None if gone else post.lang,
        "at": words.milliseconds(post.posted_at),
        "when": words.moment(post.posted_at, brand),
        "told": "edited" if post.edited_at and not gone else "",
        "link": None if gone else _link(post, f"Open on {network}"),
    }


def _deed(event: Event, brand: BrandRecord) -> dict[str, Any]:
    noted = event.kind is EventKind.NOTED
    text = str(event.detail.get("text")) if noted else _words_of(event)
    return {
        "kind": "note" if noted else "event",
        "who": event.by or ("Note" if noted else ""),
        "text": text,
        "at": words.milliseconds(event.at),
        "when": words.moment(event.at, brand),
        "told": "",
    }


def _words_of(event: Event) -> str:
    detail = event.detail
    if event.kind is EventKind.ANSWERED:
        return f"Answered {PLACES.get(str(detail.get('where')), ELSEWHERE)}"
    if event.kind is EventKind.JUDGED:
        return "; ".join(_verdicts(detail)) or "Judged"
    if event.kind is EventKind.ASSIGNED:
        return f"Given to {detail['to']}" if detail.get("to") else "Given to nobody"
    if event.kind is EventKind.WAIVED:
        return f"Needs no answer: {detail.get('reason') or 'no reason given'}"
    return {
        EventKind.UNANSWERED: "The answer was taken back",
        EventKind.RESOLVED: "Closed as settled",
        EventKind.REOPENED: "Opened again",
    }.get(event.kind, event.kind.value.capitalize())


def _verdicts(detail: Mapping[str, object]) -> Iterator[str]:
    said = {
        "ours": ("About us", "Not about us"),
        "complaint": ("A complaint", "No complaint"),
        "needs_reply": ("Needs an answer", "Needs no answer"),
    }
    for name, (yes, no) in said.items():
        if isinstance(detail.get(name), bool):
            yield yes if detail[name] else no


def _clocks(
    turn: Turn, network: str, brand: BrandRecord, now: datetime
) -> Iterator[tuple[str, str]]:
    policy = brand.policy_at(turn.started_at)
    lag = turn.collector_lag(now)
    yield "Waits since", words.moment(turn.started_at, brand)
    yield "Waited", words.span(turn.wait(now))
    open_time = business_time(policy.calendar, turn.started_at, now)
    yield "In open hours", words.span(open_time) if open_time else "none yet"
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
        yield "Our answer", f"deleted again {words.moment(turn.withdrawn_at, brand)}"


def _turn(turn: Turn, network: str, brand: BrandRecord, now: datetime) -> PastTurn:
    title = f"{KINDS[turn.kind]}, {words.moment(turn.started_at, brand)}"
    if turn.void:
        return PastTurn(title, "does not count")
    if turn.waived is not None:
        return PastTurn(title, "needs no answer")
    policy = brand.policy_at(turn.started_at)
    due = due_at(turn, policy=policy, network=network)
    met = state(turn, due, policy=policy, network=network, as_of=now)
    late = {TurnState.MET: ", in time", TurnState.MET_LATE: ", late"}.get(met, "")
    return PastTurn(title, f"{_answered(turn)}{late}")


def _answered(turn: Turn) -> str:
    if turn.reply is None:
        return ""
    told = f"answered in {words.span(turn.wait(turn.reply.at))}"
    more = REPLIES.get(turn.reply.kind)
    return f"{told}, {more}" if more else told


def _start(found: Conversation, turn: Turn | None) -> Post | None:
    """Return the post to open: where the waiting starts, else the customer's newest."""
    wanted = turn.posts[0] if turn else found.case.posts[-1]
    posts = (each.post for each in found.said if each.post.id == wanted)
    return next(posts, None)


def _customer(found: Conversation) -> Author | None:
    newest = (each.post.author for each in reversed(found.said) if each.theirs)
    return next(newest, None)


def _link(post: Post | None, label: str) -> dict[str, str] | None:
    """Return a way to the post, if it is safe to take. The label is our own."""
    if post is None or not post.url or not post.url.lower().startswith("https://"):
        return None
    return {"url": post.url, "label": label}

"""What was said and done in a case, as messages, oldest first. Pure.

Whatever strangers wrote goes to a component, which shows it as text.
"""

from collections.abc import Iterator
from typing import Any

from domain.brand import BrandRecord
from domain.case import ReplyKind, Turn, Where
from domain.entry import Entry, What
from domain.post import Post, State
from domain.text import bounded
from response.deeds import deeds
from screens import words
from screens.inbox_rows import shown
from services.conversation import Conversation, Said

Message = dict[str, Any]

TEXT_SHOWN = 4_000
"""Characters of one message; the longest posts there are stay behind their link."""

GONE = {State.DELETED: "Deleted by its author", State.REMOVED: "Removed by the network"}

REPLIES = {
    ReplyKind.HOLDING: "a first word, not settled yet",
    ReplyKind.REDIRECT: "asked to go on in private",
}


def messages(found: Conversation, brand: BrandRecord) -> list[Message]:
    """Lay out posts and events; the post that still waits is the ``start``."""
    every = [*_posts(found, brand), *_events(found, brand)]
    return sorted(every, key=lambda each: int(each["at"]))


def answered(turn: Turn) -> str:
    """Say how long an answered turn took, and what the answer did for the customer."""
    if turn.reply is None:
        return ""
    told = f"answered in {words.span(turn.wait(turn.reply.at))}"
    more = REPLIES.get(turn.reply.kind)
    return f"{told}, {more}" if more else told


def way(post: Post | None) -> dict[str, str] | None:
    """Return a way to the post, if it is safe to take. Its label is our own."""
    if post is None or not post.url or not post.url.lower().startswith("https://"):
        return None
    return {"url": post.url, "label": f"Open on {words.network(post.network).name}"}


def _posts(found: Conversation, brand: BrandRecord) -> Iterator[Message]:
    replies = (each for each in found.case.turns if each.reply)
    answers = {each.reply.id: each for each in replies if each.reply}
    open_turn = found.case.open_turn
    for each in found.said:
        told = _post(each, brand)
        if each.ours and each.post.id in answers:
            told["told"] = answered(answers[each.post.id])
        elif open_turn and each.post.id == open_turn.posts[0]:
            told |= {"told": "waiting since then", "start": True}
        yield told


def _post(each: Said, brand: BrandRecord) -> Message:
    post = each.post
    gone = GONE.get(post.state)
    return {
        "kind": "ours" if each.ours else "customer" if each.theirs else "other",
        "who": "" if each.theirs else words.name(post.author),
        "text": gone or bounded(shown(post), TEXT_SHOWN),
        "gone": gone is not None,
        "lang": None if gone else post.lang,
        "at": words.milliseconds(post.posted_at),
        "when": words.moment(post.posted_at, brand),
        "told": "edited" if post.edited_at and not gone else "",
        "link": None if gone else way(post),
    }


def _events(found: Conversation, brand: BrandRecord) -> Iterator[Message]:
    elsewhere = {
        each.reply.at: each
        for each in found.case.turns
        if each.reply and each.reply.where is Where.OFF_PLATFORM
    }
    for entry in deeds(found.events):
        noted = entry.what is What.NOTED
        ended = entry.what is What.ANSWERED and entry.at in elsewhere
        yield {
            "kind": "note" if noted else "event",
            "who": entry.who or ("Note" if noted else ""),
            "text": entry.quoted if noted else _deed(entry, brand),
            "at": words.milliseconds(entry.at),
            "when": words.moment(entry.at, brand),
            "told": answered(elsewhere[entry.at]) if ended else "",
        }


def _deed(entry: Entry, brand: BrandRecord) -> str:
    until = f" until {words.moment(entry.until, brand)}" if entry.until else ""
    return f"{entry.text}{until}"

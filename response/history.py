"""What happened in a case, in order: the event log as a person reads it.

It is read out of facts each time, for one ``as_of``; what is due next stands at its
end. A case may have no line that a person could change.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.brand import BrandRecord
from domain.case import Case, ReplyKind, Turn
from domain.clock import FUTURE_ALLOWED
from domain.entry import Actor, Entry, What
from domain.event import Event, EventKind
from domain.post import Post, State
from domain.thread import Thread
from domain.wording import span
from response.closing import closings
from response.deeds import deeds
from response.due import due
from response.reply_kinds import kind_of

AT_ONCE = timedelta(minutes=1)
"""A post seen this soon was seen at once."""

UNKNOWN_PERSON = "native, person unknown"
"""Who replied, where the network shows the brand's account and nobody behind it."""

REPLIES = {
    None: "Replied by machine, which counts for nothing",
    ReplyKind.HOLDING: "Replied: a first word, not settled yet",
    ReplyKind.REDIRECT: "Replied: asked to go on in private",
    ReplyKind.SUBSTANTIVE: "Replied to the matter",
}

EDITS = {
    None: "Edited the reply",
    ReplyKind.HOLDING: "Edited the reply",
    ReplyKind.REDIRECT: "Edited the reply",
    ReplyKind.SUBSTANTIVE: "Edited the reply, which goes to the matter",
}

_ORDER = {each: place for place, each in enumerate(Actor)}


def history(
    case: Case, thread: Thread, brand: BrandRecord, *, now: datetime
) -> list[Entry]:
    """Return the log of a case of ``thread`` until ``now``, and what is due next.

    ``case`` is how it stands then, with posts that are dated a little later. Newest
    last; at a tie the customer stands before whoever reacts.
    """
    as_of = now + FUTURE_ALLOWED
    events = [each for each in case.events if each.at <= as_of]
    posts = _Posts(case, thread, brand, events, as_of)
    every = [*posts.lines(), *deeds(events), *due(case, brand, events, now=now)]
    every += closings(case, thread, brand, every)
    return sorted(every, key=lambda each: (each.at, _ORDER[each.actor]))


class _Posts:
    """The posts of a case's thread, as lines of its log."""

    def __init__(
        self,
        case: Case,
        thread: Thread,
        brand: BrandRecord,
        events: list[Event],
        as_of: datetime,
    ) -> None:
        self._case, self._brand, self._events = case, brand, events
        self._as_of = as_of
        self._mine = frozenset(case.posts)
        self._heard = {each.post.id: each for each in thread.heard}
        heard = {name: each.post for name, each in self._heard.items()}
        self._known = {**thread.elsewhere, **heard}
        self._posts = [each for each in heard.values() if each.posted_at <= as_of]

    def lines(self) -> Iterator[Entry]:
        """Yield what was written to this customer, by them, and with their posts."""
        for post in sorted(self._posts, key=lambda each: (each.posted_at, each.id)):
            if post.id in self._mine:
                yield self._wrote(post)
                yield from self._edited(post)
                yield from self._gone(post)
            elif self._ours(post):
                yield from self._replied(post)
            elif post.reply_to in self._mine and not post.gone_at(self._as_of):
                words = "Somebody else replied"
                who = _name(post)
                yield _line(post, What.OTHERS_REPLIED, Actor.OTHER, words, who=who)

    def _wrote(self, post: Post) -> Entry:
        unsure = any(each.post == post.id for each in self._case.unsure)
        needs = "nobody is sure if it needs an answer" if unsure else "needs no answer"
        what, words = What.POSTED, f"Wrote; {needs}"
        for turn in self._case.turns:
            if post.id in turn.posts[1:]:
                what, words = What.ASKED_AGAIN, "Asked again"
            elif post.id == turn.posts[0] or post.posted_at == turn.started_at:
                words = self._began(post, turn)
            elif turn.started_at < post.posted_at < self._asked_at(turn):
                words = "Went on"
        return _line(
            post,
            what,
            Actor.CUSTOMER,
            f"{words}; {_seen(post)}",
            who=_name(post),
            seen_at=post.seen_at,
        )

    def _began(self, post: Post, turn: Turn) -> str:
        """Say what a post did that a turn began with; a story may lead up to it."""
        if turn.void:
            return "Wrote"
        if turn.started_at == post.posted_at:
            return "Wrote, and waits from here on"
        return "Wrote" if turn.started_at > post.posted_at else "Went on"

    def _asked_at(self, turn: Turn) -> datetime:
        return self._known[turn.posts[0]].posted_at

    def _edited(self, post: Post) -> Iterator[Entry]:
        versions = self._heard[post.id].versions
        written = {each.written_at for each in versions} | {post.written_at}
        begun = {each.posts[0]: each.started_at for each in self._case.turns}
        for at in sorted(written):
            if not post.posted_at < at <= self._as_of:
                continue
            if begun.get(post.id) == at:
                words = "Edited the post, and waits from here on"
            elif self._was_judged(post, before=at):
                words = "Edited the post, after a person had judged it"
            else:
                words = "Edited the post"
            who = _name(post)
            yield _line(post, What.EDITED, Actor.CUSTOMER, words, who=who, at=at)

    def _was_judged(self, post: Post, *, before: datetime) -> bool:
        return any(
            each.kind is EventKind.JUDGED
            and each.about.id == post.id
            and each.at < before
            for each in self._events
        )

    def _gone(self, post: Post) -> Iterator[Entry]:
        if not post.gone_at(self._as_of):
            return
        if post.state is State.REMOVED:
            words = "The network removed the post"
            yield _end(post, What.REMOVED, Actor.OTHER, words)
        else:
            words = "Deleted the post"
            yield _end(post, What.DELETED, Actor.CUSTOMER, words, who=_name(post))

    def _replied(self, post: Post) -> Iterator[Entry]:
        if post.id not in self._case.replies:
            return
        who = self._brand.agent(post.author, post.network, post.posted_at)
        who = who or UNKNOWN_PERSON
        gone = post.gone_at(self._as_of)
        texts = self._texts(post)
        # Of a text that was purged nobody can tell any more what it did.
        kind = self._kind(texts[0][1])
        words = "Replied" if gone else REPLIES[kind]
        what = What.AUTO_REPLIED if kind is None else What.REPLIED
        yield _line(post, what, Actor.BRAND, words, who=who)
        for at, text in texts[1:]:
            plain = gone or kind is None  # what a machine said stays said by it
            words = "Edited the reply" if plain else EDITS[self._kind(text)]
            yield _line(post, What.EDITED, Actor.BRAND, words, who=who, at=at)
        if gone:
            words = "Deleted the reply, which counts no longer"
            yield _end(post, What.REPLY_WITHDRAWN, Actor.BRAND, words, who=who)

    def _texts(self, post: Post) -> list[tuple[datetime, str]]:
        """Return what a reply said, and from when on."""
        edits = [
            (each.written_at, each.text)
            for each in self._heard[post.id].versions[1:]
            if post.posted_at < each.written_at <= self._as_of
        ]
        versions = self._heard[post.id].versions
        return [(post.posted_at, versions[0].text if versions else post.text), *edits]

    def _kind(self, text: str) -> ReplyKind | None:
        return kind_of(text, self._brand.replies)

    def _ours(self, post: Post) -> bool:
        return self._brand.owns(post.author, post.network, post.posted_at)


def _line(
    post: Post,
    what: What,
    actor: Actor,
    words: str,
    *,
    who: str | None = None,
    at: datetime | None = None,
    seen_at: datetime | None = None,
) -> Entry:
    return Entry(
        at=at or post.posted_at,
        what=what,
        actor=actor,
        words=words,
        who=who,
        seen_at=seen_at,
        post=post.id,
        url=post.url,
    )


def _end(
    post: Post, what: What, actor: Actor, words: str, *, who: str | None = None
) -> Entry:
    """Return the line of a deletion, which may have come without its time."""
    if post.deleted_at is None:
        return _line(post, what, actor, f"{words}, nobody knows when", who=who)
    at = max(post.deleted_at, post.posted_at)
    return _line(post, what, actor, words, who=who, at=at)


def _name(post: Post) -> str | None:
    author = post.author
    return (author.name or author.handle or author.id) if author else None


def _seen(post: Post) -> str:
    if post.backfilled:
        return "imported as history"
    lag = max(post.seen_at - post.posted_at, timedelta())
    if lag < AT_ONCE:
        return "seen at once"
    return f"seen after {span(int(lag.total_seconds()))}"

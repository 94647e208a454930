"""From facts to cases: who waited for an answer in a thread, from when, until when.

Pure: the same facts and ``as_of`` give the same cases, whatever the order in which
the facts arrived. What happened after ``as_of`` is not seen.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, takewhile
from typing import NamedTuple

from domain.brand import BrandRecord
from domain.case import Case, CaseKey, Reply, ReplyKind, Turn, Where
from domain.event import Event, EventKind
from domain.post import Post
from domain.thread import Heard, Thread
from response.marks import Marks, marks
from response.replies import Answers, answers, reply_kind
from response.triage import Verdict, turn_kind, verdict

SKEW_ALLOWED = timedelta(seconds=120)
"""A reply dated this little before its question answers it at once (clocks differ)."""


class Outcome(NamedTuple):
    """What a thread holds for a brand: its cases by customer id, and its mentions.

    ``mentions`` has, by post id, whether the post answers one of the brand's posts
    and what it is; posts of the brand's own and mere context are not in it.
    """

    cases: list[Case]
    mentions: dict[str, "Mentioned"]


class Mentioned(NamedTuple):
    """How a post of the thread concerns the brand."""

    replied: bool
    complaint: bool


def read(thread: Thread, brand: BrandRecord, *, as_of: datetime) -> Outcome:
    """Return the brand's cases in ``thread``, one for each customer, and mentions."""
    return _Reading(thread, brand, as_of).outcome()


def cases(thread: Thread, brand: BrandRecord, *, as_of: datetime) -> list[Case]:
    """Return the brand's cases in ``thread``, one for each customer, by customer id."""
    return read(thread, brand, as_of=as_of).cases


@dataclass(slots=True)
class _OpenTurn:
    """A turn while it is read. ``verdicts`` stand beside ``posts``."""

    posts: list[Post]
    verdicts: list[Verdict]
    reply: Reply | None = None
    substantive_at: datetime | None = None
    withdrawn_at: datetime | None = None
    waived: str | None = None

    @property
    def waiting(self) -> bool:
        return self.reply is None and self.waived is None

    def finished(self, number: int, as_of: datetime, *, ours: bool) -> Turn:
        """Freeze the turn; posts that are gone leave it, and one of none is void."""
        kept = [
            pair
            for pair in zip(self.posts, self.verdicts, strict=True)
            if not pair[0].gone_at(as_of)
        ]
        told = kept or list(zip(self.posts, self.verdicts, strict=True))
        first = told[0][0]
        return Turn(
            number=number,
            kind=turn_kind(first, complaint=any(each.complaint for _, each in told)),
            posts=tuple(post.id for post, _ in told),
            started_at=first.posted_at,
            seen_at=first.seen_at,
            reply=self.reply,
            substantive_at=self.substantive_at,
            withdrawn_at=self.withdrawn_at,
            void=not kept or not ours,
            waived=self.waived,
            backfilled=first.backfilled,
            url=first.url,
        )


@dataclass(slots=True)
class _Desk:
    """What lies before us of one customer while the thread is read."""

    posts: list[Post] = field(default_factory=list)
    turns: list[_OpenTurn] = field(default_factory=list)

    @property
    def open(self) -> _OpenTurn | None:
        return self.turns[-1] if self.turns and self.turns[-1].waiting else None


class _Reading:
    """One reading of a thread, oldest post first."""

    def __init__(self, thread: Thread, brand: BrandRecord, as_of: datetime) -> None:
        self._thread, self._brand, self._as_of = thread, brand, as_of
        self._heard = {each.post.id: each for each in thread.heard}
        self._marks = marks(thread.events, as_of)
        self._desks: dict[str, _Desk] = {}
        self._done: set[str] = set()
        self._spoken: set[str] = set()
        self._own = {
            each.post.id
            for each in thread.heard
            if brand.owns(each.post.author, each.post.network, each.post.posted_at)
        }
        self._mentioned: dict[str, Mentioned] = {}
        self._people = dict(self._names())
        self._asked = sorted(self._asking(), key=_posted_at)

    def outcome(self) -> Outcome:
        """Read everything once, then say what stands."""
        for _, _, _, happen in sorted(self._timeline(), key=lambda item: item[:3]):
            happen()
        return Outcome(
            [self._case(each) for each in sorted(self._desks)], self._mentioned
        )

    def _timeline(self) -> Iterator[tuple[datetime, int, str, Callable[[], None]]]:
        """Yield what happened and how to read it: at a tie, customers come first."""
        for each in self._thread.heard:
            post = each.post
            if post.posted_at > self._as_of:
                continue
            if self._ours(post):
                yield post.posted_at, 1, post.id, _later(self._answer, post)
            else:
                yield post.posted_at, 0, post.id, _later(self._arrive, each)
        for customer, mark in self._marks.items():
            for number, event in enumerate(mark.closing):
                yield event.at, 2, f"{customer}/{number:06}", _later(self._close, event)

    def _names(self) -> Iterator[tuple[str, str]]:
        for each in self._thread.heard:
            author = each.post.author
            if author is not None and not self._ours(each.post):
                if author.handle:
                    yield author.handle.casefold(), author.id
                yield author.id.casefold(), author.id

    def _asking(self) -> Iterator[Heard]:
        for each in self._thread.heard:
            if each.post.author is not None and not self._ours(each.post):
                yield each

    def _ours(self, post: Post) -> bool:
        if post.id in self._heard:
            return post.id in self._own
        return self._brand.owns(post.author, post.network, post.posted_at)

    def _find(self, post_id: str) -> Post | None:
        heard = self._heard.get(post_id)
        return heard.post if heard else self._thread.elsewhere.get(post_id)

    def _replied(self, heard: Heard) -> bool:
        above = self._find(heard.post.reply_to) if heard.post.reply_to else None
        return above is not None and self._ours(above)

    def _arrive(self, heard: Heard) -> None:
        """Read a post that is not the brand's."""
        post = heard.post
        if post.id in self._done or post.author is None:
            return
        self._done.add(post.id)
        customer = post.author.id
        self._spoken.add(customer)
        replied = self._replied(heard)
        mentions = heard.mentioned or replied
        desk = self._desks.get(customer)
        if desk is None and not mentions:
            return
        desk = self._desks.setdefault(customer, _Desk())
        desk.posts.append(post)
        decided = verdict(heard, self._mark(customer).said.get(post.id, {}))
        if mentions:
            self._mentioned[post.id] = Mentioned(replied, decided.complaint)
        if not decided.needs_reply:
            return
        if desk.open is None:
            desk.turns.append(_OpenTurn([post], [decided]))
        else:
            desk.open.posts.append(post)
            desk.open.verdicts.append(decided)

    def _answer(self, reply: Post) -> None:
        """Read a post of the brand's, and see whose waiting it ends."""
        told = answers(reply, find=self._find, ours=self._ours, people=self._people)
        self._meet_early(reply, told)
        customers = told.customers
        if customers is None:
            waiting = [name for name, desk in self._desks.items() if desk.open]
            customers = frozenset(waiting if len(waiting) == 1 else ())
        for customer in customers:
            if desk := self._desks.get(customer):
                self._settle(desk, reply)

    def _meet_early(self, reply: Post, told: Answers) -> None:
        """Let in posts that the reply answers although they are dated after it.

        Only a post that the reply hangs below, or the first word of a customer: any
        other reply is explained by what came before it.
        """
        after = bisect_right(self._asked, reply.posted_at, key=_posted_at)
        last = min(reply.posted_at + SKEW_ALLOWED, self._as_of)
        for heard in takewhile(
            lambda each: _posted_at(each) <= last, self._asked[after:]
        ):
            post = heard.post
            if post.author is None or post.reply_to == reply.id:
                continue
            direct = told.below is not None and told.below.id == post.id
            meant = told.customers is None or post.author.id in told.customers
            if direct or (
                meant and post.author.id not in self._spoken and not told.below
            ):
                self._arrive(heard)

    def _settle(self, desk: _Desk, post: Post) -> None:
        if post.gone_at(self._as_of):
            if desk.open and desk.open.withdrawn_at is None:
                desk.open.withdrawn_at = post.deleted_at
            return
        self._give(
            desk,
            Reply(
                at=post.posted_at,
                id=post.id,
                kind=reply_kind(post.text),
                where=Where.NATIVE,
                person=self._brand.agent(post.author, post.network, post.posted_at),
                url=post.url,
            ),
        )

    def _give(self, desk: _Desk, reply: Reply) -> None:
        if desk.open:
            desk.open.reply = reply
        if reply.kind is ReplyKind.SUBSTANTIVE:
            for turn in desk.turns:
                if turn.reply and turn.substantive_at is None:
                    turn.substantive_at = reply.at

    def _close(self, event: Event) -> None:
        """Read a person's word that ends the waiting: answered elsewhere, or waived."""
        desk = self._desks.get(event.customer)
        if desk is None:
            return
        if event.kind is EventKind.ANSWERED:
            self._give(
                desk,
                Reply(
                    at=event.at,
                    id=None,
                    kind=ReplyKind.SUBSTANTIVE,
                    where=Where.OFF_PLATFORM,
                    person=event.by,
                ),
            )
        elif desk.open:
            desk.open.waived = str(event.detail.get("reason") or "waived")

    def _mark(self, customer: str) -> Marks:
        return self._marks.get(customer, Marks())

    def _case(self, customer: str) -> Case:
        desk, mark = self._desks[customer], self._mark(customer)
        numbers = count(1)
        return Case(
            key=CaseKey(
                self._brand.name, self._thread.network, self._thread.root, customer
            ),
            posts=tuple(post.id for post in desk.posts),
            turns=tuple(
                turn.finished(next(numbers), self._as_of, ours=mark.ours)
                for turn in desk.turns
            ),
            resolved_at=mark.resolved_at,
            assignee=mark.assignee,
            ours=mark.ours,
        )


def _posted_at(heard: Heard) -> datetime:
    return heard.post.posted_at


def _later(read: Callable[..., None], *what: object) -> Callable[[], None]:
    return lambda: read(*what)

"""From facts to cases: who waited for an answer in a thread, from when, until when.

Pure: the same facts and ``as_of`` give the same cases, whatever the order in which
the facts arrived. What happened after ``as_of`` is not seen.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import NamedTuple

from domain.brand import BrandRecord
from domain.case import (
    Case,
    CaseFlag,
    CaseKey,
    CaseStatus,
    Reply,
    ReplyKind,
    Turn,
    Where,
)
from domain.event import Event, EventKind
from domain.post import Post
from domain.thread import Heard, Thread, Version
from response.bystanders import bystanders
from response.desk import Desk
from response.desks import Desks
from response.marks import Marks, marks
from response.mentioned import Mentioned
from response.replies import Answers, answers
from response.reply_kinds import asks, kind_of, reply_kind
from response.steps import Step, steps, text_changed

SKEW_ALLOWED = timedelta(seconds=120)
"""A reply dated this little before its question answers it at once (clocks differ)."""

NO_MARKS = Marks()

_TALKING = frozenset({CaseStatus.ANSWERED, CaseStatus.REDIRECTED, CaseStatus.WAITING})


class Outcome(NamedTuple):
    """What a thread holds for a brand: its cases by customer id, and its mentions.

    ``mentions`` has, by post id, whether the post answers one of the brand's posts
    and what it is; posts of the brand's own and mere context are not in it.
    """

    cases: list[Case]
    mentions: dict[str, Mentioned]


def read(thread: Thread, brand: BrandRecord, *, as_of: datetime) -> Outcome:
    """Return the brand's cases in ``thread``, one for each customer, and mentions."""
    return _Reading(thread, brand, as_of).outcome()


def cases(thread: Thread, brand: BrandRecord, *, as_of: datetime) -> list[Case]:
    """Return the brand's cases in ``thread``, one for each customer, by customer id."""
    return read(thread, brand, as_of=as_of).cases


class _Reading:
    """One reading of a thread, oldest post first."""

    def __init__(self, thread: Thread, brand: BrandRecord, as_of: datetime) -> None:
        self._thread, self._brand, self._as_of = thread, brand, as_of
        self._heard = {each.post.id: each for each in thread.heard}
        self._marks = marks(thread.events, as_of)
        self._desks = Desks()
        self._done: set[str] = set()
        self._spoken: set[str] = set()
        self._answered: dict[str, list[Desk]] = {}
        self._own = {
            each.post.id
            for each in thread.heard
            if brand.owns(each.post.author, each.post.network, each.post.posted_at)
        }
        self._mentioned: dict[str, Mentioned] = {}
        self._people = dict(self._names())
        self._asked = sorted(self._asking(), key=_posted_at)
        self._steps = {
            each.post.id: self._steps_of(each) for each in self._asked if each.versions
        }

    def outcome(self) -> Outcome:
        """Read everything once, then say what stands."""
        for _, _, _, happen in sorted(self._timeline(), key=lambda item: item[:3]):
            happen()
        others = self._others() if len(self._spoken) > 1 else {}
        cases = [case for each in self._desks for case in self._of(each, others)]
        return Outcome(cases, self._mentioned)

    def _others(self) -> Mapping[str, set[CaseFlag]]:
        return bystanders(
            self._thread.heard,
            self._brand,
            ours=self._ours,
            asking=self._desks.asking,
            as_of=self._as_of,
        )

    def _timeline(self) -> Iterator[tuple[datetime, int, str, Callable[[], None]]]:
        """Yield what happened and how to read it: at a tie, customers come first."""
        for each in self._thread.heard:
            post = each.post
            if post.posted_at > self._as_of:
                continue
            if self._ours(post):
                yield post.posted_at, 1, post.id, _later(self._answer, each)
                for version in self._edits(each):
                    happen = _later(self._amend, post, version)
                    yield version.written_at, 1, post.id, happen
            else:
                yield post.posted_at, 0, post.id, _later(self._arrive, each)
                for step in self._steps.get(post.id, ())[1:]:
                    yield step.at, 0, post.id, _later(self._edit, each, step)
        for customer, mark in self._marks.items():
            for number, event in enumerate(mark.deeds):
                yield event.at, 2, f"{customer}/{number:06}", _later(self._do, event)

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
        post = heard.post
        above = self._find(post.reply_to) if post.reply_to else None
        return above is not None and self._ours(above) and not post.is_share

    def _steps_of(self, heard: Heard) -> Sequence[Step]:
        author = heard.post.author
        judged = self._mark(author.id if author else "").judged
        told = judged.get(heard.post.id, ())
        return steps(heard, told, brand=self._brand, as_of=self._as_of)

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
        if not mentions and customer not in self._desks:
            return
        step = (self._steps.get(post.id) or self._steps_of(heard))[0]
        desk = self._desk(customer, step)
        if mentions:
            told = self._mark(customer).said(post.id)
            self._mentioned[post.id] = Mentioned.of(step, told, replied=replied)
        gone = post.gone_at(self._as_of)
        desk.arrive(heard, step, muted=self._muted(customer, step.at), gone=gone)

    def _edit(self, heard: Heard, step: Step) -> None:
        """Read what an edit made of a post that is not the brand's."""
        post = heard.post
        if post.author is None or post.author.id not in self._desks:
            return
        if post.id in self._mentioned:
            told = self._mark(post.author.id).said(post.id)
            replied = self._mentioned[post.id].replied
            self._mentioned[post.id] = Mentioned.of(step, told, replied=replied)
        desk = self._desks.holding(post.author.id, post.id)
        if desk is not None:
            if desk.is_news(post.id, step.verdict):
                desk = self._desk(post.author.id, step)
            muted = self._muted(post.author.id, step.at)
            desk.edit(heard, step, muted=muted, gone=post.gone_at(self._as_of))

    def _desk(self, customer: str, step: Step) -> Desk:
        """Return where the customer's words belong."""
        needs = step.verdict.needs_reply and not self._muted(customer, step.at)
        return self._desks.take(customer, step.at, needs_reply=needs)

    def _muted(self, customer: str, at: datetime) -> bool:
        since = self._mark(customer).muted_at
        return since is not None and since <= at

    def _answer(self, heard: Heard) -> None:
        """Read a post of the brand's, and see whose waiting it ends."""
        reply = heard.post
        text = heard.versions[0].text if heard.versions else reply.text
        kind = kind_of(text, self._brand.replies)
        told = answers(reply, find=self._find, ours=self._ours, people=self._people)
        if kind is not None:
            self._meet_early(reply, told)
        desks = self._meant(told)
        for desk in desks:
            desk.heard_from.append(reply.id)
        if kind is None:
            return
        if heard.versions:
            self._answered[reply.id] = desks
        for desk in desks:
            self._settle(desk, reply, kind, text)

    def _meant(self, told: Answers) -> list[Desk]:
        """Return whom a reply is for; of one to nobody, that is who waits alone."""
        customers = told.customers
        if customers is None:
            waiting = self._desks.waiting
            customers = frozenset(waiting if len(waiting) == 1 else ())
        found = map(self._desks.get, sorted(customers))
        return [each for each in found if each is not None]

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

    def _settle(self, desk: Desk, post: Post, kind: ReplyKind, text: str) -> None:
        if post.gone_at(self._as_of):
            if desk.open and desk.open.withdrawn_at is None:
                desk.open.withdrawn_at = post.deleted_at
            return
        reply = Reply(
            at=post.posted_at,
            id=post.id,
            kind=kind,
            where=Where.NATIVE,
            person=self._brand.agent(post.author, post.network, post.posted_at),
            url=post.url,
        )
        desk.give(reply, asks=kind is ReplyKind.SUBSTANTIVE and asks(text))

    def _edits(self, heard: Heard) -> Iterator[Version]:
        for each in heard.versions[1:]:
            if heard.post.posted_at < each.written_at <= self._as_of:
                yield each

    def _amend(self, reply: Post, version: Version) -> None:
        """Read an edit of the brand's: it settles what it answered, it answers no more.

        Else a holding line of the first minute could become the answer of that minute.
        """
        if reply.gone_at(self._as_of):
            return
        kind = reply_kind(version.text, self._brand.replies)
        if kind is not ReplyKind.SUBSTANTIVE:
            return
        for desk in self._answered.get(reply.id, ()):
            desk.standing.amended(version.written_at, asks=asks(version.text))
            desk.settle(version.written_at, begun_by=reply.posted_at)

    def _do(self, event: Event) -> None:
        """Read a person's deed that ends or begins something."""
        desk = self._desks.meant(event)
        if desk is None:
            return
        waited = desk.open is not None
        match event.kind:
            case EventKind.ANSWERED:
                desk.give_elsewhere(event)
            case EventKind.RESOLVED:
                desk.standing.resolve(event.at, waited=waited)
            case EventKind.REOPENED:
                desk.standing.reopen(event.at, waited=waited)
            case _:
                if desk.open:
                    reason = event.detail.get("reason") or event.kind.value
                    desk.open.waived = str(reason)
                    desk.standing.waived(event.at)

    def _mark(self, customer: str) -> Marks:
        return self._marks.get(customer, NO_MARKS)

    def _of(self, customer: str, others: Mapping[str, set[CaseFlag]]) -> Iterator[Case]:
        """Yield the customer's cases, the first one first."""
        mark, desks = self._mark(customer), self._desks.of(customer)
        for episode, desk in enumerate(desks, 1):
            mine = mark
            if len(desks) > 1:
                posts = {each.id for each in desk.posts}
                beside = {post.id for each in desks for post in each.posts}
                mine = mark.about(posts, or_none=beside)
            key = CaseKey(
                self._brand.name,
                self._thread.network,
                self._thread.root,
                customer,
                episode,
            )
            yield self._case(key, desk, mine, others)

    def _case(
        self,
        key: CaseKey,
        desk: Desk,
        mark: Marks,
        others: Mapping[str, set[CaseFlag]],
    ) -> Case:
        standing, audience = desk.standing, self._brand.alerts.audience
        turns = tuple(
            [
                turn.finished(number, self._as_of, mark=mark, audience=audience)
                for number, turn in enumerate(desk.turns, 1)
            ]
        )
        live = [turn for turn in turns if not turn.void]
        void = not (live if turns else mark.ours and self._any_left(desk))
        waiting = any(turn.open for turn in live)
        status = standing.status(self._as_of, void=void, waiting=waiting)
        unsure = () if waiting else desk.left_unsure(mark)
        return Case(
            key=key,
            posts=tuple([post.id for post in desk.posts]),
            turns=turns,
            resolved_at=standing.resolved_at,
            assignee=mark.assignee,
            ours=mark.ours,
            status=status,
            flags=frozenset(
                [*_told(desk, others), *self._flags(desk, mark, live, status)]
                + [CaseFlag.UNSURE] * bool(unsure)
            ),
            first_resolved_at=standing.first_resolved_at,
            reopened=standing.reopened,
            pauses=tuple(standing.pauses),
            follow_up_due_at=standing.follow_up_due_at,
            lapsed_at=standing.lapsed_at if status is CaseStatus.LAPSED else None,
            author=mark.author,
            events=mark.events,
            replies=tuple(desk.heard_from),
            unsure=unsure,
        )

    def _flags(
        self, desk: Desk, mark: Marks, live: Iterable[Turn], status: CaseStatus
    ) -> Iterator[CaseFlag]:
        standing = desk.standing
        if standing.replied and standing.customer_last and status in _TALKING:
            yield CaseFlag.CUSTOMER_REPLIED_AGAIN
        if any(turn.found_late for turn in live):
            yield CaseFlag.FOUND_LATE
        if desk.asking and self._text_changed(desk, mark):
            yield CaseFlag.TEXT_CHANGED

    def _any_left(self, desk: Desk) -> bool:
        return any(not each.gone_at(self._as_of) for each in desk.posts)

    def _text_changed(self, desk: Desk, mark: Marks) -> bool:
        edited = (self._heard[each] for each in desk.asking)
        return any(
            text_changed(each, mark.judged.get(each.post.id, ()), as_of=self._as_of)
            for each in edited
        )


def _told(desk: Desk, others: Mapping[str, set[CaseFlag]]) -> Iterator[CaseFlag]:
    if others:
        for each in desk.posts:
            yield from others.get(each.id, ())


def _posted_at(heard: Heard) -> datetime:
    return heard.post.posted_at


def _later(read: Callable[..., None], *what: object) -> Callable[[], None]:
    return lambda: read(*what)

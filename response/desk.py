"""What lies before us of one customer while a thread is read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.case import AuthorClass, Reply, ReplyKind, Turn, TurnKind, Unsure, Where
from domain.event import Event
from domain.post import Post
from domain.thread import Heard
from response.marks import Marks
from response.standing import Standing
from response.steps import Step
from response.triage import Verdict, turn_kind
from response.urgency import IMPATIENT, presses, weighty

CUSTOMER = AuthorClass.CUSTOMER

IN_ONE_BREATH = timedelta(minutes=15)
"""A post that its author goes on with this soon is one text with what follows."""


@dataclass(slots=True)
class Entry:
    """A post in a turn. ``dropped``: by an edit it needs no reply any more."""

    heard: Heard
    verdict: Verdict
    at: datetime
    seen_at: datetime
    dropped: bool = False

    @property
    def post(self) -> Post:
        """The post itself."""
        return self.heard.post

    def is_in(self, as_of: datetime) -> bool:
        """Tell whether the post still asks for a reply."""
        return not self.dropped and not self.heard.post.gone_at(as_of)


@dataclass(slots=True)
class OpenTurn:
    """A turn while it is read.

    ``lead`` are the posts in which the customer began to tell what the first of
    ``entries`` complains of.
    """

    entries: list[Entry]
    lead: Sequence[Entry] = ()
    reply: Reply | None = None
    substantive_at: datetime | None = None
    withdrawn_at: datetime | None = None
    waived: str | None = None

    @property
    def waiting(self) -> bool:
        """Tell whether nothing ended it yet."""
        return self.reply is None and self.waived is None

    def finished(
        self, number: int, as_of: datetime, *, mark: Marks, audience: int
    ) -> Turn:
        """Freeze the turn; posts that are gone leave it, and one of none is void.

        Who is no customer has no right to a reply in time.
        """
        kept = [each for each in self.entries if each.is_in(as_of)]
        told = kept or self.entries
        first = told[0]
        start = first
        if self.lead and kept and first is self.entries[0]:
            start = next((each for each in self.lead if each.is_in(as_of)), first)
        posts = tuple(dict.fromkeys([each.heard.post.id for each in told]))
        complains = any(each.verdict.complaint for each in told)
        kind = turn_kind(first.heard.post, complaint=complains)
        return Turn(
            number=number,
            kind=kind,
            posts=posts,
            started_at=start.at,
            seen_at=start.seen_at,
            reply=self.reply,
            substantive_at=self.substantive_at,
            withdrawn_at=self.withdrawn_at,
            void=not kept or not mark.ours,
            waived=self.waived if mark.author is CUSTOMER else mark.author.value,
            backfilled=first.heard.post.backfilled,
            url=first.heard.post.url,
            critical=len(posts) > IMPATIENT
            or any(presses(each.heard) for each in told)
            or (
                kind is TurnKind.COMPLAINT
                and any(weighty(each.heard, audience) for each in told)
            ),
        )


@dataclass(slots=True)
class Desk:
    """One customer's posts and turns so far, and where the case stands.

    ``breath`` are the posts that the customer may still go on with; ``asking`` says of
    edited posts what they were when last read, None for one that needed no reply.
    ``heard_from`` are the ids of what the brand wrote to the customer. ``unsure`` are
    posts that were not replied to since, and of which nobody knows whether they need
    it.
    """

    posts: list[Post] = field(default_factory=list)
    turns: list[OpenTurn] = field(default_factory=list)
    standing: Standing = field(default_factory=Standing)
    breath: list[Entry] = field(default_factory=list)
    asking: dict[str, Verdict | None] = field(default_factory=dict)
    heard_from: list[str] = field(default_factory=list)
    unsure: dict[str, Unsure] = field(default_factory=dict)

    @property
    def open(self) -> OpenTurn | None:
        """The turn in which the customer waits."""
        return self.turns[-1] if self.turns and self.turns[-1].waiting else None

    def is_over(self, at: datetime) -> bool:
        """Tell whether a need that comes ``at`` that time is a new case."""
        return self.standing.is_over(at, waited=self.open is not None)

    def is_news(self, post_id: str, verdict: Verdict) -> bool:
        """Tell whether an edit makes a post ask for something it did not ask before.

        A question that becomes a complaint was answered as a question; while it still
        waits it waits on, from where it began.
        """
        if not verdict.needs_reply:
            return False
        before = self.asking.get(post_id)
        if before is None:
            return True
        waits = self.open is not None and any(
            each.heard.post.id == post_id for each in self.open.entries
        )
        return verdict.complaint and not before.complaint and not waits

    def arrive(self, heard: Heard, step: Step, *, muted: bool, gone: bool) -> None:
        """Read a post as it was at first; ``gone`` is what was deleted since."""
        post = heard.post
        entry = Entry(heard, step.verdict, step.at, step.seen_at)
        before = self.breath[-1].heard.post if self.breath else None
        if (
            before is None
            or post.reply_to != before.id
            or post.posted_at - before.posted_at > IN_ONE_BREATH
        ):
            self.breath = []
        self.posts.append(post)
        needs = step.verdict.needs_reply and not muted
        if heard.versions:
            self.asking[post.id] = step.verdict if needs else None
        self._stand(step.at, needs_reply=needs, gone=gone)
        self._wonder(post, step, is_open=not (muted or gone))
        if needs:
            self._ask(entry)
        elif step.verdict.told:
            self.breath = []
        else:
            self.breath.append(entry)

    def edit(self, heard: Heard, step: Step, *, muted: bool, gone: bool) -> None:
        """Read what an edit made of a post, maybe one of an earlier case."""
        if heard.post.id not in self.asking:
            self.posts.append(heard.post)
        needs = step.verdict.needs_reply and not muted
        news = needs and self.is_news(heard.post.id, step.verdict)
        asked = self.asking.get(heard.post.id) is not None
        self.asking[heard.post.id] = step.verdict if needs else None
        self._wonder(heard.post, step, is_open=not (muted or gone))
        if news:
            self.breath = []
            self._stand(step.at, needs_reply=True, gone=gone)
            self._ask(Entry(heard, step.verdict, step.at, step.seen_at))
        elif asked and self.open:
            for each in self.open.entries:
                if each.heard is heard and not each.dropped:
                    each.verdict, each.dropped = step.verdict, not needs

    def give(self, reply: Reply, *, asks: bool = False) -> None:
        """Read a reply to the customer."""
        turn = self.open
        self.standing.answered(reply.at, reply.kind, waited=turn is not None, asks=asks)
        self.breath = []
        self.unsure.clear()
        if turn:
            turn.reply = reply
        if reply.kind is ReplyKind.SUBSTANTIVE:
            self.settle(reply.at, begun_by=reply.at)

    def give_elsewhere(self, event: Event) -> None:
        """Read a person's word that the customer was answered off the platform."""
        self.give(
            Reply(
                at=event.at,
                id=None,
                kind=ReplyKind.SUBSTANTIVE,
                where=Where.OFF_PLATFORM,
                person=event.by,
            )
        )

    def left_unsure(self, mark: Marks) -> tuple[Unsure, ...]:
        """Return the posts that a person has to look at, oldest first."""
        if not self.unsure or self.open:
            return ()
        if not mark.ours or mark.muted_at or mark.author is not CUSTOMER:
            return ()
        ended_at = self.standing.resolved_at
        left = self.unsure.values()
        return tuple([each for each in left if not ended_at or each.at > ended_at])

    def settle(self, at: datetime, *, begun_by: datetime) -> None:
        """Note when the answered turns that had begun by then were settled."""
        for turn in self.turns:
            if turn.reply and turn.substantive_at is None and turn.reply.at <= begun_by:
                turn.substantive_at = at

    def _wonder(self, post: Post, step: Step, *, is_open: bool) -> None:
        """Note whether only a person can say if a post needs a reply."""
        if step.verdict.unsure and is_open:
            self.unsure[post.id] = Unsure(post.id, step.at, post.backfilled)
        else:
            self.unsure.pop(post.id, None)

    def _ask(self, entry: Entry) -> None:
        turn = self.open
        if turn is None:
            self.turns.append(OpenTurn([entry], tuple(self.breath)))
        else:
            turn.entries.append(entry)
        self.breath = []

    def _stand(self, at: datetime, *, needs_reply: bool, gone: bool) -> None:
        if gone:  # it counts nowhere any more, but the customer did speak
            self.standing.end_pause(at)
        else:
            waited = self.open is not None
            self.standing.wrote(at, waited=waited, needs_reply=needs_reply)

"""When a case was closed by silence or opened again by its customer.

No fact says so: it is read off how the case stood before and after each turn began.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from domain.brand import BrandRecord
from domain.case import Case, CaseStatus
from domain.entry import Actor, Entry, What
from domain.thread import Thread
from response.cases import cases
from response.standing import LAPSE

STIRS = frozenset(
    {
        What.POSTED, What.ASKED_AGAIN, What.REPLIED, What.ANSWERED, What.WAIVED,
        What.REOPENED,
    }
)  # fmt: skip
"""What breaks a silence."""

JUST_BEFORE = timedelta(microseconds=1)


def closings(
    case: Case, thread: Thread, brand: BrandRecord, lines: Iterable[Entry]
) -> Iterator[Entry]:
    """Yield when nobody had spoken for so long, and when the customer came back.

    ``lines`` is what else happened in the case.
    """
    every = list(lines)
    stirred = sorted(_stirs(every))
    settled = [each.at for each in every if each.what is What.RESOLVED]
    if case.status is CaseStatus.LAPSED:
        yield _lapsed(stirred[-1])
    since = datetime.min.replace(tzinfo=UTC)
    for turn in case.turns:
        at, last = turn.started_at, _before(stirred, turn.started_at)
        silent = last is not None and at - last >= LAPSE
        if silent or any(since <= each <= at for each in settled):
            before = _case(case, thread, brand, at - JUST_BEFORE)
            after = _case(case, thread, brand, at)
            if last and before and before.status is CaseStatus.LAPSED:
                yield _lapsed(last)
            if before and after and after.reopened > before.reopened:
                yield _reopened(at, turn.posts[0], every)
        since = at


def _stirs(lines: Iterable[Entry]) -> Iterator[datetime]:
    """Yield when somebody spoke; a reply that was taken back said nothing."""
    every = list(lines)
    void = {each.post for each in every if each.what is What.REPLY_WITHDRAWN}
    for each in every:
        if each.what in STIRS and (
            each.what is not What.REPLIED or each.post not in void
        ):
            yield each.at


def _before(moments: list[datetime], at: datetime) -> datetime | None:
    return max((each for each in moments if each < at), default=None)


def _lapsed(last: datetime) -> Entry:
    """Say when a case was closed in which nobody spoke after ``last``."""
    words = "Closed by silence"
    return Entry(at=last + LAPSE, what=What.LAPSED, actor=Actor.CLOCK, words=words)


def _reopened(at: datetime, post: str, lines: Iterable[Entry]) -> Entry:
    return Entry(
        at=at,
        what=What.REOPENED,
        actor=Actor.CUSTOMER,
        words="Opened the case again",
        who=next((each.who for each in lines if each.post == post), None),
        post=post,
    )


def _case(
    case: Case, thread: Thread, brand: BrandRecord, as_of: datetime
) -> Case | None:
    found = cases(thread, brand, as_of=as_of)
    return next((each for each in found if each.key == case.key), None)

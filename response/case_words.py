"""Where a case stands and what to know of it, in calm words."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from domain.brand import BrandRecord
from domain.case import AuthorClass, Case, CaseFlag, CaseStatus
from domain.thread import Thread
from domain.wording import near
from response.bystanders import bystanders
from response.deeds import put_off_until

STATUS = {
    CaseStatus.WAITING: "Waiting",
    CaseStatus.ANSWERED: "Answered",
    CaseStatus.REDIRECTED: "Redirected",
    CaseStatus.WAITING_CUSTOMER: "Waiting for the customer",
    CaseStatus.RESOLVED: "Settled",
    CaseStatus.LAPSED: "Closed by silence",
    CaseStatus.VOID: "Does not count",
}

AUTHORS = {
    AuthorClass.COMPETITOR: "A competitor",
    AuthorClass.PRESS: "Press",
    AuthorClass.STAFF: "One of us",
}
"""Who is no customer, and so waits for no reply in time."""

FLAGS = {
    CaseFlag.CUSTOMER_REPLIED_AGAIN: "The customer wrote again",
    CaseFlag.ANSWERED_BY_COMMUNITY: "Answered by the community",
    CaseFlag.TEXT_CHANGED: "Text changed after it was judged",
    CaseFlag.FOUND_LATE: "Found late",
    CaseFlag.UNSURE: "A person must say whether it needs a reply",
}
"""In the order in which they are said; who looks like staff is said by name."""

NAMED = 3
"""Handles that are named; the others are like them."""


def status(case: Case) -> str:
    """Say where a case stands."""
    if not case.ours:
        return "Not about us"
    if case.author is not AuthorClass.CUSTOMER:
        return AUTHORS[case.author]
    replied = any(each.reply for each in case.turns)
    if case.status is CaseStatus.ANSWERED and not replied:
        return "Unsure" if case.unsure else "Needs no answer"
    return STATUS[case.status]


def notes(
    case: Case, thread: Thread, brand: BrandRecord, *, now: datetime
) -> Iterator[str]:
    """Yield what a person should know of a case beside its status, a line each.

    Strangers' handles are among it: the lines belong where nothing is read but text.
    """
    zone, due = brand.policies[-1].calendar.zone, case.follow_up_due_at
    if case.status is CaseStatus.REDIRECTED and due is not None:
        late = "overdue since" if due <= now else "due"
        yield f"Redirected: outcome {late} {near(due, now=now, zone=zone)}"
    until = put_off(case, now=now)
    if until is not None:
        yield f"Snoozed until {near(until, now=now, zone=zone)}"
    yield from (words for flag, words in FLAGS.items() if flag in case.flags)
    if CaseFlag.LOOKS_LIKE_STAFF in case.flags:
        named = ", ".join(f"@{each}" for each in staff(case, thread, brand, now=now))
        yield f"Looks like staff: add {named or 'them'} to the accounts?"


def put_off(case: Case, *, now: datetime) -> datetime | None:
    """Return until when a case is put off, None when that is over or never was."""
    told = (each for each in case.events if each.at <= now)
    ends = [end for each in told if (end := put_off_until(each)) is not None]
    return ends[-1] if ends and ends[-1] > now else None


def staff(
    case: Case, thread: Thread, brand: BrandRecord, *, now: datetime
) -> Sequence[str]:
    """Return the handles of those who replied to the customer and look like staff."""
    mine = {each.post.id: each for each in thread.heard if each.post.id in case.posts}
    found: dict[str, None] = {}
    for each in thread.heard:
        author, above = each.post.author, mine.get(each.post.reply_to or "")
        if author is None or above is None:
            continue
        flags = bystanders(
            (above, each),
            brand,
            ours=lambda post: brand.owns(post.author, post.network, post.posted_at),
            as_of=now,
        )
        if any(CaseFlag.LOOKS_LIKE_STAFF in flag for flag in flags.values()):
            found[(author.handle or author.id).removeprefix("@")] = None
    return list(found)[:NAMED]

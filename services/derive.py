"""Works out the cases of threads anew and writes them in place of the old ones."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from domain.case import Case
from domain.mention import Mention
from domain.post import PostKey
from response.cases import read
from response.mentioned import Mentioned
from response.sla import due_at
from services.watch import Watch
from store import Session, cases, mentions, threads
from store.cases import Standing
from store.threads import StoredThread

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
"""The ``as_of`` of what is stored: it stands after all facts."""

NOTHING = Mentioned(replied=False, complaint=False)
"""What a thread tells of a post that it holds for no mention."""


class Derived(NamedTuple):
    """What threads hold for one brand: its cases, and the mentions that are news."""

    standings: list[Standing]
    changed: list[Mention]


def derive(
    session: Session, names: Iterable[PostKey], watches: Sequence[Watch]
) -> set[PostKey]:
    """Write the cases of the threads ``names``; return the posts that are in a case.

    Cases of brands other than those of ``watches`` stay as they are.
    """
    named = list(names)
    counted: set[PostKey] = set()
    found = threads.load(session, named)
    if told_of := {key for each in found for key in each.told_of_here}:
        # Who is muted in one thread, or no customer, is so in all of them.
        others = set(threads.of_customers(session, told_of)) - set(named)
        named += others
        found += threads.load(session, others)
    for watch in watches:
        derived = work_out(found, watch)
        cases.forget(session, watch.id, named)
        cases.save(session, watch.id, derived.standings)
        mentions.save(session, watch.id, derived.changed)
        counted.update(
            PostKey(each.case.key.network, post_id)
            for each in derived.standings
            for post_id in each.case.posts
        )
    return counted


def work_out(found: Iterable[StoredThread], watch: Watch) -> Derived:
    """Return what the threads hold for one brand; nothing is written."""
    derived = Derived([], [])
    for stored in found:
        if not _concerns(stored, watch):
            continue
        thread = stored.towards(watch.id, watch.record.name)
        outcome = read(thread, watch.record, as_of=FOREVER)
        derived.standings.extend(_standing(each, watch) for each in outcome.cases)
        derived.changed.extend(_changed(stored, watch, outcome.mentions))
    return derived


def _concerns(stored: StoredThread, watch: Watch) -> bool:
    """Tell at little cost whether the brand may have a case in the thread."""
    known = stored.mentions.get(watch.id, {})
    if any(each.post.key in known for each in stored.posts):
        return True
    if any(watch.owns(each.post) for each in stored.posts):
        return True
    above = (stored.elsewhere.get(each.post.reply_to or "") for each in stored.posts)
    return any(post is not None and watch.owns(post) for post in above)


def _standing(case: Case, watch: Watch) -> Standing:
    turn = case.open_turn
    if turn is None:
        return Standing(case=case)
    policy = watch.record.policy_at(turn.started_at)
    return Standing(
        case=case,
        due_at=due_at(turn, policy=policy, network=case.key.network),
        critical=turn.critical,
    )


def _changed(
    stored: StoredThread, watch: Watch, mentioned: dict[str, Mentioned]
) -> list[Mention]:
    """Return the mentions of which the thread says something new."""
    known = stored.mentions.get(watch.id, {})
    changed = []
    for each in stored.posts:
        key = each.post.key
        before = known.get(key)
        now = mentioned.get(key.id)
        if before is None and now is None:
            continue
        told = now or NOTHING
        if (
            before is not None
            and told
            == (before.replied, before.complaint, before.topic, before.sentiment)
            and before.posted_at == each.post.posted_at
        ):
            continue  # nearly always: making another to compare takes much longer
        after = replace(
            before or Mention(key=key, posted_at=each.post.posted_at),
            posted_at=each.post.posted_at,
            replied=told.replied,
            complaint=told.complaint,
            topic=told.topic,
            sentiment=told.sentiment,
        )
        changed.append(after)
    return changed

"""Works out the cases of threads anew and writes them in place of the old ones."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from domain.case import Case
from domain.mention import Mention
from domain.post import PostKey
from domain.thread import Thread
from response.cases import Mentioned, read
from response.sla import due_at
from response.urgency import critical
from services.watch import Watch
from store import Session, cases, mentions, threads
from store.cases import Standing
from store.threads import StoredThread

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
"""The ``as_of`` of what is stored: it stands after all facts."""


def derive(
    session: Session, names: Iterable[PostKey], watches: Sequence[Watch]
) -> set[PostKey]:
    """Write the cases of the threads ``names``; return the posts that are in a case."""
    named = list(names)
    cases.forget(session, named)
    counted: set[PostKey] = set()
    found = threads.load(session, named)
    for watch in watches:
        standings: list[Standing] = []
        changed: list[Mention] = []
        for stored in found:
            if not _concerns(stored, watch):
                continue
            thread = stored.towards(watch.id, watch.record.name)
            outcome = read(thread, watch.record, as_of=FOREVER)
            standings += [_standing(each, thread, watch) for each in outcome.cases]
            changed += _changed(stored, watch, outcome.mentions)
            counted.update(
                PostKey(stored.network, each)
                for case in outcome.cases
                for each in case.posts
            )
        cases.save(session, watch.id, standings)
        mentions.save(session, watch.id, changed)
    return counted


def _concerns(stored: StoredThread, watch: Watch) -> bool:
    """Tell at little cost whether the brand may have a case in the thread."""
    known = stored.mentions.get(watch.id, {})
    if any(each.post.key in known for each in stored.posts):
        return True
    if any(watch.owns(each.post) for each in stored.posts):
        return True
    above = (stored.elsewhere.get(each.post.reply_to or "") for each in stored.posts)
    return any(post is not None and watch.owns(post) for post in above)


def _standing(case: Case, thread: Thread, watch: Watch) -> Standing:
    turn = case.open_turn
    if turn is None:
        return Standing(case=case)
    policy = watch.record.policy_at(turn.started_at)
    return Standing(
        case=case,
        due_at=due_at(turn, policy=policy, network=case.key.network),
        critical=critical(turn, thread.heard, audience=watch.record.alerts.audience),
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
        after = replace(
            before or Mention(key=key, posted_at=each.post.posted_at),
            posted_at=each.post.posted_at,
            replied=now is not None and now.replied,
            complaint=now is not None and now.complaint,
        )
        if after != before:
            changed.append(after)
    return changed

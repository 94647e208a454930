"""Works out everything derived anew from the facts: matches, mentions, cases, turns."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from domain.mention import Mention
from domain.post import PostKey
from services.derive import derive
from services.watch import Watch
from store import Session, Store, mentions, threads

PIECE = 500
"""Threads of one transaction."""


def rebuild(
    store: Store,
    watches: Sequence[Watch],
    *,
    on_piece: Callable[[int], None] = lambda _: None,
) -> int:
    """Match every post against the brands as they are now; return how many threads.

    Runs piece by piece, each in a transaction of its own; a run that breaks off is
    run again. ``on_piece`` hears how many threads are done.
    """
    done, last = 0, PostKey("", "")
    while True:
        with store.begin() as session:
            piece = threads.names(session, after=last, limit=PIECE)
            if not piece:
                return done
            _match(session, piece, watches)
            derive(session, piece, watches)
        done, last = done + len(piece), piece[-1]
        on_piece(done)


def _match(
    session: Session, names: Sequence[PostKey], watches: Sequence[Watch]
) -> None:
    """Say anew why each post of the threads concerns each brand, or no longer does.

    A deleted post keeps what its text once matched: the text is gone.
    """
    found = threads.load(session, names)
    for watch in watches:
        changed: list[Mention] = []
        for stored in found:
            known = stored.mentions.get(watch.id, {})
            for each in stored.posts:
                post, before = each.post, known.get(each.post.key)
                if watch.owns(post) or not post.text:
                    continue
                judgement = stored.judged.get(post.key)
                given = before is not None and before.given
                mention = watch.mention(post, judgement, given=given)
                if before is not None:
                    mention = replace(
                        mention, replied=before.replied, complaint=before.complaint
                    )
                if mention != before and (mention.alone or before is not None):
                    changed.append(mention)
        mentions.save(session, watch.id, changed)

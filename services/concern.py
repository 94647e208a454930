"""Why a post concerns a brand, as far as the post alone tells.

Asked when a post comes in and when everything is worked out anew, in one way: else
the order of arrival would show.
"""

from dataclasses import replace

from domain.judgement import Judgement
from domain.mention import Mention
from domain.post import Post, is_purged
from services.watch import Watch


def concern(
    watch: Watch,
    post: Post,
    judgement: Judgement | None,
    before: Mention | None,
    *,
    named: str,
    given: bool = False,
) -> Mention | None:
    """Return the mention that a post is; None for one that does not count.

    ``before`` is what is stored: what hangs on the thread is taken over from it, and
    that the post was handed over. ``named`` is the hash of what the post said: one
    whose text was purged since keeps what it once matched.
    """
    if watch.owns(post):
        return None
    given = given or (before is not None and before.given)
    if before is not None and is_purged(post, named):
        if (before.posted_at, before.given) == (post.posted_at, given):
            return before
        return replace(before, posted_at=post.posted_at, given=given)
    matched = watch.mention(post, judgement, given=given)
    if before is not None:
        matched = _joined(before, matched)
    return matched if matched.counts else None


def _joined(before: Mention, matched: Mention) -> Mention:
    """Take over what hangs on the thread; that is worked out after this."""
    if (before.queries, before.addressed, before.given, before.posted_at) == (
        matched.queries,
        matched.addressed,
        matched.given,
        matched.posted_at,
    ):
        return before
    return replace(
        matched,
        replied=before.replied,
        complaint=before.complaint,
        topic=before.topic,
        sentiment=before.sentiment,
    )

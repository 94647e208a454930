"""Does a post need a reply? A person's word wins over any engine's."""

from collections.abc import Mapping
from typing import NamedTuple

from domain.case import TurnKind
from domain.post import Kind, Post, State
from domain.thread import Heard, Made

POOR_RATING = 3
"""A review with this many stars or fewer needs a reply."""


class Verdict(NamedTuple):
    """What a post is: whether it needs a reply, and whether it complains.

    ``told`` says that a person decided it, at least in part.
    """

    needs_reply: bool
    complaint: bool
    told: bool = False


class Words(NamedTuple):
    """What people said of a post; None is nothing."""

    complaint: bool | None = None
    needs_reply: bool | None = None

    @classmethod
    def of(cls, said: Mapping[str, object]) -> "Words":
        """Return what was said of it in the tool."""
        return cls(_known(said.get("complaint")), _known(said.get("needs_reply")))

    def over(self, other: "Words") -> "Words":
        """Return these words, and the other's where these say nothing."""
        return Words(
            _known(self.complaint, other.complaint),
            _known(self.needs_reply, other.needs_reply),
        )


def verdict(heard: Heard, said: Mapping[str, object]) -> Verdict:
    """Decide about one post; ``said`` is what a person said of it in the tool.

    A person's word in the tool wins over one handed over with the post, and that
    over the engine. A complaint needs a reply unless a person says otherwise.
    """
    post, judgement = heard.post, heard.judgement
    words = Words(post.complaint, post.needs_reply)
    return decide(
        post,
        rating=post.rating,
        words=Words.of(said).over(words) if said else words,
        made=None if judgement is None else Made.of(judgement),
    )


def decide(
    post: Post, *, rating: int | None, words: Words, made: Made | None
) -> Verdict:
    """Decide about one version of a post by people's words and the engine's."""
    complains, needs = words
    told = complains is not None or needs is not None
    judged = complains is not None
    if complains is None:
        complains = made is not None and made.complaint
    if _gone_before_sight(post):
        return Verdict(False, complains, told)  # noqa: FBT003 - its first field
    if needs is None:
        needs = complains or _asks(rating, made, person_judged=judged)
    return Verdict(needs, complains, told)


def turn_kind(post: Post, *, complaint: bool) -> TurnKind:
    """Tell what a turn that starts with ``post`` is about."""
    if complaint:
        return TurnKind.COMPLAINT
    if post.rating is not None or post.kind is Kind.REVIEW:
        return TurnKind.REVIEW
    return TurnKind.QUESTION


def _known(*words: object) -> bool | None:
    return next((word for word in words if isinstance(word, bool)), None)


def _asks(rating: int | None, made: Made | None, *, person_judged: bool) -> bool:
    """Tell whether the post needs a reply for another reason than a complaint."""
    if rating is not None and rating <= POOR_RATING:
        return True
    if made is None:
        return False
    # The engine's needs_reply still counts the complaint that a person refuted.
    return made.question if person_judged else made.wants_reply


def _gone_before_sight(post: Post) -> bool:
    if post.state is State.LIVE or post.deleted_at is None:
        return False
    return post.deleted_at <= post.seen_at

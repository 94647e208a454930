"""Does a post need a reply? A person's word wins over any engine's."""

from collections.abc import Mapping
from typing import NamedTuple

from domain.case import TurnKind
from domain.judgement import QUESTION
from domain.post import Kind, Post, State
from domain.thread import Heard

POOR_RATING = 3
"""A review with this many stars or fewer needs a reply."""


class Verdict(NamedTuple):
    """What a post is: whether it needs a reply, and whether it complains."""

    needs_reply: bool
    complaint: bool


def verdict(heard: Heard, said: Mapping[str, object]) -> Verdict:
    """Decide about one post; ``said`` is what a person said of it in the tool.

    A person's word in the tool wins over one handed over with the post, and that
    over the engine. A complaint needs a reply unless a person says otherwise.
    """
    post = heard.post
    complaint = _known(said.get("complaint"), post.complaint)
    judged = heard.judgement is not None and heard.judgement.is_complaint
    complains = judged if complaint is None else complaint
    if _gone_before_sight(post):
        return Verdict(needs_reply=False, complaint=complains)
    needs = _known(said.get("needs_reply"), post.needs_reply)
    if needs is None:
        needs = complains or _asks(heard, person_judged=complaint is not None)
    return Verdict(needs, complains)


def turn_kind(post: Post, *, complaint: bool) -> TurnKind:
    """Tell what a turn that starts with ``post`` is about."""
    if complaint:
        return TurnKind.COMPLAINT
    if post.rating is not None or post.kind is Kind.REVIEW:
        return TurnKind.REVIEW
    return TurnKind.QUESTION


def _known(*words: object) -> bool | None:
    return next((word for word in words if isinstance(word, bool)), None)


def _asks(heard: Heard, *, person_judged: bool) -> bool:
    """Tell whether the post needs a reply for another reason than a complaint."""
    if heard.post.rating is not None and heard.post.rating <= POOR_RATING:
        return True
    judgement = heard.judgement
    if judgement is None:
        return False
    if person_judged:  # the engine's needs_reply still counts the refuted complaint
        return QUESTION in judgement.flags
    return judgement.wants_reply


def _gone_before_sight(post: Post) -> bool:
    if post.state is State.LIVE or post.deleted_at is None:
        return False
    return post.deleted_at <= post.seen_at

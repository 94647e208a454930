"""Does a post need a reply? A person's word wins over any engine's.

After a person's word about the post come the brand's phrases, then what was learnt of
the engine's score, then the engine.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from domain.brand import BrandRecord
from domain.case import TurnKind
from domain.post import Kind, Post, State
from domain.thread import Heard, Made
from response.said_phrases import phrased

POOR_RATING = 3
"""A review with this many stars or fewer needs a reply."""


class Verdict(NamedTuple):
    """What a post is: whether it needs a reply, and whether it complains.

    ``told`` says that a person decided it, at least in part; ``unsure`` that only a
    person can say whether it needs a reply, which none did.
    """

    needs_reply: bool
    complaint: bool
    told: bool = False
    unsure: bool = False


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


class Said(NamedTuple):
    """One version of a post as it is judged: its words, its stars, when it was made."""

    text: str
    rating: int | None
    written_at: datetime


def verdict(heard: Heard, said: Mapping[str, object], *, brand: BrandRecord) -> Verdict:
    """Decide about one post; ``said`` is what a person said of it in the tool.

    A person's word in the tool wins over one handed over with the post, and that
    over the engine. A complaint needs a reply unless a person says otherwise.
    """
    post, judgement = heard.post, heard.judgement
    words = Words(post.complaint, post.needs_reply)
    return decide(
        post,
        Said(post.text, post.rating, post.written_at),
        words=Words.of(said).over(words) if said else words,
        made=None if judgement is None else Made.of(judgement),
        brand=brand,
    )


def decide(
    post: Post,
    version: Said,
    *,
    words: Words,
    made: Made | None,
    brand: BrandRecord,
) -> Verdict:
    """Decide about one version of a post by people's words and the engine's."""
    complains, needs = words
    told = complains is not None or needs is not None
    if complains is None and brand.rulings:
        judging = brand.judging_at(version.written_at)
        complains = phrased(version.text, judging)
    judged = complains is not None
    if complains is None:
        complains = made is not None and _found(made, version.written_at, brand)
    if _gone_before_sight(post):
        return Verdict(False, complains, told)  # noqa: FBT003 - its first field
    unsure = False
    if needs is None:
        rating = version.rating
        poor = rating is not None and rating <= POOR_RATING
        needs = complains or poor
        if not needs and made is not None:
            unsure = made.unsure and not judged
            # The engine's word counts the complaint that a person refuted as well.
            needs = made.question if judged else made.wants_reply and not unsure
    return Verdict(needs, complains, told, unsure)


def turn_kind(post: Post, *, complaint: bool) -> TurnKind:
    """Tell what a turn that starts with ``post`` is about."""
    if complaint:
        return TurnKind.COMPLAINT
    if post.rating is not None or post.kind is Kind.REVIEW:
        return TurnKind.REVIEW
    return TurnKind.QUESTION


def _known(*words: object) -> bool | None:
    return next((word for word in words if isinstance(word, bool)), None)


def _found(made: Made, written_at: datetime, brand: BrandRecord) -> bool:
    """Tell whether the engine finds a complaint, by what was learnt of its score."""
    if brand.learnt and made.score is not None:
        learnt = brand.learnt_at(written_at, engine=made.engine, version=made.version)
        if learnt is not None:
            return learnt.finds(made.score)
    return made.complaint


def _gone_before_sight(post: Post) -> bool:
    if post.state is State.LIVE or post.deleted_at is None:
        return False
    return post.deleted_at <= post.seen_at

"""A thread: the posts under one root, with all that is known about them.

It holds facts and judgements only; who waits in it is decided in ``response``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from domain.event import Event
from domain.judgement import QUESTION, UNSCORED, Judgement
from domain.post import Post


class Made(NamedTuple):
    """What an engine made of one version of a post, as far as turns hang on it.

    ``score`` is its number for a complaint, 0..1, None when it has none to learn from:
    nobody scored it, or an older release kept only the answer. ``unsure``: the engine
    does not know whether it needs a reply.
    """

    complaint: bool
    wants_reply: bool
    question: bool
    unsure: bool = False
    score: float | None = None
    engine: str = ""
    version: str = ""

    @classmethod
    def of(cls, judgement: Judgement) -> "Made":
        """Return what there is to keep of a judgement."""
        scored = UNSCORED not in judgement.flags
        return cls(
            complaint=scored and judgement.is_complaint,
            wants_reply=judgement.wants_reply,
            question=QUESTION in judgement.flags,
            unsure=judgement.unsure,
            score=judgement.complaint if scored else None,
            engine=judgement.engine,
            version=judgement.version,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a post said from ``written_at`` on, until its next version.

    ``complaint`` and ``needs_reply`` are a person's word handed over with this version;
    ``made`` is None when no engine judged it. The text of a deleted post is empty.
    """

    written_at: datetime
    seen_at: datetime
    text: str
    rating: int | None = None
    complaint: bool | None = None
    needs_reply: bool | None = None
    made: Made | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One post of a thread, as it stands towards one brand.

    ``judgement`` is None for a post that nobody judged, such as the brand's own.
    ``mentioned`` says that the post alone concerns the brand: a query matched it, it
    tags the brand, or it was handed over as a mention. Replies to the brand's posts
    are found from the thread. ``versions`` are all that is known of an edited post,
    oldest first, the one that stands last; empty when it never said anything else.
    """

    post: Post
    judgement: Judgement | None = None
    mentioned: bool = False
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """All that one brand's cases in one thread are derived from.

    ``elsewhere`` holds posts of other threads that posts of this one refer to (a
    quoted post), by id.
    """

    network: str
    root: str
    heard: tuple[Heard, ...]
    events: tuple[Event, ...] = ()
    elsewhere: Mapping[str, Post] = field(default_factory=dict)

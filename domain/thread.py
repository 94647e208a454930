"""A thread: the posts under one root, with all that is known about them.

It holds facts and judgements only; who waits in it is decided in ``response``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.event import Event
from domain.judgement import Judgement
from domain.post import Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One post of a thread, as it stands towards one brand.

    ``judgement`` is None for a post that nobody judged, such as the brand's own.
    ``mentioned`` says that the post alone concerns the brand: a query matched it, it
    tags the brand, or it was handed over as a mention. Replies to the brand's posts
    are found from the thread.
    """

    post: Post
    judgement: Judgement | None = None
    mentioned: bool = False


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

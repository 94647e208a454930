"""A mention: why a post concerns a brand."""

from dataclasses import dataclass
from datetime import datetime

from domain.post import PostKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One post towards one brand.

    ``given``: the import named the brand. ``queries``: positions of the brand's
    queries that matched. ``addressed``: it tags the brand. ``replied``: it answers a
    post of the brand's. ``complaint`` is what counts, a person's word first; ``topic``
    and ``sentiment`` are what a person said of it, None when nobody did.
    """

    key: PostKey
    posted_at: datetime
    given: bool = False
    queries: tuple[int, ...] = ()
    addressed: bool = False
    replied: bool = False
    complaint: bool = False
    topic: str | None = None
    sentiment: str | None = None

    @property
    def alone(self) -> bool:
        """Tell whether the post concerns the brand without a look at its thread."""
        return self.given or bool(self.queries) or self.addressed

    @property
    def counts(self) -> bool:
        """Tell whether the post concerns the brand at all."""
        return self.alone or self.replied

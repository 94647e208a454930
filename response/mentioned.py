"""How a post of a thread concerns the brand, with what a person said of it."""

from collections.abc import Mapping
from typing import NamedTuple

from response.marks import sentiment_in, topic_in
from response.steps import Step


class Mentioned(NamedTuple):
    """What a thread tells of one post.

    ``topic`` and ``sentiment`` are a person's word in the tool, None when nobody said.
    """

    replied: bool
    complaint: bool
    topic: str | None = None
    sentiment: str | None = None

    @classmethod
    def of(
        cls, step: Step, told: Mapping[str, object], *, replied: bool
    ) -> "Mentioned":
        """Return it as the post stands; ``told`` is what was said of it."""
        complaint = step.verdict.complaint
        return cls(replied, complaint, topic_in(told), sentiment_in(told))

"""Which waiting cases come before all others."""

from domain.judgement import CRITICAL_FLAGS
from domain.thread import Heard

IMPATIENT = 3
"""So many nudges by the customer make a case critical."""


def presses(heard: Heard) -> bool:
    """Tell whether a post cannot wait for its turn, complaint or not."""
    return heard.judgement is not None and heard.judgement.presses


def weighty(heard: Heard, audience: int) -> bool:
    """Tell whether a complaint in this post cannot wait for its turn.

    That is one of safety, law, press or privacy, or by an author with more than
    ``audience`` followers.
    """
    author, judgement = heard.post.author, heard.judgement
    if author is not None and (author.followers or 0) > audience:
        return True
    return judgement is not None and not CRITICAL_FLAGS.isdisjoint(judgement.flags)

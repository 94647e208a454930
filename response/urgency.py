"""Which waiting cases come before all others."""

from collections.abc import Iterable

from domain.case import Turn, TurnKind
from domain.judgement import CRITICAL_FLAGS
from domain.thread import Heard

IMPATIENT = 3
"""So many nudges by the customer make a case critical."""


def critical(turn: Turn, heard: Iterable[Heard], *, audience: int) -> bool:
    """Tell whether a complaint cannot wait for its turn.

    That is one of safety, law, press or privacy; one by an author with more than
    ``audience`` followers; or any turn in which the customer asked again three times.
    """
    if turn.nudges >= IMPATIENT:
        return True
    if turn.kind is not TurnKind.COMPLAINT:
        return False
    return any(weighty(each, audience) for each in heard if each.post.id in turn.posts)


def weighty(heard: Heard, audience: int) -> bool:
    """Tell whether a complaint in this post cannot wait for its turn."""
    author, judgement = heard.post.author, heard.judgement
    if author is not None and (author.followers or 0) > audience:
        return True
    return judgement is not None and not CRITICAL_FLAGS.isdisjoint(judgement.flags)

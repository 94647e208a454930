"""What networks share: an HTTP session on our terms, and one short list of faults.

A network's client is handed a ``Session`` and called within ``faults``: no answer is
larger, slower or odder than ``Limits`` allow, and only SourceError comes out.
"""

from collectors.wire.adapter import LIMITS, Bounded, Limits
from collectors.wire.boundary import MISSHAPEN, faults, items, source_error
from collectors.wire.broken import Broken, Refused, ShapeError
from collectors.wire.reset import reset_at
from collectors.wire.search import phrase, questions
from collectors.wire.session import USER_AGENT, Session

__all__ = [
    "LIMITS",
    "MISSHAPEN",
    "USER_AGENT",
    "Bounded",
    "Broken",
    "Limits",
    "Refused",
    "Session",
    "ShapeError",
    "faults",
    "items",
    "phrase",
    "questions",
    "reset_at",
    "source_error",
]

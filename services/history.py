"""The event log of a case, out of its conversation."""

from datetime import datetime

from domain.brand import BrandRecord
from domain.entry import Entry
from response.history import history as read
from services.conversation import Conversation


def history(found: Conversation, brand: BrandRecord, *, now: datetime) -> list[Entry]:
    """Return what happened in a case so far, and what is due next; newest last.

    ``found`` is the case as it stands ``now``.
    """
    return read(found.case, found.thread, brand, now=now)

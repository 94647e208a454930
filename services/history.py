"""The event log of a case, out of its conversation and the outbox."""

from datetime import datetime

from alerts.told import told
from domain.alert import About
from domain.entry import Entry
from domain.post import PostKey
from response.history import history as read
from services.conversation import Conversation
from store import Session, outbox
from store.brands import StoredBrand


def history(
    session: Session, found: Conversation, brand: StoredBrand, *, now: datetime
) -> list[Entry]:
    """Return what happened in a case so far, and what is due next; newest last.

    ``found`` is the case as it stands ``now``.
    """
    log = read(found.case, found.thread, brand.record, now=now)
    network = found.case.key.network
    abouts = [
        name(PostKey(network, each))
        for each in found.case.posts
        for name in (About.turn, About.again)
    ]
    alerts = outbox.about(session, brand.id, abouts)
    return sorted([*log, *told(alerts)], key=lambda each: each.at)

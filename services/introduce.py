"""Learns the ids of accounts of which a brand file told the handle only.

A handle can change hands; the network's id cannot. It is asked for once, at the first
contact, and kept.
"""

from collections.abc import Sequence

from domain.account import Account
from domain.source import Fault, SourceError
from services.failing import open_pauses, pause_for, tell
from services.listen import accounts
from services.reading import Source
from services.watch import Watch, watched
from store import Store, brands, pauses

_ITS_OWN = {Fault.NOT_FOUND, Fault.BAD_QUERY, Fault.AUTH_SCOPE}
"""Faults of one handle; others are the network's."""


def introduce(store: Store, source: Source, watches: Sequence[Watch]) -> list[Watch]:
    """Ask who has the handles that have no id yet; return the brands as they are then.

    What fails is left alone for a while, like a stream that fails.
    """
    learnt = False
    for watch in watches:
        if watch.record.demo:
            continue
        for account in accounts(watch, source.collector.network, now=source.clock()):
            if account.id is None and account.handle:
                learnt |= _ask(store, source, account)
    return watched(store) if learnt else list(watches)


def _ask(store: Store, source: Source, account: Account) -> bool:
    scope = f"account:{account.name}"
    held = open_pauses(store, source.collector.network, source.clock())
    if not held.keys().isdisjoint({"", scope}):
        return False
    try:
        found = source.collector.account(account.handle or "")
    except SourceError as error:
        with store.begin() as session:
            mine = scope if error.fault in _ITS_OWN else ""
            pause = pause_for(session, source, error, mine)
        tell(error, pause, family="account")
        return False
    with store.begin() as session:
        brands.learn(session, account, found.id)
        pauses.lift(session, source.collector.network, scope)
    return True

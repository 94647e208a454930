"""When whom to tell, changed by a person: a new version of one part of a brand."""

from datetime import datetime

from domain.brand import Alerts
from domain.errors import ConfigError
from domain.person import Person, Role
from services.rebuild import rebuild
from services.watch import watched
from store import Store, brands

MAY = frozenset({Role.MANAGER, Role.ADMIN})
"""Who may change what others are told."""


def may_change(people: tuple[Person, ...], email: str | None) -> bool:
    """Tell whether somebody may change thresholds; None is a house without a login."""
    if email is None:
        return True
    wanted = email.casefold()
    return any(each.email.casefold() == wanted and each.role in MAY for each in people)


def set_alerts(store: Store, name: str, alerts: Alerts, *, now: datetime) -> bool:
    """Keep new thresholds for the brand of this name; False when they are the old ones.

    Which cases are critical follows from the audience: a new one has all of them worked
    out anew. Raises ConfigError for an unknown brand, and StoreError.
    """
    with store.begin() as session:
        found = brands.load(session, name)
        if not found:
            raise ConfigError.at("brand", found=name, wanted="a brand that was applied")
        before = found[0].record.alerts
        if not brands.alert_so(session, found[0].id, alerts, now=now):
            return False
    if before.audience != alerts.audience:
        rebuild(store, watched(store))
    return True

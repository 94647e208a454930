"""Takes a brand file into the store: a new version of what changed, nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.brand import Brand
from response.matching import Matcher
from services.rebuild import rebuild
from services.watch import watched
from store import Store, brands

REMATCHED = frozenset(
    {"brand", "queries", "accounts", "calendar", "sla", "alerts", "replies"}
)
"""Parts on which matches, cases or deadlines of stored posts hang."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What happened to one brand: the parts that changed, ``brand`` for a new one."""

    name: str
    changed: Sequence[str]


def apply(
    store: Store,
    wanted: Sequence[Brand],
    *,
    now: datetime,
    demo: bool = False,
    on_piece: Callable[[int], None] = lambda _: None,
) -> list[Applied]:
    """Write the brands, all or none; then match the stored posts anew if need be.

    Raises ConfigError for a query that cannot be read, before anything is written.
    """
    for number, brand in enumerate(wanted):
        Matcher(brand.queries, key=f"brand[{number}].queries")
    with store.begin() as session:
        done = [
            Applied(each.name, brands.apply(session, each, now=now, demo=demo))
            for each in wanted
        ]
    if any(REMATCHED.intersection(each.changed) for each in done):
        rebuild(store, watched(store), on_piece=on_piece)
    return done

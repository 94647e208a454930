"""Asks a network once, really, to see whether it answers. Nothing that came is kept.

What it cost is entered in the books, like all reading.
"""

from dataclasses import dataclass
from datetime import datetime

from collectors import Collector
from domain.clock import Clock
from domain.errors import ConfigError
from domain.source import Family, Place
from services import money
from services.listen import streams
from services.watch import watched
from store import Store, tallies

FEW = 10
"""Posts that are asked for: the fewest that networks give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came: of what, how many posts, the newest of when, for how much."""

    family: Family
    posts: int
    newest: datetime | None
    usd: float


def ask(
    store: Store, collector: Collector, *, monthly_usd: float | None, clock: Clock
) -> Answer:
    """Read a few posts of what matters most to the brands.

    Raises SourceError, and ConfigError when no brand gives anything to ask for.
    """
    network, now = collector.network, clock()
    wanted = streams(collector, watched(store), now=now)
    if not wanted:
        needs = f"a brand with queries or an account on {network}: earshot apply FILE"
        raise ConfigError(f"{network}: found nothing to ask for, wanted {needs}")
    stream = wanted[0]
    price = collector.price(stream)
    if price and monthly_usd is not None:
        money.affordable(
            store,
            network,
            family=stream.family,
            price=price,
            monthly_usd=monthly_usd,
            now=now,
        )
    page = collector.fetch(stream, Place(size=FEW))
    with store.begin() as session:
        usd = money.paid(session, page, now=now)
        tallies.add(
            session,
            (network, stream.id),
            now.replace(minute=0, second=0, microsecond=0),
            requests=page.requests,
            posts=len(page.ids),
            skipped=page.skipped,
            usd=usd,
        )
    moments = [each.posted_at for each in page.posts]
    return Answer(
        family=stream.family,
        posts=len(page.posts),
        newest=max(moments, default=None),
        usd=usd,
    )

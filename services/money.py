"""What reading a network may still cost, by its public prices and our own books."""

from datetime import datetime, timedelta

from domain.post import PostKey
from domain.source import Family, Fault, Page
from services.failing import BudgetError
from store import Session, Store, posts, tallies

SHARES = {Family.SEARCH: 0.9, Family.COMMENTS: 0.9, None: 0.8}
"""Of the month's money, what searches and look-ups (None) may use up.

The rest is left for what was said to the brand itself, which is cheap.
"""

LEAST = 10
"""Posts of the smallest page worth asking for, and that networks give."""


def affordable(
    store: Store,
    network: str,
    *,
    family: Family | None,
    price: float,
    monthly_usd: float,
    now: datetime,
) -> int:
    """Return how many posts the rest of the month's money buys, at least ``LEAST``.

    Raises BudgetError, until the next month, when it buys fewer.
    """
    begin, end = month(now)
    with store.reading() as session:
        spent = tallies.spent(session, network, since=begin, until=end)
    left = monthly_usd * SHARES.get(family, 1.0) - spent
    size = int(left / price)
    if size < LEAST:
        said = f"${spent:.2f} of the month's ${monthly_usd:.2f} are spent"
        raise BudgetError(network, Fault.QUOTA_EXHAUSTED, said, until=end)
    return size


def month(now: datetime) -> tuple[datetime, datetime]:
    """Return the month of UTC around an instant, as [begin, end)."""
    begin = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return begin, (begin + timedelta(days=32)).replace(day=1)


def paid(session: Session, page: Page, *, now: datetime) -> float:
    """Return what a page costs: a post that was read on this day of UTC is free."""
    if not page.usd:
        return 0.0
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    keys: set[PostKey] = {each.key for each in page.posts}
    again = posts.seen_since(session, keys, midnight)
    return page.usd * max(len(page.ids) - len(again), 0)

"""Raises an alert for far more complaints than usual. What is unusual others decide."""

from collections.abc import Callable
from datetime import datetime

from domain.alert import Step
from services.escalate import raised, tells
from services.for_each import for_each
from services.spikes import risen
from store import Store, brands, outbox
from store.brands import StoredBrand


def raise_surges(
    store: Store, *, now: datetime, stop: Callable[[], bool] = lambda: False
) -> int:
    """Raise the spike of every brand that has one; return how many alerts are new."""
    with store.reading() as session:
        known = [each for each in brands.load(session) if tells(each)]
    return for_each(known, lambda each: _raise(store, each, now), stop=stop)


def _raise(store: Store, brand: StoredBrand, now: datetime) -> int:
    with store.reading() as session:
        about = risen(session, brand, now=now)
    if about is None:
        return 0
    news = raised(brand, about, Step.SPIKE, now=now)
    with store.begin() as session:
        return outbox.add(session, brand.id, news)

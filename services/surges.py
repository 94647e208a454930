"""Raises an alert for far more complaints than usual. What is unusual others decide."""

from collections.abc import Callable
from datetime import datetime

from domain.alert import Step
from services.escalate import raised, tells
from services.spikes import risen
from store import Store, brands, outbox


def raise_surges(
    store: Store, *, now: datetime, stop: Callable[[], bool] = lambda: False
) -> int:
    """Raise the spike of every brand that has one; return how many alerts are new."""
    with store.reading() as session:
        known = [each for each in brands.load(session) if tells(each)]
    number = 0
    for brand in known:
        if stop():
            break
        with store.reading() as session:
            about = risen(session, brand, now=now)
        if about is not None:
            news = raised(brand, about, Step.SPIKE, now=now)
            with store.begin() as session:
                number += outbox.add(session, brand.id, news)
    return number

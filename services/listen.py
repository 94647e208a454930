"""What a network is asked for: words and accounts of the brands that are watched."""

from collections.abc import Sequence
from datetime import datetime

from collectors import Collector
from domain.account import Account
from domain.source import PRIORITY, Listened, Stream
from response.needles import needles
from services.watch import Watch


def listened(
    watches: Sequence[Watch], network: str, *, now: datetime
) -> list[Listened]:
    """Say what to listen for on one network; the shipped example is left out."""
    return [
        Listened(
            brand=each.record.name,
            needles=tuple(
                dict.fromkeys(
                    needle for query in each.record.queries for needle in needles(query)
                )
            ),
            accounts=accounts(each, network, now=now),
        )
        for each in watches
        if not each.record.demo
    ]


def accounts(watch: Watch, network: str, *, now: datetime) -> tuple[Account, ...]:
    """Return the brand's accounts of one network that are its own now."""
    return tuple(
        each
        for each in watch.record.accounts
        if each.network == network
        and (each.since is None or each.since <= now)
        and (each.until is None or now < each.until)
    )


def streams(
    collector: Collector, watches: Sequence[Watch], *, now: datetime
) -> list[Stream]:
    """List what is to be read, what matters most first."""
    found = collector.streams(listened(watches, collector.network, now=now))
    return sorted(found, key=lambda each: PRIORITY.index(each.family))

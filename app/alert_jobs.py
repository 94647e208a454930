"""The jobs that tell people: what is due is raised by some, and sent by one.

Each fails by itself: a source that cannot be looked at keeps no complaint back.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.jobs import Deed, Job, Round

if TYPE_CHECKING:
    from app.wiring import Desk
    from domain.alert import Alert
    from domain.source import Fault

SOON = timedelta(seconds=10)
"""How often is asked whom to tell what; nothing else waits for it, nor it for that."""

SELDOM = timedelta(minutes=1)
"""How often is asked what takes longer to know, and changes more slowly."""


def alert_jobs(desk: "Desk") -> list[Job]:
    """List the jobs that raise alerts and digests, and the one that sends them."""

    def ladder(given: Round) -> None:
        from services.escalate import raise_due

        raise_due(given.store, now=desk.clock(), stop=given.stop)

    def digests(given: Round) -> None:
        from services.digests import raise_due

        raise_due(given.store, now=desk.clock(), stop=given.stop)

    def surges(given: Round) -> None:
        from services.surges import raise_surges

        raise_surges(given.store, now=desk.clock(), stop=given.stop)

    def outages(given: Round) -> None:
        from app.health import sources_of
        from services.outages import raise_outages

        states = sources_of(desk).states
        raise_outages(given.store, states, now=desk.clock())

    paused: dict[str, datetime] = {}
    unmarked: list[tuple[Sequence[Alert], datetime]] = []

    def outbox(given: Round) -> None:
        from app.outgoing import send_due

        def stop() -> bool:
            given.beat()  # a message may take half a minute
            return given.stop()

        send_due(desk, given.store, paused=paused, unmarked=unmarked, stop=stop)

    return [
        Job(name="ladder", every=SOON, deed=_deed(ladder)),
        Job(name="digests", every=SOON, deed=_deed(digests)),
        Job(name="spikes", every=SELDOM, deed=_deed(surges)),
        Job(name="outages", every=SELDOM, deed=_deed(outages)),
        Job(name="outbox", every=SOON, deed=_deed(outbox)),
    ]


def _deed(work: Callable[[Round], None]) -> Deed:
    """Return a deed that asks no source, so that none can fail."""

    def deed(given: Round) -> "Sequence[Fault]":
        work(given)
        return ()

    return deed

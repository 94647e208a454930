"""A channel that keeps what it is handed, and short ways to fill an outbox."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from channels.parcel import (
    Composed,
    Outcome,
    Parcel,
    Send,
    Sent,
)
from domain.alert import About, Alert, AlertKey, Raised, Step
from domain.person import Person
from services.deliver import Delivered, deliver
from services.escalate import raise_due
from services.pack import Outgoing
from store import Session, Store, outbox
from store.brands import StoredBrand
from tests.alerted import LENA
from tests.desk import acme, keep
from tests.made import a_post
from tests.mailed import Words, composed

TICK = timedelta(seconds=10)


@dataclass
class Box:
    """A channel that keeps what it is handed, and answers as it is told."""

    outcome: Outcome = field(default_factory=Sent)
    got: list[Parcel] = field(default_factory=list)
    rounds: int = 0
    by: dict[str, Outcome] = field(default_factory=dict)

    @contextmanager
    def open(self) -> Iterator[Send]:
        self.rounds += 1
        yield self.send

    def send(self, parcel: Parcel) -> Outcome:
        self.got.append(parcel)
        return self.by.get(parcel.recipient, self.outcome)


def tell(
    session: Session,
    brand: StoredBrand,
    found: Sequence[Alert],
    person: Person,
    now: datetime,
) -> Composed | None:
    """Tell the steps and posts, one a line."""
    lines = [f"{each.key.step} {each.key.about.rest}" for each in found]
    return composed(Words(subject=f"{len(lines)} alerts", text="\n".join(lines)))


def outgoing(*boxes: Box, **given: object) -> Outgoing:
    names = ("mail", "secret:CHAT")
    told: dict[str, object] = {"compose": tell, "chance": lambda: 1.0}
    return Outgoing(
        senders=dict(zip(names, boxes, strict=False)),
        **(told | given),  # type: ignore[arg-type]
    )


def run(
    store: Store, post: Outgoing, since: datetime, until: datetime, every: timedelta
) -> Delivered:
    """Deliver at every tick of a span, raising first as the engine does."""
    done, now = Delivered(), since
    while now <= until:
        raise_due(store, now=now)
        done += deliver(store, post, now=now)
        now += every
    return done


def put(store: Store, *keys: AlertKey, when: datetime) -> None:
    """Write alerts down as if they had been raised."""
    raised = [Raised(key=each, at=when, ready_at=when) for each in keys]
    brand = acme(store).id
    with store.begin() as session:
        outbox.add(session, brand, raised)


def waits(store: Store, *ids: str, when: str = "10:00") -> None:
    keep(store, [a_post(each, when, f"c{each}", complaint=True) for each in ids])


def key(post: str, step: Step = Step.OVERDUE, to: Person = LENA) -> AlertKey:
    return AlertKey(About.parse(f"turn/x/{post}"), step, to.email)


def said(box: Box) -> list[list[str]]:
    return [each.composed.rendered.text.splitlines() for each in box.got]

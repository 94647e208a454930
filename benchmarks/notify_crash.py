"""The row ``notify-crash``: who delivers alerts, killed at random moments.

A next one goes on. Then everybody must have been told of everything, and a message that
came twice, at most one for each kill, must have come under the same id.
"""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from pydantic import SecretStr

from app.outgoing import send_due
from app.settings import Mail, Settings
from app.settings import Store as At
from app.wiring import Desk
from benchmarks import made
from benchmarks.harness import BenchError, Line, Measurement, Spread, Tell
from benchmarks.little_mail import Came, LittleMail
from domain.alert import About, Alert, AlertKey, Delivery, Raised, Step
from domain.clock import iso, parse_instant
from domain.person import Duty, Person, Role
from sentiment import engine
from services.apply import apply
from services.ingest import ingest
from services.watch import watched
from store import Store, outbox
from store.upgrade import upgrade

ROWS = 600
"""Alerts: three of each person, as one message."""

EACH = 3
MOMENTS = 50
BEGUN = made.FIRST
LATER = timedelta(minutes=3)
"""Between two who deliver: what the one took, the next must believe to be left."""

LATE = 30.0
"""Seconds until somebody who sends nothing is given up."""


class Faults(NamedTuple):
    """What came of it: alerts that nobody was told of, and messages told twice.

    ``repeated`` came again under the same id, ``doubled`` are alerts that came by two.
    """

    lost: int
    repeated: int
    doubled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A store in which much is to be told, and the server that takes it."""

    path: Path
    mail: LittleMail

    def alerts(self) -> list[Alert]:
        """Return all alerts there are."""
        store = Store(f"sqlite:///{self.path}")
        with store.reading() as session:
            found = outbox.since(session, None, moment=BEGUN)
        store.close()
        return found


def measure(rows: int, *, folder: Path, tell: Tell) -> list[Line]:
    """Kill those who deliver at up to fifty moments, one for each twelve alerts."""
    dice = made.dice_of(-3)
    took: list[float] = []
    taken: list[Alert] = []
    with LittleMail().listening() as mail:
        scene = Scene(path=folder / "notify.db", mail=mail)
        now = begin(scene, rows)
        for _ in range(max(min(MOMENTS, rows // 12), 1)):
            begun = time.monotonic()
            taken += kill(scene, dice, now=now)
            took.append(time.monotonic() - begun)
            now += LATER
            tell(f"notify-crash: {len(took)} kills, {len(mail.got)} messages")
        finish(scene, now=now)
        found = faults(scene.alerts(), mail.got, taken)
        return [_line(found, len(scene.alerts()), took)]


def begin(scene: Scene, rows: int) -> datetime:
    """Let so many alerts be raised; return when they may go out."""
    store = Store(f"sqlite:///{scene.path}")
    upgrade(store)
    people = tuple(
        Person(email=_address(number), role=Role.AGENT, duty=(Duty.LEAD,))
        for number in range(max(rows // EACH, 1))
    )
    apply(store, [replace(made.BRAND, people=people)], now=BEGUN - timedelta(days=9))
    late = BEGUN + timedelta(hours=30)
    _wait(store, late, rows)
    store.close()
    return late + timedelta(minutes=1)


def _wait(store: Store, now: datetime, rows: int) -> None:
    """Let three customers wait, and raise what everybody is to be told of them."""
    said = [
        replace(each, reply_to=None, thread=None, needs_reply=True, complaint=True)
        for each in made.page(0)
        if each.author and each.author.id != "shop" and each.reply_to is None
    ][:EACH]
    watch = watched(store)[0]
    ingest(store, said, watches=[watch], engine=engine("vader"), given=watch)
    raised = [
        Raised(
            key=AlertKey(About.turn(post.key), Step.OVERDUE, _address(number)),
            at=now,
            ready_at=now,
        )
        for number in range(max(rows // EACH, 1))
        for post in said
    ]
    with store.begin() as session:
        outbox.add(session, watch.id, raised)


def _address(number: int) -> str:
    return f"p{number}@example.com"


def kill(scene: Scene, dice: Random, *, now: datetime) -> list[Alert]:
    """Kill somebody who delivers, shortly after a message; return what they had taken.

    Raises BenchError when there is nothing to be killed.
    """
    wanted = len(scene.mail.got) + dice.randrange(1, 5)
    quiet = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603
        command(scene, now=now), stdout=quiet, stderr=quiet
    ) as process:
        there = scene.mail.wait(wanted, seconds=LATE)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=dice.random() / 50)
        process.kill()
    if not there or process.returncode != -9:
        raise BenchError("notify-crash: found nobody at work, wanted one to be killed")
    return [each for each in scene.alerts() if each.delivery is Delivery.TAKEN]


def command(scene: Scene, *, now: datetime) -> list[str]:
    """Return the command that delivers what may go out at a moment, as a process."""
    given = (str(scene.path), str(scene.mail.port), iso(now))
    return [sys.executable, "-m", "benchmarks.notify_crash", *given]


def deliver(path: Path, port: int, *, now: datetime) -> int:
    """Deliver what may go out; return how many messages that were."""
    url = f"sqlite:///{path}"
    mail = Mail(host="127.0.0.1", port=port, sender="earshot@desk.example", tls="none")
    store = Store(url)
    settings = Settings(store=At(url=SecretStr(url)), mail=mail)
    done = send_due(Desk(settings, store, lambda: now), store, paused={})
    store.close()
    return done.messages


def finish(scene: Scene, *, now: datetime) -> None:
    """Deliver until nothing goes out any more."""
    while deliver(scene.path, scene.mail.port, now=now):
        now += LATER


def faults(
    alerts: Sequence[Alert], got: Sequence[Came], taken: Iterable[Alert]
) -> Faults:
    """Set what became of all alerts against what came; ``taken`` were cut off."""
    came = Counter(got)
    known = {each.id: each for each in alerts}
    lost = [
        each
        for each in alerts
        if each.delivery is not Delivery.SENT
        or Came(each.key.recipient, each.message or "") not in came
    ]
    other = {
        each.id
        for each in taken
        if Came(each.key.recipient, each.message or "") in came
        and known[each.id].message != each.message
    }
    return Faults(len(lost), sum(came.values()) - len(came), len(other))


def _line(found: Faults, alerts: int, took: Sequence[float]) -> Line:
    good = not found.lost and not found.doubled and found.repeated <= len(took)
    note = (
        f"{len(took)} kills, {alerts} alerts: {found.lost} lost, {found.repeated}"
        f" messages came again under their id, {found.doubled} alerts by two"
    )
    return Line(
        name="notify-crash",
        n=1,
        ours=Measurement(name="until the kill", wall=tuple(took), cpu=()),
        ratio=Spread.of([float(good)]),
        wanted=1.0,
        notes=(note,),
    )


if __name__ == "__main__":
    deliver(Path(sys.argv[1]), int(sys.argv[2]), now=parse_instant(sys.argv[3]))

"""Waits, figures, rows and those who wait, for tests of how they are said."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.brand import Policy
from domain.calendar import Calendar
from domain.case import CaseKey, Reply, ReplyKind, Turn, TurnKind, TurnState, Where
from domain.post import PostKey
from response.speed import Speed, Wait, speed
from screens.reply_figures import Open
from services.figures import PROMISES, Figures
from services.promises import Promise
from services.rows import Row
from services.turns import ToldTurn
from tests.desk import NOW
from tests.made import ACME, at

HOUR = 3_600
WARSAW = ZoneInfo("Europe/Warsaw")
POLISH = replace(
    ACME,
    policies=(Policy(calendar=replace(Calendar.ALWAYS, zone="Europe/Warsaw")),),
)


def waits(*answered: int, still: Iterable[int] = ()) -> Speed:
    """Return the figures over waits in seconds, in open hours half as long."""
    return speed(
        [
            *(
                Wait(seconds=s, business_seconds=s // 2, answered=True)
                for s in answered
            ),
            *(Wait(seconds=s, business_seconds=s // 2, answered=False) for s in still),
        ]
    )


def figures(first: Speed, **told: Any) -> Figures:
    """Make figures over first replies alone."""
    sla = dict.fromkeys(("met", "met_late", "overdue", "running", "waived"), 0)
    made: dict[str, Any] = {
        "cases": first.turns,
        "turns": first.turns,
        "answered": first.answered,
        "waiting": first.turns - first.answered,
        "void": 0,
        "first_reply": first,
        "next_reply": waits(),
        "substantive": first,
        "resolution": waits(),
        "first_resolution": waits(),
        "sla": sla | told.pop("sla", {}),
        "sla_by": dict.fromkeys(PROMISES, sla) | told.pop("sla_by", {}),
        "lapsed": 0,
        "complaints_due": 0,
        "complaints_answered": 0,
        "reopened": 0,
        "withdrawn": 0,
        "found_late": 0,
    }
    return Figures(**made | told)


def a_row(
    wait: timedelta,
    *,
    answered: bool = True,
    seen: timedelta = timedelta(),
    number: int = 1,
    state: TurnState = TurnState.MET,
    kind: ReplyKind = ReplyKind.SUBSTANTIVE,
    where: Where = Where.NATIVE,
    person: str | None = None,
    **told: Any,
) -> Row:
    """Make a row of a turn that began on Tuesday at ten."""
    reply = Reply(
        at=at("10:00") + wait,
        id="r",
        kind=kind,
        where=where,
        person=person,
        url="https://x.example/r",
    )
    turn = Turn(
        number=number,
        kind=TurnKind.COMPLAINT,
        posts=("1",),
        started_at=at("10:00"),
        seen_at=at("10:00") + seen,
        reply=reply if answered else None,
        url="https://x.example/1",
        **told,
    )
    return Row(
        told=ToldTurn(
            key=CaseKey("Acme", "x", "1", "ania"), turn=turn, leads=number == 1
        ),
        wait=wait,
        collector_lag=min(seen, wait),
        business=wait / 2,
        due_at=None,
        state=state,
        settling=Promise(None, state),
    )


def still(hours: float, *, due: datetime | None = None, history: bool = False) -> Open:
    """Make somebody who has waited for so many hours at NOW."""
    return Open(
        key=CaseKey("Acme", "x", "1", "ania"),
        start=PostKey("x", "1"),
        started_at=NOW - timedelta(hours=hours),
        due_at=due,
        history=history,
    )

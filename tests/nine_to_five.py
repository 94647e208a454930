"""A desk in Warsaw that is open from nine to five, and the turns that wait at it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.brand import Policy
from domain.calendar import WEEKDAYS, Calendar
from domain.case import Reply, ReplyKind, Turn, TurnState, Where
from response.sla import due_at, state
from tests.made import a_turn

NINE_TO_FIVE = Calendar.from_table(
    {"zone": "Europe/Warsaw", **{day: ["09:00-17:00"] for day in WEEKDAYS[:5]}}
)
POLICY = Policy(calendar=NINE_TO_FIVE)


def at(text: str) -> datetime:
    """Read a time as a clock in Warsaw shows it: ``2025-11-07 10:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Warsaw"))


def turn(start: str, **changed: object) -> Turn:
    """Make a turn that began then: a complaint, unless told otherwise."""
    return a_turn(at(start), **changed)


def reply(moment: str) -> Reply:
    """Make a reply that settles."""
    return Reply(at=at(moment), id="r", kind=ReplyKind.SUBSTANTIVE, where=Where.NATIVE)


def stands(asked: Turn, as_of: str, policy: Policy = POLICY) -> TurnState:
    """Return where a turn stands by its first reply."""
    due = due_at(asked, policy=policy, network="x")
    return state(asked, due, policy=policy, network="x", as_of=at(as_of))

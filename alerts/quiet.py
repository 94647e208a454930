"""When a person may be disturbed: in open hours, and not in quiet ones. Pure."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.alert import Step
from domain.errors import ConfigError
from domain.person import Person
from response.hours import Hours

HOLD = timedelta(seconds=30)
"""So long an alert waits for others, which then go out with it."""

_TURNS = 14
"""How often open and quiet hours are held against each other before quiet ones win."""


def ready_at(
    step: Step, person: Person, *, at: datetime, hours: Hours, zone: str
) -> datetime:
    """Return when a person may hear of a step that is raised ``at`` that time.

    The critical may always disturb. The others wait for the end of the person's quiet
    hours, those of a turn also for the brand's ``hours``. ``zone`` is the brand's.
    """
    held = at + HOLD
    if step is Step.CRITICAL:
        return held
    if step in {Step.SPIKE, Step.BLIND, Step.ENDED}:
        return awake(person, held, zone=zone)
    for _ in range(_TURNS):
        opened = _open(hours, held)
        ready = awake(person, opened, zone=zone)
        if ready == opened:
            return ready
        held = ready
    return held


def awake(person: Person, moment: datetime, *, zone: str) -> datetime:
    """Return the first instant from ``moment`` on that is not in quiet hours."""
    quiet = person.quiet
    if quiet is None:
        return moment
    own = ZoneInfo(person.zone or zone)
    local = moment.astimezone(own)
    if not quiet.covers(local.hour * 60 + local.minute):
        return moment
    begun_today = local.hour * 60 + local.minute >= quiet.start_minute
    over = quiet.end_minute <= quiet.start_minute and begun_today
    day = local.date() + timedelta(days=1 if over else 0)
    end = datetime.combine(day, time.min, own) + timedelta(minutes=quiet.end_minute)
    # The hour that comes twice must not send it back before where it began.
    return max(end.astimezone(UTC), moment)


def _open(hours: Hours, moment: datetime) -> datetime:
    try:
        return hours.open_from(moment)
    except ConfigError:
        return moment  # a desk that closed for good can still be told

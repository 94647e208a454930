"""A deed on a case from a terminal: when, by whom, and what became of it.

A deed that says what holds already is no error: a script may be run twice.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from app.commands.case_shown import found, told, unknown
from app.commands.formats import instant
from domain.errors import ConfigError

if TYPE_CHECKING:
    from app.wiring import Desk
    from domain.case import CaseKey
    from services.sense import Acted
    from services.watch import Watch

WANTED = {
    "nobody waited": "a customer who waited at that time",
    "nothing to undo": "a case with an answer that was recorded",
}

SO = {
    "reopened": "open already",
    "unmuted": "not muted",
    "no longer snoozed": "not snoozed",
    "no longer judged": "not judged",
}
"""What held already, where it need not have been said before."""


def do(
    ctx: typer.Context,
    case: str,
    deed: "Callable[..., Acted]",
    words: str,
    *,
    by: str | None,
    at: str | None,
    **what: object,
) -> None:
    """Do a deed on the case of this id, and say what became of it."""
    from services.act import person
    from services.sense import Acted

    desk: Desk = ctx.obj.desk
    watch, key = found(desk, case)
    moment = _moment(desk, at, watch, key)
    named = None if by is None else person(by, key="--by")
    acted = deed(desk.store, watch, key, at=moment, by=named, **what)
    match acted:
        case Acted.DONE:
            typer.echo(f"{key}: {words}")
        case Acted.ALREADY:
            so = SO.get(words, f"{words} before")
            typer.echo(f"{key}: {so}, nothing changed")
        case Acted.NO_CASE:
            raise unknown(case)
        case _:
            raise ConfigError.at("CASE", found=str(key), wanted=WANTED[acted])


def _moment(desk: "Desk", at: str | None, watch: "Watch", key: "CaseKey") -> datetime:
    """Return when it was done: not in the future, nor before the customer wrote."""
    from domain.clock import FUTURE_ALLOWED, iso

    now = desk.clock()
    moment = instant(at, option="--at")
    if moment is None:
        return now
    if moment > now + FUTURE_ALLOWED:
        raise ConfigError.at("--at", found=at, wanted="a time that is over")
    began = told(desk, watch, key).began_at
    if moment < began:
        wanted = f"a time after the first post of the case, {iso(began)}"
        raise ConfigError.at("--at", found=at, wanted=wanted)
    return moment

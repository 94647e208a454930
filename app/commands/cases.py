"""``earshot cases``: what the Inbox does, for scripts.

A deed that says what holds already is no error: a script may be run twice.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.case_shown import found, show, told, unknown
from app.commands.formats import Format, instant, show_csv, show_json, show_table
from domain.errors import ConfigError

if TYPE_CHECKING:
    from app.wiring import Desk
    from domain.case import CaseKey
    from services.sense import Acted
    from services.watch import Watch

cli = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="What the Inbox does, for scripts.",
)

Case = Annotated[str, typer.Argument(metavar="CASE", help="brand/network/thread/id")]
By = Annotated[str | None, typer.Option("--by", help="The person who does it.")]
At = Annotated[str | None, typer.Option("--at", help="When; missing: now.")]

cli.command("show")(show)


@cli.command("list")
def list_cases(
    ctx: typer.Context,
    *,
    brand: Annotated[str | None, typer.Option("--brand")] = None,
    form: Annotated[Format, typer.Option("--format")] = Format.TABLE,
) -> None:
    """List who waits, most urgent first."""
    from app.wiring import brands_of
    from services.queue import queue

    desk: Desk = ctx.obj.desk
    with desk.store.reading() as session:
        rows = [
            row.to_json()
            for each in brands_of(desk, brand)
            for row in queue(session, each, now=desk.clock()).rows
        ]
    if form is Format.JSON:
        show_json(rows)
    elif form is Format.CSV:
        show_csv(rows, ["case", "state", "posted_at", "waited_s", "due_at", "text"])
    elif rows:
        show_table(rows, ["case", "state", "posted_at", "text"], whole=["case"])
    else:
        typer.echo("Nobody is waiting.")


@cli.command("answer")
def answer(
    ctx: typer.Context,
    case: Case,
    *,
    where: Annotated[str, typer.Option("--where", help="phone, dm, mail or other")],
    by: By = None,
    at: At = None,
) -> None:
    """Record an answer given elsewhere."""
    from services.act import answered_elsewhere

    words = f"answered by {where}"
    _do(ctx, case, answered_elsewhere, words, by=by, at=at, where=where)


@cli.command("note")
def note(
    ctx: typer.Context, case: Case, text: str, *, by: By = None, at: At = None
) -> None:
    """Keep an internal note."""
    from services.act import note as keep

    _do(ctx, case, keep, "noted", by=by, at=at, text=text)


@cli.command("judge")
def judge(
    ctx: typer.Context,
    case: Case,
    *,
    ours: Annotated[bool | None, typer.Option("--about-us/--not-about-us")] = None,
    complaint: Annotated[
        bool | None, typer.Option("--complaint/--no-complaint")
    ] = None,
    needs_reply: Annotated[
        bool | None, typer.Option("--needs-reply/--no-reply")
    ] = None,
    by: By = None,
    at: At = None,
) -> None:
    """Say what a case is: a person's word wins over any engine's."""
    said = {"ours": ours, "complaint": complaint, "needs_reply": needs_reply}
    detail = {name: word for name, word in said.items() if word is not None}
    if not detail:
        wanted = "--not-about-us, --complaint, --no-reply or their opposites"
        raise ConfigError(f"earshot cases judge: found no judgement, wanted {wanted}")
    _plainly("judged", ctx, case, by=by, at=at, detail=detail)


def _simple(kind: str, help_text: str) -> Callable[..., None]:
    def deed(ctx: typer.Context, case: Case, *, by: By = None, at: At = None) -> None:
        _plainly(kind, ctx, case, by=by, at=at, detail={})

    deed.__doc__ = help_text
    return deed


cli.command("resolve")(_simple("resolved", "Close a case as settled."))
cli.command("reopen")(_simple("reopened", "Take a resolution or a waiver back."))
cli.command("unanswer")(_simple("unanswered", "Take back an answer given elsewhere."))


@cli.command("waive")
def waive(
    ctx: typer.Context,
    case: Case,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why no answer is needed.")],
    by: By = None,
    at: At = None,
) -> None:
    """Say that the open turn needs no answer, and why."""
    from services.act import waive as do

    _do(ctx, case, do, "waived", by=by, at=at, reason=reason)


@cli.command("assign")
def assign(
    ctx: typer.Context,
    case: Case,
    *,
    to: Annotated[str | None, typer.Option("--to", help="Nobody when missing.")] = None,
    by: By = None,
    at: At = None,
) -> None:
    """Put a case into somebody's hands."""
    from services.act import assign as do

    words = "assigned" if to else "assigned to nobody"
    _do(ctx, case, do, words, by=by, at=at, to=to)


@cli.command("snooze")
def snooze(
    ctx: typer.Context,
    case: Case,
    *,
    until: Annotated[str, typer.Option("--until", help="When to look at it again.")],
    by: By = None,
    at: At = None,
) -> None:
    """Put a case off. No clock stops for it."""
    from services.act import snooze as do

    end = instant(until, option="--until")
    _do(ctx, case, do, "snoozed", by=by, at=at, until=end)


def _plainly(
    kind: str,
    ctx: typer.Context,
    case: str,
    *,
    by: str | None,
    at: str | None,
    detail: dict[str, Any],
) -> None:
    """Do what needs no more than its name and a few words."""
    from domain.event import EventKind
    from services.act import act

    _do(ctx, case, act, kind, by=by, at=at, kind=EventKind(kind), detail=detail)


def _do(
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
            typer.echo(f"{key}: {words} before, nothing changed")
        case Acted.NO_CASE:
            raise unknown(case)
        case _:
            raise ConfigError.at("CASE", found=str(key), wanted=WANTED[acted])


WANTED = {
    "nobody waited": "a customer who waited at that time",
    "nothing to undo": "a case with an answer that was recorded",
}


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

"""``earshot cases``: what the Inbox does, for scripts."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.formats import Format, instant, show_csv, show_json, show_table
from domain.errors import ConfigError
from domain.wording import span

if TYPE_CHECKING:
    from app.wiring import Desk
    from domain.case import CaseKey
    from services.watch import Watch

cli = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="What the Inbox does, for scripts.",
)

Case = Annotated[str, typer.Argument(metavar="CASE", help="brand/network/thread/id")]
By = Annotated[str | None, typer.Option("--by", help="The person who does it.")]
At = Annotated[str | None, typer.Option("--at", help="When; missing: now.")]


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
        show_table(rows, ["case", "state", "posted_at", "text"])
    else:
        typer.echo("Nobody is waiting.")


@cli.command("show")
def show(ctx: typer.Context, case: Case) -> None:
    """Show a case: what was said, what was done, how long each turn waited."""
    from services.conversation import conversation
    from store.brands import StoredBrand

    desk: Desk = ctx.obj.desk
    watch, key = _found(desk, case)
    with desk.store.reading() as session:
        told = conversation(session, StoredBrand(watch.id, watch.record), key)
    if told is None:
        raise _unknown(case)
    typer.echo(str(key))
    for each in told.said:
        who = "the brand" if each.ours else "the customer" if each.theirs else "another"
        text = " ".join(each.post.text.split()) or "(no text)"
        typer.echo(f"{each.post.posted_at:%Y-%m-%d %H:%M}  {who}: {text}")
    for event in told.events:
        by = event.by or "somebody"
        typer.echo(f"{event.at:%Y-%m-%d %H:%M}  {event.kind.value} by {by}")
    for turn in told.case.turns:
        waited = span(int(turn.wait(desk.clock()).total_seconds()))
        stands = (
            "still waiting" if turn.open else "answered" if turn.reply else "closed"
        )
        typer.echo(f"turn {turn.number}: {stands}, {waited}")


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

    desk: Desk = ctx.obj.desk
    watch, key = _found(desk, case)
    moment = _moment(desk, at)
    if not answered_elsewhere(desk.store, watch, key, where=where, at=moment, by=by):
        wanted = "a customer who waited at that time"
        raise ConfigError.at("CASE", found=case, wanted=wanted)
    typer.echo(f"{key}: answered by {where}")


@cli.command("note")
def note(
    ctx: typer.Context, case: Case, text: str, *, by: By = None, at: At = None
) -> None:
    """Keep an internal note."""
    from services.act import note as keep

    desk: Desk = ctx.obj.desk
    watch, key = _found(desk, case)
    moment = _moment(desk, at)
    keep(desk.store, watch, key, text=text, at=moment, by=by)
    typer.echo(f"{key}: noted")


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
    _act("judged", ctx, case, by=by, at=at, detail=detail)


def _simple(kind: str, help_text: str) -> Callable[..., None]:
    def deed(ctx: typer.Context, case: Case, *, by: By = None, at: At = None) -> None:
        _act(kind, ctx, case, by=by, at=at, detail={})

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
    _act("waived", ctx, case, by=by, at=at, detail={"reason": reason})


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
    _act("assigned", ctx, case, by=by, at=at, detail={"to": to})


def _act(
    kind: str,
    ctx: typer.Context,
    case: str,
    *,
    by: str | None,
    at: str | None,
    detail: dict[str, Any],
) -> None:
    from domain.event import EventKind
    from services.act import act

    desk: Desk = ctx.obj.desk
    watch, key = _found(desk, case)
    deed: EventKind = EventKind(kind)
    moment = _moment(desk, at)
    act(desk.store, watch, key, deed, at=moment, by=by, detail=detail)
    typer.echo(f"{key}: {kind}")


def _moment(desk: "Desk", at: str | None) -> datetime:
    """Return when it was done: not in the future, and now when nothing is said."""
    now = desk.clock()
    moment = instant(at, option="--at") or now
    if moment > now:
        raise ConfigError.at("--at", found=at, wanted="a time that is over")
    return moment


def _found(desk: "Desk", case: str) -> "tuple[Watch, CaseKey]":
    from services.watch import watched
    from store import cases

    with desk.store.reading() as session:
        for watch in watched(desk.store):
            name = watch.record.name
            if not case.startswith(f"{name}/"):
                continue
            if key := cases.find(session, watch.id, name, case):
                return watch, key
    raise _unknown(case)


def _unknown(case: str) -> ConfigError:
    wanted = "a case as earshot cases list names it"
    return ConfigError.at("CASE", found=case, wanted=wanted)

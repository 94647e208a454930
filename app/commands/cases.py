"""``earshot cases``: what the Inbox does, for scripts."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.case_shown import show
from app.commands.cases_deed import do
from app.commands.formats import Format, instant, show_csv, show_json, show_table
from domain.errors import ConfigError

if TYPE_CHECKING:
    from app.wiring import Desk

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
    lane: Annotated[
        bool,
        typer.Option(
            "--unsure", help="Those of whom only a person can say if they wait."
        ),
    ] = False,
    form: Annotated[Format, typer.Option("--format")] = Format.TABLE,
) -> None:
    """List who waits, most urgent first."""
    from app.wiring import brands_of
    from services.queue import queue, unsure

    desk: Desk = ctx.obj.desk
    now = desk.clock()
    with desk.store.reading() as session:
        rows = [
            row.to_json()
            for each in brands_of(desk, brand)
            for row in (
                unsure(session, each, now=now)
                if lane
                else queue(session, each, now=now).rows
            )
        ]
    if form is Format.JSON:
        show_json(rows)
    elif form is Format.CSV:
        show_csv(rows, ["case", "state", "posted_at", "waited_s", "due_at", "text"])
    elif rows:
        show_table(rows, ["case", "state", "posted_at", "text"], whole=["case"])
    else:
        typer.echo("Nothing is unsure." if lane else "Nobody is waiting.")


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
    do(ctx, case, answered_elsewhere, words, by=by, at=at, where=where)


@cli.command("note")
def note(
    ctx: typer.Context, case: Case, text: str, *, by: By = None, at: At = None
) -> None:
    """Keep an internal note."""
    from services.act import note as keep

    do(ctx, case, keep, "noted", by=by, at=at, text=text)


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
    topic: Annotated[
        str | None, typer.Option("--topic", help="Such as delivery or wrong_item.")
    ] = None,
    sentiment: Annotated[
        str | None, typer.Option("--sentiment", help="negative, neutral or positive")
    ] = None,
    unsay: Annotated[
        bool, typer.Option("--unsay", help="Takes back all that was said of the posts.")
    ] = False,
    by: By = None,
    at: At = None,
) -> None:
    """Say what a case is: a person's word wins over any engine's."""
    from services.correct import take_back, words_of

    said = {"ours": ours, "complaint": complaint, "needs_reply": needs_reply}
    detail: dict[str, Any] = {
        name: word for name, word in said.items() if word is not None
    }
    detail |= words_of(topic=topic, sentiment=sentiment)
    if unsay and not detail:
        do(ctx, case, take_back, "no longer judged", by=by, at=at)
        return
    if unsay or not detail:
        found = "--unsay with a judgement" if unsay else "no judgement"
        wanted = "--not-about-us, --complaint, --no-reply or their opposites,"
        wanted += " --topic, --sentiment, or --unsay alone"
        raise ConfigError(f"earshot cases judge: found {found}, wanted {wanted}")
    _plainly("judged", ctx, case, by=by, at=at, detail=detail)


def _simple(kind: str, help_text: str) -> Callable[..., None]:
    def deed(ctx: typer.Context, case: Case, *, by: By = None, at: At = None) -> None:
        _plainly(kind, ctx, case, by=by, at=at, detail={})

    deed.__doc__ = help_text
    return deed


cli.command("resolve")(_simple("resolved", "Close a case as settled."))
cli.command("reopen")(_simple("reopened", "Take a resolution or a waiver back."))
cli.command("unanswer")(_simple("unanswered", "Take back an answer given elsewhere."))
cli.command("mute")(
    _simple("muted", "Mute the author: nothing of theirs needs a reply, in any thread.")
)
cli.command("unmute")(_simple("unmuted", "Take a muting back."))


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
    from services.act import waive as deed

    do(ctx, case, deed, "waived", by=by, at=at, reason=reason)


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
    from services.act import assign as deed

    words = "assigned" if to else "assigned to nobody"
    do(ctx, case, deed, words, by=by, at=at, to=to)


@cli.command("acknowledge")
def acknowledge(
    ctx: typer.Context,
    case: Case,
    *,
    by: Annotated[str, typer.Option("--by", help="Who knows of it.")],
    at: At = None,
) -> None:
    """Say that somebody knows of it: nobody further up is told for half an hour."""
    from services.act import acknowledge as deed

    do(ctx, case, deed, "acknowledged", by=by, at=at)


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
    from services.act import snooze as deed

    end = instant(until, option="--until")
    do(ctx, case, deed, "snoozed", by=by, at=at, until=end)


@cli.command("unsnooze")
def unsnooze(ctx: typer.Context, case: Case, *, by: By = None, at: At = None) -> None:
    """End a snooze early."""
    from services.act import unsnooze as deed

    do(ctx, case, deed, "no longer snoozed", by=by, at=at)


@cli.command("author")
def author(
    ctx: typer.Context,
    case: Case,
    *,
    who: Annotated[
        str, typer.Option("--as", help="customer, competitor, press or staff")
    ],
    by: By = None,
    at: At = None,
) -> None:
    """Say who the author is, in every thread: only a customer is promised an answer."""
    from services.act import classify

    do(ctx, case, classify, f"author marked as {who}", by=by, at=at, author=who)


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

    do(ctx, case, act, kind, by=by, at=at, kind=EventKind(kind), detail=detail)

"""``earshot phrases``: always or never treat a phrase as a complaint."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.formats import Format, show_csv, show_json, show_table

if TYPE_CHECKING:
    from app.wiring import Desk
    from store.brands import StoredBrand

cli = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Always or never treat a phrase as a complaint.",
)

Brand = Annotated[str, typer.Option("--brand", help="Whose posts it is about.")]
Phrase = Annotated[str, typer.Argument(metavar="PHRASE", help="Such as never came.")]


@cli.command("list")
def list_phrases(
    ctx: typer.Context,
    *,
    brand: Brand,
    form: Annotated[Format, typer.Option("--format")] = Format.TABLE,
) -> None:
    """List the phrases of a brand."""
    judging = _brand(ctx, brand).record.judging
    rows = [
        {"phrase": phrase, "is": kind}
        for kind, phrases in (
            ("complaint", judging.complaint),
            ("no complaint", judging.no_complaint),
        )
        for phrase in phrases
    ]
    if form is Format.JSON:
        show_json(rows)
    elif form is Format.CSV:
        show_csv(rows, ["phrase", "is"])
    elif rows:
        show_table(rows, ["phrase", "is"], whole=["phrase"])
    else:
        typer.echo("No phrases.")


@cli.command("add")
def add(
    ctx: typer.Context,
    phrase: Phrase,
    *,
    brand: Brand,
    complaint: Annotated[
        bool, typer.Option("--complaint/--no-complaint", show_default=False)
    ],
) -> None:
    """Treat a phrase so from now on."""
    from services.phrases import add as take_in

    desk: Desk = ctx.obj.desk
    name = _brand(ctx, brand).record.name
    kind = "a complaint" if complaint else "no complaint"
    news = take_in(desk.store, name, phrase, complaint=complaint, now=desk.clock())
    say = "from now on" if news else "before, nothing changed"
    typer.echo(f"{name}: a post that says so is {kind}, {say}")


@cli.command("remove")
def remove(ctx: typer.Context, phrase: Phrase, *, brand: Brand) -> None:
    """Treat a phrase like any other from now on."""
    from services.phrases import remove as take_out

    desk: Desk = ctx.obj.desk
    name = _brand(ctx, brand).record.name
    gone = take_out(desk.store, name, phrase, now=desk.clock())
    say = "the phrase decides nothing any more, from now on"
    typer.echo(f"{name}: {say if gone else 'no such phrase, nothing changed'}")


def _brand(ctx: typer.Context, name: str) -> "StoredBrand":
    from app.wiring import brands_of

    (found,) = brands_of(ctx.obj.desk, name)
    return found

"""``earshot demo``: the shipped example."""

import typer

cli = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="The shipped example."
)


@cli.callback()
def options() -> None:
    """Keep ``remove`` a word of its own."""


@cli.command("remove")
def remove(ctx: typer.Context) -> None:
    """Take the demo brand and its posts away."""
    from services import demo

    posts = demo.remove(ctx.obj.desk.store)
    typer.echo(f"{posts} demo posts removed" if posts else "there is no demo to remove")

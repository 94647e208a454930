"""``earshot apply``: brands in."""

from pathlib import Path
from typing import Annotated

import typer


def apply(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A brand file (TOML).")],
) -> None:
    """Take brands in: a new version of what changed in FILE, and what it did."""
    from app.brand_file import read_brand_file
    from services.apply import apply as take_in

    wanted = read_brand_file(file)
    desk = ctx.obj.desk
    for done in take_in(desk.store, wanted, now=desk.clock(), on_piece=_progress):
        typer.echo(f"{done.name}: {_told(list(done.changed))}")


def _told(changed: list[str]) -> str:
    if not changed:
        return "nothing changed"
    if "brand" in changed:
        return "new brand"
    return "new version of " + ", ".join(changed)


def _progress(threads: int) -> None:
    typer.echo(f"matched anew: {threads} threads", err=True)

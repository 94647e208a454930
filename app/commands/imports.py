"""``earshot import``: posts in."""

from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from services.bring_in import ImportRun
    from services.records import BadLine

DONE_IN_PART = 3
MOST_LINES = 100
"""Bad lines that are told one by one; of more, only the number is said."""
PATIENCE = 5.0
"""Seconds after which it is said how far a long run is."""


def imports(
    ctx: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="JSON Lines or CSV, or .gz.")
    ],
    *,
    brand: Annotated[
        str | None,
        typer.Option(
            "--brand", help="Every post not by its accounts is a mention of this brand."
        ),
    ] = None,
    live: Annotated[
        bool,
        typer.Option("--live", help="The posts were just seen: clocks and alerts run."),
    ] = False,
) -> None:
    """Bring posts in. Importing the same file again changes nothing."""
    from app.wiring import engine_of, watch_of
    from services.bring_in import bring_in
    from services.days import fill_all
    from services.watch import watched

    desk = ctx.obj.desk
    given = watch_of(desk, brand) if brand is not None else None
    watches = watched(desk.store)
    judging = engine_of(desk.settings)
    bad = 0
    for file in files:
        telling = _Telling(file)
        run = bring_in(
            desk.store,
            file,
            watches=watches,
            engine=judging,
            now=desk.clock(),
            live=live,
            given=given,
            on_bad=telling.bad,
            on_page=telling.page,
        )
        bad += run.bad
        telling.done(run)
    fill_all(desk.store, now=desk.clock(), on_days=_Days().more)
    if bad:
        raise typer.Exit(DONE_IN_PART)


@dataclass(slots=True)
class _Days:
    """Says how far the figures are worked out, where that takes long."""

    done: int = field(default=0)
    told: float = field(default_factory=monotonic)

    def more(self, days: int) -> None:
        self.done += days
        if monotonic() - self.told > PATIENCE:
            self.told = monotonic()
            typer.echo(f"figures: {self.done} days worked out", err=True)


@dataclass(slots=True)
class _Telling:
    """Says how the import of one file goes."""

    file: Path
    told: int = field(default=0)

    def bad(self, line: "BadLine") -> None:
        self.told += 1
        if self.told <= MOST_LINES:
            typer.echo(f"{self.file}: {line.message}", err=True)

    def page(self, run: "ImportRun") -> None:
        total = run.read + run.bad
        if total % 10_000 == 0:
            typer.echo(f"{self.file}: {total} lines", err=True)

    def done(self, run: "ImportRun") -> None:
        if self.told > MOST_LINES:
            more = self.told - MOST_LINES
            typer.echo(f"{self.file}: {more} more bad lines", err=True)
        page = run.page
        typer.echo(
            f"{self.file}: {run.read} posts read, {page.new} new,"
            f" {page.changed} changed, {run.unchanged} unchanged,"
            f" {page.unmatched} about no brand, {run.bad} bad"
        )

"""``earshot rescore``: history is judged again by the present engine."""

import os
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.formats import instant
from app.exits import PART

if TYPE_CHECKING:
    from services.rescore import Change, RescoreRun

PATIENCE = 2.0
"""Seconds after which it is said how far a long run is."""


def rescore(
    ctx: typer.Context,
    *,
    brand: Annotated[
        str | None, typer.Option("--brand", help="The mentions of one brand.")
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--engine", metavar="E", help="Who judges; else the settings'."),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", help="What was posted at T or later.")
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", min=1, help="Processes that judge.")
    ] = os.cpu_count() or 1,
) -> None:
    """Judge again what another engine judged. A person's word stays above it."""
    from app.processes import asked_to_end
    from app.wiring import brands_of, chosen
    from services.days import fill_all
    from services.rescore import rescore as judge_again

    desk = ctx.obj.desk
    named, model = chosen(desk.settings, name)
    asked: list[bool] = []
    telling = _Telling()
    with asked_to_end(lambda: asked.append(True)):
        run = judge_again(
            desk.store,
            name=named,
            model=model,
            brand_id=None if brand is None else brands_of(desk, brand)[0].id,
            since=instant(since, option="--since"),
            jobs=jobs,
            stop=lambda: bool(asked),
            on_page=telling.page,
        )
        fill_all(desk.store, now=desk.clock(), stop=lambda: bool(asked))
    for line in said(run):
        typer.echo(line)
    if run.done < run.total:
        typer.echo("earshot: stopped, wanted another run for the rest", err=True)
        raise typer.Exit(PART)


def said(run: "RescoreRun") -> list[str]:
    """Say what came of it."""
    if not run.done:
        return ["0 posts to judge again"]
    return [
        f"{run.done:,} {'post' if run.done == 1 else 'posts'} judged again",
        f"complaints: {_changed(run.complaints)}",
        f"waits for a reply: {_changed(run.waits)}",
    ]


def progress(run: "RescoreRun", seconds: float) -> str:
    """Say how far a run is that takes this long already."""
    rate = run.done / max(seconds, 0.001)
    left = (run.total - run.done) / rate
    time = f"{left:.0f} s" if left < 120 else f"{left / 60:.0f} min"
    far = f"{run.done:,} of {run.total:,}"
    return f"{far}, {rate:,.0f} a second, about {time} left"


def _changed(change: "Change") -> str:
    return f"{change.more:,} more, {change.fewer:,} fewer"


@dataclass(slots=True)
class _Telling:
    """Says how far it is, every now and then."""

    start: float = field(default_factory=monotonic)
    told: float = field(default_factory=monotonic)

    def page(self, run: "RescoreRun") -> None:
        now = monotonic()
        if now - self.told > PATIENCE:
            self.told = now
            typer.echo(progress(run, now - self.start), err=True)

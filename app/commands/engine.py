"""`earshot engine`: what works without anybody looking; it collects and looks again."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from app.processes import Child
    from app.settings import Settings


def engine(
    ctx: typer.Context,
    once: Annotated[
        bool, typer.Option("--once", help="Do what is due once, and end.")
    ] = False,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="With --once: as if it were T.", metavar="T"),
    ] = None,
    lifeline: Annotated[
        bool, typer.Option("--lifeline", help="End when standard input does.")
    ] = False,
) -> None:
    """Collect from the networks, again and again; Ctrl+C ends it."""
    from dataclasses import replace

    from app import logs
    from app.alert_jobs import alert_jobs
    from app.commands.formats import instant
    from app.engine import run
    from app.jobs import house_jobs, jobs
    from app.redaction import secrets_of
    from domain.errors import ConfigError

    moment = instant(as_of, option="--as-of")
    if moment and not once:
        raise ConfigError.at("--as-of", found=as_of, wanted="--once before it")
    desk = ctx.obj.desk
    if moment:
        desk = replace(desk, clock=lambda: moment)
    logs.set_up(hide=secrets_of(ctx.obj.settings))
    logs.take_over()
    plan = jobs(desk)

    def leads() -> None:
        names = ", ".join(each.name for each in plan) or "no network to read"
        typer.echo(f"Earshot's engine is at work: {names}")

    quiet = once or lifeline
    code = run(
        desk,
        [*plan, *house_jobs(desk), *alert_jobs(desk)],
        once=once,
        lifeline=lifeline,
        leads=(lambda: None) if quiet else leads,
    )
    raise typer.Exit(code)


def child(settings: "Settings") -> "Child":
    """Return the child that is this command."""
    from app.processes import LIFELINE, Child
    from app.settings import for_child

    # -P: what lies in the current folder is never taken for a module.
    return Child(
        name="engine",
        command=(sys.executable, "-P", "-m", "app.cli", "engine", LIFELINE),
        environment=for_child(settings),
    )

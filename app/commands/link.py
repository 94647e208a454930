"""`earshot link`: a fresh one-time link, and the end of all that were given out."""

from typing import Annotated

import typer


def link(
    ctx: typer.Context,
    port: Annotated[
        int | None,
        typer.Option("--port", help="Where the dashboard listens."),
    ] = None,
    sign_out: Annotated[
        bool, typer.Option("--sign-out", help="End all sessions and links instead.")
    ] = False,
) -> None:
    """Print a fresh one-time link to the dashboard."""
    from app import door, server, values
    from store import doors

    settings = ctx.obj.settings
    port = settings.dashboard.port if port is None else values.port(port, key="--port")
    desk = ctx.obj.desk
    if not sign_out:
        at = server.outside(settings, settings.dashboard.host, port)
        typer.echo(door.new_link(desk.store, at, now=desk.clock()))
        return
    with desk.store.begin() as session:
        ended = doors.end_all(session)
    typer.echo(f"Signed out: {ended}. No link opens the dashboard but a new one.")

"""`earshot dashboard`: the browser part alone."""

from typing import Annotated

import typer


def dashboard(
    ctx: typer.Context,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65_535, help="Where it listens."),
    ] = None,
) -> None:
    """Serve the dashboard alone, without collecting; Ctrl+C ends it."""
    from app import server

    settings = ctx.obj.settings
    host, port = settings.dashboard.host, port or settings.dashboard.port
    server.refuse_used(host, port, command="earshot dashboard")
    ctx.obj.desk.store.close()  # created or upgraded by now
    children = [server.dashboard(settings, port=port)]
    server.serve(children, host=host, port=port)

"""`earshot dashboard`: the browser part alone."""

from typing import Annotated

import typer


def dashboard(
    ctx: typer.Context,
    port: Annotated[
        int | None,
        typer.Option("--port", help="Where it listens."),
    ] = None,
) -> None:
    """Serve the dashboard alone, without collecting; Ctrl+C ends it."""
    from app import server, values

    settings = ctx.obj.settings
    host = settings.dashboard.host
    port = settings.dashboard.port if port is None else values.port(port, key="--port")
    server.refuse_used(host, port, command="earshot dashboard")
    ctx.obj.desk.store.close()  # created or upgraded by now
    children = [server.dashboard(settings, port=port)]
    server.serve(children, settings, port=port)

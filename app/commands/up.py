"""`earshot up`: everything in one terminal.

What the children need is checked here first, so that a mistake is one line and not
the last words of a server.
"""

from typing import Annotated

import typer


def up(
    ctx: typer.Context,
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill the store with an example shop.")
    ] = False,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open a browser.")
    ] = False,
    port: Annotated[
        int | None,
        typer.Option("--port", help="Where the dashboard listens."),
    ] = None,
) -> None:
    """Start everything in one terminal and print one address; Ctrl+C ends it."""
    from app import lead, server, values
    from app.commands.engine import child
    from app.wiring import load_demo

    settings = ctx.obj.settings
    host = settings.dashboard.host
    port = settings.dashboard.port if port is None else values.port(port, key="--port")
    server.refuse_used(host, port, command="earshot up")
    try:
        desk = ctx.obj.desk
        if demo:
            load_demo(desk)
        before = lead.epoch(desk.store)
        desk.store.close()
    except KeyboardInterrupt:
        raise typer.Exit(0) from None

    def leads() -> bool:
        now = lead.epoch(desk.store)
        desk.store.close()
        return now > before

    server.serve(
        [child(settings), server.dashboard(settings, port=port)],
        settings,
        port=port,
        browser=not no_browser,
        ready=leads,
    )

"""``earshot digest``: write digests into files to look at them, or send those due."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.errors import ConfigError

if TYPE_CHECKING:
    from app.wiring import Desk

AHEAD = timedelta(days=1)
"""Somewhere it may be tomorrow already."""


def digest(
    ctx: typer.Context,
    *,
    brand: Annotated[str | None, typer.Option("--brand", help="One brand.")] = None,
    day: Annotated[
        str | None,
        typer.Option(
            "--date", help="With --preview: as of that date.", metavar="YYYY-MM-DD"
        ),
    ] = None,
    preview: Annotated[
        Path | None,
        typer.Option(
            "--preview",
            metavar="DIR",
            help="Write them as .eml, .html and .txt into a folder.",
        ),
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help="Send what is due and was not sent.")
    ] = False,
) -> None:
    """Write digests into files, or send those that are due; the engine sends them."""
    if (preview is not None) == send:
        found = "both" if send else "neither"
        wanted = "either --preview DIR or --send"
        raise ConfigError(f"earshot digest: found {found}, wanted {wanted}")
    if send:
        if day is not None:
            wanted = "it with --preview: what is due is sent, whatever its date"
            raise ConfigError.at("--date", found=day, wanted=wanted)
        _send(ctx, brand)
    elif preview is not None:
        _preview(ctx.obj.desk, brand, day, preview)


def _preview(desk: "Desk", brand: str | None, day: str | None, folder: Path) -> None:
    from app.digest_files import write

    written = write(desk, brand, _date(desk, day), folder)
    for path in written:
        typer.echo(str(path))
    if not written:
        typer.echo("There is no brand yet: earshot apply FILE takes one in.", err=True)


def _send(ctx: typer.Context, brand: str | None) -> None:
    from app import logs
    from app.commands.notify import deliver_now
    from app.redaction import secrets_of
    from app.wiring import brands_of
    from services.digests import raise_due

    # What happens is said below in plain lines.
    logs.set_up("CRITICAL", hide=secrets_of(ctx.obj.settings))
    desk: Desk = ctx.obj.desk
    brands_of(desk, brand)
    raise_due(desk.store, now=desk.clock(), only=brand)
    deliver_now(desk)


def _date(desk: "Desk", text: str | None) -> date | None:
    if text is None:
        return None
    wanted = "a date that has begun, such as 2026-11-23"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ConfigError.at("--date", found=text, wanted=wanted) from None
    if day > desk.clock().date() + AHEAD or day.year < 1900:
        raise ConfigError.at("--date", found=text, wanted=wanted)
    return day

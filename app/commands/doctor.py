"""``earshot doctor``: is everything well, and if not, what is the matter."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.formats import show_json
from app.exits import UNWELL

if TYPE_CHECKING:
    from app.doctor import Report
    from app.wiring import Desk


class Form(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    JSON = "json"


def doctor(
    ctx: typer.Context,
    form: Annotated[Form, typer.Option("--format")] = Form.TABLE,
) -> None:
    """Tell whether everything is well; the exit code is 6 when it is not."""
    from app.doctor import examine
    from domain.clock import utc_now

    settings = ctx.obj.settings
    report = examine(settings, _desk(ctx), now=utc_now())
    if form is Form.JSON:
        show_json(report.to_json())
    else:
        _say(report)
    if report.reasons:
        raise typer.Exit(UNWELL)


def _desk(ctx: typer.Context) -> "Desk | str":
    """Open the store; say why when it cannot be."""
    from domain.errors import StoreError

    try:
        desk: Desk = ctx.obj.desk
    except StoreError as error:
        return " ".join(str(error).split())
    return desk


def _say(report: "Report") -> None:
    """Say what is not well first, then all that was looked at."""
    from datetime import UTC

    from alerts.blind_said import sentence
    from app.doctor import bytes_said, is_late

    for each in report.reasons:
        typer.echo(f"UNWELL  {each}")
    if not report.reasons:
        typer.echo("Everything is well.")
    typer.echo()
    found = report.condition
    if found:
        damage = "damaged" if found.damage else "no damage found"
        about = f"version {found.version}, {bytes_said(found.size)}, {damage}"
        typer.echo(f"store    {report.store}: {about}")
    for source in report.sources.states if report.sources else ():
        said = sentence(source, now=report.as_of, zone=UTC)
        name = "" if source.name in said else f"{source.name}: "
        typer.echo(f"source   {name}{said}")
    typer.echo(f"engine   {report.engine}")
    for beat in report.beats:
        late = ", late" if is_late(beat, report.as_of) else ""
        typer.echo(f"job      {beat.job}: {beat.at:%Y-%m-%d %H:%M:%S} UTC{late}")
    _say_judged(report)
    typer.echo(f"mail     {'configured' if report.mail else 'not configured'}")
    if report.alerts:
        typer.echo(f"alerts   {report.alerts.said}")
    typer.echo(f"disk     {bytes_said(report.free)} free")
    for file in report.files:
        typer.echo(f"file     {file.path}: {file.mode:04o}")


def _say_judged(report: "Report") -> None:
    """Say what other engines judged."""
    for other in report.judged:
        many = "post was" if other.posts == 1 else "posts were"
        by = f"judged by {other.engine} {other.version}: earshot rescore"
        typer.echo(f"judged   {other.posts:,} {many} {by}")

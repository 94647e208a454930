"""``earshot export``: cases and posts out."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.errors import ConfigError

if TYPE_CHECKING:
    from app.wiring import Desk


class Form(StrEnum):
    """What the export is written as."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


def export(
    ctx: typer.Context,
    *,
    brand: Annotated[
        str | None, typer.Option("--brand", help="Only what concerns this brand.")
    ] = None,
    form: Annotated[Form, typer.Option("--format")] = Form.JSONL,
    output: Annotated[
        Path | None, typer.Option("--output", help="A file; missing: standard output.")
    ] = None,
) -> None:
    """Write posts as import records; a workbook holds the cases as well."""
    desk: Desk = ctx.obj.desk
    if output is None:
        if form is Form.XLSX and sys.stdout.isatty():
            wanted = "--output earshot.xlsx, or a pipe"
            raise ConfigError(f"earshot export: found a terminal, wanted {wanted}")
        _write(desk, brand, form, sys.stdout.buffer)
        return
    try:
        with output.open("wb") as out:
            number = _write(desk, brand, form, out)
    except OSError as error:
        wanted = "a file we may write"
        found = error.strerror
        raise ConfigError(f"{output}: found {found}, wanted {wanted}") from error
    typer.echo(f"{output}: {number} rows", err=True)


def _write(desk: "Desk", brand: str | None, form: Form, out: object) -> int:
    from app.wiring import brands_of
    from services.export import Format, write_posts, write_workbook
    from services.reply_times import reply_times
    from store import posts

    found = brands_of(desk, brand)
    chosen = found[0].id if brand is not None else None
    with desk.store.reading() as session:
        every = posts.every(session, brand_id=chosen)
        if form is not Form.XLSX:
            return write_posts(every, out, Format(form.value))  # type: ignore[arg-type]
        rows = [
            row.to_json()
            for each in found
            for row in reply_times(
                session, each, now=desk.clock(), backfilled=True
            ).rows
        ]
        return write_workbook(every, rows, out)  # type: ignore[arg-type]

"""``earshot bench``: how fast this is, here and now, beside its peers."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from domain.errors import ConfigError

if TYPE_CHECKING:
    from benchmarks.bench import Report

SHORT = 3
"""The exit code when a ratio is below what is wanted."""


class Form(StrEnum):
    """How the report is written."""

    TABLE = "table"
    JSON = "json"


def bench(
    *,
    rows: Annotated[
        int | None,
        typer.Option("--rows", min=10, help="How much to measure with.", metavar="N"),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="A row, such as upsert; may be given again."),
    ] = None,
    form: Annotated[Form, typer.Option("--format")] = Form.TABLE,
) -> None:
    """Measure Earshot against its peers; what is wanted are ratios, never times."""
    try:
        from benchmarks.bench import run
    except ModuleNotFoundError as error:
        if error.name != "benchmarks":
            raise
        wanted = "a checkout of the repository"
        raise ConfigError(
            f"earshot bench: found no benchmarks, wanted {wanted}"
        ) from error

    report = run(only or (), rows=rows, tell=_progress)
    _show(report, form)
    if report.short:
        raise typer.Exit(SHORT)


def _progress(line: str) -> None:
    typer.echo(line, err=True)


def _show(report: "Report", form: Form) -> None:
    from app.commands.formats import show_json, show_table

    if form is Form.JSON:
        show_json(report.to_json())
        return
    rows = report.to_rows()
    show_table(rows, list(rows[0]))
    for line in report.lines:
        for note in line.notes:
            typer.echo(f"{line.name}: {note}")
    typer.echo(", ".join(f"{name} {each}" for name, each in report.machine.items()))

"""How the report on spot checks is said: the estimate, and the checks behind it."""

from datetime import datetime
from typing import TYPE_CHECKING

import typer

from app.commands.formats import Format, show_csv, show_json, show_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.spot_checks import Told
    from store import Session
    from store.brands import StoredBrand

COLUMNS = (
    "brand", "day", "network", "post", "posted_at", "answer", "by", "at", "skipped",
    "engine", "version", "among", "url", "text",
)  # fmt: skip


def say_spot_checks(
    session: "Session",
    found: "Sequence[StoredBrand]",
    *,
    since: datetime | None,
    until: datetime,
    form: Format,
    several: bool,
) -> None:
    """Write what the checks of the days from ``since`` to ``until`` tell."""
    from services.spot_checks import told

    every = [told(session, each, since=since, until=until) for each in found]
    if form is Format.JSON:
        reports = [each.to_json() for each in every]
        show_json(reports if several else reports[0])
    elif form is Format.CSV:
        rows = [{"brand": each.brand, **row} for each in every for row in each.lines()]
        show_csv(rows, COLUMNS)
    else:
        for each in every:
            _say(each)


def _say(told: "Told") -> None:
    from response.missed import missed_headline, missed_said

    since, until = told.missed.since, told.missed.until
    typer.echo(f"{told.brand}, {since} to {until}: {missed_headline(told.missed)}")
    if said := missed_said(told.missed):
        typer.echo(said)
    lines = [
        {**row, "answer": row["answer"] or ("skipped" if row["skipped"] else "-")}
        for row in told.lines()
    ]
    if lines:
        show_table(lines, ["day", "network", "answer", "text"])

"""How the report on reply times is said in a terminal, in lines a person reads."""

from typing import TYPE_CHECKING

import typer

from app.commands.formats import show_table
from domain.wording import share, span

if TYPE_CHECKING:
    from datetime import datetime

    from services.blindness import Blindness
    from services.reply_times import Figures, ReplyTimes


def say_reply_times(told: "ReplyTimes", *, rows: bool) -> None:
    """Write the figures, those of groups, and every turn behind them if asked."""
    typer.echo(f"{told.brand}, as of {told.as_of:%Y-%m-%d %H:%M} UTC")
    _say_figures(told.figures)
    say_blind(told.blindness, now=told.as_of, indent="  ")
    for name, figures in told.groups.items():
        typer.echo(f"\n{name}")
        _say_figures(figures)
    if rows:
        typer.echo()
        lines = [
            {
                **row.to_json(),
                "wait_s": span(int(row.wait.total_seconds())),
                "collector_lag_s": span(int(row.collector_lag.total_seconds())),
            }
            for row in told.rows
        ]
        columns = ["started_at", "network", "customer", "turn", "state", "wait_s"]
        show_table(lines, [*columns, "collector_lag_s", "reply_kind", "case"])


def say_blind(told: "Blindness", *, now: "datetime", indent: str = "") -> None:
    """Write one line on what was not heard, none when all was; times are UTC."""
    from datetime import UTC

    from services.blindness import line

    said = line(told, name=_name, now=now, zone=UTC)
    if said:
        typer.echo(f"{indent}{said}")


def _name(network: str) -> str:
    from collectors import known_networks
    from collectors import network as module

    if network in known_networks():
        return module(network).NAME
    return network.capitalize()


def _say_figures(told: "Figures") -> None:
    first = told.first_reply
    within, at_risk = first.within, first.at_risk
    typer.echo(
        f"  {told.cases} cases, {told.turns} turns: {told.answered} answered,"
        f" {told.waiting} waiting, {told.void} void"
    )
    typer.echo(
        f"  first reply: median {span(first.median_s)} over all,"
        f" nine in ten within {span(first.p90_s)}"
        f" (median of the answered {span(first.median_of_answered_s)})"
    )
    typer.echo(f"  in open hours: median {span(first.business_median_s)} over all")
    typer.echo(
        f"  answered within 1 h {share(within[3600])} of {at_risk[3600]},"
        f" 4 h {share(within[14400])} of {at_risk[14400]},"
        f" 24 h {share(within[86400])} of {at_risk[86400]}"
    )
    sla = told.sla
    typer.echo(
        f"  SLA: {share(told.attainment)} met ({sla['met']} met, {sla['met_late']}"
        f" late, {sla['overdue']} overdue, {sla['running']} running,"
        f" {sla['waived']} waived)"
    )
    typer.echo(
        f"  {told.reopened} reopened, {told.withdrawn} withdrawn,"
        f" {told.found_late} found late"
    )

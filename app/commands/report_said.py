"""How the report on reply times is said in a terminal, in lines a person reads."""

from typing import TYPE_CHECKING

import typer

from app.commands.formats import show_table
from domain.wording import counted, open_span, share, span

if TYPE_CHECKING:
    from datetime import datetime

    from services.blindness import Blindness
    from services.figures import States
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
                "team_s": span(int((row.wait - row.collector_lag).total_seconds())),
            }
            for row in told.rows
        ]
        columns = ["started_at", "network", "customer", "turn", "state", "wait_s"]
        columns += ["collector_lag_s", "team_s", "reply_kind", "case"]
        if lines:
            show_table(lines, columns, whole=["case"])
        else:
            typer.echo("Nobody waited.")


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
        f"  {counted(told.cases, 'case')}, {counted(told.turns, 'turn')}:"
        f" {told.answered} answered,"
        f" {told.waiting} waiting, {told.void} void"
    )
    typer.echo(
        f"  first reply: median {span(first.median_s)} over all,"
        f" nine in ten within {span(first.p90_s)}"
        f" (median of the answered {span(first.median_of_answered_s)})"
    )
    typer.echo(
        f"  in open hours: median {open_span(first.business_median_s)} over all,"
        f" nine in ten within {open_span(first.business_p90_s)}"
    )
    typer.echo(
        f"  answered within 1 h {share(within[3600])} of {at_risk[3600]},"
        f" 4 h {share(within[14400])} of {at_risk[14400]},"
        f" 24 h {share(within[86400])} of {at_risk[86400]}"
    )
    typer.echo(
        f"  complaints answered: {share(told.response_rate)}"
        f" of {told.complaints_due} that were due"
    )
    typer.echo(f"  SLA: {_states(told.sla)}")
    for name, states in told.sla_by.items():
        if any(states.values()):
            typer.echo(f"    {name.replace('_', ' ')}: {_states(states)}")
    typer.echo(
        f"  {told.reopened} reopened, {told.lapsed} lapsed,"
        f" {told.withdrawn} withdrawn, {told.found_late} found late"
    )


def _states(states: "States") -> str:
    from services.figures import attained

    return (
        f"{share(attained(states))} met ({states['met']} met, {states['met_late']}"
        f" late, {states['overdue']} overdue, {states['running']} running,"
        f" {states['waived']} waived)"
    )

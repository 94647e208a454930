"""``earshot report``: the same figures as the screens, from the same functions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.formats import Format, instant, show_csv, show_json, show_table
from domain.wording import share, span

if TYPE_CHECKING:
    from app.wiring import Desk
    from services.reply_times import Figures, ReplyTimes
    from store import Session
    from store.brands import StoredBrand


class Topic(StrEnum):
    """What a report is about."""

    REPLY_TIMES = "reply-times"
    QUEUE = "queue"
    VOLUME = "volume"
    COVERAGE = "coverage"


class Grouping(StrEnum):
    """What the reply times are grouped by."""

    DAY = "day"
    WEEK = "week"
    NETWORK = "network"
    PERSON = "person"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked of a report."""

    now: datetime
    since: datetime | None
    until: datetime | None
    as_of: datetime | None
    by: Grouping | None
    backfilled: bool
    rows: bool
    form: Format


def report(
    ctx: typer.Context,
    about: Annotated[
        Topic, typer.Argument(metavar="reply-times|queue|volume|coverage")
    ],
    *,
    brand: Annotated[str | None, typer.Option("--brand", help="One brand.")] = None,
    since: Annotated[
        str | None, typer.Option("--from", help="Turns that started at T or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", help="Turns that started before T.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="As it stood at T; missing: now.")
    ] = None,
    by: Annotated[
        Grouping | None, typer.Option("--by", help="Reply times in groups.")
    ] = None,
    with_backfill: Annotated[
        bool,
        typer.Option("--with-backfill", help="Take in history, as if it came live."),
    ] = False,
    rows: Annotated[
        bool, typer.Option("--rows", help="Every turn behind the figures.")
    ] = False,
    form: Annotated[Format, typer.Option("--format")] = Format.TABLE,
) -> None:
    """Tell how fast the brand answers, who waits, how much is said, what was read."""
    from app.wiring import brands_of

    desk: Desk = ctx.obj.desk
    asked = Question(
        now=desk.clock().replace(microsecond=0),
        since=instant(since, option="--from"),
        until=instant(until, option="--to"),
        as_of=instant(as_of, option="--as-of"),
        by=by,
        backfilled=with_backfill,
        rows=rows,
        form=form,
    )
    found = brands_of(desk, brand)
    if not found and about is not Topic.COVERAGE:
        typer.echo("There is no brand yet: earshot apply FILE takes one in.", err=True)
    tell = _TELLERS[about]
    with desk.store.reading() as session:
        tell(session, found, asked, several=brand is None and len(found) != 1)


def _reply_times(
    session: "Session",
    found: "Sequence[StoredBrand]",
    asked: Question,
    several: bool,
) -> None:
    from services.reply_times import By, reply_times

    told = [
        reply_times(
            session,
            each,
            now=asked.now,
            as_of=asked.as_of,
            since=asked.since,
            until=asked.until,
            backfilled=asked.backfilled,
            by=By(asked.by.value) if asked.by else None,
        )
        for each in found
    ]
    if asked.form is Format.JSON:
        _show_reports([each.to_json(rows=asked.rows) for each in told], several=several)
    elif asked.form is Format.CSV:
        from services.export import CASE_COLUMNS

        every = [row.to_json() for each in told for row in each.rows]
        show_csv(every, CASE_COLUMNS)
    else:
        for each in told:
            _say_reply_times(each, rows=asked.rows)


def _queue(
    session: "Session",
    found: "Sequence[StoredBrand]",
    asked: Question,
    several: bool,
) -> None:
    from services.queue import queue

    told = [
        queue(
            session,
            each,
            now=asked.now,
            as_of=asked.as_of,
            backfilled=asked.backfilled,
        )
        for each in found
    ]
    if asked.form is Format.JSON:
        _show_reports([each.to_json() for each in told], several=several)
        return
    rows = [row.to_json() for each in told for row in each.rows]
    columns = [
        "case", "network", "author", "text", "posted_at", "waited_s", "due_at",
        "state", "priority", "complaint", "flags", "topic", "assignee", "url",
    ]  # fmt: skip
    if asked.form is Format.CSV:
        show_csv(rows, columns)
        return
    for each in told:
        typer.echo(f"{each.brand}: {each.waiting} waiting, {each.overdue} overdue")
        lines = [
            {**row.to_json(), "waited_s": span(int(row.waited.total_seconds()))}
            for row in each.rows
        ]
        shown = ["state", "waited_s", "network", "author", "text"]
        show_table(lines, shown) if lines else typer.echo("Nobody is waiting.")


def _volume(
    session: "Session",
    found: "Sequence[StoredBrand]",
    asked: Question,
    several: bool,
) -> None:
    from services.volume import volume

    told = {
        each.record.name: [
            row.to_json()
            for row in volume(
                session,
                each,
                since=asked.since,
                until=_end(asked),
                backfilled=asked.backfilled,
            )
        ]
        for each in found
    }
    columns = ["day", "network", "sentiment", "posts", "complaints"]
    if asked.form is Format.JSON:
        reports = [
            {"brand": name, "rows": rows} if several else {"rows": rows}
            for name, rows in told.items()
        ]
        _show_reports(reports, several=several)
    elif asked.form is Format.CSV:
        show_csv([row for rows in told.values() for row in rows], columns)
    else:
        for name, rows in told.items():
            typer.echo(name)
            show_table(rows, columns) if rows else typer.echo("Nothing was said.")


def _coverage(
    session: "Session",
    _found: "Sequence[StoredBrand]",
    asked: Question,
    several: bool,  # noqa: ARG001 - streams are not a brand's, several or not
) -> None:
    from services.coverage import covered

    told = covered(session, since=asked.since, until=_end(asked))
    rows = [each.to_json() for each in told]
    columns = ["network", "query", "from", "to", "state", "reason", "posts"]
    if asked.form is Format.JSON:
        show_json({"rows": rows})
    elif asked.form is Format.CSV:
        show_csv(rows, columns)
    elif rows:
        show_table(rows, columns)
    else:
        typer.echo("Nothing was collected.")


def _end(asked: Question) -> datetime | None:
    """Return the instant before which a post counts; ``as_of`` itself still does."""
    ends = [asked.until] if asked.until else []
    if asked.as_of:
        ends.append(asked.as_of + timedelta(microseconds=1))
    return min(ends, default=None)


def _show_reports(reports: Sequence[Mapping[str, object]], several: bool) -> None:
    show_json(reports if several else reports[0])


def _say_reply_times(told: "ReplyTimes", *, rows: bool) -> None:
    typer.echo(f"{told.brand}, as of {told.as_of:%Y-%m-%d %H:%M} UTC")
    _say_figures(told.figures)
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


def _say_figures(told: "Figures") -> None:
    first, within = told.first_reply, told.first_reply.within
    typer.echo(
        f"  {told.cases} cases, {told.turns} turns: {told.answered} answered,"
        f" {told.waiting} waiting, {told.void} void"
    )
    typer.echo(
        f"  first reply: median {span(first.median_s)} over all,"
        f" nine in ten within {span(first.p90_s)}"
        f" (median of the answered {span(first.median_of_answered_s)})"
    )
    typer.echo(
        f"  answered within 1 h {share(within[3600])}, 4 h {share(within[14400])},"
        f" 24 h {share(within[86400])}"
    )
    sla = told.sla
    typer.echo(
        f"  SLA: {share(told.attainment)} met ({sla['met']} met, {sla['met_late']}"
        f" late, {sla['overdue']} overdue, {sla['running']} running)"
    )


_TELLERS: Mapping[Topic, Callable[..., None]] = {
    Topic.REPLY_TIMES: _reply_times,
    Topic.QUEUE: _queue,
    Topic.VOLUME: _volume,
    Topic.COVERAGE: _coverage,
}

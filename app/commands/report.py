"""``earshot report``: the same figures as the screens, from the same functions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.formats import Format, Row, instant, show_csv, show_json, show_table
from app.commands.report_said import say_blind, say_reply_times
from app.commands.what_if import Supposition, supposition
from domain.errors import ConfigError
from domain.wording import span

if TYPE_CHECKING:
    from app.wiring import Desk
    from services.blindness import Blindness
    from services.reply_times import ReplyTimes
    from services.what_if import WhatIf
    from store import Session
    from store.brands import StoredBrand


class Topic(StrEnum):
    """What a report is about."""

    REPLY_TIMES = "reply-times"
    QUEUE = "queue"
    VOLUME = "volume"
    COVERAGE = "coverage"
    TOPICS = "topics"
    SPOT_CHECKS = "spot-checks"


class Grouping(StrEnum):
    """What the reply times are grouped by."""

    DAY = "day"
    WEEK = "week"
    NETWORK = "network"
    PERSON = "person"
    TOPIC = "topic"
    HOUR = "hour"


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
    what_if: Supposition | None = None


def report(
    ctx: typer.Context,
    about: Annotated[
        Topic,
        typer.Argument(metavar="reply-times|queue|volume|coverage|topics|spot-checks"),
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
    what_if: Annotated[
        Path | None,
        typer.Option(
            "--what-if",
            metavar="FILE",
            help="Judge by the calendar and SLA of a brand file; nothing is changed.",
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format")] = Format.TABLE,
) -> None:
    """Tell how fast the brand answers, who waits, what is said, what was read."""
    from app.wiring import brands_of

    desk: Desk = ctx.obj.desk
    found = brands_of(desk, brand)
    if not found and about is not Topic.COVERAGE:
        typer.echo("There is no brand yet: earshot apply FILE takes one in.", err=True)
    supposed = None
    if what_if is not None:
        if about is not Topic.REPLY_TIMES:
            wanted = "it with reply-times, the only report it is for"
            raise ConfigError.at("--what-if", found=about.value, wanted=wanted)
        supposed = supposition(what_if, found, brand=brand)
        found = [each for each in found if each.id in supposed.brands]
    asked = Question(
        now=desk.clock().replace(microsecond=0),
        since=instant(since, option="--from"),
        until=instant(until, option="--to"),
        as_of=instant(as_of, option="--as-of"),
        by=by,
        backfilled=with_backfill,
        rows=rows,
        form=form,
        what_if=supposed,
    )
    tell = _TELLERS[about]
    with desk.store.reading() as session:
        tell(session, found, asked, several=brand is None and len(found) != 1)


def _reply_times(
    session: "Session",
    found: "Sequence[StoredBrand]",
    asked: Question,
    several: bool,
) -> None:
    told = [_judged(session, each, asked) for each in found]
    if asked.form is Format.JSON:
        reports = [
            each.to_json(rows=asked.rows)
            | ({"what_if": what_if.to_json()} if what_if else {})
            for each, what_if in told
        ]
        _show_reports(reports, several=several)
    elif asked.form is Format.CSV:
        _show_rows(told)
    else:
        for each, what_if in told:
            if what_if:
                typer.echo(what_if.heading)
            say_reply_times(each, rows=asked.rows)
            if what_if:
                typer.echo(f"  {what_if.compared}")


def _judged(
    session: "Session", brand: "StoredBrand", asked: Question
) -> "tuple[ReplyTimes, WhatIf | None]":
    """Return the report of a brand, by other promises where they were asked for."""
    from services.reply_times import By, reply_times, summed_up

    plain = asked.as_of is None and not asked.rows and asked.form is not Format.CSV
    tell = partial(
        summed_up if plain else partial(reply_times, as_of=asked.as_of),
        session,
        now=asked.now,
        since=asked.since,
        until=asked.until,
        backfilled=asked.backfilled,
        by=By(asked.by.value) if asked.by else None,
    )
    if asked.what_if is None:
        return tell(brand), None
    from services.what_if import WhatIf, supposing

    supposed = asked.what_if.brands[brand.id]
    told = tell(supposing(brand, supposed))
    return told, WhatIf(
        file=asked.what_if.file,
        parts=supposed.parts,
        differs=supposed.differs(brand.record),
        attainment_then=tell(brand).figures.attainment,
        attainment=told.figures.attainment,
    )


def _show_rows(told: "Sequence[tuple[ReplyTimes, WhatIf | None]]") -> None:
    """Write every row as CSV; a supposed one says so in a last column."""
    from services.export import CASE_COLUMNS

    rows = [
        row.to_json() | ({"what_if": what_if.file} if what_if else {})
        for each, what_if in told
        for row in each.rows
    ]
    supposed = any(what_if for _, what_if in told)
    show_csv(rows, [*CASE_COLUMNS, *(["what_if"] if supposed else [])])


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
    from services.blindness import blindness
    from services.volume import volume

    told = {
        each.record.name: volume(
            session,
            each,
            since=asked.since,
            until=_end(asked),
            backfilled=asked.backfilled,
        )
        for each in found
    }
    until = _end(asked) or asked.now
    blind = {
        each.record.name: blindness(
            session, each.record, since=asked.since, until=until
        )
        for each in found
    }
    _show_by_brand(
        {name: [row.to_json() for row in rows] for name, rows in told.items()},
        ["day", "network", "sentiment", "posts", "complaints"],
        asked,
        several=several,
        blind=blind,
    )


def _topics(
    session: "Session",
    found: "Sequence[StoredBrand]",
    asked: Question,
    several: bool,
) -> None:
    from services.topics import topics

    until = _end(asked) or asked.now
    told = {
        each.record.name: topics(
            session, each, since=asked.since, until=until, backfilled=asked.backfilled
        )
        for each in found
    }
    none = "no topic" if asked.form is Format.TABLE else None
    _show_by_brand(
        {
            name: [{**row.to_json(), "topic": row.topic or none} for row in rows]
            for name, rows in told.items()
        },
        ["topic", "posts", "complaints", "before", "change"],
        asked,
        several=several,
    )


def _show_by_brand(
    told: Mapping[str, Sequence[Row]],
    columns: Sequence[str],
    asked: Question,
    *,
    several: bool,
    blind: "Mapping[str, Blindness] | None" = None,
) -> None:
    """Write the rows of each brand; ``blind`` is what was not heard of it."""
    if asked.form is Format.JSON:
        reports = [
            {
                **({"brand": name} if several else {}),
                "rows": rows,
                **(_blind_json(blind[name]) if blind else {}),
            }
            for name, rows in told.items()
        ]
        _show_reports(reports, several=several)
    elif asked.form is Format.CSV:
        show_csv([row for rows in told.values() for row in rows], columns)
    else:
        for name, rows in told.items():
            typer.echo(name)
            show_table(rows, columns) if rows else typer.echo("Nothing was said.")
            if blind:
                say_blind(blind[name], now=asked.now)


def _blind_json(blind: "Blindness") -> Row:
    return {"blind_s": blind.seconds, "blind": blind.to_json()}


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


def _spot_checks(
    session: "Session",
    found: "Sequence[StoredBrand]",
    asked: Question,
    several: bool,
) -> None:
    from app.commands.report_spot_checks import say_spot_checks

    say_spot_checks(
        session,
        found,
        since=asked.since,
        until=_end(asked) or asked.now,
        form=asked.form,
        several=several,
    )


def _end(asked: Question) -> datetime | None:
    """Return the instant before which a post counts; ``as_of`` itself still does."""
    ends = [asked.until] if asked.until else []
    if asked.as_of:
        ends.append(asked.as_of + timedelta(microseconds=1))
    return min(ends, default=None)


def _show_reports(reports: Sequence[Mapping[str, object]], several: bool) -> None:
    show_json(reports if several else reports[0])


_TELLERS: Mapping[Topic, Callable[..., None]] = {
    Topic.REPLY_TIMES: _reply_times,
    Topic.QUEUE: _queue,
    Topic.VOLUME: _volume,
    Topic.COVERAGE: _coverage,
    Topic.TOPICS: _topics,
    Topic.SPOT_CHECKS: _spot_checks,
}

"""`earshot clock`: business and wall time between two instants, or when a budget ends.

Without a brand the desk is always open, so that a forgotten `--brand` shows at once:
both figures are the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from domain.errors import ConfigError

if TYPE_CHECKING:
    from domain.calendar import Calendar

_USAGE = "FROM TO, --due FROM BUDGET or --batch FILE"


class Format(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    JSON = "json"


def clock(
    ctx: typer.Context,
    start: Annotated[str | None, typer.Argument(metavar="FROM")] = None,
    end: Annotated[str | None, typer.Argument(metavar="TO")] = None,
    *,
    brand: Annotated[
        str | None, typer.Option("--brand", help="Count in the hours of this brand.")
    ] = None,
    brand_file: Annotated[
        Path | None, typer.Option("--brand-file", help="Take them from a brand file.")
    ] = None,
    pause: Annotated[
        list[str] | None,
        typer.Option(
            "--pause", metavar="A..B", help="Leave this time out; repeatable."
        ),
    ] = None,
    due: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--due", metavar="FROM BUDGET", help="When has a budget such as 4h run?"
        ),
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", metavar="FILE", help="Answer JSON Lines; - is stdin."),
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="How to write it.")
    ] = Format.TABLE,
) -> None:
    """Tell business and wall time between two instants, or when a budget runs out."""
    given = (bool(start or end), due is not None, batch is not None)
    if sum(given) != 1 or (start is None) != (end is None) or (pause and not end):
        raise ConfigError(f"earshot clock: found another mix, wanted {_USAGE}")
    calendar = _calendar(ctx.obj, brand, brand_file)
    if batch is not None:
        _answer_all(batch, calendar)
    elif due is not None:
        _show(_due(calendar, *due), form)
    else:
        _show(_measured(calendar, start, end, pause or []), form)


def _calendar(call: Any, brand: str | None, brand_file: Path | None) -> "Calendar":
    if brand_file is not None:
        from app.brand_file import calendar_in

        return calendar_in(brand_file, brand)
    if brand is not None:
        from app.wiring import calendar_of

        return calendar_of(call.desk, brand)
    from domain.calendar import Calendar

    return Calendar.ALWAYS


def _measured(
    calendar: "Calendar", start: str | None, end: str | None, pauses: list[str]
) -> dict[str, object]:
    from services.timing import answer

    pairs = [_pair(each) for each in pauses]
    question = {"from": start, "to": end, "pauses": pairs}
    return answer(question, calendar=calendar)


def _pair(written: str) -> list[str]:
    start, dots, end = written.partition("..")
    if dots:
        return [start, end]
    wanted = "two times with .. between them, A..B"
    raise ConfigError.at("--pause", found=written, wanted=wanted)


def _due(calendar: "Calendar", start: str, budget: str) -> dict[str, object]:
    from domain.duration import Duration
    from response.hours import working_day
    from services.timing import answer

    written = Duration.parse(budget, key="--due BUDGET", zero=True)
    seconds = int(written.business(working_day(calendar)).total_seconds())
    question = {"due_from": start, "budget_s": seconds}
    return answer(question, calendar=calendar)


def _answer_all(batch: Path, calendar: "Calendar") -> None:
    import json

    from services.timing import answers

    bad = 0
    with _opened(batch) as stream:
        for each in answers(stream, calendar=calendar):
            bad += "error" in each
            typer.echo(json.dumps(each))
    if bad:
        typer.echo(f"{batch}: {bad} bad lines, answered with an error", err=True)
        raise typer.Exit(3)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if str(path) == "-":
        yield typer.get_binary_stream("stdin")
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        wanted = "a file of JSON Lines, or - for the standard input"
        raise ConfigError(f"{path}: found {reason!r}, wanted {wanted}") from error
    with stream:
        yield stream


def _show(answer: dict[str, object], form: Format) -> None:
    if form is Format.JSON:
        import json

        typer.echo(json.dumps(answer))
    elif "due" in answer:
        typer.echo(f"due       {answer['due']}")
    else:
        for name in ("business", "wall"):
            seconds = int(str(answer[f"{name}_s"]))
            typer.echo(f"{name:8}  {_in_words(seconds)}  ({seconds} s)")


def _in_words(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60} h {minutes % 60:02} min {rest:02} s"

"""`earshot judge`: texts in, judgements out, line by line; nothing is stored."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from domain.errors import ConfigError

DONE_IN_PART = 3
MOST_LINES = 100
"""Bad lines that are told one by one; of more, only the number is said."""


def judge(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="[FILE|-]", help="JSON Lines; - or nothing is the standard input."
        ),
    ] = Path("-"),
    *,
    name: Annotated[
        str | None,
        typer.Option(
            "--engine", metavar="E", help="Who judges, whatever the settings say."
        ),
    ] = None,
) -> None:
    """Judge texts: JSON Lines {"id","text"} in, a judgement a line out."""
    from app.wiring import engine_of
    from services.judge import answers

    judging = engine_of(ctx.obj.settings, name)
    bad = 0
    with _opened(file) as stream:
        for batch in answers(stream, engine=judging):
            typer.echo(b"\n".join(map(_line, batch)))
            for answer in batch:
                if "error" in answer:
                    bad += 1
                    _tell(file, answer["error"], bad)
    if bad > MOST_LINES:
        typer.echo(f"{_called(file)}: {bad - MOST_LINES} more bad lines", err=True)
    if bad:
        raise typer.Exit(DONE_IN_PART)


def _line(answer: dict[str, object]) -> bytes:
    # A lone surrogate of a stranger's text has no UTF-8, but an escape that JSON knows.
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _tell(file: Path, error: object, number: int) -> None:
    if number <= MOST_LINES:
        typer.echo(f"{_called(file)}:{error}", err=True)


def _called(file: Path) -> str:
    return "stdin" if file == Path("-") else str(file)


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    if file == Path("-"):
        yield typer.get_binary_stream("stdin")
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        wanted = "a file of JSON Lines, or - for the standard input"
        raise ConfigError(f"{file}: found {reason}, wanted {wanted}") from error
    with stream:
        yield stream

"""The command line.

Each command is a file of ``commands``; it loads what it needs when it runs, so that
``earshot --help`` is there at once.
"""

import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands import (
    apply,
    bench,
    cases,
    clock,
    dashboard,
    db,
    demo,
    digest,
    doctor,
    engine,
    export,
    imports,
    judge,
    learn,
    link,
    notify,
    phrases,
    report,
    rescore,
    sources,
    train,
    up,
)
from app.exits import RUNNING, STORE, UNEXPECTED, USAGE
from domain.errors import ConfigError, EarshotError, LeaseLost, StoreError

if TYPE_CHECKING:
    from app.settings import Settings
    from app.wiring import Desk


@dataclass(frozen=True)
class Call:
    """What was said before the command: which configuration, which store."""

    config: Path | None
    store: str | None

    @cached_property
    def settings(self) -> "Settings":
        """Read the configuration, once it is needed."""
        from app.settings import load

        return load(self.config, self.store)

    @cached_property
    def desk(self) -> "Desk":
        """Open the store, once it is needed."""
        from app.wiring import open_desk

        return open_desk(self.settings)

    def close(self) -> None:
        """Let go of the store, if it was opened."""
        if "desk" in self.__dict__:
            self.desk.store.close()


cli = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich would triple the time of --help
    help="Hear every public mention of the shop; leave no complaint unanswered.",
)
cli.command("up")(up.up)
cli.command("engine")(engine.engine)
cli.command("dashboard")(dashboard.dashboard)
cli.command("link")(link.link)
cli.command("apply")(apply.apply)
cli.command("import")(imports.imports)
cli.command("export")(export.export)
cli.command("judge")(judge.judge)
cli.command("learn")(learn.learn)
cli.command("rescore")(rescore.rescore)
cli.command("train")(train.train)
cli.command("report")(report.report)
cli.command("doctor")(doctor.doctor)
cli.command("notify")(notify.notify)
cli.command("digest")(digest.digest)
cli.command("clock")(clock.clock)
cli.command("bench")(bench.bench)
cli.add_typer(cases.cli, name="cases")
cli.add_typer(db.cli, name="db")
cli.add_typer(demo.cli, name="demo")
cli.add_typer(phrases.cli, name="phrases")
cli.add_typer(sources.cli, name="sources")


@cli.callback()
def options(
    ctx: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option("--config", help="The configuration file.", show_default=False),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option("--store", help="The store, such as sqlite:///earshot.db."),
    ] = None,
) -> None:
    """Take what is said before the command."""
    ctx.obj = Call(config, store)
    ctx.call_on_close(ctx.obj.close)


def main() -> None:
    """Run one command. An error a person can act on is one line and an exit code."""
    try:
        cli()
    except ConfigError as error:
        _end(error, USAGE)
    except LeaseLost as error:
        _end(error, RUNNING)
    except StoreError as error:
        _end(error, STORE)
    except EarshotError as error:
        _end(error, UNEXPECTED)


def _end(error: EarshotError, code: int) -> None:
    line = " ".join(str(error).split())
    typer.echo(f"earshot: {line}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()

"""``earshot sources``: what each source needs, how far it is read, what it costs."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.formats import Format, show_csv, show_json, show_table
from app.exits import PART

if TYPE_CHECKING:
    from app.settings import Settings
    from app.wiring import Desk
    from collectors import Collector
    from services.sources import SourceHealth

cli = typer.Typer(
    invoke_without_command=True,
    rich_markup_mode=None,
    help="Tell of each source what it needs, how far it is read and what it costs.",
)

COLUMNS = ["source", "state", "reads", "last_read", "posts_24h", "month"]


@cli.callback()
def sources(
    ctx: typer.Context,
    form: Annotated[Format, typer.Option("--format")] = Format.TABLE,
) -> None:
    """Tell of each source what it needs, how far it is read and what it costs."""
    from app.health import sources_of, to_json

    if ctx.invoked_subcommand:
        return
    found = sources_of(ctx.obj.desk)
    if form is Format.JSON:
        show_json(to_json(found))
        return
    rows = [_row(each) for each in found.sources]
    if form is Format.CSV:
        show_csv(rows, COLUMNS)
        return
    show_table(rows, COLUMNS)
    # What is said of several sources alike, such as that no engine runs, is said once.
    for line in dict.fromkeys("\n".join(_words(each)) for each in found.sources):
        if line:
            typer.echo(line)


@cli.command("test")
def test(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Such as x.")],
) -> None:
    """Ask a source once, really, and say in one line what came."""
    from alerts.blind_said import FAMILIES, NO_MONEY, remedy
    from collectors import network
    from domain.source import SourceError
    from services.ask import ask
    from services.failing import BudgetError

    settings: Settings = ctx.obj.settings
    collector, monthly_usd = _collector(settings, name)
    desk: Desk = ctx.obj.desk
    try:
        came = ask(desk.store, collector, monthly_usd=monthly_usd, clock=desk.clock)
    except SourceError as error:
        spent = isinstance(error, BudgetError)
        todo = NO_MONEY if spent else remedy(error.fault, network(name).NEED.secrets)
        typer.echo(f"earshot: {error}. {todo}", err=True)
        raise typer.Exit(PART) from error
    newest = f", the newest of {came.newest:%Y-%m-%d %H:%M} UTC" if came.newest else ""
    cost = f", about ${came.usd:.3f}" if came.usd else ""
    what = FAMILIES[came.family]
    posts = "1 post" if came.posts == 1 else f"{came.posts} posts"
    typer.echo(f"{network(name).NAME} answers: {posts} ({what}){newest}{cost}")


def _collector(settings: "Settings", name: str) -> "tuple[Collector, float | None]":
    """Make the collector of a network, switched on or not. Raises ConfigError."""
    from app.jobs import lacking, secrets_of
    from app.networks import networks
    from collectors import Setup, build, network
    from domain.clock import utc_now
    from domain.errors import ConfigError

    missing = lacking(settings, name)
    if missing:
        found = " and ".join(missing)
        where = network(name).NEED.where
        raise ConfigError(
            f"networks.{name}: found no {found}, wanted it in the environment. {where}"
        )
    plain = getattr(networks({name: {}}, key="networks"), name)
    options = getattr(settings.networks, name) or plain
    secrets = secrets_of(settings, name)
    made = build(name, Setup(options=options, secrets=secrets, clock=utc_now))
    return made, getattr(options, "monthly_usd", None)


def _row(told: "SourceHealth") -> dict[str, object]:
    from alerts.blind_said import FAMILIES

    families = dict.fromkeys(each.reading.family for each in told.streams)
    read = [each.reading.seen_at for each in told.streams]
    last = max((each for each in read if each), default=None)
    limit = told.known.monthly_usd
    return {
        "source": told.known.name,
        "state": told.state.state.value,
        "reads": ", ".join(FAMILIES.get(each, each) for each in families),
        "last_read": f"{last:%Y-%m-%d %H:%M} UTC" if last else None,
        "posts_24h": told.posts if told.known.on else None,
        "month": None if limit is None else f"${told.usd:.2f} of ${limit:.2f}",
    }


def _words(told: "SourceHealth") -> list[str]:
    """Say what is the matter with a source, and what to do; nothing when it is well."""
    from datetime import UTC

    from alerts.blind_said import advice, sentence
    from alerts.source_state import State

    if told.state.state is State.WELL:
        return []
    now = told.as_of
    lines = ["", f"{sentence(told.state, now=now, zone=UTC)}."]
    need = told.known.need
    if told.state.state in {State.OFF, State.NEEDS} and need:
        lines.append(f"  {need.where}")
        if not told.known.on:
            lines.append(f"  In earshot.toml: [networks.{told.known.network}]")
        names = told.known.missing or need.secrets
        lines.append(f"  In the environment: {' '.join(names)}")
        return lines
    lines += [f"  {each}" for each in (advice(told.state),) if each]
    if told.state.pause:
        lines.append(f"  Detail: {told.state.pause.said}")
    return lines

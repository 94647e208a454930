"""``earshot db``: the store itself: upgrade it, copy it, bring it back, check it."""

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.exits import STORE
from domain.errors import ConfigError, StoreDamaged, StoreError

if TYPE_CHECKING:
    from services.audit import Audit
    from store import Store
    from store.check import Soundness
    from store.derived import Difference

cli = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The store itself: upgrade, copy, bring back, check.",
)

OFTEN = 10_000
"""Threads after which it is said how far a long run is."""

Copy = Annotated[Path, typer.Argument(metavar="FILE", help="The copy.")]


@cli.command("upgrade")
def upgrade(ctx: typer.Context) -> None:
    """Make or upgrade the tables, and work out what has to be worked out anew."""
    from services.rebuild import rebuild
    from services.watch import watched
    from store.upgrade import head, version_of
    from store.upgrade import upgrade as bring_up

    with _opened(ctx, there=False) as store:
        before = version_of(store)
        if not bring_up(store):
            typer.echo(f"{store.name}: is of version {before}, the newest")
            return
        told = f"from version {before} to {head()}" if before else f"made, {head()}"
        typer.echo(f"{store.name}: {told}")
        rebuild(store, watched(store), on_piece=_progress)


@cli.command("backup")
def backup(ctx: typer.Context, file: Copy) -> None:
    """Write a checked copy of the store to FILE, also while Earshot is at work."""
    from app.doctor import bytes_said
    from store.backup import backup as copy

    with _opened(ctx) as store:
        _sqlite_only(store, f"pg_dump --format=custom --file={shlex.quote(str(file))}")
        done = copy(store, file)
        size = bytes_said(done.size)
        typer.echo(f"{file}: a sound copy, version {done.version}, {size}")


@cli.command("restore")
def restore(ctx: typer.Context, file: Copy) -> None:
    """Put the copy FILE in place of the store, which is kept beside it."""
    from domain.clock import utc_now
    from store.backup import restore as bring_back

    with _opened(ctx, there=False) as store:
        _sqlite_only(store, f"pg_restore --clean --if-exists {shlex.quote(str(file))}")
        with _leading(store):
            done = bring_back(store, file, now=utc_now())
        typer.echo(f"{store.name}: is now {file}, version {done.version}")
        if done.kept:
            typer.echo(f"{done.kept}: what it was before")


@cli.command("check")
def check(
    ctx: typer.Context,
    *,
    rebuild: Annotated[
        bool,
        typer.Option("--rebuild", help="Work everything derived out and compare."),
    ] = False,
    repair: Annotated[
        bool,
        typer.Option("--repair", help="With --rebuild: put right what differs."),
    ] = False,
) -> None:
    """Check the store; the exit code is 4 when anything is wrong with it."""
    from services.audit import audit
    from store.check import soundness

    if repair and not rebuild:
        raise ConfigError.at("--repair", found="it alone", wanted="--rebuild beside it")
    with _opened(ctx) as store:
        sound = soundness(store)
        wrong = _say_sound(store, sound, repair=repair)
        if rebuild and not sound.findings:
            wrong |= _say_audit(
                audit(store, repair=repair, on_piece=_progress), repair=repair
            )
    if wrong:
        raise typer.Exit(STORE)


@contextmanager
def _opened(ctx: typer.Context, *, there: bool = True) -> "Iterator[Store]":
    """Open the store as it is: other commands would upgrade it first."""
    from store import Store

    store = Store(ctx.obj.settings.store.url.get_secret_value())
    if there and store.path and not store.path.exists():
        raise StoreError(f"{store.name}: found no file, wanted a store")
    try:
        yield store
    finally:
        store.close()


def _sqlite_only(store: "Store", command: str) -> None:
    if not store.sqlite:
        address = store.url._replace(drivername="postgresql", password=None)
        where = shlex.quote(address.render_as_string())
        raise ConfigError(
            f"{store.name}: found PostgreSQL, wanted {command} --dbname={where}"
        )


@contextmanager
def _leading(store: "Store") -> Iterator[None]:
    """Lead meanwhile, so that no engine does. Raises LeaseLost when one leads."""
    from datetime import timedelta

    from app.lead import Lead, another
    from store.upgrade import knows_leases

    lead = Lead(store=store, ttl=timedelta(minutes=1))
    try:
        if knows_leases(store) and not lead.take(wait=lambda _: True):
            raise another()
    except StoreDamaged:
        pass  # nobody can lead there: that is why a copy is wanted
    try:
        yield
    finally:
        if lead.lease:
            lead.release()


def _progress(threads: int) -> None:
    if threads % OFTEN == 0:
        typer.echo(f"worked out: {threads} threads", err=True)


def _say_sound(store: "Store", sound: "Soundness", *, repair: bool) -> bool:
    """Say what a look at the store found; return whether something stays wrong."""
    from store.check import clear

    for finding in sound.findings:
        typer.echo(finding)
    if repair and not sound.findings and any(each.derived for each in sound.orphans):
        with store.begin() as session:
            clear(session)
    wrong = bool(sound.findings)
    for each in sound.orphans:
        away = repair and each.derived and not sound.findings
        typer.echo(f"{each}{': taken away' if away else ''}")
        wrong |= not away
    if not sound.findings and not sound.orphans:
        typer.echo(f"{store.name}: version {sound.version}, sound")
    return wrong


def _say_audit(found: "Audit", *, repair: bool) -> bool:
    """Say what differs from the facts; return whether something stays wrong."""
    from services.audit import MOST

    for each in found.told:
        typer.echo(_line(each, found))
    for table, count in sorted(found.rows.items()):
        some = f", {MOST} of them told" if count > MOST else ""
        typer.echo(f"{table}: {count} rows differ{some}{': put right' * repair}")
    if not found.rows:
        typer.echo(f"worked out anew: {found.threads} threads, no differences")
    return bool(found.rows) and not repair


def _line(each: "Difference", found: "Audit") -> str:
    from domain.errors import shown

    brand = [] if each.brand_id is None else [found.brands[each.brand_id]]
    row = "/".join((*brand, *each.key))
    sides = f"stored {shown(each.stored)}, derived {shown(each.derived)}"
    return f"{each.table} {row} {each.column}: {sides}"

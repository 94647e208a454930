"""``earshot learn``: from where on a score is a complaint, by people's words."""

from typing import TYPE_CHECKING, Annotated

import typer

from domain.errors import ConfigError

if TYPE_CHECKING:
    from app.wiring import Desk
    from services.labels import Found
    from services.learn import Lesson


def learn(
    ctx: typer.Context,
    *,
    brand: Annotated[str, typer.Option("--brand", help="Whose words to learn from.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only says what would be learnt.")
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Goes back to what held before.")
    ] = False,
) -> None:
    """Learn from the words of a brand's people, and say what."""
    from app.wiring import brands_of, engine_of
    from services.learn import learn as take_in
    from services.learn import lesson

    desk: Desk = ctx.obj.desk
    if undo and dry_run:
        raise ConfigError("earshot learn: found --undo with --dry-run, wanted one")
    with desk.store.reading() as session:
        (stored,) = brands_of(desk, brand)
        name, now = stored.record.name, desk.clock()
        if dry_run:
            engine = engine_of(desk.settings)
            _say(name, lesson(session, stored, engine=engine, now=now), kept=False)
            return
    if undo:
        _undo(desk, name)
    else:
        engine = engine_of(desk.settings)
        _say(name, take_in(desk.store, name, engine=engine, now=now), kept=True)


def _undo(desk: "Desk", name: str) -> None:
    from services.learn import unlearn

    gone = unlearn(desk.store, name, now=desk.clock())
    if gone is None:
        typer.echo(f"{name}: nothing was learnt, nothing changed")
    else:
        typer.echo(f"{name}: lesson {gone.number} was taken back, from now on")


def _say(name: str, found: "Lesson", *, kept: bool) -> None:
    others = found.labels - found.positives
    typer.echo(
        f"{name}: {found.labels} labels, {found.positives} complaints, {others} others"
    )
    typer.echo(f"so far: {_told(found.before)}")
    learnt = found.learnt
    if learnt is None or found.after is None:
        typer.echo(f"nothing learnt: {found.why}")
        return
    typer.echo(
        f"learnt: a complaint from {learnt.threshold:.3f} on,"
        f" for a recall of {learnt.recall} %: {_told(found.after)}"
    )
    if kept:
        typer.echo(f"lesson {learnt.number} governs what is written from now on")
    else:
        typer.echo("nothing was kept")


def _told(found: "Found") -> str:
    recall = "no" if found.recall is None else f"{found.recall:.1%} of"
    told = f"{recall} complaints found"
    if found.precision is None:
        return told
    span = f"{found.low:.1%} to {found.high:.1%}"
    return f"{told}; {found.precision:.1%} of what is found is one ({span})"

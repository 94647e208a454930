"""`earshot train`: learn the model of engine `linear` anew, and say how good it is."""

from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.errors import ConfigError

if TYPE_CHECKING:
    from sentiment.training.fit import Sources

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "sentiment" / "corpus"
KINDS = {"sentiment": 3, "complaint": 2}
"""What a model must tell apart, and into how many kinds texts must fall for that."""


def train(
    data: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FOLDER]…",
            help="Folders of labelled JSON Lines, .gz or not, beside our own corpus.",
        ),
    ] = None,
    *,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="SOURCE", help="Leave a source out."),
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 0,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Where the model goes.")
    ] = ROOT / "sentiment" / "models" / "linear.earshot",
    card: Annotated[
        Path, typer.Option("--card", metavar="FILE", help="Where its card goes.")
    ] = ROOT / "docs" / "model-card.md",
) -> None:
    """Train the model of engine linear from labelled texts and write its card."""
    if find_spec("sklearn") is None:
        wanted = 'the extra train: pip install "earshot[train]"'
        raise ConfigError.at("scikit-learn", found="nothing", wanted=wanted)
    from sentiment.training.card import write_card
    from sentiment.training.make import make
    from sentiment.training.sources import known, read

    folders = [CORPUS / "train", *(data or [])]
    sources = _left(read(folders), without or ())
    make(out, sources, known(), seed=seed, tell=lambda said: typer.echo(said, err=True))
    typer.echo("how good it is", err=True)
    checks = read([CORPUS / "test", CORPUS / "hard", *(data or [])], use="check")
    write_card(card, model=out, checks=checks, about=known(), without=without or ())
    typer.echo(f"{out} and {card} are written.")


def _left(sources: "Sources", without: Collection[str]) -> "Sources":
    """Leave sources out; raise ConfigError when too little is left to learn from."""
    for each in without:
        if each not in sources:
            wanted = "one of " + ", ".join(sorted(sources))
            raise ConfigError.at("--without", found=each, wanted=wanted)
    left = {name: texts for name, texts in sources.items() if name not in without}
    for head, least in KINDS.items():
        every = (each for texts in left.values() for each in texts)
        kinds = {getattr(each, head) for each in every} - {None}
        if len(kinds) < least:
            wanted = f"texts of {least} kinds at least, as our own corpus has"
            raise ConfigError.at(head, found=len(kinds), wanted=wanted)
    return left

"""Text to judgement: mood, complaint, urgency. Never fetches, never stores.

An engine is one file of this room with a ``build() -> Engine``, and its name below;
one whose model lies in a folder of the owner's has ``build(model) -> Engine``. It takes
the language as given and never guesses it: that is ``sentiment.language``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol

from domain.errors import ConfigError
from domain.judgement import Judgement

ENGINES = ("vader", "linear", "transformer")
"""The engines there are; each is the file of its name."""

DEFAULT_ENGINE = "linear"

OF_A_FOLDER = frozenset({"transformer"})
"""The engines whose model is the owner's own."""


@dataclass(frozen=True, slots=True)
class Text:
    """What an engine gets to know of a post. ``rating`` is 1 to 5 stars."""

    text: str
    lang: str | None = None
    rating: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model in a folder of this machine, and the digest that its files must have."""

    folder: Path
    sha256: str


class Engine(Protocol):
    """Judges texts, many at a time."""

    @property
    def name(self) -> str:
        """The name it is chosen by."""

    @property
    def version(self) -> str:
        """What must change whenever the same text may be judged otherwise."""

    def judge(self, texts: Sequence[Text]) -> list[Judgement]:
        """Return one judgement a text, in the same order."""


@cache
def engine(name: str = DEFAULT_ENGINE, model: Model | None = None) -> Engine:
    """Return the engine of this name; it is loaded at the first call.

    Raises ConfigError when there is no such engine, or its ``model`` cannot be loaded.
    """
    if name not in ENGINES:
        wanted = "one of " + ", ".join(ENGINES)
        raise ConfigError.at("engine", found=name, wanted=wanted)
    build = import_module(f"sentiment.{name}").build
    built: Engine = build(model) if name in OF_A_FOLDER else build()
    return built

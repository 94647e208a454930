"""Text to judgement: mood, complaint, urgency. Never fetches, never stores.

An engine is one file of this room with a ``build() -> Engine``, and its name below.
It takes the language as given and never guesses it: that is ``sentiment.language``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol

from domain.errors import ConfigError
from domain.judgement import Judgement

ENGINES = ("vader",)
"""The engines there are; each is the file of its name."""

DEFAULT_ENGINE = "vader"


@dataclass(frozen=True, slots=True)
class Text:
    """What an engine gets to know of a post. ``rating`` is 1 to 5 stars."""

    text: str
    lang: str | None = None
    rating: int | None = None


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
def engine(name: str = DEFAULT_ENGINE) -> Engine:
    """Return the engine of this name; it is loaded at the first call.

    Raises ConfigError when there is no such engine.
    """
    if name not in ENGINES:
        wanted = "one of " + ", ".join(ENGINES)
        raise ConfigError.at("engine", found=name, wanted=wanted)
    built: Engine = import_module(f"sentiment.{name}").build()
    return built
